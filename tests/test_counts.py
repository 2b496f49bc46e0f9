"""View counts in text: the number, and the words that make it one of views."""

import re

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from crawler.reading.count_values import CountError, parse_count
from crawler.reading.counts import find_views, is_counter_line

PHRASES = {
    "Čitanja: 655": 655, "ผู้ชม 2,310 ครั้ง": 2310,
    "2312 views": 2312, "Post Views: 1.432": 1432, "Read 532 times": 532, "(Visited 215 times, 55 visits today)": 215,
    "3.409 letture": 3409, "5343 mal gelesen": 5343, "Aufrufe: 492": 492, "Bisher 1.234 mal gelesen": 1234,
    "просмотров: 173": 173, "3,6 тыс. просмотров": 3600, "2 312 переглядів": 2312, "Прочитано 7 разів": 7,
    "조회수 2,312": 2312, "조회 1.2만": 12000, "阅读量：2312": 2312, "1.2万次浏览": 12000, "瀏覽 7": 7,
    "閲覧数 1,234": 1234,
    "1.234 lượt xem": 1234, "2312 görüntülenme": 2312, "1,2 B görüntülenme": 1200, "Wyświetleń: 312": 312,
    "Dibaca 12.768 kali": 12768, "1234 مشاهدة": 1234, "بازدید ۱۲۳۴": 1234, "2.3 लाख व्यूज": 230000,
    "१,२३,४५६ व्यूज": 123456,
    "2\u202f312 vues": 2312, "Lu 910 fois": 910, "1.234 visitas": 1234, "Leído 910 veces": 910,
    "1,2 mil visualizações": 1200, "1,2 mil. zobrazení": 1200000, "1.234 keer bekeken": 1234, "910 bekeken": 910,
    "2\u00a0312 visningar": 2312, "Přečteno: 532×": 532, "2’312 Aufrufe": 2312, "1.2K views": 1200, "👁 1 234": 1234,
    "ნახვები: 1432": 1432, "Դիտումներ՝ 2312": 2312, "Үзсэн: 3,409": 3409, "Peržiūrų: 1 254": 1254,
    "Skatījumi: 641": 641, "Прегледано 641 пати": 641, "Baxış sayı: 1 254": 1254, "Ko‘rishlar soni: 5812": 5812,
    "2.312 shikime": 2312, "Visualitzacions: 1.254": 1254, "Imesomwa mara 910": 910, "නැරඹුම් 910": 910,
    "57,244 reads July 14, 2026": 57244,
    "👁️ 12": 12, "২৩১২ বার পঠিত": 2312, "เข้าชม 2,312 ครั้ง": 2312, "1.5M views": 1500000,
}  # fmt: skip

