"""The elements of a page, found as a search by selector finds them."""

from __future__ import annotations

import gc

import pytest

from crawler.blocks import Element
from crawler.page import Page

HTML = """<!-- ferry --><html><head><title>Ferry</title><link rel="canonical" href="/a"></head>
<body class="Page"><template><p class="author">kept apart</p></template>
<div class="by-AUTHOR İst"><p itemprop="author">Mira Holt</p><img src="/a.png"></div>
<svg><title>An eye</title><use href="#eye"></use></svg><p class>Text</p><p class="note author">Ann Lee</p>
</body></html>"""


@pytest.fixture(name="page")
def _page() -> Page:
    return Page.from_html(HTML, "https://gazette.example/a")


def test_every_element_is_there_once_in_the_pages_order_and_no_comment(page: Page):
    assert [node.mem_id for node in page.elements.nodes] == [node.mem_id for node in page.tree.css("*")]
    assert all(node.attributes == page.elements.attributes[place] for place, node in enumerate(page.elements.nodes))


def test_an_attribute_without_a_value_is_there_and_empty(page: Page):
    assert list(page.elements.with_attribute("class").values()) == ["Page", "by-AUTHOR İst", "", "note author"]


def test_an_attribute_of_a_drawing_in_another_namespace_is_another_one():
    page = Page.from_html('<svg xlink:title="Logo" xml:lang="en"></svg><p title="Views" lang="uk">12</p>')

    assert list(page.elements.with_attribute("title").values()) == ["Views"]
    assert list(page.elements.with_attribute("lang").values()) == ["uk"]


@pytest.mark.parametrize(
    ("found", "selector"),
    [
        (lambda e: e.tagged("p"), "p"),
        (lambda e: e.tagged("img", "title"), "img, title"),
        (lambda e: e.tagged("blockquote"), "blockquote"),
        (lambda e: e.with_attribute("itemprop"), "[itemprop]"),
        (lambda e: e.classed(["author", "page"]), '[class*="author" i], [class*="page" i]'),
        (lambda e: e.classed(["nobody"]), '[class*="nobody"]'),
    ],
)
def test_elements_are_found_as_a_selector_finds_them(page: Page, found, selector: str):
    ours = page.elements.at(found(page.elements))

    assert [node.mem_id for node in ours] == [node.mem_id for node in page.tree.css(selector)]


def test_a_page_of_plain_text_has_no_elements():
    page = Page.from_text("Ferry strike ends\n\nThe ferries sail again.")

    assert page.elements.nodes == []
    assert page.elements.with_attribute("class") == {}
    assert page.elements.first("title") is None


def test_a_page_that_was_read_frees_itself_without_the_collector_of_garbage():
    gc.collect()
    before = {id(each) for each in gc.get_objects() if isinstance(each, Element)}  # other tests may keep some
    gc.disable()
    try:
        page = Page.from_html(HTML + "<main><p>One.</p><article><p>Two.</p></article></main>")
        assert [block.element.box.tag for block in page.blocks if block.element][-1] == "article"
        del page
        left = [each for each in gc.get_objects() if isinstance(each, Element) and id(each) not in before]
    finally:
        gc.enable()

    assert left == []
