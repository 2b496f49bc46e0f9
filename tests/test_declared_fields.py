"""Section, tags, picture, access and kind: what a page declares of its story, and nothing else."""

import json

import pytest
from counting import calls
from hypothesis import given
from hypothesis import strategies as st

from crawler.items import WORDS
from crawler.page import Page
from crawler.reading.picture_names import file_name
from pipelines import extract
from pipelines.access import TIERS
from pipelines.section import readable

URL = "https://harbour-gazette.example/local/1"


def meta(**values):
    return "".join(f'<meta property="{name.replace("__", ":")}" content="{value}">' for name, value in values.items())


def ld(**node):
    return (
        f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", "headline": "x", **node})}</script>'
    )


def read(head="", body=""):
    html = f"<html><head>{head}</head><body><h1>Ferry strike ends</h1>{body}</body></html>"
    return extract(Page.from_html(html, URL), reraise=True)


def crumbs(*names):
    steps = [
        {"@type": "ListItem", "position": n, "item": {"@id": f"/{n}", "name": name}} for n, name in enumerate(names)
    ]
    node = {"@type": "BreadcrumbList", "itemListElement": steps}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


@pytest.mark.parametrize(
    ("head", "section"),
    [
        (ld(articleSection="Local"), "Local"),
        (ld(articleSection=["Stadt &amp; Hafen", "News"]), "Stadt & Hafen"),
        (meta(article__section="Local"), "Local"),
        (meta(article__section="{$category}") + crumbs("Home", "Local", "Ferry strike ends"), "Local"),
        (meta(og__title="Ferry strike ends") + crumbs("Start", "Hafen", "Fähren", "Ferry strike ends"), "Fähren"),
        (crumbs("Home"), None),
        (meta(article__section="Harbour Gazette"), None),
        (ld(articleSection="Local,Front page"), "Local"),
        (ld(articleSection="Front page,Local"), "Local"),
        (ld(articleSection="À la une,Société"), "Société"),
        (ld(articleSection="Arts, Books"), "Arts, Books"),
        (ld(articleSection="Scene, Tours, "), "Scene"),
        (meta(og__section="National News | Islands"), "National News"),
        (meta(article__section="Ferry strike ends"), None),
        (meta(article__section="Uncategorized"), None),
        ("", None),
    ],
)
def test_the_section_is_the_one_declared(head, section):
    assert read(head).section == section


@pytest.mark.parametrize(
    ("head", "tags"),
    [
        (ld(keywords=["ferry", "Ferry", "strike"]), ["ferry", "strike"]),
        (ld(keywords="ferry, strike;harbour"), ["ferry", "strike", "harbour"]),
        (meta(article__tag="ferry") + meta(article__tag="strike"), ["ferry", "strike"]),
        ('<meta name="news_keywords" content="フェリー、港、スト">', ["フェリー", "港", "スト"]),
        ('<meta name="keywords" content="پل، بندر">', ["پل", "بندر"]),
        (
            ld(keywords=["PageType: article", "26157981-b4f7-4929-adc1-e860c6f03636", "smg2_world", "{$tag}", "ok"]),
            ["ok"],
        ),
        (ld(keywords=""), []),
        (ld(keywords="Article") + meta(keywords="Article, 104746"), []),
    ],
)
def test_tags_are_what_readers_could_see_each_once(head, tags):
    assert read(head).tags == tags


@given(st.text(max_size=200))
def test_what_is_readable_is_short_and_has_no_markup(text):
    found = readable(text)

    assert found is None or (0 < len(found) <= 80 and not set("<>{}") & set(found))


@pytest.mark.parametrize(
    ("head", "url"),
    [
        (ld(image="/p/lock.jpg"), "https://harbour-gazette.example/p/lock.jpg"),
        (ld(image={"@type": "ImageObject", "url": "//cdn.example/lock.jpg"}), "https://cdn.example/lock.jpg"),
        (
            ld(image=[{"@type": "ImageObject", "contentUrl": "https://cdn.example/a.jpg"}, "b.jpg"]),
            "https://cdn.example/a.jpg",
        ),
        (meta(og__image="lock.jpg?w=1&amp;h=2"), "https://harbour-gazette.example/local/lock.jpg?w=1&h=2"),
        (
            meta(og__image="https://cdn.example/logo-share.png") + meta(twitter__image="/p/lock.jpg"),
            "https://harbour-gazette.example/p/lock.jpg",
        ),
        (meta(og__image="data:image/gif;base64,R0lGODlh"), None),
        (ld(image={"url": {"url": {}}}), None),
        ("", None),
    ],
)
def test_the_picture_is_the_one_declared_made_absolute(head, url):
    assert read(head).image_url == url


