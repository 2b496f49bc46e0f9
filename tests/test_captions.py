"""The caption is what stands under the declared picture, in whatever size it is shown, with who took it."""

import json

import pytest

from crawler.page import Page
from crawler.reading.picture_names import file_name, shows_name
from pipelines import extract

URL = "https://harbour-gazette.example/local/1"
LEAD = "The crews are back on board after a week, and the first boat sailed for the islands at six."


def read(picture, body, caption=None, description=None):
    image = {"@type": "ImageObject", "url": picture} | ({"caption": caption} if caption else {})
    node = {"@type": "NewsArticle", "headline": "Ferry strike ends", "image": image, "description": description}
    head = f'<script type="application/ld+json">{json.dumps(node)}</script>'
    html = f"<html><head>{head}</head><body><h1>Ferry strike ends</h1>{body}</body></html>"
    return extract(Page.from_html(html, URL), reraise=True).image_caption


def figure(picture, caption):
    return f"<figure><img src='{picture}'><figcaption>{caption}</figcaption></figure>"


@pytest.mark.parametrize(
    ("declared", "shown"),
    [
        ("/8841_1714738228_v4_3_800.jpeg", "/8841_1714738228_v16_9_1600.jpeg"),
        ("/granizo-1x1.jpg", "/granizo-615x300.jpg"),
        ("/w1200_h1200_x17_y19_isr_1-17c9a9.jpg", "/w2100_h1313_x17_y19_isr_1-17c9a9.jpg"),
        ("/lock-110_v-variantBig16x9_w-1280_zc-b903.jpg", "/lock-110_v-variantBig16x9_w-576_zc-915c.jpg"),
        ("/lock_12.jpg_554688468.jpg", "/lock_12.jpg_525981578.jpg"),
        ("/lock_2026_11_03-seo.JPG", "/lock_2026_11_03.JPG"),
        ("/csm_lock_462229bb2b.jpg", "/fileadmin/lock.jpg"),
        ("/images/332174/fill-1200x800|format-webp/", "/images/332174/fill-700x467|format-webp/"),
        ("/28712345/4/rawImage.jpg", "/28712345/4/1200x0.jpg"),
        ("/dam/lock.jpg", "/dam/lock.jpg/_jcr_content/renditions/web.1280.1280.jpeg"),
        ("/media/lock.jpg", "/_next/image?url=%2Fmedia%2Flock.jpg&w=640&q=75"),
        (
            "/resize/610x610/?source=https://s3.example/lock.jpg",
            "/resize/1200x1200/?source=https://s3.example/lock.jpg",
        ),
        ("/dims4/1/resize/1200x630!/quality/90/?url=http%3A%2F%2Fs3.example%2Flock.jpg", "/lock.jpg"),
        ("/thumb/msid-115,width-1200,height-630/photo.jpg", "/thumb/msid-115,width-400/photo.jpg"),
    ],
)
def test_one_picture_in_two_sizes_has_one_name(declared, shown):
    assert file_name(declared) == file_name(shown)
    assert read(declared, figure(shown, "The lock")) == "The lock"


@pytest.mark.parametrize(
    ("declared", "shown"),
    [
        ("/lock-110_v-variantBig16x9_w-1280_zc-b903.jpg", "/lock-118_v-variantBig16x9_w-1280_zc-b903.jpg"),
        ("/lock_2026_11_03.jpg", "/lock_2026_11_04.jpg"),
        ("/8841_1714738228_v4_3_800.jpeg", "/8841_1714738229_v4_3_800.jpeg"),
        ("/images/332174/fill-1200x800|format-webp/", "/images/332175/fill-1200x800|format-webp/"),
        ("/harbour-1.jpg", "/harbour-12.jpg"),
        ("/media/lock.jpg", "/_next/image?url=%2Fmedia%2Fpier.jpg&w=640&q=75"),
        ("/thumb/msid-115,width-1200,height-630/photo.jpg", "/thumb/msid-116,width-400/photo.jpg"),
    ],
)
def test_two_pictures_keep_two_names(declared, shown):
    assert file_name(declared) != file_name(shown)
    assert read(declared, figure(shown, "The lock")) is None


def test_a_name_is_shown_where_it_ends():
    assert shows_name('<img src="/harbour-12.jpg"><img src="/harbour-1.jpg">', "harbour-1")
    assert not shows_name('<img src="/harbour-12.jpg">', "harbour-1")


