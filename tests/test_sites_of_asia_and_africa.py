"""What pages of Asia, the Caucasus and Africa print around their stories, and elsewhere than others do."""

import pytest

from crawler.page import Page
from crawler.reading.dates.clock import find_clock
from crawler.reading.furniture import is_furniture, is_notice, is_plea
from crawler.reading.names.thai_names import thai_names
from crawler.reading.names.unspaced_names import UnspacedNames
from crawler.reading.names.unspaced_splits import is_name, names_in
from crawler.reading.quotes.cues import cues_of
from pipelines import extract

URL = "https://harbour.example/news/12"
STORY = [
    "The ferries are back at sea after a week, and the harbour master could not be happier about it.",
    "Both crews had been out since Monday, over pay and over rest between two turns.",
    "The company said that it would pay for the hours that passengers had waited on the quay.",
]


def read(*paragraphs, before="", below="", beside="", head="", title="<h1>Ferry strike ends</h1>", language="en"):
    story = "".join(f"<p>{text}</p>" for text in paragraphs or STORY)
    body = f"{beside}<main>{before}{title}{below}<div class=text>{story}</div></main>"
    html = f"<html lang={language}><head>{head}</head><body>{body}</body></html>"
    return extract(Page.from_html(html, URL), reraise=True)


@pytest.mark.parametrize(
    ("line", "hour"),
    [
        ("ម៉ោង 2:10 រសៀល", 14),
        ("ម៉ោង 8:10 ព្រឹក", 8),
        ("ညနေ 4:30", 16),
        ("04:30 شام", 16),
        ("4:10 petang", 16),
        ("8:10 tối", 20),
        ("10:31 صبح", 10),
    ],
)
def test_the_part_of_the_day_tells_the_hour(line, hour):
    assert find_clock(line, 0, len(line)).time.hour == hour


@pytest.mark.parametrize(
    "line",
    [
        "Посетители, находящиеся в группе Гости, не могут оставлять комментарии к данной публикации.",
        "Добавлять комментарии могут только зарегистрированные пользователи.",
        "Ең маңызды жаңалықтарды Telegram арнамыздан оқыңыз!",
        "Bizi Telegram kanalımızda izləyin",
        "لقراءة المزيد اشترك في قناتنا على تلغرام",
        "تازه‌ترین اخبار را در کانال تلگرام ما دنبال کنید",
        "לקבלת עדכונים הצטרפו לקבוצת הוואטסאפ שלנו",
        "हर ताज़ा ख़बर सबसे पहले पाने के लिए डाउनलोड करें हमारा ऐप",
        "ติดตามข่าวด่วน ผ่าน Line ได้ที่นี่",
        "請繼續往下閱讀...",
        "<저작권자 ⓒ 항구뉴스, 무단 전재 및 재배포 금지>",
        "责任编辑：张丽",
        "Cek Berita dan Artikel yang lain di Google News",
        "Mời bạn đọc theo dõi kênh của chúng tôi",
        "Та сэтгэгдэл бичихдээ хууль зүйн хэм хэмжээг баримтална уу",
        "HABERİN DEVAMI",
        "Пресс-служба администрации",
        "本網站之文字、圖片及影音，非經授權，不得轉載、公開播送或公開傳輸及利用。",
        "“이 자료는 해양수산부의 보도자료를 전재하여 제공함을 알려드립니다.”",
    ],
)
def test_what_a_site_asks_of_its_readers_is_none_of_the_story(line):
    assert is_plea(line) or is_furniture(line)
    assert line not in read(*STORY, line).body


@pytest.mark.parametrize(
    "line",
    [
        "شكلت الوزارة لجنة لمتابعة آخر التطورات في المرفأ.",
        "Голосовать могли только зарегистрированные пользователи сайта порта.",
        "Пресс-служба порта сообщила, что паромы снова ходят.",
        "เรือเฟอร์รีกลับมาวิ่งอีกครั้งหลังหยุดไปหนึ่งสัปดาห์",
    ],
)
def test_a_sentence_of_the_story_with_such_words_stays(line):
    assert not is_plea(line)
    assert not is_furniture(line)