FIGURE = "<figure><img src='{}'><figcaption>{}</figcaption></figure>"


def test_the_caption_is_that_of_the_declared_picture_and_of_no_other():
    body = FIGURE.format("/p/whale-tail.jpg", "A whale") + FIGURE.format("/p/640/lock-gates.webp", "The lock")

    assert read(meta(og__image="https://cdn.example/1200/lock-gates.jpg?v=2"), body).image_caption == "The lock"
    assert read(meta(og__image="https://cdn.example/1200/harbour.jpg"), body).image_caption is None
    assert read("", body).image_caption is None


def test_a_caption_declared_with_the_picture_comes_first():
    head = ld(image={"@type": "ImageObject", "url": "/p/lock-gates.jpg", "caption": "Declared"})

    assert read(head, FIGURE.format("/p/lock-gates.jpg", "Printed")).image_caption == "Declared"


@given(st.text(max_size=100))
def test_no_address_raises(text):
    file_name(f"https://a.example/{text}")


@pytest.mark.parametrize(
    ("head", "body", "access"),
    [
        (ld(isAccessibleForFree=True), "", "free"),
        (ld(isAccessibleForFree="False"), "", "paywalled"),
        ("", '<div class="paywall-meter">You have 2 free articles remaining. <a>Subscribe</a></div>', "metered"),
        (ld(isAccessibleForFree="http://schema.org/False"), "", "paywalled"),
        (
            ld(isAccessibleForFree=True, hasPart={"isAccessibleForFree": "False", "cssSelector": ".rest"}),
            "",
            "paywalled",
        ),
        (ld() + ld(hasPart={"isAccessibleForFree": "False", "cssSelector": ".rest"}), "", "paywalled"),
        (ld(headline="Strike") + ld(headline="Strike", isAccessibleForFree=False), "", "paywalled"),
        (ld(headline="Strike") + ld(headline="The storm", isAccessibleForFree=False), "", None),
        (meta(article__content_tier="metered"), "", "metered"),
        (meta(article__content_tier="locked"), "", "paywalled"),
        (meta(article__content_tier="free"), "", "free"),
        ("", "<div class='paywall-box'><p>Subscribe to read on. 1 euro a week.</p></div>", "paywalled"),
        ("", "<div class='paywall-box'><p>Jetzt abonnieren und weiterlesen</p></div>", "paywalled"),
        ("", "<div id=pay-layer class='pay_wall'><p>余下内容需付费订阅后阅读</p></div>", "paywalled"),
        ("", "<div class='article-lockedBox'><p>Du skal have et digitalt abonnement.</p></div>", "paywalled"),
        ("", "<div class='paywall-box'><p>Lesen Sie mit Digitalabo</p></div>", "paywalled"),
        ("", "<div class='paywall-box'><p>More about the labor surplus</p></div>", None),
        ("", "<div class='locked_box'><p>Points of this story: log in to see them.</p></div>", None),
        ("", "<article><meta itemprop=isAccessibleForFree content=false></article>", "paywalled"),
        ("", "<article><meta itemprop=isAccessibleForFree content=true></article>", "free"),
        ("", "<article><meta itemprop=isAccessibleForFree></article>", None),
        ("", "<div class='payment-box'><p>Subscribe</p></div><div class='display-wall'>Subscribe</div>", None),
        ("", "<div class='paywall-marker'></div><div class=paywall>All of the story</div>", None),
        ("", "<body class='paywall-ready'><p>Subscribe to our newsletter</p>", None),
        ("", "", None),
    ],
)
def test_access_is_told_where_the_page_tells_it(head, body, access):
    article = read(head, body)

    assert article.access == access
    assert access is None or article.provenance["access"]["evidence"]