# What sites print for 1234 views in sixty languages.
IN_EACH_LANGUAGE = """
visualizzazioni: 1.234 | 1.234 visualizzazioni | Letto 1.234 volte | 1.234 letture | visite: 1.234
1.234 visitas | Visto 1.234 veces | 1.234 lecturas | Lecturas: 1.234 | 1.234 vistas | 1.234 visualizaciones
1.234 visualizações | Lido 1.234 vezes | 1.234 acessos | 1.234 leituras | Visualizações: 1.234 | 1.234 views
1 234 vues | Lu 1 234 fois | 1 234 lectures | Vu 1 234 fois | 1 234 visites
1.234 Aufrufe | 1.234 mal gelesen | Zugriffe: 1.234 | 1.234 Klicks | Gelesen: 1.234
1.234 keer gelezen | 1.234 keer bekeken | 1.234 weergaven
1 234 visningar | Läst 1 234 gånger
1 234 visninger | Lest 1 234 ganger
1.234 visninger | Læst 1.234 gange
1 234 katselukertaa | Luettu 1 234 kertaa | 1 234 lukukertaa | 1 234 näyttöä
1234 vaatamist | Loetud 1234 korda
1234 skatījumi | Apskatīts: 1234 | Skatīts 1234 reizes | Lasīts 1234 reizes | 1234 lasījumi
1234 peržiūros | Peržiūrėta 1234 kartus | Skaityta 1234 k. | Perskaityta 1234 k. | 1234 peržiūrų
1234 wyświetleń | Wyświetlenia: 1234 | Odsłon: 1234 | Czytano: 1234 | przeczytano 1234 razy | Odwiedzin: 1234
1234 zobrazení | Přečteno 1234× | Zobrazeno 1234x | Počet zobrazení: 1234 | 1234 přečtení
1234 zobrazení | Prečítané 1234-krát | Čítanosť: 1234 | 1234 videní
1234 megtekintés | Megtekintve: 1234 | Olvasva: 1234 | 1234 olvasás | Látogatottság: 1234
1.234 vizualizări | Citit de 1.234 ori | 1.234 afișări | Accesări: 1.234 | 1.234 citiri
1.234 pregleda | Pogledano 1.234 puta | Pregleda: 1.234 | Čitano 1.234 puta | Pročitano: 1.234 | 1.234 otvaranja
1.234 прегледа | Прегледа: 1.234 | 1.234 pregleda | Прочитано 1.234 пута
1.234 ogledov | Ogledov: 1.234 | Ogledi: 1.234 | Prebrano 1.234-krat
1234 прегледа | Прочетено 1234 пъти | Видяна 1234 пъти | Прочетена: 1234 | Видяна: 1234 | Четения: 1234
Прочитания: 1234 | 1234 посещения
1234 прегледи | Прочитано 1234 пати | Читања: 1234
1234 просмотра | Просмотров: 1234 | Прочитали 1234 раз | Прочтений: 1234 | Просмотрено: 1234
1234 перегляди | Переглядів: 1234 | Прочитано 1234 разів | Прочитали: 1234
1234 прагляды | Праглядаў: 1234 | Прачытана 1234 разоў
1.234 προβολές | Προβολές: 1.234 | Διαβάστηκε 1.234 φορές | Αναγνώσεις: 1.234
1.234 görüntülenme | 1.234 okunma | Okunma: 1.234 | 1.234 kez okundu | Görüntülenme sayısı: 1.234
1234 baxış | Baxış sayı: 1234 | Oxunub: 1234 | 1234 dəfə oxunub
1234 marta ko‘rildi | Ko'rishlar: 1234 | 1234 ko‘rildi | O‘qilgan: 1234
1234 қаралым | Қаралды: 1234 | Оқылды: 1234 | 1234 рет оқылды
1234 көрүү | Көрүлдү: 1234 | Окулду: 1234
1234 назар | Хондашуд: 1234 | Намоишҳо: 1234
1234 դիտում | Դիտումներ՝ 1234 | Դիտվել է 1234 անգամ | Ընթերցվել է 1234 անգամ
1234 ნახვა | ნახვები: 1234 | წაკითხულია: 1234 | ნანახია 1234-ჯერ
1234 مشاهدة | المشاهدات: 1234 | قراءة 1234 | عدد القراءات: 1234 | 1234 زيارة | شوهد 1234 مرة
1234 بازدید | تعداد بازدید: ۱۲۳۴ | بازدیدها: 1234 | ۱۲۳۴ نمایش | خوانده شده: 1234
1,234 צפיות | צפיות: 1,234 | נצפה 1,234 פעמים | 1,234 קריאות
1234 مناظر | پڑھا گیا: 1234 | مشاہدات: 1234 | 1234 بار دیکھا گیا
1,234 बार देखा गया | व्यूज: 1,234 | 1,234 व्यूज | पढ़ा गया: 1,234 | 1,234 दृश्य
১২৩৪ বার পঠিত | পঠিত: ১২৩৪ | ১২৩৪ বার দেখা হয়েছে | ভিউ: ১২৩৪ | ১২৩৪ ভিউ
1,234 பார்வைகள் | பார்வைகள்: 1,234 | 1234 முறை பார்க்கப்பட்டது | 1,234 வாசிப்புகள்
1,234 వీక్షణలు | వీక్షణలు: 1,234 | 1,234 వ్యూస్
1,234 കാഴ്ചകൾ | വ്യൂസ്: 1,234
1,234 ವೀಕ್ಷಣೆಗಳು | ವೀಕ್ಷಣೆಗಳು: 1,234
1,234 वेळा पाहिले | वाचने: 1,234 | 1,234 व्ह्यूज
1,234 વ્યૂઝ | વાંચન: 1,234
1,234 ਵਿਊਜ਼ | ਵੇਖਿਆ ਗਿਆ: 1,234
१,२३४ पटक पढिएको | १२३४ पटक हेरिएको | पढिएको: १२३४ | 1234 पाठक
1,234 නැරඹුම් | කියවීම්: 1,234
อ่าน 1,234 ครั้ง | เข้าชม 1,234 ครั้ง | ยอดวิว 1,234 | 1,234 วิว | ผู้ชม 1,234
ອ່ານ 1,234 ຄັ້ງ | ເບິ່ງ 1,234
អាន 1,234 ដង | អ្នកមើល 1,234
၁၂၃၄ ကြိမ်ဖတ် | ကြည့်ရှုသူ: 1234 | ဖတ်ရှုသူ 1234
1.234 lượt xem | Lượt xem: 1.234 | Đã xem: 1.234 | 1.234 lượt đọc
1.234 kali dibaca | Dibaca: 1.234 | 1.234 dilihat | Dilihat 1.234 kali | 1.234 tayangan | 1.234 pembaca
1,234 tontonan | Dibaca 1,234 kali | Dilihat: 1,234
1,234 na view | 1,234 views | Binasa ng 1,234
Imesomwa mara 1,234 | Imetazamwa mara 1,234
阅读 1234 | 1234次阅读 | 浏览量：1234 | 点击：1234 | 瀏覽次數：1234 | 閱讀數 1234 | 人气：1234 | 1234 人看过
1,234回閲覧 | 閲覧数：1,234 | 1,234 PV | アクセス数：1,234 | 1,234 ビュー | 1,234回表示
조회 1,234 | 조회수 1,234 | 조회수: 1,234회 | 1,234 읽음 | 1,234명 읽음 | 읽음 1,234
1234 үзсэн | Үзсэн: 1234 | Уншсан: 1234 | 1234 удаа уншсан
1.234 shikime | Shikime: 1.234 | Lexuar 1.234 herë | 1.234 lexime
1.234 lesið | Lesið 1.234 sinnum | 1.234 flettingar | Skoðað 1.234 sinnum
1,234 amharc | Léite 1,234 uair
1,234 golwg | Darllenwyd 1,234 o weithiau
1.234 visualitzacions | 1.234 lectures | Llegit 1.234 vegades | Visites: 1.234
1.234 ikustaldi | Ikusita: 1.234 | Irakurrita 1.234 aldiz
1.234 visualizacións | Lido 1.234 veces | 1.234 visitas
1 234 kyke | 1 234 keer gelees | Lesings: 1 234
لیدل شوی: 1234 | 1234 کتنې | لوستل شوی 1234 ځله
1234 بینین | بینراو: 1234 | 1234 جار خوێندراوەتەوە
1234 ጊዜ ታይቷል | እይታዎች: 1234 | 1234 እይታዎች
1234 daawasho | La akhriyay: 1234
1234 kallo | An karanta sau 1234
1.234 mol gelies
"""

