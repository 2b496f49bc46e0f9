"""The names that a byline holds, in any language: of people, and of whoever else signs."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.reading.bylines.bylines import read_byline, read_dated_name, starts_byline
from crawler.reading.bylines.dated_bylines import read_dated_byline
from crawler.reading.bylines.reporters import read_dateline_reporters
from crawler.reading.bylines.signers import WORDS, reads_as_name

BYLINES = {
    "By Mira Holt": ["Mira Holt"],
    "By Mira Holt and Tomas Reyes": ["Mira Holt", "Tomas Reyes"],
    "By Mira Holt, Tomas Reyes and Ann Lee": ["Mira Holt", "Tomas Reyes", "Ann Lee"],
    "by Mira Holt on November 3, 2026": ["Mira Holt"],
    "Published 3 November 2026 by Mira Holt": ["Mira Holt"],
    "Mira Holt, Chief Harbour Correspondent, and Tom Adeyemi in Lagos": ["Mira Holt", "Tom Adeyemi"],
    "By Mira Holt | Political Editor | @miraholt | mira.holt@gazette.example": ["Mira Holt"],
    "By Mira Holt For The Harbour Gazette": ["Mira Holt"],
    "Submitted by Mira Holt on Wed, 11/11/2026 - 12:40": ["Mira Holt"],
    "Mira Holt Wed, 11 Nov 2026 12:40": ["Mira Holt"],
    "Por Ana López el miércoles, 11/11/2026": ["Ana López"],
    "By Mira Holt, New York": ["Mira Holt"],
    "Von Klaus von Berg": ["Klaus von Berg"],
    "VON MIRA HOLT am 21. April 2026": ["MIRA HOLT"],
    "Veröffentlicht am 8. Februar 2026 von Mira Holt": ["Mira Holt"],
    "Eine Kolumne von Mira Holt": ["Mira Holt"],
    "Mira Holt, Wirtschaftsredakteurin": ["Mira Holt"],
    "Autorin: Mira Holt (mho)": ["Mira Holt"],
    "Par Mira Holt et Anne-Marie Roy, à Lyon": ["Mira Holt", "Anne-Marie Roy"],
    "Por María José de la Cruz y Ana López": ["María José de la Cruz", "Ana López"],
    "di Beatrice Lonardi e Carlo Rossi": ["Beatrice Lonardi", "Carlo Rossi"],
    "Door Jan van der Berg": ["Jan van der Berg"],
    "Автор: Оксана Коваль": ["Оксана Коваль"],
    "Иван Петров, Мария Сидорова": ["Иван Петров", "Мария Сидорова"],
    "بقلم: سامي الحداد": ["سامي الحداد"],
    "신현주 기자": ["신현주"],
    "文／林小明": ["林小明"],
    "海新记者 林知远 许晓棠": ["林知远", "许晓棠"],
    "گفت‌وگو از: مهسا کریمی": ["مهسا کریمی"],
    "L. M., Hina": ["L. M."],
    "gan Cadi Dafydd": ["Cadi Dafydd"],
    "Deur Elmarie Botha": ["Elmarie Botha"],
    "報道部・佐々木健太": ["佐々木健太"],
    "ジョン・スミス": ["ジョン・スミス"],
    "vum Jeff Weber": ["Jeff Weber"],
    "Της Δήμητρας Καλογερά": ["Δήμητρα Καλογερά"],
    "του Γιάννη Παπαδόπουλου": ["Γιάννης Παπαδόπουλος"],
    "Του Αλεξάνδρου Τσίπρα": ["Αλέξανδρος Τσίπρας"],
    "Της Αργυρούς Μπόζιου": ["Αργυρώ Μπόζιου"],
    "Του Νίκου Αλεξίου": ["Νίκου Αλεξίου"],
    "Της | Δήμητρας Καλογερά": ["Δήμητρα Καλογερά"],
    "Gwyneth Parry | and | Dan O'Shea | BNC News, West Midlands": ["Gwyneth Parry", "Dan O'Shea"],
    "Oleh Budi Santoso": ["Budi Santoso"],
    "김수현 문화부 기자": ["김수현"],
    "김수현·박지민 기자": ["김수현", "박지민"],
    "김수현 기자 kim@gazette.example": ["김수현"],
    "記者林小明／台北報導": ["林小明"],
    "早川灯記者 • 2026-09-30 19:20 • 閲覧数：91226": ["早川灯"],
    "Por Gaspar Teles Visualizações: 3456": ["Gaspar Teles"],
    "De Mihai Ionescu": ["Mihai Ionescu"],
    "De Mihai Ionescu și Ioana Dumitru": ["Mihai Ionescu", "Ioana Dumitru"],
    "政治部・高瀬みなと、佐藤美咲記者": ["高瀬みなと", "佐藤美咲"],
    "海新记者 沈晓棠, 陈晓宇": ["沈晓棠", "陈晓宇"],
    "بقلم ليلى الحاتمي وسامي حداد": ["ليلى الحاتمي", "سامي حداد"],
    "מאת דנה לוי ויעל כהן": ["דנה לוי", "יעל כהן"],
    "بقلم ليلى الحاتمي 2026-10-05 07:30 عدد القراءات: 64,156": ["ليلى الحاتمي"],
    "本报记者 王安": ["王安"],
    "文：林小明　圖：陳大文": ["林小明"],
    "山田太郎（やまだ・たろう）": ["山田太郎"],
    "Por María José López, corresponsal en Madrid": ["María José López"],
    "Mira Holt Jr.": ["Mira Holt Jr."],
    "Story by Mira Holt; photos by Tom Ray": ["Mira Holt"],
    "Text: Mira Holt, Fotos: Tom Ray": ["Mira Holt"],
    "Text und Fotos: Mira Holt": ["Mira Holt"],
    "Текст: Оксана Коваль, фото: Іван Мельник": ["Оксана Коваль"],
    "Reporting by Mira Holt and Tom Ray; Editing by Ann Lee": ["Mira Holt", "Tom Ray"],
    "Mira Holt contributed to this report": ["Mira Holt"],
    "Photo by Tom Ray": [],
    "Oleh Petrenko": ["Oleh Petrenko"],
    "By रेखा मिश्रा Edited By: Amit Verma Updated: Mon, 23 Nov 2026 07:30 PM (IST)": ["रेखा मिश्रा"],
    "Author, Mara Ellison": ["Mara Ellison"],
    "مصنف, نادیہ یوسف": ["نادیہ یوسف"],
    "Gespeichert von Jonas Wedel am 23. November 2026 - 18:04": ["Jonas Wedel"],
    "Wysłane przez Jan Zięba dnia 23 listopada 2026": ["Jan Zięba"],
    "Anna Inberg and Tom Austin": ["Anna Inberg", "Tom Austin"],
    "ავტორი: ნინო ბერაძე": ["ნინო ბერაძე"],
    "Հեղինակ՝ Անահիտ Մելիքյան": ["Անահիտ Մելիքյան"],
    "எழுதியவர் : க. முத்துலட்சுமி": ["க. முத்துலட்சுமி"],
    "লেখক: সালমা খাতুন": ["সালমা খাতুন"],
    "Б.Энхжаргал": ["Б.Энхжаргал"],
    "Müəllif: Leyla Quliyeva": ["Leyla Quliyeva"],
    "Muallif: Sherzod Karimov": ["Sherzod Karimov"],
    "Авторы: Айгүл Серікқызы": ["Айгүл Серікқызы"],
    "Autorė: Rasa Petraitytė": ["Rasa Petraitytė"],
    "Autors: Ilze Ozoliņa un Jānis Kalns": ["Ilze Ozoliņa", "Jānis Kalns"],
    "Besedilo: Maja Kranjec": ["Maja Kranjec"],
    "Piše: Mirta Jurić, Foto: Zdenko Banić": ["Mirta Jurić"],
    "Per: Núria Puigdevall": ["Núria Puigdevall"],
    "Nga Arta Hoxhaj dhe Besnik Leka": ["Arta Hoxhaj", "Besnik Leka"],
    "Guðrún Helgadóttir skrifar": ["Guðrún Helgadóttir"],
    "Na ZAWADI MWAKIO": ["ZAWADI MWAKIO"],
    "Ni: Ligaya Bantay": ["Ligaya Bantay"],
    "Pewarta: Budi Santoso | Editor: Sri Rahayu": ["Budi Santoso"],
    "מאת: יעל ברקן | צילום: נועם פרץ": ["יעל ברקן"],
}


@pytest.mark.parametrize(("line", "people"), BYLINES.items())
def test_the_people_of_a_byline_are_read_in_its_language(line, people):
    assert read_byline(line).people == people


def test_a_counter_is_no_part_of_a_name():
    assert read_byline("Автор: Анна Волкова Просмотров 1204 Рейтинг 4.5").people == ["Анна Волкова"]


def test_a_label_behind_one_without_a_name_is_no_name():
    assert read_byline("作者： 来源： 发布时间：2024-03-12 点击数：655").people == []


def test_a_date_may_stand_between_a_label_and_by():
    assert starts_byline("Posted on 3 November 2026 by Mira Holt")


def test_a_line_in_the_greek_genitive_is_a_byline_where_it_is_a_name():
    assert starts_byline("Της Δήμητρας Καλογερά")
    assert not starts_byline("Της Κυριακής το πρωί")


def test_an_article_before_a_word_that_is_a_name_too_begins_no_byline():
    assert not starts_byline("De Roos wint")
    assert starts_byline("De Mihai Ionescu")


NOBODY = (
    "Staff Writer",
    "Uredništvo",
    "Редакцията",
    "Redaktion",
    "Online-Redaktion",
    "HAFEN-Team",
    "AFP",
    "The Associated Press",
    "Agencias",
    "编辑部",
    "海新网",
    "北海新報",
    "More Posts",
    "View all articles",
    "Follow us on Facebook",
    "3 November 2026",
    "Share",
    "admin",
)


@pytest.mark.parametrize("line", NOBODY)
def test_desks_agencies_and_buttons_are_nobody(line):
    assert read_byline(line).people == []


@pytest.mark.parametrize(
    ("line", "people", "others"),
    [
        ("Mira Holt und Jörg Feld, dpa", ["Mira Holt", "Jörg Feld"], ["dpa"]),
        ("By Mira Holt and Staff Reporters", ["Mira Holt"], ["Staff Reporters"]),
        ("Mira Holt The Associated Press", ["Mira Holt"], ["The Associated Press"]),
        ("Reuters", [], ["Reuters"]),
        ("Ritzau Kontakt redaktionen", [], ["Ritzau"]),
        ("Agence France-Presse Contact the newsroom", [], ["Agence France-Presse"]),
        ("Reuters Staff", [], ["Reuters Staff"]),
    ],
)
def test_who_is_no_person_is_told_apart(line, people, others):
    assert read_byline(line) == (people, others)


def test_a_lone_word_is_a_name_only_where_it_is_said_to_be_one():
    assert read_byline("Ramona").people == []
    assert read_byline("Ramona", "marked").people == ["Ramona"]
    assert read_byline("Share", "marked").people == []


SAY_BY = frozenset(WORDS["prepositions"]) | {"the"}  # "Par", "Por"


@given(
    st.lists(
        st.tuples(
            st.from_regex(r"[A-Z][a-z]{2,8}", fullmatch=True).filter(lambda name: name.lower() not in SAY_BY),
            st.from_regex(r"(Mc|O')?[A-Z][a-z]{3,9}son", fullmatch=True),
        ),
        min_size=1,
        max_size=4,
        unique=True,
    )
)
def test_names_that_are_printed_are_read_back(names):
    people = [" ".join(name) for name in names]
    line = f"By {', '.join(people[:-1])}{' and ' if people[1:] else ''}{people[-1]}"

    found = read_byline(line, "declared")

    # "Ada Madison" is somebody, "Press Madison" may be a desk.
    assert found.people == people or (found.others and set(found.people) < set(people))


@given(st.text(max_size=300))
def test_no_text_raises_and_no_name_is_made_up(text):
    for name in read_byline(text, "declared").people:
        assert name
        assert len(name) <= 60
    starts_byline(text)


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("Dana Whitfield", ["Dana Whitfield"]),
        ("By Dana Whitfield and Ann Lee", ["Dana Whitfield", "Ann Lee"]),
        ("Kontributor Cilacap, Wahyu Adi", ["Wahyu Adi"]),
        ("Tarn Robotics, Inc.", []),
        ("Ann Lee, Tarn Robotics, Inc.", ["Ann Lee"]),
        ("Objavljeno dana 3. svibnja 2026. Ana Horvat", ["Ana Horvat"]),
        ("মিজানুর রহমান, কুড়িগ্রাম প্রতিনিধি", ["মিজানুর রহমান"]),
    ],
)
def test_a_word_around_names_may_be_a_name(line, people):
    assert read_byline(line, "marked").people == people


@pytest.mark.parametrize("line", ["Wednesday, 08 Apr 2026 11:39 PM", "Mittwoch, 8. April 2026"])
def test_a_weekday_signs_nothing(line):
    assert read_byline(line, "marked").people == []


# A name, and what stands around it (*) where it signs.
LABELS = """
Anna Rossi | di * | A cura di * | Scritto da * | Autore: * | Articolo di * | Di * - 3 maggio 2026
Anna Rossi | Pubblicato da * | Testo di * | Servizio di *
Ana López | Por * | Escrito por * | Autor: * | Texto: * | Publicado por * | Por: * | Una crónica de *
Ana López | Artículo de *
Ana Sousa | Por * | Escrito por * | Autor: * | Autora: * | Texto: * | Publicado por * | Reportagem de * | De *
Anne Morel | Par * | Écrit par * | Auteur : * | Rédigé par * | Publié par * | Texte : * | Un article de *
Anne Morel | Propos recueillis par * | De notre envoyé spécial *
Anna Vogt | Von * | Autor: * | Autorin: * | Text: * | Geschrieben von * | Verfasst von * | Ein Artikel von *
Anna Vogt | Ein Bericht von * | Eine Analyse von *
Anna Visser | Door * | Auteur: * | Geschreven door * | Tekst: * | Van onze verslaggever *
Anna Visser | Door onze correspondent *
Anna Lind | Av * | Text: * | Av: * | Skribent: * | Författare: * | Publicerad av * | Skriven av * | Reporter: *
Anne Moen | Av * | Tekst: * | Av: * | Skrevet av * | Journalist: * | Forfatter: * | Publisert av *
Anne Holm | Af * | Af: * | Tekst: * | Skrevet af * | Journalist: * | Journalist * | Forfatter: *
Anna Laine | Teksti: * | Kirjoittaja: * | Toimittaja: * | Kirjoittanut * | Teksti * | Julkaissut *
Anna Tamm | Autor: * | Kirjutas * | Tekst: * | Toimetaja: * | Autor * | Postitas *
Anna Kalniņa | Autors: * | Autore: * | Teksts: * | Raksta * | Sagatavoja * | Žurnālists: *
Ona Kazlauskienė | Autorius: * | Autorė: * | Parengė * | Tekstas: * | Rašo * | Žurnalistė *
Anna Nowak | Autor: * | Autorka: * | Tekst: * | Napisał: * | Opracowała: * | Opracowanie: * | Oprac. *
Anna Nowak | Dodał: * | Przez *
Anna Nováková | Autor: * | Autorka: * | Text: * | Napsal * | Napsala * | Připravila * | Vložil *
Anna Kováčová | Autor: * | Autorka: * | Text: * | Napísala * | Pripravil * | Napísal: *
Nagy Anna | Szerző: * | Írta: * | Szöveg: * | Írta * | Beküldte: * | Riporter: *
Ana Popa | De * | Autor: * | Scris de * | Autor * | Articol de * | Publicat de * | Postat de * | Text: *
Ana Horvat | Piše: * | Autor: * | Napisala: * | Autorica: * | Tekst: * | Objavio: * | Piše *
Ana Jovanović | Piše: * | Autor: * | Autorka: * | Tekst: * | Objavio: * | Priredila: *
Ana Kranjc | Avtor: * | Avtorica: * | Piše: * | Besedilo: * | Pripravila: * | Objavil: *
Анна Димитрова | Автор: * | От * | Автор * | Публикувано от * | Текст: * | Написа *
Ана Петрова | Автор: * | Пишува: * | Од * | Пишува * | Подготвил: * | Објавено од *
Анна Соколова | Автор: * | Текст: * | Автор статьи: * | Автор * | Подготовила * | Корреспондент * | Журналист *
Анна Соколова | Материал подготовила *
Оксана Мельник | Автор: * | Авторка: * | Текст: * | Автор * | Підготувала * | Опублікував: * | Журналістка *
Оксана Мельник | Автор публікації: *
Алена Каваль | Аўтар: * | Аўтарка: * | Тэкст: * | Падрыхтавала *
Άννα Νικολάου | Του * | Της * | Συντάκτης: * | Γράφει η * | Γράφει ο * | Από * | Από τον * | Ρεπορτάζ: *
Άννα Νικολάου | Επιμέλεια: * | Κείμενο: *
Ayşe Kaya | Yazan: * | Yazar: * | Haber: * | Muhabir: * | Haberi yazan: * | Yazarı: * | * yazdı
Leyla Quliyeva | Müəllif: * | Yazar: * | Yazdı: * | Mətn: * | * yazır | Hazırladı: *
Malika Karimova | Muallif: * | Muxbir: * | * tayyorladi | Tayyorladi: *
Айгүл Серікова | Автор: * | Авторы: * | Жазған: * | Дайындаған * | Тілші: *
Айгүл Асанова | Автор: * | Автору: * | Даярдаган: *
Анна Раҳимова | Муаллиф: * | Таҳияи * | Хабарнигор: *
Անի Մուրադյան | Հեղինակ՝ * | Հեղինակ: * | Պատրաստեց *
ნინო ბერიძე | ავტორი: * | ავტორი * | მოამზადა * | ტექსტი: *
أحمد الشامي | بقلم * | كتب * | كتبت * | كتب: * | الكاتب: * | بقلم: * | تقرير * | تقرير: * | إعداد: * | أعدّه *
مریم رضایی | نویسنده: * | خبرنگار: * | گزارش: * | نوشته * | به قلم * | گزارش از * | توسط *
נועה כהן | מאת * | מאת: * | כתבה: * | כתב: * | נכתב על ידי * | על ידי * | פורסם על ידי *
عائشہ خان | از * | تحریر: * | مصنف: * | رپورٹ: * | تحریر * | رپورٹر: *
प्रिया शर्मा | द्वारा * | लेखक: * | रिपोर्ट: * | Written by * | लेखिका: * | रिपोर्टर: * | संवाददाता: *
प्रिया शर्मा | * की रिपोर्ट
अंजली जोशी | लेखक: * | प्रतिनिधी: * | लेखिका: * | लेखन: * | Written by *
रमेश अधिकारी | लेखक: * | लेखक * | सम्वाददाता: *
রফিক আহমেদ | লেখক: * | লিখেছেন * | প্রতিবেদক: * | লেখা: * | প্রতিবেদন: *
பிரியா குமார் | எழுதியவர் * | எழுதியவர்: * | ஆசிரியர்: * | By * | செய்தியாளர்: *
రవి తేజ | రచయిత: * | By * | రాసినవారు: *
അനിത മേനോൻ | എഴുതിയത്: * | ലേഖകൻ: * | തയ്യാറാക്കിയത്: *
ಅನಿತಾ ರಾವ್ | ಲೇಖಕ: * | ಬರಹ: * | ಲೇಖಕರು: *
અનિલ પટેલ | લેખક: * | દ્વારા * | Written By *
ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ | ਲੇਖਕ: * | ਰਿਪੋਰਟ: * | ਪੱਤਰਕਾਰ: *
สมชาย ใจดี | โดย * | โดย: * | เขียนโดย * | ผู้เขียน: * | เรื่อง: * | รายงานโดย * | ผู้สื่อข่าว: *
Nguyễn Thị Lan | Tác giả: * | Bài: * | PV * | Bài và ảnh: * | Bởi * | Viết bởi * | Phóng viên: *
Budi Santoso | Oleh * | Oleh: * | Penulis: * | Ditulis oleh * | Reporter: * | Pewarta: * | Laporan *
Budi Santoso | Jurnalis: * | Laporan wartawan *
Ahmad Faizal | Oleh * | Penulis: * | Ditulis oleh * | Wartawan: * | Laporan: *
Maria Santos | Ni * | Ni: * | Isinulat ni * | Ulat ni * | Sinulat ni *
Juma Hamisi | Mwandishi: * | Imeandikwa na * | Na: *
王小明 | 作者：* | 文/* | 记者 * | 记者：* | 撰文：* | 文：* | 作者 * | 记者*报道 | 撰稿：* | 来稿：*
王小明 | 特約記者 * | 記者*／台北報導
佐藤太郎 | 文：* | 文・* | 著者：* | 執筆：* | 記者：* | 取材・文：* | 取材・文＝* | *記者 | ライター：*
김민수 | * 기자 | 글: * | 기자 * | 작성자: * | * 특파원 | [서울=뉴스] * 기자 | 글·사진 * | 취재 *
Б.Болд | Зохиогч: * | Сурвалжлагч * | Нийтэлсэн: * | Бичсэн: *
Arben Hoxha | Nga * | Autor: * | Shkruan * | Nga: * | Shkruar nga * | Shkruan: *
Anna Jónsdóttir | Eftir * | Höfundur: * | * skrifar | Blaðamaður: * | Höfundur *
Seán Ó Murchú | Scríofa ag *
Gareth Jones | Gan * | Awdur: * | Ysgrifennwyd gan *
Jordi Puig | Autor: * | Text: * | Escrit per * | Redactat per *
Mikel Zubiri | Egilea: * | Testua: * | Idatzia: *
Uxía Souto | Por * | Autora: * | Texto: * | Escrito por *
Jan Botha | Deur * | Deur: * | Skrywer: * | Geskryf deur *
Cabdi Warsame | Qoraa: * | W/Q: * | Qore: *
Musa Bello | Daga * | Marubuci: * | Rahoton *
አበበ ከበደ | ጸሐፊ፦ * | አዘጋጅ፦ *
Maria Borg | Minn * | Miktub minn *
Anne Weber | Vum * | Vun * | Text: *
សុខ សុភា | ដោយ * | ដោយ៖ * | អត្ថបទ៖ *
ສົມສັກ ແກ້ວ | ໂດຍ * | ໂດຍ: *
නිමල් පෙරේරා | ලියන්නේ * | සටහන: *
"""


@pytest.mark.parametrize("row", LABELS.strip().splitlines(), ids=lambda row: " ".join(row.split(" | ")[:2]))
def test_a_label_before_or_after_a_name_makes_it_a_byline_in_each_language(row):
    name, *labels = row.split(" | ")
    lines = [label.replace("*", name) for label in labels]

    assert [(line, starts_byline(line), read_byline(line).people) for line in lines] == [
        (line, True, [name]) for line in lines
    ]


# A woman and a man of most languages that news is printed in.
SIGNERS = """
Federica Bianchi | Gianluca Moretti
Rocío Delgado | Iñaki Etxeberria
Tiago Moreira | Inês Carvalho
Maxime Lefèvre | Aurélie Dupuis
Sönke Petersen | Annika Vogt
Sander de Vries | Femke Jansen
Fredrik Lindqvist | Elin Åkesson
Øyvind Haugen | Silje Nilsen
Søren Kjær | Mette Holm
Mikko Virtanen | Päivi Korhonen
Kristjan Tamm | Liisi Kask
Jānis Bērziņš | Ilze Kalniņa
Jonas Petrauskas | Rasa Kazlauskaitė
Katarzyna Nowak | Paweł Wójcik
Tereza Horáková | Jakub Veselý
Zuzana Kováčová | Marek Baláž
Kovács Gergely | Szabó Eszter
Andrei Popa | Ioana Stan
Ivana Horvat | Tomislav Babić
Milica Jovanović | Nikola Petrović
Tina Kranjc | Luka Zupan
Мария Димитрова | Георги Стоянов
Марија Трајковска | Зоран Илиевски
Анна Кузнецова | Дмитрий Соколов
Оксана Мельник | Андрій Бондар
Алесь Каваль | Волха Шэмет
Γιώργος Παππάς | Ελένη Νικολάου
Elif Kaya | Emre Demir
Nigar Quliyeva | Rəşad Məmmədov
Dilnoza Karimova | Jasur Tursunov
Айгүл Серікова | Нұрлан Омаров
Անի Մուրադյան | Տիգրան Վարդան
ნინო კაპანაძე | გიორგი ბერიძე
أحمد الشامي | فاطمة العلي
مریم رضایی | علی حسینی
נועה כהן | אבי לוי
عائشہ خان | عمران ملک
प्रिया शर्मा | राहुल वर्मा
ফারহানা ইসলাম | রফিক আহমেদ
பிரியா குமார் | கார்த்திக் ராஜ்
రవి తేజ | లక్ష్మీ దేవి
सुनिता थापा | रमेश अधिकारी
Siti Nurhaliza | Budi Santoso
Nurul Izzah | Siti Aminah
Juma Hamisi | Asha Mwinyi
Maricel Santos | Jun Reyes
Nguyễn Thị Lan | Trần Văn Minh
Arben Hoxha | Elira Gashi
Guðrún Jónsdóttir | Sigurður Helgason
Seán Ó Murchú | Máire Ní Bhriain
Jordi Puig | Montserrat Vila
Ane Agirre | Mikel Etxeberria
አበበ ከበደ | ሰላም ተስፋዬ
"""


@pytest.mark.parametrize("name", re.split(r" \| |\n", SIGNERS.strip()))
def test_a_name_beside_a_date_signs_without_a_label_in_any_language(name):
    assert read_dated_name(f"{name} | 24.11.2026") == [name]


PLACES = """
Salt Lake City | Port Elizabeth | Ciudad Real | New Harbour | Novi Sad | Siem Reap | Hà Nội | Hồ Chí Minh | Santa Rosa
Нижний Новгород | Стара Загора | Nová Ves | Frankfurt am Main | Serie A | Local News | Vie Locale | Middle East
Victoria Falls | Charlotte Harbour | Jordan Valley | Amber Alert | София Област | Роман Газета | Deniz Haber
"""


@pytest.mark.parametrize("place", re.split(r" \| |\n", PLACES.strip()))
def test_a_place_or_a_section_beside_a_date_signs_nothing(place):
    assert read_dated_name(f"{place} | 24.11.2026") == []


@pytest.mark.parametrize("line", ["體育中心／綜合報導", "綜合／外電報導"])
def test_a_desk_that_reports_from_all_over_is_no_person(line):
    assert not read_byline(line).people


@pytest.mark.parametrize(
    "name",
    [
        "Jumanne Novemba",  # Tuesday
        "Padma Bhushan",
        "Ganesh Chaturthi",
        "Reto Demográfico",
        "Vikas Aghadi",
        "Samba School",
        "Lourdes Sanctuary",
        "शांति वार्ता",
        "מזל טוב",
        "NIA Court",
    ],
)
def test_days_festivals_towns_and_words_are_no_given_names(name):
    assert not reads_as_name(name)


@pytest.mark.parametrize(
    "line", ["FROM HERO TO ZERO", "FROM BAD TO WORSE", "From Mary Berry To Nigella", "FROM THE ARCHIVE"]
)
def test_a_kicker_that_says_from_where_is_no_byline(line):
    assert not starts_byline(line)


def test_a_press_conference_between_bars_is_no_reporter():
    assert read_dateline_reporters("警方／記者會後／媒體報導") == []
    assert read_dateline_reporters("海新聞網／記者林宜蓁／高雄即時報導") == ["林宜蓁"]


@pytest.mark.parametrize("words", ["Medically reviewed on", "Photo taken", "Translated", "Founded on", "Printed on"])
def test_who_did_something_else_on_a_day_wrote_no_story(words):
    assert read_dated_byline(f"{words} 12 March 2026 by Ann Lee") is None
    assert read_dated_byline("Monday, 12 March 2026 by Ann Lee") == "Ann Lee"