STORY = "The ferries are back at sea after a week, and the harbour master could not be happier about it."


@pytest.mark.parametrize(
    ("line", "access"),
    [
        ("Subscribe now to continue reading.", "paywalled"),
        ("Cet article est réservé aux abonnés.", "paywalled"),
        ("続きを読むには購読をお申し込みください。", "paywalled"),
        ("Subscribe to our newsletter and keep reading us by e-mail.", None),
        ("Continue reading: the crews of the ferries and their week on land.", None),
    ],
)
def test_a_line_below_the_beginning_of_a_story_says_that_the_rest_is_for_subscribers(line, access):
    below = f"<div class=x1><p>{line}</p></div>"

    def told(story):
        html = f"<html><body><h1>Ferry strike ends</h1><div>{story}</div>{below}</body></html>"
        return extract(Page.from_html(html, "https://a.example/1"), reraise=True).access

    assert told(f"<p>{STORY}</p>" * 2) == access
    assert told("".join(f"<p>{n} {STORY}</p>" for n in range(60))) is None  # the whole story


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (ld(), "article"),
        (ld(**{"@type": "LiveBlogPosting"}), "live_blog"),
        (ld(headline="Ferry strike") + ld(headline="Ferry strike", **{"@type": "LiveBlogPosting"}), "live_blog"),
        (ld(headline="Ferry strike") + ld(headline="The storm", **{"@type": "LiveBlogPosting"}), "article"),
        (ld(**{"@type": ["NewsArticle", "OpinionNewsArticle"]}), "opinion"),
        (ld(articleSection="Opinion"), "opinion"),
        (ld(articleSection="Meinung"), "opinion"),
        (ld(articleSection="社説"), "opinion"),
        (ld(articleSection="Opinion polls"), "article"),
        (ld(articleSection="Opinion", **{"@type": "LiveBlogPosting"}), "live_blog"),
        ('<script type="application/ld+json">{"@type": "VideoObject", "name": "x"}</script>', "video"),
        ('<script type="application/ld+json">{"@type": "VideoObject"}</script>' + meta(og__type="article"), "article"),
        (meta(og__type="video.other"), "video"),
        (meta(og__type="news"), "article"),
        (meta(og__type="website"), None),
    ],
)
def test_the_kind_is_what_the_page_says_it_is(head, kind):
    assert read(head).kind == kind
    assert kind in (None, *WORDS["kind"])  # the words that a correction may say


def test_a_page_costs_what_a_correction_may_say_that_it_costs():
    assert set(TIERS.values()) == set(WORDS["access"])


HOSTILE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=8), inner),
)


@pytest.mark.thorough
@given(
    st.dictionaries(
        st.sampled_from(
            [
                "articleSection",
                "keywords",
                "image",
                "isAccessibleForFree",
                "hasPart",
                "genre",
                "author",
                "publisher",
                "datePublished",
            ]
        ),
        HOSTILE,
    )
)
def test_no_json_of_any_shape_raises(node):
    read(ld(**node))


