"""Pages as boards, county portals and village sites print them: little is declared, and labels tell what is what."""

import pytest

from crawler.page import Page
from pipelines import extract

STORY = (
    "连日来，受强冷空气影响，我州北部气温骤降至零下12摄氏度，部分山区公路出现结冰，交警支队启动三级应急响应。",
    "交警支队在国道227线的三个垭口设置劝返点，对未安装防滑链的车辆一律劝返，截至25日共劝返车辆317辆。",
    "气象部门预计，此次降温过程将持续到28日，29日起气温逐步回升，司机在出发之前应当留意道路通行的消息。",
)
TITLE = "降温结冰州北启动交通应急响应"
TEXT = "".join(f"<p>{line}</p>" for line in STORY)


def read(body, title=f"{TITLE}_州报网", url="https://zhoubao.example/news/1.html", head=""):
    html = f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    return extract(Page.from_html(html, url), reraise=True)


def test_a_breadcrumb_is_no_title():
    article = read(
        f'<table><tr><td>您现在的位置：<a href="/">首页</a> &gt;&gt; <a href="/shizheng/">时政要闻</a> &gt;&gt; 正文'
        f"<tr><td>{TITLE}<tr><td>作者：周立群 点击数：1286 更新时间：2026年11月24日<tr><td>{TEXT}</table>",
        title="州报网",
    )

    assert (article.title, article.section) == (TITLE, "时政要闻")


def test_a_link_home_is_no_section():
    article = read(
        f'<div>当前位置 > <a href="/">主页</a> > <a href="/a/saishi/">赛事新闻</a> > <a href="/">州报网首页</a></div>'
        f"<h1>{TITLE}</h1>{TEXT}"
    )

    assert article.section == "赛事新闻"


def test_a_counter_stands_in_a_line_whose_element_holds_a_heading_too():
    article = read(
        f"<h1>{TITLE}</h1><section><h2>페이지 정보</h2><span>작성자</span> <b>최고관리자</b> "
        f"<span>댓글</span><b>2건</b><span>조회</span><b>1,047회</b>"
        f"<b><span>작성일</span> 26-11-24 17:32</b></section>{TEXT}"
    )

    assert (article.view_count, article.authors) == (1047, [])


def test_the_headline_with_its_category_is_no_paragraph():
    article = read(f"<h1>{TITLE} > 州内</h1><h2>州内</h2><article><h2><b>交通</b> {TITLE}</h2>{TEXT}</article>")

    assert article.body.split("\n\n") == list(STORY)


def test_who_comments_did_not_write_the_story():
    text = "".join(
        f"<p>{line}</p>" for line in ("Warga memperbaiki saluran irigasi sepanjang 420 meter pada hari Minggu.",) * 2
    )
    article = read(
        f"<h1>Warga perbaiki irigasi</h1><p>23 November 2026</p>{text}<h5>Kirim Komentar</h5>"
        "<blockquote>Semoga panen berikutnya lancar.</blockquote><div>Ujang Saepudin 24 November 2026 06:55</div>",
        title="Warga perbaiki irigasi",
        head='<meta property="og:title" content="Warga perbaiki irigasi">',
    )

    assert article.authors == []


def test_who_took_the_picture_above_stands_in_no_body():
    caption = "民警在垭口检查过往车辆防滑链。（桑吉 摄）"
    picture = f'<p><img src="/lock-gates.jpg"></p><p>{caption}</p>'
    article = read(f"<h1>{TITLE}</h1><div><p>{STORY[0]}</p>{picture}<p>{STORY[1]}</p></div>")

    assert (article.body, article.image_caption) == ("\n\n".join(STORY[:2]), caption)


@pytest.mark.parametrize(
    "line",
    [
        "船长的儿子从小喜欢摄影。",
        "港では来月から映画の撮影。",
        "섬 주민에게 무료 와이파이 제공",
        "서울시, 섬 주민에게 무료 진료 제공.",
        "The show at the old customs house has the whole harbour in photos by Ann Lee",
    ],
)
def test_what_is_told_below_a_picture_of_taking_and_giving_is_the_storys(line):
    article = read(f'<h1>{TITLE}</h1><p>{STORY[0]}</p><p><img src="/lock-gates.jpg"></p><p>{line}</p><p>{STORY[1]}</p>')

    assert line in article.body


def test_a_longer_heading_that_begins_as_the_headline_does_is_the_storys():
    first = "Ferry strike: what travellers should know"
    article = read(f"<h1>Ferry strike</h1><h2>{first}</h2>{TEXT}", title="Ferry strike")

    assert article.body.startswith(first)


