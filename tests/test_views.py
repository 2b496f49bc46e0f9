"""The article's own counter: found in any markup, and nothing else taken for it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_counts import PHRASES

from crawler.items import Article
from crawler.page import Page
from crawler.site import Selectors, Site
from pipelines import extract
from pipelines.views import ViewCountPipeline

STORY = "<p>The lock at the old harbour opened on Tuesday after two years of work, the council said.</p>" * 3
OTHERS = """
<p>View 6 Images</p> <p>12 comments</p> <p>1,234 shares</p> <p>3 min read</p>
<aside class=most-read><h3>Most read</h3><ol>
<li>1 <a href=/1>A gate that nobody closed again</a> 9876 views</li></ol></aside>
<div class=related><a href=/2>Ferries are back at sea after the strike</a><span class=post-views>555</span></div>
<div class=row><div class=views-row>31</div></div>
<div class=item><h3><a href=/3>Tides rise higher than expected</a></h3><p><i class="fa fa-eye"></i> 777</p></div>
<section id=comments><p>Ann, 14 views</p></section>
<footer>Total views: 1234567</footer>
"""
MARKUPS = {
    "line": "<p class=info>3 September 2024, 07:25 | {}</p>",
    "span": "<div class=meta><span class=date>3 September 2024</span> <span class=count>({})</span></div>",
    "table": "<div class=content><p>{}</p></div>",
}


def read(html, *, site=None, title="Lock opens", language=None):
    page = Page.from_html(html, "https://harbour.example/lock", site=site, language=language)
    return run(Article(page, title=title))


def run(article):
    ViewCountPipeline(reraise=True).process_item(article)
    return article


def article_with(counter, *, story=STORY, others=OTHERS):
    return f"<body class=category-news><main><h1>Lock opens</h1>{counter}{story}</main>{others}"


@pytest.mark.parametrize("markup", MARKUPS)
@pytest.mark.parametrize(("phrase", "count"), PHRASES.items())
def test_each_phrase_is_found_in_each_markup_beside_look_alikes(phrase, count, markup):
    article = read(article_with(MARKUPS[markup].format(phrase)))

    assert article.view_count == count
    assert article.view_count_raw
    assert article.provenance["view_count"]["source"] == "labelled"


def test_a_line_below_the_story_may_be_the_one_row_of_a_table():
    line = "<table><tr><td>3 September 2024</td><td>2312 views</td></tr></table>"
    told = "<p>Lock {n} opened on Monday, some {n} years late, and nobody was there to see it.</p>"
    paragraphs = "".join(told.format(n=n) for n in range(2, 14))

    page = Page.from_html(article_with("", story=f"<div>{paragraphs}{line}</div>"), "https://harbour.example/lock")

    assert extract(page, reraise=True).view_count == 2312


def test_a_page_with_look_alikes_alone_has_no_count():
    article = read(article_with(""))

    assert (article.view_count, article.view_count_raw) == (None, None)
    assert "view_count" not in article.provenance


def test_the_seed_line_gives_its_count():
    text = "A Summit in Seoul\n\nLeaders will talk.\n\nSeptember 3 2024 , 07:25 AM  •  2312 views\n\nThey met in 2022."
    article = run(Article(Page.from_text(text)))

    assert (article.view_count, article.view_count_raw) == (2312, "2312 views")


@pytest.mark.parametrize(
    "counter",
    [
        "<dl><dt>Aufrufe</dt><dd>492</dd></dl>",
        "<div><div>492</div><div>views</div></div>",
        "<span class='td-post-views'>492</span>",
        "<div class=entry-meta>Ann Lee <span class=view-count>492</span></div>",
        "<div><i class='fa fa-eye'></i> 492</div>",
        "<div><span class='icon-eye'></span><b>492</b></div>",
        "<div><i class='bi bi-eye-fill'></i><span>492</span> <i class='fa fa-comment'></i><span>31</span></div>",
        "<p>👁 492</p>",
        "<div><span>33<small>Shares</small></span><span>492<small>Views</small></span></div>",
        "<div><a href='https://harbour.example/lock'><i class='fa fa-eye'></i> 492</a></div>",
        "<div><i class='iconfont icon-liulan'></i> 492 <i class='iconfont icon-pinglun'></i> 3</div>",
        "<meta itemprop=interactionCount content='UserPageVisits:492'>",
        "<dl><dd class=hits><meta content='UserPageVisits:492'>Zadetkov: 492</dd></dl>",
        "<div itemprop=interactionStatistic itemscope itemtype=http://schema.org/InteractionCounter>"
        "<meta itemprop=interactionType content='http://schema.org/ViewAction'>"
        "<meta itemprop=userInteractionCount content=492></div>",
    ],
)
def test_a_counter_is_found_as_content_systems_print_it(counter):
    assert read(article_with(counter)).view_count == 492


def statistic(kind, count):
    counter = {"@type": "InteractionCounter", "interactionType": kind, "userInteractionCount": count}
    node = {"@type": "NewsArticle", "headline": "Lock opens", "interactionStatistic": [counter]}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


@pytest.mark.parametrize(
    "kind", ["https://schema.org/ViewAction", "ReadAction", {"@type": "http://schema.org/WatchAction"}]
)
@pytest.mark.parametrize("count", [492, "492"])
def test_a_declared_count_of_views_is_taken(kind, count):
    assert read(article_with(statistic(kind, count))).view_count == 492


@pytest.mark.parametrize("kind", ["https://schema.org/CommentAction", "LikeAction", {"@type": "ShareAction"}, None, 7])
def test_a_declared_count_of_something_else_is_not(kind):
    assert read(article_with(statistic(kind, 492))).view_count is None


@pytest.mark.parametrize("count", [0, -5, 2**63, 4.5, None, True, [1], "many"])
def test_a_declared_count_that_cannot_be_is_refused(count):
    assert read(article_with(statistic("ViewAction", count))).view_count is None


def test_the_sites_rule_is_trusted_before_all():
    site = Site(domain="harbour.example", selectors=Selectors(view_count="b.reads"))
    html = article_with(statistic("ViewAction", 5) + "<p>7 views</p><b class=reads>1.2K</b>")

    assert read(html, site=site).view_count == 1200


@pytest.mark.parametrize(
    "counter",
    [
        '<div class=bar><span title="Views">2312</span> <span title="Comments">14</span></div>',
        '<div class=bar><span aria-label="Aufrufe">2.312</span></div>',
        '<ul class=bar><li title="Переглядів: 2312"><b></b> 2 312</li><li title="Коментарів: 3">3</li></ul>',
        '<ul class=bar><li><svg><use xlink:href="#icon-views"></use></svg> 2312</li></ul>',
        '<div class=bar><span class="meta-views">2٬312</span></div>',
        '<div class=bar><svg><use xlink:href="/sprite.svg#i-eye"></use></svg>2312</div>',
        '<div class=bar><img src="/i/eye-grey.svg" alt=""> 2312</div>',
        "<div class=bar><svg><path d='M1 12s4-8 11-8 11 8 11 8-4 8-11 8-11-8-11-8z'/></svg>2312</div>",
        "<div class=bar><svg><title>Views</title><path d='M4 5'/></svg> 2312 <svg><title>Likes</title></svg> 3</div>",
        "<div class=bar><mat-icon>visibility</mat-icon> 2312 <mat-icon>favorite</mat-icon> 12</div>",
        "<div class=bar><i class=material-icons>visibility</i> <b>2312</b> <i class=i7></i> <b>7</b></div>",
        "<div class=bar><span class=iconify data-icon=mdi:eye></span> 2312 <i data-icon=mdi:heart></i> 5",
        "<div class=bar><ion-icon name=eye-outline></ion-icon> 2312</div>",
        "<div class=bar><img src=/i/v.svg alt=views> 2312</div>",
        "<div class=bar><img src=/i/view1.png><span>2312</span></div>",
        "<div class=bar><i class=i7 title=Views></i> 2312</div>",
        "<div class=bar><img src=/x.png title=Views> 2312 <img src=/y.png title=Likes> 3</div>",
        "<div class=bar><svg role=img aria-label=Views></svg> 2312 <svg role=img aria-label=Likes></svg> 3</div>",
        "<div class=bar><svg><use href='/sprite.svg#views'></use></svg> 2312</div>",
        "<div class=bar><span class='dashicons dashicons-visibility'></span> 2312</div>",
        '<ul class=bar><li id="comments-toggle"><i class=arrow></i><span class="views-count">2312</span></li></ul>',
    ],
    ids=[
        "title",
        "aria-label",
        "title-with-count",
        "named-sprite",
        "arabic-mark",
        "sprite",
        "picture",
        "outline",
        "titled-drawing",
        "ligature",
        "word-of-a-font",
        "named-icon",
        "icon-of-its-own-tag",
        "told-picture",
        "picture-of-its-own-name",
        "titled-icon",
        "titled-picture",
        "labelled-drawing",
        "part-of-a-sprite",
        "icon-of-visibility",
        "named-for-its-place",
    ],
)
def test_a_number_is_known_by_what_marks_it(counter):
    assert read(article_with(counter)).view_count == 2312


@pytest.mark.parametrize(
    "other",
    [
        "<div class=video><iframe src=/v></iframe><p>Harbour TV • 12K views</p></div>",
        "<figure><img src=/p.jpg><figcaption>The lock at dawn. (1,233 views)</figcaption></figure>",
        "<div class=yt><a href=/watch><img src=/y.jpg></a><div>Harbour TV</div><div>44K views</div></div>",
        "<div class=bar><i class='fa fa-eye-slash'></i> 5</div><svg data-icon=eye-off></svg> 6",
        "<div class=bar><i class='fa fa-eye-dropper'></i> 5</div>",
        "<div class=bar><img src=/eye.svg alt='For the visually impaired'> 12</div>",
        "<div class='view view-id-news'><div class=view-content>412</div></div>",
    ],
)
def test_the_counter_of_a_video_or_a_picture_amid_the_story_is_not_its_own(other):
    told = "<p>Lock {n} opened on Monday, some {n} years late, and nobody was there to see it.</p>"
    story = "".join(told.format(n=n) for n in range(2, 5))

    article = extract(Page.from_html(article_with("", story=story + other + STORY), "https://harbour.example/lock"))

    assert article.view_count is None
    assert article.body.startswith("Lock 2")


@pytest.mark.parametrize(
    "other",
    [
        "<div class=box><p>Visitors today: 412</p><p>Page views today: 3,412</p><p>All page views: 1,204,551</p></div>",
        "<div class=tj>今日访问：312 | 总访问量：1204331</div>",
        "<center>© Δήμος Αλμυρής 2026 - Επισκέψεις: 204.118</center>",
        "<div class=tk>Hôm nay: 312 | Tổng lượt truy cập: 1.204.331</div>",
        "<h4>Next</h4><div class=v><a href=/v1><img src=/v.jpg>Ferry returns</a><span>12K views</span></div>",
        "<div class=g><a href=/g><img src=/g.jpg> 12 photos · 2,310 views</a></div>",
        "<div class=author-box><h4>Ann Lee</h4><p>Hits 9,812</p></div>",
        "<h4>Read also</h4><p><a href=/ferry>Ferry runs</a> - 512 views</p>",
        "<h4>Читайте также</h4><div><a href=/ferry>Паром</a> <span>Просмотров: 512</span></div>",
        "<ul class=tags><li><a href=/tag/views>Views</a> <span>412</span></li><li><a href=/tag/news>News</a></li></ul>",
    ],
)
def test_below_the_story_visits_of_the_day_and_what_pictures_lead_to_are_not_its_own(other):
    page = Page.from_html(article_with("", story=STORY + other), "https://harbour.example/lock")

    assert extract(page, reraise=True).view_count is None


def test_a_heading_over_share_links_parts_no_counter_from_its_story():
    counter = "<h4>Share this:</h4><a href=https://t.example/share?u=1>T</a><div>512 views</div>"
    page = Page.from_html(article_with("", story=STORY + counter), "https://harbour.example/lock")

    assert extract(page, reraise=True).view_count == 512


@pytest.mark.parametrize("href", ["", "#", "#comments", "lock", "/lock/", "https://www.harbour.example/lock#top"])
def test_a_counter_in_a_link_that_leads_nowhere_else_is_its_articles(href):
    counter = f"<ul><li><a href='{href}'><i class='fa fa-eye'></i> <span>1 204 views</span></a></li></ul>"
    page = Page.from_html(article_with(counter, story=STORY), "https://harbour.example/lock")

    assert extract(page, reraise=True).view_count == 1204


def test_a_plugins_views_of_the_day_stand_beside_those_of_the_article():
    counter = "<p>1,204 total views, 3 views today</p>"

    page = Page.from_html(article_with("", story=STORY + counter), "https://harbour.example/lock")

    assert extract(page, reraise=True).view_count == 1204


def test_a_counter_further_off_yields_to_the_one_by_the_headline():
    others = "<div class=hot><p>The lock in pictures</p> <span>25,310 views</span></div>" * 2

    assert read(article_with("<p>2312 views</p>", story=STORY * 6, others=others)).view_count == 2312


def test_an_unfilled_counter_by_the_headline_leaves_none_to_those_further_off():
    counter = '<div class=meta><i class="fa fa-eye"></i> <span>0</span></div>'
    others = "<p>25,310 views</p>"

    assert read(article_with(counter, story=STORY * 6, others=others)).view_count is None


def test_counters_that_differ_give_none():
    assert read(article_with("<p>12 views</p><p>13 views</p>")).view_count is None


def test_the_same_count_at_two_places_is_one():
    assert read(article_with("<p>12 views</p>", story=f"{STORY}<p>Views: 12</p>")).view_count == 12


def test_a_zero_that_waits_for_a_script_is_none_and_a_printed_one_is_kept():
    assert read(article_with("<span class=view-count>0</span>")).view_count is None
    assert read(article_with("<p>Posted 3 September 2024 | 0 views</p>")).view_count == 0


def test_an_empty_counter_is_none():
    assert read(article_with("<span class=view-count></span><p>Views: </p>")).view_count is None


def test_views_told_in_the_story_are_not_its_count():
    assert read(article_with("", story=STORY + "<p>The clip drew 2312 views within a day.</p>")).view_count is None


def test_a_given_body_has_no_counter():
    assert run(Article(Page.from_body("2312 views"))).view_count is None


@given(st.text(max_size=300))
def test_no_page_raises(text):
    read(
        article_with(f"<p>{text} views</p><i class=eye>{text}</i><b class=post-views>{text}</b>{statistic(text, text)}")
    )


def test_a_counter_in_a_part_of_its_own_of_a_line_is_found():
    assert (
        read("<div><span>2026年11月23日</span> <span>阅读：1.2万</span> <a href='/c'>我有话说</a></div>").view_count
        == 12000
    )
    assert read("<div><span>Прочитано <b>1204</b> пута</span><span>Измењено синоћ</span></div>").view_count == 1204
    glued = "<div><span>12:25</span><span>1204 visualizações</span><span>3 min de leitura</span></div>"
    assert read(glued).view_count == 1204
    assert read("<div><span>Okunma: 1204</span> <span>Kaynak: Anadolu Ajansı</span></div>").view_count == 1204


@pytest.mark.parametrize(
    "counter",
    [
        "<ul class='links'><li>532 Aufrufe<li><a href='/user/login'>Anmelden um Kommentare zu schreiben</a></ul>",
        "<div class='itemContentFooter'><span class='itemHits'>Pročitano <b>532</b> puta</span></div>",
    ],
)
def test_the_foot_of_a_story_is_the_storys_own(counter):
    story = "<p>The lock is open again, and the first barges went through it in the morning.</p>" * 3

    assert read(f"<h1>Lock opens</h1>{story}{counter}").view_count == 532


def test_a_table_of_one_row_under_the_headline_tells_of_the_story_and_one_of_many_does_not():
    row = "<tr><td>3 September 2024<td>2312 views</tr>"

    assert read(f"<h1>Lock opens</h1><table>{row}</table>{STORY}").view_count == 2312
    assert read(f"<h1>Lock opens</h1><table>{row}{row}</table>{STORY}").view_count is None


@pytest.mark.parametrize(
    ("shown", "count"), [("12,5 тыс.", 12500), ("1.2万", 12000), ("3 mln", 3_000_000), ("7 days", None)]
)
def test_a_marked_number_may_be_told_in_thousands(shown, count):
    assert read(article_with(f'<div class=bar><span title="Views">{shown}</span></div>')).view_count == count


@pytest.mark.parametrize("rest", ["&nbsp;|&nbsp; <img src=/i/com.gif alt=Comments> 27 &nbsp;|&nbsp; Font size A A", ""])
def test_a_number_beside_an_eye_may_have_a_bar_after_it(rest):
    line = f"<div>Ann Lee &nbsp;|&nbsp; 24.11.2026 14:05 &nbsp;|&nbsp; <img src=/i/eye.gif> 6318 {rest}</div>"

    assert read(article_with(line)).view_count == 6318


@pytest.mark.parametrize("said", ["15,240 ครั้ง", "15,240 xwendin", "15 240 раз", "15,240 回"])
def test_a_number_of_times_beside_an_eye_is_one_of_views(said):
    assert read(article_with(f"<span class=meta><i class=icon-eye></i>{said}</span>")).view_count == 15240
    assert read(article_with(f"<span class=meta><i class=icon-clock></i>{said}</span>")).view_count is None
    assert read(article_with("<span class=meta><i class=icon-eye></i>3 min</span>")).view_count is None


def test_the_page_views_of_a_whole_blog_are_not_an_articles():
    widget = "<h2>Total Pageviews</h2><div>418,302</div>"

    assert read(f"<h1>Lock opens</h1>{STORY}<div>Total Pageviews 418,302</div>").view_count is None
    assert (
        read(f"<h1>Lock opens</h1>{STORY}<div class=x1>Post Views: 1,904</div><div>{widget}</div>").view_count == 1904
    )


def test_the_tags_of_a_story_part_no_counter_from_it():
    tags = "<h3>Tags:</h3><ul><li><a href=/tags/lock>lock</a></li><li><a href=/tags/harbour>harbour</a></li></ul>"
    page = Page.from_html(
        article_with("", story=STORY + tags + "<span>862 reads</span>"), "https://harbour.example/lock"
    )

    assert extract(page, reraise=True).view_count == 862