# Rounded, with the word or letter for a thousand, ten thousand, a million.
ROUNDED = [
    ("en", "1.2K views", 1200), ("en", "1.2k views", 1200), ("en", "3M views", 3000000),
    ("en", "2.5 thousand views", 2500), ("es", "1,2 mil visitas", 1200),
    ("es", "2 millones de visitas", 2000000), ("pt", "1,2 mil visualizações", 1200),
    ("pt", "2 mi de visualizações", 2000000), ("fr", "1,2 k vues", 1200), ("fr", "2 M de vues", 2000000),
    ("fr", "1,2 K vues", 1200), ("de", "1,2 Tsd. Aufrufe", 1200), ("de", "2 Mio. Aufrufe", 2000000),
    ("it", "1,2 mila visualizzazioni", 1200), ("it", "2 mln visualizzazioni", 2000000),
    ("nl", "1,2 dzd. weergaven", 1200), ("nl", "1,2k keer gelezen", 1200), ("sv", "1,2 tn visningar", 1200),
    ("no", "1,2k visninger", 1200), ("da", "1,2 t visninger", 1200), ("fi", "1,2 t. katselukertaa", 1200),
    ("pl", "1,2 tys. wyświetleń", 1200), ("cs", "1,2 tis. zobrazení", 1200), ("sk", "1,2 tis. zobrazení", 1200),
    ("hu", "1,2 ezer megtekintés", 1200), ("hu", "1,2 E megtekintés", 1200),
    ("ro", "1,2 mii vizualizări", 1200), ("hr", "1,2 tis. pregleda", 1200), ("sr", "1,2 хиљ. прегледа", 1200),
    ("bg", "1,2 хил. прегледа", 1200), ("ru", "1,2 тыс. просмотров", 1200), ("ru", "2 млн просмотров", 2000000),
    ("ru", "1,2К просмотров", 1200), ("uk", "1,2 тис. переглядів", 1200), ("uk", "1,2К переглядів", 1200),
    ("el", "1,2 χιλ. προβολές", 1200), ("tr", "1,2 B görüntülenme", 1200), ("tr", "1,2 bin okunma", 1200),
    ("tr", "2 Mn görüntülenme", 2000000), ("az", "1.2K baxış", 1200), ("uz", "1,2 ming marta o'qildi", 1200),
    ("kk", "1,2 мың қаралым", 1200), ("ar", "1.2 ألف مشاهدة", 1200), ("ar", "2 مليون مشاهدة", 2000000),
    ("ar", "1.2K مشاهدة", 1200), ("fa", "۱٫۲ هزار بازدید", 1200), ("fa", "۲ میلیون بازدید", 2000000),
    ("he", "1.2 אלף צפיות", 1200), ("he", "1.2K צפיות", 1200), ("ur", "1.2 ہزار ویوز", 1200),
    ("hi", "1.2 हज़ार व्यूज", 1200), ("hi", "2 लाख व्यूज", 200000), ("hi", "1.2k व्यूज", 1200),
    ("bn", "১.২ হাজার ভিউ", 1200), ("ta", "1.2 ஆயிரம் பார்வைகள்", 1200), ("ne", "१.२ हजार पटक पढिएको", 1200),
    ("th", "ผู้ชม 1.2 พัน", 1200), ("th", "ผู้ชม 1.2 หมื่น", 12000), ("th", "1.2K วิว", 1200),
    ("vi", "1,2 nghìn lượt xem", 1200), ("vi", "1,2 N lượt xem", 1200), ("vi", "2 triệu lượt xem", 2000000),
    ("id", "Dibaca 1,2 ribu kali", 1200), ("id", "1,2 rb tayangan", 1200), ("id", "2 jt tayangan", 2000000),
    ("ms", "1.2 ribu tontonan", 1200), ("zh", "1.2万次阅读", 12000), ("zh", "阅读 1.2w", 12000),
    ("zh", "阅读量 10万+", 100000), ("zh", "1.2 萬次瀏覽", 12000), ("ja", "1.2万回閲覧", 12000),
    ("ja", "1.2万 PV", 12000),
    ("ko", "조회수 1.2만", 12000), ("ko", "조회수 1.2천회", 1200), ("hy", "1,2 հզ. դիտում", 1200),
    ("ka", "1,2 ათასი ნახვა", 1200), ("mn", "1.2 мянга үзсэн", 1200), ("sq", "1,2 mijë shikime", 1200),
    ("ca", "1,2 mil visualitzacions", 1200), ("lt", "1,2 tūkst. peržiūrų", 1200),
    ("lv", "1,2 tūkst. skatījumu", 1200), ("et", "1,2 tuh vaatamist", 1200),
]  # fmt: skip