def test_the_label_of_an_advert_amid_a_short_story_takes_none_of_it():
    advert = "</p><div class=slot><span>إعلان</span></div><p>"

    assert read(*STORY[:2], advert + STORY[2]).body == "\n\n".join(STORY)


@pytest.mark.parametrize("mark", ["em", "strong"])
def test_a_name_in_emphasis_below_the_last_paragraph_signs(mark):
    article = read(*STORY, f"<{mark}>Anna Petrova</{mark}>", "Read us on <a href='https://t.me/mole'>Telegram</a>!")

    assert article.authors == ["Anna Petrova"]
    assert article.body == "\n\n".join(STORY)


def test_a_name_over_more_of_the_story_signs_nothing():
    article = read(*STORY[:2], "<strong>Anna Petrova</strong>", STORY[2])

    assert article.authors == []


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("<p><a href=/a/12>Б.Энхжаргал</a></p><p>2026 оны 11 сарын 25. 16:45</p>", ["Б.Энхжаргал"]),
        ("<p class=byline>（佐藤亮）</p>", ["佐藤亮"]),
        ("<p class=w>க.முருகேசன்</p><p>Published : 25 Nov 2026 08:18 PM</p>", ["க.முருகேசன்"]),
        ("<p>有料記事 <a href=/reporter/nishimura>西村健太</a> 2026年11月25日 17時00分</p>", ["西村健太"]),
        ("<p><span>Na Neema Joseph, Mwanza</span> <span>Novemba 25, 2026 11:48</span></p>", ["Neema Joseph"]),
        ("<p class=author><span>لیلا مرادی</span><i>پژوهشگر محیط زیست</i></p>", ["لیلا مرادی"]),
        ("<p><span class=contributor-name>Staff</span><span class=author-location>Barisal</span></p>", []),
    ],
)
def test_bylines_as_they_are_set_there(byline, authors):
    assert read(below=byline).authors == authors


def test_who_signs_at_the_right_wrote_what_the_desk_put_in():
    desk = "<div>par <a href=/author/redac>La Rédaction</a> 25 novembre 2026</div>"

    assert read(*STORY, "</p><p style='text-align: right'><b>Serge Mbarga</b>", below=desk).authors == ["Serge Mbarga"]


def test_a_name_printed_in_capitals_is_spelled_as_it_is_declared():
    head = '<meta name="author" content="Thanh Huyền">'

    assert read(head=head, below="<p class=author>THANH HUYỀN</p>").authors == ["Thanh Huyền"]


def test_a_thai_paragraph_that_begins_with_its_day_is_no_dateline():
    first = "เมื่อเวลา 19.00 น. วันที่ 25 พ.ย. 2569 เจ้าหน้าที่ได้รับแจ้งเหตุเพลิงไหม้โกดังเก็บพลาสติกใน ต.หนองขาม จ.ชลบุรี"
    second = "รถดับเพลิง 15 คันเร่งฉีดน้ำสกัดเพลิง ใช้เวลาประมาณ 2 ชั่วโมงจึงควบคุมได้ เบื้องต้นไม่มีผู้บาดเจ็บ"

    assert read(first, second, language="th").body == f"{first}\n\n{second}"


def test_a_card_of_another_story_between_two_paragraphs_is_none_of_them():
    card = "</p><div type=One><a href=/2>Two whales seen off the mole</a><p>They stayed for an hour or so.</p></div><p>"

    assert read(*STORY[:2], card + STORY[2]).body == "\n\n".join(STORY)


def test_what_stands_beneath_the_pictures_of_a_gallery_is_its_text_and_the_counter_is_its_own():
    items = "".join(
        f"<div class=gallery-item><span>{n} / 3</span><img><p>{text}</p></div>" for n, text in enumerate(STORY)
    )
    line = "<div class=gallery-info><p>23 Kasım 2026</p><p>15.420 görüntülenme</p></div>"
    head = f"<div class=gallery-head><h1>Ferry strike ends</h1>{line}</div>"
    page = Page.from_html(f"<html lang=tr><body><main>{head}{items}</main></body></html>", URL)

    article = extract(page, reraise=True)

    assert article.body == "\n\n".join(STORY)
    assert article.view_count == 15420