def test_indented_lines_are_paragraphs_where_no_full_stop_tells():
    lines = [f"นายกองค์การบริหารส่วนตำบลเป็นประธานเปิดโครงการคัดแยกขยะในครัวเรือน หมู่ที่ {n}" for n in "456"]
    article = read(f"<h1>โครงการคัดแยกขยะ</h1><div>{'<br>'.join(f'&nbsp; &nbsp; {line}' for line in lines)}</div>")

    assert article.body.split("\n\n") == lines


def test_counter_and_source_below_a_story_are_no_paragraph():
    lines = [f"Движение по мосту открыли во вторник, ремонт занял {n} года и обошёлся дорого." for n in (2, 3, 4)]
    article = read(
        f"<h1>Мост через реку открыт</h1><div>24.11.2026<br><br>{'<br><br>'.join(lines)}<br><br>"
        "Количество показов: 345<br>Источник: Районный вестник</div>",
        title="Мост через реку открыт",
    )

    assert (article.body.split("\n\n"), article.view_count) == (lines, 345)


def test_what_begins_with_the_title_tag_of_the_site_tells_of_the_site():
    meta = '<meta name="description" content="Harbour Town, on the river Dee, where the ferries are">'
    article = read(f"<h2>{TITLE}</h2><p>2026-11-24</p>{TEXT}", title="Harbour Town", head=meta)

    assert article.description is None


@pytest.mark.parametrize("told", ["Crews agreed to a roster of days", "Harbour Town, where crews agreed, is glad."])
def test_what_the_storys_first_paragraphs_tell_too_tells_of_it_though_the_head_names_the_site_alone(told):
    head = f'<meta name="description" content="{told}">'
    lines = "<p>The crews and the company have agreed to a new roster late on Sunday.</p>" + TEXT
    article = read(f"<h1>Ferry strike ends</h1>{lines}", title="Harbour Town", head=head)

    assert article.description == told


def test_the_label_of_the_next_date_is_not_of_the_one_before():
    article = read(
        f"<h1>{TITLE}</h1><p>更新日：2026年11月25日 作成日：2026年11月24日 作成者：千葉里美 ブックマーク数：6</p>{TEXT}"
    )

    assert (article.published_at, article.modified_at) == ("2026-11-24", "2026-11-25")
    assert article.authors == ["千葉里美"]


def test_a_table_of_several_rows_tells_of_the_story_where_it_is_dated():
    rows = ("發布單位", "社會教育科"), ("發布日期", "中華民國115年11月24日"), ("更新日期", "中華民國115年11月25日")
    table = "".join(f"<tr><th>{label}</th><td>{told}</td></tr>" for label, told in (*rows, ("點閱數", "1,384")))
    article = read(f"<h1>{TITLE}</h1>{TEXT}<table>{table}</table><footer>瀏覽人次：5,120,334</footer>")

    assert (article.published_at, article.modified_at, article.view_count) == ("2026-11-24", "2026-11-25", 1384)


def test_a_table_that_counts_visitors_is_none_of_the_story():
    table = "<tr><td>今日<td>214<tr><td>昨日<td>388<tr><td>浏览<td>512904"

    assert read(f"<h1>{TITLE}</h1>{TEXT}<table>{table}</table>").view_count is None


def test_the_site_in_the_heading_that_leads_home_is_no_title():
    head = f'<meta name="DC.Title" content="{TITLE}">'
    article = read(f'<h1><a href="/">州教育处</a></h1><h2>{TITLE}</h2>{TEXT}', title="州教育处", head=head)

    assert article.title == TITLE


def test_a_heading_may_lead_to_its_own_page():
    url = "https://zhoubao.example/berita/embung-dibangun"
    body = f'<h2>Berita</h2><h2><a href="{url}">24 embung dibangun</a></h2><p>24 November 2026</p>{TEXT}'

    assert read(body, title="Dinas Kominfo Kabupaten Sumba Timur", url=url).title == "24 embung dibangun"


def test_an_author_in_arabic_and_a_list_of_steps():
    article = read(
        '<ul class="path"><li><a href="/">Нүүр</a></li><li><a href="/c/soyol">Соёл</a></li></ul>'
        f"<h1>{TITLE}</h1><p>بواسطة ليث الطورة | نُشر في 24 نوفمبر 2026</p>{TEXT}"
    )

    assert (article.authors, article.section) == (["ليث الطورة"], "Соёл")