LOOK_ALIKES = [
    "View 6 Images", "Meist gelesen 1", "12 comments", "3 min read", "The clip drew 2312 views in a day",
    "55 visits today", "Views today: 55", "1,234 shares", "5 points of view", "Overviews 12", "3 of 12 views expressed",
    "Room with 2 views", "Top 10", "Video 2:31", "-5 views", "4.5 views", "12/2312 views", "2312 viewers online",
    "Mit 120 Aufrufen pro Tag", "Просмотрено", "2312", "", "Share 205 View comments 73",
    "3,000 views may not be many",
]  # fmt: skip


@pytest.mark.parametrize(("phrase", "count"), PHRASES.items())
def test_a_number_beside_its_label_is_the_count(phrase, count):
    assert [views.count for views in find_views(phrase)] == [count]


@pytest.mark.parametrize("phrase", re.split(r" \| |\n", IN_EACH_LANGUAGE.strip()))
def test_views_reads_and_readers_are_counted_in_each_language(phrase):
    assert [views.count for views in find_views(phrase)] == [1234]


@pytest.mark.parametrize(("language", "phrase", "count"), ROUNDED)
def test_a_rounded_count_is_read_in_its_language(language, phrase, count):
    assert [views.count for views in find_views(phrase, language=language)] == [count]