@pytest.mark.parametrize(
    "label",
    [
        "Generated by OK AI. Editorially reviewed.",
        "AI가 기사 요약",
        "AI要約",
        "Yapay zeka ile özetlendi",
        "สรุปข่าวโดย AI",
        "Ringkasan dibuat AI",
    ],
)
def test_what_a_machine_summed_up_is_none_of_the_story(label):
    points = "<ul><li>The ferries are back at sea after a week.</li><li>The company pays for the hours.</li></ul>"
    box = f"<div class=points><b>News Summary</b><p>{label}</p>{points}</div>"

    assert read(below=box).body == "\n\n".join(STORY)


def test_a_story_about_such_machines_stays():
    told = "The ministry said that summaries generated by AI may be printed where a person has read them first."

    assert told in read(*STORY, told).body


def test_a_list_about_such_machines_stays():
    points = ["Pictures generated with AI must be labelled.", "Texts written by AI need an editor who reads them."]
    box = f"<ul>{''.join(f'<li>{point}</li>' for point in points)}</ul>"

    assert "\n\n".join(points) in read(STORY[0], box + "<p>" + STORY[1]).body


def test_a_caption_that_the_picture_says_too_is_none_of_the_story():
    picture = "</p><p><img src=/2.jpg alt='متابعة الأعمال'></p><p>متابعة الأعمال</p><p>"

    assert read(*STORY[:2], picture + STORY[2]).body == "\n\n".join(STORY)


def test_the_initials_of_who_wrote_the_story_end_it():
    article = read(*STORY, "<strong>I. B.</strong>", below="<p><strong>By Imed Bahri</strong></p>")

    assert (article.authors, article.body) == (["Imed Bahri"], "\n\n".join(STORY))


def test_a_heading_of_the_same_initials_stays():
    article = read(*STORY[:2], f"</p><h3>UK</h3><p>{STORY[2]}", below="<p><strong>By Ute Kern</strong></p>")

    assert article.body.split("\n\n")[2] == "UK"


def test_a_label_by_the_headline_tells_the_section():
    line = "<ul><li><i>کد خبر:</i> <b>1405</b></li><li><span>دسته‌بندی:</span> <a href=/s/4>اجتماعی</a></li></ul>"

    assert read(below=line, language="fa").section == "اجتماعی"


def test_the_paper_that_an_aggregator_names_is_the_source():
    head = (
        '<meta property="og:article:author" content="항구통신 | 네이바"><meta property="og:site_name" content="네이바">'
    )

    assert read(head=head, language="ko").source == "항구통신"


def test_the_page_of_a_chinese_paper_is_no_paragraph():
    assert is_notice("《港湾日报》（2026年11月25日 第 13 版）")
    assert not is_notice("渡轮停航一周后恢复（2026年11月25日），市民表示满意，详情见第13版）")


def test_who_ends_a_short_japanese_story_in_brackets_signs_it():
    first = "強い風で木が倒れ、線路をふさいだ。乗客四十二人にけがはなく、二時間後に運転を再開した。"
    last = "鉄道会社によると、斜面の杉が倒れたとみられ、上下八本が運休した。今後は点検を増やすという。【高橋由衣】"

    assert read(first, last, language="ja").authors == ["高橋由衣"]


def test_a_wall_in_japanese_tells_the_access():
    wall = "</p></div><div><p>この記事は有料記事です。残り842文字有料会員になると続きをお読みいただけます。"

    assert read(*STORY, wall, language="ja").access == "paywalled"


def test_who_is_declared_and_printed_as_the_editor_is_no_author_beside_the_writer():
    declared = """<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ferry strike ends",
        "author": {"name": "Anjali Verma"}}</script>"""
    printed = "<div>By <a href=/a/1>Ann Lee</a> <span>Edited By: <a href=/a/2>Anjali Verma</a></span></div>"

    assert read(head=declared, below=printed).authors == ["Ann Lee"]
    assert read(head=declared).authors == ["Anjali Verma"]


def test_a_menu_above_the_headline_tells_no_kind():
    menu = "<ul><li><a href=/nation>Nation</a></li><li><a href=/opinion>Opinion</a></li></ul>"

    assert read(before=menu).kind is None
    assert read(before="<p>Opinion</p>").kind == "opinion"