def test_the_section_stands_in_a_row_from_the_site_behind_a_bar_or_over_a_second_heading():
    steps = '<a href="portal.php">门户</a> › <a href="portal.php?id=3">生态</a>'
    row = f'<div><a href="./">州报网</a> › {steps} › 查看内容</div>'
    bars = '<p>作者: 尹加仁 | 2026-11-24 | 分类: <a href="news.php?cat.2">生态</a> | 评论: 2</p>'
    own = '<h1><a href="/">州报网</a></h1><div><a href="/cat/shengtai">生态</a></div>'

    assert read(f"{row}<h1>{TITLE}</h1>{TEXT}", title=f"{TITLE} - 州报网 - Powered by Discuz!").section == "生态"
    assert read(f"<h1>{TITLE}</h1>{bars}{TEXT}").section == "生态"
    assert read(f"{own}<h2>{TITLE}</h2>{TEXT}").section == "生态"


def test_a_link_to_the_author_heads_no_other_stories():
    bio = '<div><h3><a href="/author/severino/">Severino Amaral</a></h3><p>Cobre o sertão desde 1998.</p></div>'
    article = read(f"<h1>{TITLE}</h1>{TEXT}{bio}<div>Esta matéria foi lida 1.934 vezes</div>")

    assert article.view_count == 1934


def test_a_box_of_a_layout_is_headed_by_no_caption():
    menu = '<div class="caption">Menu</div><a href="/1">Local</a>'
    rest = f'<b>{TITLE}</b><div>2026-11-24</div><img src="/pictures/lock-gates.jpg" width="400">{TEXT}'

    head = '<meta property="og:image" content="/pictures/lock-gates.jpg">'
    assert read(f"<table><tr><td>{menu}<td>{rest}</table>", head=head).image_caption is None


def test_a_few_words_that_name_the_site_are_no_description():
    head = '<meta name="description" content="صحيفة عسير اليوم الإلكترونية">'
    article = read(f"<h1>تأهيل مدرجات السودة</h1>{TEXT}", title="عسير اليوم : تأهيل مدرجات السودة", head=head)

    assert article.description is None


def test_a_list_that_an_index_shows_is_a_section():
    row = '<div class="breadcrumbs"><a href="/">首页</a> » <a href="/index.php?r=list&cat=2">教育</a></div>'

    assert read(f"{row}<h1>{TITLE}</h1>{TEXT}").section == "教育"


def test_a_number_of_times_may_stand_behind_a_labelled_number():
    line = "<p>Posted on November 24, 2026 <i class=badge>Local</i> <i>Views: 1,048 times</i></p>"

    assert read(f"<h1>{TITLE}</h1>{line}{TEXT}").view_count == 1048


def test_a_year_behind_a_label_counts_nothing():
    assert read(f"<h1>{TITLE}</h1><div>Hits 2024</div>{TEXT}").view_count is None
    assert read(f"<h1>{TITLE}</h1><div>Hits: 2024</div>{TEXT}").view_count == 2024


def test_the_name_behind_a_comma_on_the_way_home_is_no_authors_and_tells_of_the_site():
    head = '<meta name="description" content="临洮网，临洮人的网上家园">'
    home = '<a href="/">临洮网</a><a href="/zh"><img src="/logo.svg" alt="Cənub Xəbər"></a>'
    lines = "<p>Kənddə çay plantasiyası salınıb, layihəyə nazirlik dəstək verib.</p>" * 2
    article = read(
        f"{home}<h1>临洮南互通合龙</h1>{lines}{TEXT}<p><b>Sevinc Quliyeva, Cənub Xəbər</b></p>",
        title="临洮南互通合龙",
        url="https://zhoubao.example/zh/1.html",
        head=head,
    )

    assert (article.description, article.authors) == (None, ["Sevinc Quliyeva"])


@pytest.mark.parametrize(
    ("line", "views"),
    [
        ("<p>© Ann Lee | 24 November 2026 | 312 views</p>", 312),
        ("<p>On 24 November 2026 the film had <i>1,048 views</i></p>", None),
    ],
)
def test_a_line_that_begins_with_a_credit_may_count_and_a_sentence_does_not(line, views):
    assert read(f"<h1>{TITLE}</h1>{line}{TEXT}").view_count == views


@pytest.mark.parametrize(
    "labels",
    [
        '<div><span class="badge">EN</span><span class="badge">DE</span></div>',
        '<div><span class="badge">Exclusive</span><span class="badge">crews</span></div>',
        '<section><div><span class="badge">crews</span><span class="badge">sea</span></div>'
        '<h3><a href="/news/9.html">Another week at the quays</a></h3></section>',
    ],
)
def test_labels_of_languages_of_wares_and_of_other_stories_are_no_tags(labels):
    story = "<p>The crews sent their answer at sea, and the ferries of the undercliff line are back.</p>" * 3
    assert read(f"<h1>{TITLE}</h1>{story}{labels}").tags == []