@pytest.mark.parametrize("phrase", PHRASES)
def test_a_counter_beside_a_date_is_found_at_its_place(phrase):
    line = f"3 September 2024, 07:25 | {phrase}"
    (views,) = find_views(line)

    assert line[slice(*views.span)] == views.raw
    assert views.raw in phrase


@pytest.mark.parametrize("text", LOOK_ALIKES)
def test_what_only_looks_like_a_counter_is_none(text):
    assert find_views(text) == []


@pytest.mark.parametrize(
    ("phrase", "precision"), [("1.2K views", 100), ("1K views", 1000), ("1,234 views", 1), ("1.2万次浏览", 1000)]
)
def test_precision_is_the_step_that_the_site_rounds_to(phrase, precision):
    assert find_views(phrase)[0].precision == precision


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("31 2312 views 3 min read", 2312),
        ("Comments 14 Views 492", 492),
        ("3 comments 14 views 2 likes", 14),
        ("Comments: 4 312 views", 312),
        ("4 312 views", 4312),
        ("26 March 2026 Culture By Mira Holt Views: 1 512", 1512),
        ("文章浏览量： 5,416", 5416),
        ("2024-03-12 阅读量 618 收藏量 14", 618),
        ("12 March 2024 Views 492", 492),
        ("Views 2023: 9 Views: 492", 492),
        ("Read: 532 | Likes: 12", 532),
        ("Viewed: 532 Comments: 3", 532),
        ("អ្នកមើល៖ 512", 512),
        ("分类：新闻 阅读(512) 评论(3)", 512),
        ("512 views on Tuesday, 12 March", 512),
        ("512 views and 3 comments", 512),
        ("Опубліковано: 21.05.2025 14:20 👁 5 630 💬 48", 5630),
    ],
)
def test_a_label_serves_one_number_alone(line, count):
    assert [views.count for views in find_views(line)] == [count]


@pytest.mark.parametrize(
    "line",
    [
        "This page has 492 views.",
        "Dieser Beitrag wurde 492 mal angesehen.",
        "Esta notícia foi lida 492 vezes",
        "Bu haber 492 defa okunmuştur.",
        "Статтю переглянули 492 рази",
        "この記事は492回閲覧されました",
        "यह खबर 492 बार पढ़ी गई।",
    ],
)
def test_a_sentence_that_says_only_how_often_its_article_was_read_is_a_counter(line):
    assert [views.count for views in find_views(line)] == [492]
    assert is_counter_line(line)


@pytest.mark.parametrize(
    "line",
    ["(512 mal gelesen, 1 mal heute gelesen)", "512 vues totales, 2 vues aujourd'hui", "(512 odwiedzin, 1 dzisiaj)"],
)
def test_the_views_of_the_day_may_stand_beside_those_of_the_article(line):
    assert is_counter_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "Profile views: 9,812",
        "Site visits: 120",
        "Видео просмотров: 12",
        "Read 532",
        "Read 532 more",
        "This week the page had 492 views.",
        "Read: 3 comments",
        "3 views on the bridge",
        "本站总访问量：412",
        "昨日浏览：412",
        "该视频阅读量：1204，点赞：33。",
        "Visits 2023: many",
        "Views: 360°",
        "Gösterim 3D",
        "조회 3건",
        "12 vues de Paris",
        "12 views and opinions",
    ],
)
def test_a_counter_of_something_else_is_none(line):
    assert find_views(line) == []


def test_a_label_with_a_colon_belongs_to_the_number_after_it():
    assert [views.count for views in find_views("No Comments 0 Views : 12 Print")] == [12]


@pytest.mark.parametrize("phrase", PHRASES)
def test_a_counter_alone_or_with_a_date_is_a_counter_line(phrase):
    assert is_counter_line(phrase)
    assert is_counter_line(f"September 3 2024 , 07:25 AM  •  {phrase}")