def test_a_link_right_above_the_headline_that_is_named_for_its_category_tells_the_section():
    assert read(before='<div class="news-cat"><a href="/l/2">Нийгэм</a></div>').section == "Нийгэм"


@pytest.mark.parametrize(
    "tags",
    [
        "<div><h2>関連キーワード</h2><a href=/k/1>ferries</a> <a href=/k/2>pay</a></div>",
        "<div class=keyword><b>相關關鍵字</b><a href=/k/1>ferries</a><a href=/k/2>pay</a></div>",
        "<div class=tags><h4><a href=/tag/1>ferries</a></h4><h4><a href=/tag/2>pay</a></h4></div>",
    ],
)
def test_a_label_below_the_story_tells_its_tags(tags):
    in_column = (
        f"<div class=sidebar-1><h1>Ferry strike ends</h1>{''.join(f'<p>{text}</p>' for text in STORY)}{tags}</div>"
    )

    assert read("", before=in_column, title="").tags == ["ferries", "pay"]


def test_a_source_that_is_the_site_leaves_room_for_the_one_that_is_marked():
    head = '<meta property="article:author" content="海线网"><meta property="og:site_name" content="海线网">'
    line = "<div><span class=date>2026年11月25日 08:16</span> <a class=source href=/x>海州日报</a></div>"

    assert read(head=head, below=line, language="zh").source == "海州日报"


def test_a_caption_may_stand_in_the_link_to_its_picture():
    head = '<meta property="og:image" content="https://harbour.example/i/first-snow.jpg">'
    picture = "<div><a href=/i/1><picture><img src=/i/first-snow.jpg></picture><p>雪が積もった港（25日）</p></a></div>"

    assert read(head=head, below=picture, language="ja").image_caption == "雪が積もった港（25日）"


def test_the_outlet_beside_a_name_makes_no_standfirst_of_it():
    line = "<div>Maria Santos - The Harbour Star</div><div>November 26, 2026 | 12:00am</div>"

    assert read(below=line).description is None


def test_the_name_beside_the_rights_is_cut_from_a_declared_title():
    head = "<title>겨울배추 출하 시작 - 항구타임즈</title><meta name=Copyright content=항구타임즈>"
    head += '<meta property="og:title" content="겨울배추 출하 시작 - 항구타임즈">'

    assert read(head=head, title="<h3>겨울배추 출하 시작</h3>", language="ko").title == "겨울배추 출하 시작"


def test_a_long_line_of_thai_is_no_name():
    # 100,000 such letters would be read again from each title among them.
    assert thai_names(f"นาย{'ง' * 50} ใจกล้า") == []


@pytest.mark.parametrize("text", ["คุณภาพอากาศ เลวร้าย", "ป้ายหน้าร้าน สีแดง", "นางแบบ สาวสวย", "ชาวบ้าน จำนวนมาก รวมตัว"])
def test_words_that_begin_as_titles_do_lead_to_no_name(text):
    assert thai_names(text) == []


def test_what_korean_sentences_say_of_a_subject_is_no_name():
    cues = cues_of("ko")
    assert list(
        names_in("상인회가 강조하는 것은 주민들의 안전이며, 피해가 주민들의 몫이 된다. 시인 국승철은 남았다.", cues)
    ) == ["국승철"]
    assert [name for name in ("한국은행", "신한금융", "남궁민수", "국승철") if is_name(name, cues)] == [
        "남궁민수",
        "국승철",
    ]


@pytest.mark.parametrize(
    ("language", "phrase", "person"),
    [
        *(
            ("ko", "주민 수백 명", None),
            ("ko", "교사 피해 호소", None),
            ("ko", "감독 위르겐 클린스만", "위르겐 클린스만"),
        ),
        *(("ja", "山田電機サービスセンター", None), ("ja", "鬼頭隆浩プロジェクトマネージャ", "鬼頭隆浩")),
    ],
)
def test_a_count_of_people_or_a_firm_is_no_person(language, phrase, person):
    found = UnspacedNames("", cues_of(language)).person(phrase)
    assert (found[0] if found else None) == person