def test_a_headline_may_lead_to_its_own_page_by_a_number():
    title = "Ferry strike ends after a week of talks, and crews return to the harbour"
    head = f'<meta property="og:title" content="{title[:39]}…"><meta property="og:type" content="article">'
    body = f'<h1><a href="/?p=412">{title}</a></h1>{TEXT}<h2>What readers say</h2><h2>More of the same</h2>'

    article = read(body, title=f"{title[:39]}…", url="https://zhoubao.example/?p=412", head=head)

    assert article.title == title


@pytest.mark.parametrize(
    ("site", "keywords", "story"),
    [
        ("Island Reporter", "port, ferries, crews, wages", "The ferry is back, and its crew in the harbour."),
        ("Гавань", "гавань, паромы, забастовка, пристань", "После забастовки команды паромов вернулись к пристани."),
    ],
)
def test_tags_that_a_story_says_are_its_own_in_whatever_form_and_whoever_is_called_alike(site, keywords, story):
    head = f'<meta name="keywords" content="{keywords}">'
    article = read(f"<h1>{TITLE}</h1><p>{story}</p>{TEXT}", title=f"{TITLE} - {site}", head=head)

    assert article.tags == keywords.split(", ")


def test_a_few_words_that_the_story_begins_with_too_are_its_description():
    told = "Mayor of Harbour Town resigns"
    head = f'<meta name="description" content="{told}">'
    story = "<p>The mayor said on Sunday that he leaves the office to another.</p>" + TEXT
    article = read(
        f"<h1>A scandal in ten letters</h1>{story}", title="A scandal in ten letters - Harbour Town", head=head
    )

    assert article.description == told


@pytest.mark.parametrize(
    "heading", ["When are the ferries back at sea?", "10:42 The ferries are back at sea", "Ferry strike: what ends it"]
)
def test_a_question_an_hour_and_what_says_the_headline_again_are_no_standfirst(heading):
    story = "<p>The ferries are back at sea after a week, and the strike of the crews ends what began in May.</p>"
    article = read(f"<main><h1>What ends the ferry strike</h1><h2>{heading}</h2>{story}{TEXT}</main>", title="Gazette")

    assert article.description is None


def test_a_table_of_today_counts_the_site():
    table = "<table><tr><td>Today 24 November 2026<tr><td>Total views 204118</table>"

    assert read(f"<h1>{TITLE}</h1>{TEXT}{table}").view_count is None


def test_a_rating_is_no_live_blog():
    assert read(f"<div>ELO</div><h1>{TITLE}</h1>{TEXT}").kind is None


def test_a_labelled_section_ends_at_a_bar():
    assert read(f"<h1>{TITLE}</h1><p>Ann Lee | 3 May 2026 | category: Sport | 312 views</p>{TEXT}").section == "Sport"


def test_a_link_to_an_author_that_is_a_tag_too_names_who_wrote():
    line = '<div class="byline author"><a rel="author tag" href="/t/ann">Ann Lee</a></div>'

    assert read(f"<h1>{TITLE}</h1>{line}{TEXT}").authors == ["Ann Lee"]


def test_a_blog_that_is_called_by_who_writes_it_has_authors():
    article = read(f'<a href="/">Ann Lee</a><h1>{TITLE}</h1><p>By Ann Lee and Tom Roe</p>{TEXT}')

    assert article.authors == ["Ann Lee", "Tom Roe"]


def test_a_tag_beside_an_author_hides_nobody():
    article = read(f'<h1>{TITLE}</h1><div class="author">Ann Lee <a rel="tag" href="/t/2/">Local</a></div>{TEXT}')

    assert article.authors == ["Ann Lee"]


@pytest.mark.parametrize("address", ["https://www.youtube.com/channel/UCq2", "https://whatsapp.com/channel/0029Va"])
def test_a_channel_elsewhere_is_no_section(address):
    assert read(f'<h1>{TITLE}</h1><a href="{address}">Harbour TV</a>{TEXT}').section is None


def test_who_took_a_picture_is_told_in_more_languages():
    picture = '<p><img src="/pictures/lock-gates.jpg"></p><p>Ibinibilad ang seaweed. Larawan ni Abdel Sakili</p>'
    article = read(f"<h1>{TITLE}</h1><div>{picture}{TEXT}</div>")

    assert article.image_caption == "Ibinibilad ang seaweed. Larawan ni Abdel Sakili"
