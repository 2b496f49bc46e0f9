"""What a site tells its readers among a story's paragraphs, in 29 languages, is no paragraph of the story."""

from __future__ import annotations

import random
import tomllib
from html import escape
from pathlib import Path

import pytest

from crawler.page import Page
from crawler.reading.topics import text_topics
from crawler.story import choose_blocks
from crawler.training.changing import Way, changed, shorten, with_notices
from crawler.training.labels import Truth, label

LANGUAGES = tomllib.loads((Path(__file__).parent / "notices.toml").read_text("utf-8"))
TITLE = "Ferry stays in port"
MOST_LEFT = 0.8  # of the notices in elements like the story's own; nothing but their words tells


def each(paragraphs, before="<p>"):
    return "".join(f"{before}{escape(p)}</p>" for p in paragraphs)


def page_of(story, language="en", before="<p>"):
    html = f"<html lang={language}><title>{TITLE}</title><h1>{TITLE}</h1><div>{each(story, before)}</div></html>"
    return Page.from_html(html, "https://mole.example/ferry")


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_tell_notices_from_a_story_in(language):
    spoken = {what: [text_topics(text)[1] for text in texts] for what, texts in LANGUAGES[language].items()}

    assert sum(spoken["notices"]) >= 5 * sum(spoken["story"])
    assert sum(spoken["notices"]) > len(spoken["notices"])


def test_a_story_stays_whole_and_some_notices_leave_even_where_elements_say_nothing():
    left = told = 0
    for texts in LANGUAGES.values():
        for notice in texts["notices"]:
            chosen = [block.text for block in choose_blocks(page_of([*texts["story"], notice]), TITLE)]
            assert chosen[: len(texts["story"])] == texts["story"]
            left += notice in chosen
            told += 1

    assert left < MOST_LEFT * told


def test_a_page_with_notices_holds_its_story_and_notices_in_its_language_in_elements_like_its_own():
    story = LANGUAGES["nl"]["story"]
    page = page_of(story, "nl-BE", before='<p class="alinea">')

    html = with_notices(page.tree, [block.element.node for block in page.blocks[1:]], random.Random(2))

    blocks = Page.from_html(html, page.url).blocks[1:]
    added = [block for block in blocks if block.text not in story]
    assert [block.text for block in blocks if block not in added] == story
    assert added
    assert all(block.element.attributes["class"] == "alinea" and text_topics(block.text)[1] for block in added)


def test_a_language_without_notices_gets_none():
    page = page_of(LANGUAGES["en"]["story"], "eo")

    assert with_notices(page.tree, [block.element.node for block in page.blocks[1:]], random.Random(2)) is None


def test_a_brief_is_the_beginning_of_a_story():
    story = [f"Paragraph number {number} of a story that goes on." for number in range(9)]
    page = page_of(story)

    left, removed = shorten([block.element.node for block in page.blocks[1:]], random.Random(1))

    texts = [block.text for block in Page.from_html(page.tree.html, page.url).blocks[1:]]
    assert texts == story[: len(left)]
    assert removed == story[len(left) :]
    assert 1 <= len(left) <= 5


def test_below_a_brief_stand_sentences_of_the_story_and_notices_in_elements_alike_and_labels_tell_them_apart():
    paragraph = "The ferry stayed in port until noon on day {0}, and nobody knows for how long. Rain fell on day {0}."
    story = [paragraph.format(number) for number in range(9)]
    ends = set()
    for seed in range(16):
        page = page_of(story, before='<p class="alinea">')
        made = changed(page, Truth(story), (Way.SHORT_ENDED, Way.BRIEF_NOTICED)[seed % 2], [], random.Random(seed))
        share, _ = label(made.blocks, Truth(story))
        below = [i for i, block in enumerate(made.blocks) if block.text not in story][1:]  # the first is the headline
        assert all(made.blocks[i].element.attributes["class"] == "alinea" for i in below)
        own = [made.blocks[i].text.startswith("Rain fell on day") for i in below]
        assert (share[below] > 0.5).tolist() == own
        ends.add((own[0], len(own) > 1))

    assert {(True, False), (True, True), (False, False)} <= ends