@pytest.mark.parametrize(
    ("declared", "printed", "caption"),
    [
        ("The lock", "The lock © Ann Lee", "The lock © Ann Lee"),
        ("The lock at dawn", "Ann Lee", "The lock at dawn"),
        ("Ferry strike ends", "The lock. Photo: Ann Lee", "The lock. Photo: Ann Lee"),
        (LEAD, "The lock", "The lock"),
        ("the-lock-at-dawn", "The lock. Photo: Ann Lee", "The lock. Photo: Ann Lee"),
        ("lock gates", "The lock. Photo: Ann Lee", "The lock. Photo: Ann Lee"),  # the file's name
        (None, f"{LEAD} Ann Lee/The Gazette", "Ann Lee/The Gazette"),
        (None, LEAD, None),
        (None, "DSC_0012.jpg The lock", "The lock"),
        (None, ": The lock", "The lock"),
    ],
)
def test_a_caption_says_what_title_and_standfirst_do_not_and_who_took_the_picture(declared, printed, caption):
    assert read("/lock-gates.jpg", figure("/lock-gates.jpg", printed), declared, LEAD) == caption


@pytest.mark.parametrize(
    "box",
    [
        '<div><img src="/lock-gates.jpg"><p>© <a href="//pictures.example">Ann Lee / pictures.example</a></p></div>',
        '<div><a href="/1"><img src="/lazy_placeholder.gif" data-src="/lock-gates-732x380.jpg">'
        '<noscript><img src="/lock-gates-732x380.jpg"></noscript><i>© Ann Lee / pictures.example</i></a></div>',
        '<div><img src="data:image/gif;base64,R0"><img data-src="/lock-gates.jpg">© Ann Lee / pictures.example</div>',
        '<a><img src="/lock-gates.jpg"><figcaption>© Ann Lee / pictures.example</figcaption></a>',
    ],
)
def test_a_credit_may_be_a_link_and_a_picture_may_stand_twice(box):
    assert read("/lock-gates.jpg", box) == "© Ann Lee / pictures.example"


@pytest.mark.parametrize(
    "box",
    [
        '<div><img src="/lock-gates.jpg"><a href="/2">Ferries back at sea after a week</a></div>',
        '<div><img src="/lock-gates.jpg"><img src="/harbour-pier.jpg"><p>The pier</p></div>',
        f"<p><b><img src='/lock-gates.jpg'>{LEAD} Those who had waited went first.</b></p>",
    ],
)
def test_a_link_the_text_of_another_picture_and_a_paragraph_of_the_story_are_no_caption(box):
    assert read("/lock-gates.jpg", box) is None


def test_a_legend_elsewhere_in_the_story_is_no_caption():
    story = f"<p>{LEAD}</p>" * 4

    assert (
        read("/lock-gates.jpg", f"<div><img src=/lock-gates.jpg>{story}<i class=stars-legend>Rate it</i></div>") is None
    )


OLD_PICTURES = {
    "figure": "<figure><img src=/lock.jpg width=300><figcaption>The lock at dawn (AFP)</figcaption></figure>",
    "class": "<div class=foto><img src=/lock.jpg><p class=pie>The lock at dawn (AFP)</p></div>",
    "legend": "<div class=photo><img src=/lock.jpg><br><span class=legende>The lock at dawn (AFP)</span></div>",
    "table": "<table align=right><tr><td><img src=/lock.jpg></td></tr><tr><td>The lock at dawn (AFP)</td></tr></table>",
}


def read_old(picture, above=""):
    title = "<html><head><title>Harbour News: Ferry strike ends</title></head>"
    html = f"{title}<body>{above}<h1>Ferry strike ends</h1><p>3 May 1999</p>{picture}<p>{LEAD}</p><p>{LEAD[::-1]}.</p>"
    article = extract(Page.from_html(html, URL), reraise=True)
    return article.image_url, article.image_caption


@pytest.mark.parametrize("form", OLD_PICTURES)
def test_a_page_that_declares_no_picture_has_the_first_one_with_a_caption(form):
    expected = ("https://harbour-gazette.example/lock.jpg", "The lock at dawn (AFP)")

    assert read_old(OLD_PICTURES[form]) == expected
    assert read_old("", above=OLD_PICTURES[form]) == (None, None)


@pytest.mark.parametrize(
    "picture",
    [
        "<img src=/lock.jpg align=left>",
        "<div><img src=/pen.gif> The lock at dawn</div>",
        "<div><img src=/icon.jpg width=16 height=16> The lock at dawn</div>",
        "<figure><img src=/lock.jpg><figcaption>Advertisement</figcaption></figure>",
        "<a href=/5><img src=/5.jpg><h4>Whales seen off the mole</h4></a>",
        "<div><img src='data:image/png;base64,iVBOR.png'>The lock at dawn</div>",
    ],
)
def test_a_sign_or_an_advert_is_no_picture_of_a_story(picture):
    assert read_old(picture) == (None, None)
