"""Which blocks of a page are its story: what is known of them, how they are chosen, trained and measured."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from conftest import invoke
from counting import calls
from hypothesis import given
from hypothesis import strategies as st
from made_to_cost_time import PAGES

from crawler.blocks import Block
from crawler.page import Page
from crawler.story import choose_blocks
from crawler.story.features import MOST_BLOCKS, features
from crawler.story.network import Network, shipped
from crawler.story.script_strings import state_blocks
from crawler.story.selection import keep
from crawler.training.joining import join_page, story_element
from crawler.training.labels import Truth, label, word_counts
from crawler.training.measuring import body_overlap, score
from crawler.training.perceptrons import Example, Plan, folds, train
from pipelines import extract

PARAGRAPHS = [
    "The ferry to the outer islands stayed in port on Monday, for the third day in a row.",
    "Waves of five metres broke over the mole, and two of the moorings had torn in the night.",
    "“We sail when it is safe, and not an hour before,” said harbour master Ines Corte.",
    "About four hundred people are waiting on the quay, most of them in their cars.",
]
STORY = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
PAGE = f"<title>Ferry stays in port</title><h1>Ferry stays in port</h1><div class='text'>{STORY}</div>"


def chosen(html: str, title: str | None = "Ferry stays in port") -> list[str]:
    return [block.text for block in choose_blocks(Page.from_html(html, "https://mole.example/ferry"), title)]


@pytest.mark.parametrize(
    ("name", "below"),
    [
        ("related", '<div class="related"><h3>Related</h3><a href="/a">Mole to be raised</a></div>'),
        ("newsletter", '<div class="newsletter"><p>Subscribe to our newsletter and get the news each day.</p></div>'),
        ("cookies", '<div id="cookie-consent"><p>We and our partners keep cookies to count visits here.</p></div>'),
        ("copyright", "<footer><p>© 2026 The Mole. All rights reserved. No part may be copied.</p></footer>"),
        ("comments", '<div class="comments"><p>About time that someone told them to stay in port, I say.</p></div>'),
    ],
)
def test_what_stands_below_a_story_stays_out(name: str, below: str):
    assert chosen(PAGE + below) == PARAGRAPHS, name


def test_names_that_nobody_can_read_do_not_hide_a_story():
    html = f"<h1 class='x1'>Ferry stays in port</h1><div class='q_9'><div class='z4k'>{STORY}</div></div>"

    assert chosen(html) == PARAGRAPHS


@pytest.mark.parametrize("unit", ["http://a.example/ ", "10.5 ", "“Yes,” he said. ", "漢字", ". "])
def test_a_block_that_no_paragraph_is_long_enough_for_does_not_hide_a_story(unit: str):
    assert chosen(f"{PAGE}<p>{unit * (200_000 // len(unit))}</p>") == PARAGRAPHS


class Told:
    """A network that finds each block as likely as it is told."""

    def __init__(self, likely: dict[str, float], page: Page):
        self.likely = np.float32([likely.get(block.text, 0) for block in page.blocks])

    def probabilities(self, features: np.ndarray) -> np.ndarray:
        return self.likely


def test_a_heading_stays_under_a_line_that_only_its_neighbours_keep():
    lines = ["Of all moorings, two", "The night on the mole"]
    between = "<p>{}</p><h2>{}</h2>".format(*lines)
    told = [f"<p>{p}</p>" for p in PARAGRAPHS]
    html = f"<h1>Ferry stays in port</h1><div>{told[0]}{told[1]}<aside>Mole</aside>{between}{told[2]}{told[3]}</div>"
    page = Page.from_html(html, "https://mole.example/ferry")
    likely = {**dict.fromkeys(PARAGRAPHS, 0.99), **dict.fromkeys(lines, 0.2)}

    blocks = choose_blocks(page, "Ferry stays in port", network=Told(likely, page))

    assert [block.text for block in blocks] == [*PARAGRAPHS[:2], *lines, *PARAGRAPHS[2:]]


def test_a_page_without_a_story_has_none():
    html = "".join(f'<li><a href="/{n}">Page {n}</a></li>' for n in range(40))

    assert chosen(f"<ul>{html}</ul>", None) == []
    assert chosen("", None) == []


def test_features_do_not_know_the_site():
    """The same document under two addresses, with another title of the site, looks the same."""
    one, other = (Page.from_html(PAGE, url) for url in ("https://mole.example/a", "https://other.example/b/c"))

    assert (features(one, "Ferry stays in port").columns == features(other, "Ferry stays in port").columns).all()


def test_rows_left_out_are_short_and_all_link():
    page = Page.from_html(PAGE + '<a href="/x">Weather</a>', "https://mole.example/a")
    known = features(page, None)

    left = [block.text for i, block in enumerate(page.blocks) if i not in set(known.rows.tolist())]
    assert left == ["Weather"]
    assert np.isfinite(known.columns).all()


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(1, 300)), min_size=1, max_size=8))
def test_no_other_set_of_blocks_has_a_higher_expected_f1(blocks: list[tuple[float, int]]):
    likely = np.array([p for p, _ in blocks], np.float32)
    sizes = np.array([size for _, size in blocks], np.float32)

    def expected(kept: np.ndarray) -> float:
        return 2 * (likely * sizes)[kept].sum() / (sizes[kept].sum() + (likely * sizes).sum() + 1e-9)

    best = max(expected(np.array([n >> i & 1 for i in range(len(blocks))], bool)) for n in range(1, 2 ** len(blocks)))
    assert expected(keep(likely, sizes)) == pytest.approx(best, abs=1e-4)


@pytest.mark.parametrize("html", PAGES.values(), ids=PAGES)
def test_a_hostile_page_costs_calls_in_proportion_to_its_size(html: str):
    page = Page.from_html(html, "https://mole.example/a")
    blocks = page.blocks
    chosen(PAGE)  # tables are read once

    made = calls(lambda: (choose_blocks(page, "text"), state_blocks(page, "text")))

    assert made < 50_000 + 200 * min(len(blocks), MOST_BLOCKS) + 10 * len(blocks)
    assert len(features(page, None).rows) <= min(MOST_BLOCKS, len(blocks))


@pytest.mark.parametrize(
    ("opening", "line"),
    [
        ("<div>", "The ferry to the outer islands stayed in port on Monday, for the third day in a row."),
        ("<div>24 November 2026, 08:15, seen by 12 ", ""),
    ],
)
def test_lines_each_a_level_deeper_cost_calls_in_proportion_to_their_number(opening: str, line: str):
    def cost(count: int) -> int:
        html = f"<h1>Ferry stays in port</h1>{opening * count}{f'{line}</div>' * count}"
        return calls(lambda: extract(Page.from_html(html, "https://mole.example/a"), reraise=True))

    cost(30)  # tables are read once

    assert cost(400) < 2.5 * cost(200)


def test_a_block_is_the_storys_by_its_words_and_optional_ones_count_for_nothing():
    blocks = [Block(p, "p") for p in ("A headline of other words", *PARAGRAPHS, "Photo: the quay on Monday evening")]
    truth = Truth([*PARAGRAPHS, "Photo: the quay on Monday evening"], frozenset({4}))

    share, sure = label(blocks, truth)

    assert share.round(1).tolist() == [0, 1, 1, 1, 1, 0]
    assert sure.tolist() == [1, 1, 1, 1, 1, 0]


def test_sentences_label_the_blocks_that_hold_them_and_no_others():
    blocks = [Block(p, "p") for p in PARAGRAPHS]

    share, sure = label(blocks, Truth(present=["torn in the night"], absent=["most of them in their cars"]))

    assert share.tolist() == [0, 1, 0, 0]
    assert (sure > 0).tolist() == [False, True, False, True]


def test_a_joined_page_still_holds_its_own_story():
    import random

    page = Page.from_html(f"<body><div><article>{STORY}</article></div></body>", "https://mole.example/a")
    share, _ = label(page.blocks, Truth(PARAGRAPHS))
    element = story_element(page.blocks, share, word_counts(page.blocks))
    assert element is not None
    assert element.tag == "article"

    other = ["Bakers in the old town have raised the price of a loaf by a tenth since the spring began."]
    joined = join_page(page.tree, element.node, other, random.Random(1))

    texts = [block.text for block in Page.from_html(joined or "", "https://mole.example/a").blocks]
    assert texts[:4] == PARAGRAPHS
    assert len(texts) > 4


def made_up(count: int) -> list[Example]:
    """Examples whose first feature tells what a block is, and whose second is noise."""
    random = np.random.default_rng(3)
    examples = []
    for number in range(count):
        share = (random.random(30) > 0.5).astype(np.float32)
        columns = np.column_stack([share, random.random(30)]).astype(np.float32)
        ones = np.ones(30, np.float32)
        examples.append(Example(str(number), f"p{number // 2}", columns, share, ones, ones * 20, whole=True))
    return examples


def test_training_finds_what_tells(tmp_path: Path):
    network = train(made_up(60), Plan(perceptrons=2, hidden=8, epochs=60, rate=0.02, decay=0.01))
    network.save(tmp_path / "weights.npz")
    loaded = Network.load(tmp_path / "weights.npz")

    likely = loaded.probabilities(np.array([[1, 0.5], [0, 0.5]], np.float32))
    assert likely[0] > 0.9
    assert likely[1] < 0.1


def test_no_publisher_is_both_trained_on_and_measured():
    examples = made_up(20)
    measured = []
    for seen, unseen in folds(examples, 4):
        assert not {e.publisher for e in seen} & {e.publisher for e in unseen}
        measured += [e.page_id for e in unseen]
    assert sorted(measured, key=int) == [e.page_id for e in examples]


def test_the_score_is_that_of_both_sides():
    truth = Truth(
        ["one two three four five six", "seven eight nine ten eleven"], frozenset({1}), ["two three"], ["twelve"]
    )

    assert body_overlap(truth, "one two three four five six").f1 == 1
    assert body_overlap(truth, "").f1 == 0
    result = score([(truth, "one two three four five six twelve")])
    assert result.recall == 1
    assert result.precision == pytest.approx(3 / 4)
    assert result.sentences_f1 == pytest.approx(2 / 3)


@pytest.mark.thorough
def test_the_command_trains_and_measures(tmp_path: Path):
    rows = []
    for number, word in enumerate(("ferry", "harbour", "bridge", "school")):
        story = [p.replace("ferry", word) for p in PARAGRAPHS]
        html = f"<h1>Of the {word}</h1><div>{''.join(f'<p>{p}</p>' for p in story)}</div><footer>© All of us</footer>"
        (tmp_path / f"{number}.html").write_text(html, "utf-8")
        url = f"https://paper{number}.example/{word}"
        rows.append({"id": word, "url": url, "html_path": f"{number}.html", "expected": {"body": "\n\n".join(story)}})
    (tmp_path / "pages.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")

    weights, bodies = tmp_path / "weights.npz", tmp_path / "bodies.jsonl"
    done = invoke("train", tmp_path / "pages.jsonl", "--folds", "2", "--write", weights, "--bodies", bodies)

    assert "4 pages, F1 1.0000" in done.output
    assert {json.loads(line)["id"] for line in bodies.read_text("utf-8").splitlines()} == {row["id"] for row in rows}
    assert Network.load(weights).first.shape[0] == shipped().first.shape[0]


def test_a_body_in_a_script_needs_the_words_of_the_headline():
    text = json.dumps({"a": {"html": "".join(f"<p>{p} {p}</p>" for p in PARAGRAPHS)}}).replace("<", "\\u003c")
    page = Page.from_html(
        f"<h1>Ferry stays in port</h1><script>window.state = {text}</script>", "https://mole.example/a"
    )

    assert len(state_blocks(page, "The ferry waits at the quay")) == len(PARAGRAPHS)
    assert state_blocks(page, "Bakers raise prices again") == []
    assert extract(page, reraise=True).provenance["body"]["source"] == "script_state"