@pytest.mark.parametrize(
    "line",
    ["Tuesday, 3 September 2024", "Published: 3 hours ago", "Veröffentlicht am 3. September 2024 um 14:30 Uhr",
     "2024-09-03",
     "Опубликовано: 3 сентября 2024, 14:30", "发布时间：2024年9月3日 14:05",
     "Published Sept 3, 2024 | Updated Sept 4, 2024 8:00 am"],
)  # fmt: skip
def test_a_date_alone_is_a_counter_line(line):
    assert is_counter_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "On 3 September 2024 the lock opened.",
        "In 2024",
        "2312",
        "The lock drew 2312 visits.",
        "3 September 1939: war is declared",
        "Image",
        "",
    ],
)
def test_a_line_that_says_more_is_no_counter_line(line):
    assert not is_counter_line(line)


@pytest.mark.parametrize(
    "text", ["", "views", "3 of 12", "-5", "−5 views", "1.5 views", "12.34", "99999999999999999999", "1,23", "9" * 5000]
)
def test_what_is_not_one_whole_count_is_refused(text):
    with pytest.raises(CountError):
        parse_count(text)


def test_the_decimal_mark_decides_what_nothing_else_does():
    assert parse_count("1.234K") == 1234
    assert parse_count("1.234K", decimal_mark=",") == 1234000
    assert parse_count("1,2K") == parse_count("1.2K") == 1200


@given(st.integers(min_value=0, max_value=10**12))
def test_grouped_digits_are_read_back(count):
    assert parse_count(f"{count:,} views") == count


LOCALES = """
    en de fr es it pt nl sv da fi pl cs ru uk tr ar ar_EG fa hi bn mr ne my th vi id ja ko zh de_CH es_MX en_IN
""".split()


@given(st.integers(min_value=0, max_value=10**12), st.sampled_from(LOCALES), st.booleans())
def test_a_count_written_as_any_locale_writes_it_reads_back(count, locale, own_digits):
    system = "default" if own_digits else "latn"
    written = format_decimal(count, locale=locale, numbering_system=system)

    assert parse_count(written) == count
    assert [views.count for views in find_views(f"{written} views")] == [count]


@given(st.text())
def test_no_text_raises_and_spans_slice_it(text):
    is_counter_line(text)
    for views in find_views(text):
        assert text[slice(*views.span)] == views.raw


PARTS = "0 1 12 345 2312 . , K M тыс. 万 万次 views view Views: 👁 читали mal gelesen × ( ) • - today".split()


@given(st.lists(st.sampled_from([*PARTS, " ", "\n"]), max_size=12).map("".join))
def test_no_jumble_of_the_parts_of_counters_raises(text):
    is_counter_line(text)
    assert all(views.count >= 0 for views in find_views(text))


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("By Ann Lee | March 13, 2024 👁️ 331", 331),
        ("13 March 2024 Views 331", 331),
        ("Read by 331 people", 331),
        ("This post has already been read 2241 times!", 2241),
        ("13 March | 2024 views", 2024),
    ],
)
def test_the_year_of_a_day_is_no_count_where_a_number_follows_the_label(line, count):
    assert [views.count for views in find_views(line, language="en")] == [count]


@pytest.mark.parametrize(
    "line",
    [
        "It has been viewed 3 million times.",  # a video of which the story tells
        "It was seen 3 times.",
        "La 3 visite",
        "Viewed: 2026-11-23",
        "Lu: 24/11/2026",
        "Visits: 12 May 2026",
        "Read: 2m",
        "조회 3 건",
        "查看(3)",  # a button
        "Consultations : 12 340",  # of a hospital
        "Показы 2026",
        "Megnyitva 1999",  # a museum
        "12 exibições",  # of a film
        "300 दर्शक",  # at a match
        "קראו 5",
    ],
)
def test_a_sentence_of_something_else_a_date_a_reading_time_and_a_button_count_no_views(line):
    assert find_views(line) == []
    assert not is_counter_line(line) or "20" in line  # a date's line is one too


@pytest.mark.parametrize(
    ("line", "count"), [("This story was read 512 times.", 512), ("查看: 512", 512), ("Views: 12 May 3, 2026", 12)]
)
def test_a_sentence_of_the_story_and_a_label_before_its_colon_count_views(line, count):
    assert [views.count for views in find_views(line)] == [count]