@pytest.mark.thorough
@pytest.mark.parametrize("piece", ["<", "a, ", "{", "( ", "//", "x: "])
def test_values_without_end_cost_steps_in_proportion_to_their_length(piece):
    def steps(length):
        endless = piece * (length // len(piece))
        node = ld(articleSection=endless, keywords=endless, image=endless, genre=endless, author=endless)
        return calls(lambda: read(node, f"<p>{endless}</p>"))

    steps(1_000)  # tables are read once

    assert steps(200_000) < 2.5 * steps(100_000) + 1_000


def test_a_caption_may_be_one_by_its_class_alone():
    body = "<div class='wp-caption'><img src='/p/lock-gates.jpg'><p class='wp-caption-text'>The lock</p></div>"

    assert read(meta(og__image="https://cdn.example/lock-gates.jpg"), body).image_caption == "The lock"
    assert read(meta(og__image="https://cdn.example/harbour.jpg"), body).image_caption is None


def test_a_picture_in_another_size_is_the_same_picture():
    figure = "<figure><img src='/p/lock-gates-800x450.jpg'><figcaption>The lock</figcaption></figure>"
    framed = "<article class='media'><div><img src='/p/lock_L.jpg'></div><div class='caption'>The lock</div></article>"

    assert read(meta(og__image="https://cdn.example/lock-gates-1200x630.jpg"), figure).image_caption == "The lock"
    assert read(meta(og__image="https://cdn.example/lock_M.jpg"), framed).image_caption == "The lock"
    assert read(meta(og__image="https://cdn.example/lock_w1080_h608.jpg"), framed).image_caption == "The lock"
    assert read(meta(og__image="https://cdn.example/lock-gates-2.jpg"), figure).image_caption is None


@pytest.mark.parametrize(
    "box",
    [
        "<div class='thumb'><picture><img src='/p/lock-gates.jpg'></picture><div class='alt'>{}</div></div>",
        "<div><div><img data-src='/p/lock-gates.jpg.webp' src='data:,'></div><span>{}</span></div>",
        "<figure><img src='/p/lock-gates.jpg'><figcaption><span class='visually-hidden'>Image caption, </span>{}"
        "</figcaption></figure>",
        "<amp-img src='/p/lock-gates.jpg'></amp-img><div class='img-caption'>{}</div><p>The gates are new.</p>",
    ],
)
def test_what_stands_alone_with_the_picture_is_its_caption(box):
    head = meta(og__image="https://cdn.example/1024/lock-gates.jpg")

    assert read(head, box.format("The lock <i>(</i><b>photo: Ann Lee</b><i>)</i>")).image_caption == (
        "The lock (photo: Ann Lee)"
    )


@pytest.mark.parametrize(
    "line",
    ["By Ann Lee", "3 Winter sports", "Video", "Ferry fleet, 15 August 2016, 13:43", "<a href='/x'>The lock opens</a>"],
)
def test_a_byline_a_date_or_a_label_by_the_picture_is_no_caption(line):
    box = f"<div><img src='/p/lock-gates.jpg'><div>{line}</div></div>"

    assert read(meta(og__image="https://cdn.example/lock-gates.jpg"), box).image_caption is None


@pytest.mark.parametrize(
    "box",
    [
        "<figure><img src='/p/lock-gates.jpg'><div><h2 class='x__caption'>The lock</h2>"
        "<b class='x__author'>Ann Lee</b></div></figure>",
        "<figure><img src='/p/lock-gates.jpg'><figcaption><p class=credit>Ann Lee</p><p>The lock</p></figcaption>"
        "</figure>",
        "<figure><img src='/p/lock-gates.jpg'><div><i class='Figure-credit'>Ann Lee</i>"
        "<figcaption>The lock</figcaption></div></figure>",
        "<div class=area><img src='/p/lock-gates.jpg'><div class=photocreditinline>Ann Lee</div>"
        "<div class=captionbox><span class=photocaption>The lock</span></div></div>",
        "<div><img src='/p/lock-gates.jpg'><span class=itemImageCaption>The lock</span>"
        "<span class=itemImageCredits>Ann Lee</span></div>",
        "<figure><img src='/p/lock-gates.jpg'><div data-c-caption='The lock' data-c-credit='Ann Lee'></div></figure>",
    ],
)
def test_who_took_the_picture_stands_last_in_its_caption(box):
    assert read(meta(og__image="https://cdn.example/lock-gates.jpg"), box).image_caption == "The lock Ann Lee"


def test_who_is_named_above_a_picture_wrote_the_story():
    story = (
        "<p class=author>Ann Lee talks to Tom Day</p><dl><dt><img src='/lock-gates.jpg'><dt><dd>The lock at dawn</dl>"
    )

    caption = read(meta(og__image="https://cdn.example/lock-gates.jpg"), story).image_caption
    assert caption == "The lock at dawn"


def test_a_picture_named_as_all_are_in_a_folder_of_the_month_is_told_by_that_name():
    figures = "".join(
        f"<figure><img src='/2026/05/{name}.jpg'><figcaption>The {name}</figure>" for name in ("photo", "image")
    )

    assert read(meta(og__image="https://cdn.example/2026/05/image.jpg"), figures).image_caption == "The image"


def test_words_of_all_pages_of_a_site_are_no_tags():
    site = meta(og__site_name="The Gazette", keywords="news, The Gazette, papers")

    assert read(site, "<h1>Ferry strike ends after a week</h1>").tags == []
    told = "<title>Ferry papers found in a wall</title>"
    assert read(site + told, "<h1>Ferry papers found in a wall</h1>").tags == ["news", "The Gazette", "papers"]
    of_site = "antigua news, barbuda, caribbean, islands, weather"
    assert read(meta(keywords=of_site), "<h1>Ferry strike ends</h1>").tags == []
    # A few may be words for it all.
    of_it_all = meta(keywords="transport, infrastructure, politics")
    assert read(of_it_all, "<h1>Ferry strike ends</h1>").tags == ["transport", "infrastructure", "politics"]


def test_what_is_said_of_the_publisher_alone_is_no_tag():
    assert read(meta(keywords="The Gazette", og__site_name="The Gazette")).tags == []
    assert read(meta(keywords="The Gazette, ferry", og__site_name="The Gazette")).tags == ["The Gazette", "ferry"]


def test_a_tag_that_says_the_whole_title_is_none():
    head = meta(keywords="ferry, strike, Ferry strike ends after a week - The Gazette")

    assert read(head, "<h1>Ferry strike ends after a week</h1>").tags == ["ferry", "strike"]


def test_words_for_search_engines_yield_to_the_tags_that_readers_see():
    linked = "<p class=tags><a rel=tag href=/t/1>harbour</a> <a rel=tag href=/t/2>ferry</a></p>"
    head = meta(keywords="ferry, strike, week, crews, ends")

    assert read(head, f"<article><h1>Ferry strike ends</h1>{linked}</article>").tags == ["harbour", "ferry"]
    sentence = "The crews, who stopped on Sunday, agreed on Friday evening, and went home."
    assert read(meta(keywords=sentence, description=sentence)).tags == []
    few = meta(keywords="ferry, strike")
    assert read(few, f"<article><h1>Ferry strike ends</h1>{linked}</article>").tags == ["ferry", "strike"]
    told = meta(keywords="ferry, week", article__tag="docks")
    assert read(told, f"<article><h1>Ferry strike ends</h1>{linked}</article>").tags == ["docks"]


def test_the_tags_of_editors_come_before_words_taken_from_the_title():
    tags = meta(article__tag="Port Merrow") + meta(article__tag="ferries")
    titled = "<h1>Harbour board and ferry crews agree on pay</h1>"

    assert read(ld(keywords="strike") + tags).tags == ["Port Merrow", "ferries"]
    assert read(ld(keywords="strike, crews, pay") + meta(article__tag="Sea")).tags == ["strike", "crews", "pay"]
    page = f"<html><head>{ld(keywords='harbour, ferry, crews, agree', headline='')}</head><body>{titled}</body></html>"
    assert extract(Page.from_html(page, URL), reraise=True).tags == []


def test_parts_of_addresses_yield_to_the_tags_that_readers_see():
    links = (
        '<div class="tags"><a rel=tag href="/tag/port-merrow">Port Merrow</a> <a rel=tag href="/tag/pay">Pay</a></div>'
    )

    assert read(meta(article__tag="port-merrow,pay"), f"<article>{links}</article>").tags == ["Port Merrow", "Pay"]
    assert read(meta(article__tag="port-merrow,pay")).tags == ["port-merrow", "pay"]


def test_microdata_of_the_article_tells_where_nothing_else_does():
    told = (
        "<div itemscope itemtype='https://schema.org/NewsArticle'><b itemprop=articleSection>Transport</b>"
        "<h1 itemprop=headline>Ferry strike ends</h1><meta itemprop=keywords content='ferries, strikes'>"
        "<meta itemprop=description content='Boats left on time again.'><img itemprop=image src=/i/ferry.jpg></div>"
    )
    of_site = (
        "<div itemscope itemtype='https://schema.org/WPHeader'><p itemprop=description>News from the quay</p></div>"
    )

    article = read("", of_site + told)

    assert (article.section, article.tags, article.kind) == ("Transport", ["ferries", "strikes"], "article")
    assert (article.description, file_name(article.image_url or "")) == ("Boats left on time again.", "ferry")
    assert read("", of_site).description is None
