"""Quotation marks: what stands between them, in the styles of many languages."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.reading.quotes.quotation import Run, marked_runs

MARKS = "“”„‟«»‹›‘’‚'\"「」『』〝〟"
marked_text = st.text(alphabet=st.sampled_from(MARKS + "ab Z.,!?\n-—57 "), max_size=200)


def texts(body: str) -> list[str]:
    return [body[run.start : run.end] for run in marked_runs(body)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("“The tide turned,” she said.", ["The tide turned,"]),
        ('"The tide turned," she said.', ["The tide turned,"]),
        ("„Die Flut kam“, sagte sie.", ["Die Flut kam"]),
        ("„Przypływ nadszedł” – mówi.", ["Przypływ nadszedł"]),
        ("»Die Flut kam«, sagte sie.", ["Die Flut kam"]),
        ("« La marée monte », dit-elle.", ["La marée monte"]),
        ("«\u202fLa marée monte\u202f», dit-elle.", ["La marée monte"]),
        ("«Прилив начался», — сказала она.", ["Прилив начался"]),
        ("”Tidvattnet kom”, säger hon.", ["Tidvattnet kom"]),
        ("»Vesi nousi», hän sanoo.", ["Vesi nousi"]),
        ("‘The tide turned,’ she said.", ["The tide turned,"]),
        ("‚Die Flut kam‘, sagte sie.", ["Die Flut kam"]),
        ("‹Die Flut kam›, sagte sie.", ["Die Flut kam"]),
        ("彼女は「潮が満ちた」と話した。", ["潮が満ちた"]),
        ("她说：“涨潮了。”", ["涨潮了。"]),
        ("她說：「漲潮了。」", ["漲潮了。"]),
    ],
)
def test_each_style_of_marks_is_read(body, expected):
    assert texts(body) == expected


def test_a_title_in_double_angle_brackets_is_no_quotation():
    assert texts("他读了《潮汐》。") == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("“He told me ‘never’ and left,” she said.", ["He told me ‘never’ and left,"]),
        ("„Er rief ‚nie‘ und ging“, sagte sie.", ["Er rief ‚nie‘ und ging"]),
        ("«Он сказал „никогда“ и ушёл», — сказала она.", ["Он сказал „никогда“ и ушёл"]),
        ("「彼は『行く』と言った」と彼女。", ["彼は『行く』と言った"]),
    ],
)
def test_marks_within_marks_belong_to_the_outer_quote(body, expected):
    assert texts(body) == expected


@pytest.mark.parametrize(
    "body",
    [
        "It’s the ’90s, and the dogs’ owner didn’t care.",
        "It's the '90s, rock 'n' roll and all.",
        'The pier is 6\'2" high and the rope 5" thick.',
        "The workers’ rights and the owners’ duties.",
        "'",
        "“",
        "”“",
        '"""',
        '<img src="a.png" alt="pier">',
    ],
)
def test_apostrophes_measures_markup_and_stray_marks_are_no_quotation(body):
    assert texts(body) == []


def test_a_plural_genitive_does_not_close_a_single_quote():
    assert texts("‘The workers’ rights come first,’ he said.") == ["The workers’ rights come first,"]


def test_a_quote_over_paragraphs_repeats_its_opening_mark_and_closes_once():
    body = "“First part.\n\n“Second part.\n\n“Third part,” she said."

    runs = marked_runs(body)

    assert [(body[r.start : r.end], r.continued) for r in runs] == [
        ("First part.", True),
        ("Second part.", True),
        ("Third part,", False),
    ]


def test_a_paragraph_that_opens_with_a_mark_and_never_closes_it_is_a_quote_to_its_end():
    assert texts('"The tide turned.\n\nHe left.') == ["The tide turned."]


def test_a_stray_opening_mark_within_a_sentence_opens_nothing():
    assert texts("He read “ the paper and left.\n\nThen “she” came.") == ["she"]


def test_an_opening_mark_that_a_straight_one_closes_is_a_quote():
    assert texts('“The tide turned," she said. “It did.”') == ["The tide turned,", "It did."]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Ann Lee said,“Look at the tide.” She left.", ["Look at the tide."]),
        ('She waxed poetic about"the long pier of our town." It rained.', ["the long pier of our town."]),
    ],
)
def test_a_mark_glued_to_the_word_before_it_opens_where_nothing_is_open(body, expected):
    assert texts(body) == expected


def test_a_quote_that_ends_in_a_number_ends_there():
    assert texts('He had taken "about $200,000" from the harbour.') == ["about $200,000"]
    assert texts('The pier, "high as 6\'2" of rope", she said.') == ["high as 6'2\" of rope"]


def test_two_straight_single_marks_count_only_where_print_uses_them():
    body = "''Dalga geldi'' dedi."

    assert [body[r.start : r.end] for r in marked_runs(body, twins=True)] == ["Dalga geldi"]
    assert marked_runs(body) == []
    assert texts("''The “Northern Tide”'' is a film. “It is long,” she said.") == ["It is long,"]


@given(marked_text)
def test_runs_stand_in_order_within_the_text_and_never_overlap(body):
    runs = marked_runs(body)

    assert all(0 <= r.left <= r.start < r.end <= r.right <= len(body) for r in runs)
    assert all(a.right <= b.left for a, b in itertools.pairwise(runs))


@given(st.text(max_size=100))
def test_no_text_raises(body):
    assert all(isinstance(run, Run) for run in marked_runs(body))


@given(st.text(alphabet="abc ", min_size=1).filter(str.strip))
def test_what_is_put_between_marks_is_found_again(words):
    assert texts(f"She said: „{words}“.") == [words.strip()]


@pytest.mark.thorough
@pytest.mark.parametrize("mark", [*MARKS, "“a” ", "„«", "'a'\n", "“\n\n"])
def test_a_hundred_thousand_marks_cost_no_more_than_their_number(mark, monkeypatch):
    from crawler.reading.quotes import quotation  # counted, not timed

    steps = 0
    closes = quotation._Scan.closes

    def counted(self, mark):
        nonlocal steps
        steps += len(self.stack) + 1
        return closes(self, mark)

    monkeypatch.setattr(quotation._Scan, "closes", counted)
    marked_runs(mark * 100_000)

    assert steps <= 100_000 * len(mark) * 8
