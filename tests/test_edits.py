"""What an edit is: a typo mended, an editor's correction, another headline, another story."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from crawler.reading.edits import KINDS_OF_EDIT, changed_fields, kind_of_edit, said

BODY = "The ferry sails on Friday with 212 people.\n\nNobody was hurt, the harbour board said."
BEFORE = {"title": "Ferry runs aground off Port Merrow", "description": "All on board are safe.", "body": BODY}


@pytest.mark.parametrize(
    ("kind", "after"),
    [
        ("cosmetic", {"body": BODY.replace("hurt, the", "hurt – the")}),
        ("cosmetic", {"body": BODY.replace("harbour", "harbor")}),
        ("cosmetic", {"title": BEFORE["title"].upper()}),
        ("substantive", {"body": BODY.replace("212", "214")}),
        ("substantive", {"body": BODY.replace("Nobody was", "Two people were")}),
        ("substantive", {"body": BODY.replace("Friday", "Sunday")}),
        ("substantive", {"body": BODY.split("\n\n", maxsplit=1)[0]}),
        ("substantive", {"body": f"{BODY}\n\nCorrections officers waited on the quay.", "title": "Ferry afloat again"}),
        ("correction", {"body": f"{BODY}\n\nCorrection: an earlier version gave the number as 221."}),
        ("correction", {"body": f"{BODY}\n\nThis article has been corrected: the ferry sails on Friday."}),
        ("correction", {"body": f"Correction, November 21: the day was wrong.\n\n{BODY.replace('Friday', 'Sunday')}"}),
        ("headline", {"title": "Night ferry runs aground off Port Merrow"}),
        ("headline", {"description": "Everybody on board is safe and well."}),
        ("retitled", {"title": "What a captain saw in the fog"}),
    ],
)
def test_an_edit_is_told_by_what_it_changes(kind: str, after: dict[str, str]):
    assert kind_of_edit(BEFORE, BEFORE | after) == kind
    assert changed_fields(BEFORE, BEFORE | after) == [field for field in BEFORE if field in after]


@pytest.mark.parametrize(
    "note",
    [
        ("de", "Korrektur: Die Zahl war falsch."),
        ("ja", "【訂正】人数に誤りがありました。"),
        ("uk", "Виправлення: змінено кількість."),
        ("fr", "Dans une première version, le nombre était faux."),
        ("sw", "Masahihisho: idadi ilikuwa na kosa."),
        ("ne", "सच्याइएको: सङ्ख्या गलत थियो।"),
    ],
    ids=lambda note: note[0],
)
def test_a_note_is_known_in_the_language_it_is_written_in(note: tuple[str, str]):
    assert kind_of_edit(BEFORE, BEFORE | {"body": f"{BODY}\n\n{note[1]}"}) == "correction"


@pytest.mark.parametrize("words", ["सुधारों की मांग तेज हुई।", "Corrections officers left the island."])
def test_a_paragraph_that_goes_on_from_such_a_word_is_no_note(words: str):
    assert kind_of_edit(BEFORE, BEFORE | {"body": f"{BODY}\n\n{words}"}) == "substantive"


EARLIER_VERSIONS = [
    "V pôvodnej verzii článku bol uvedený iný počet.",
    "A cikk korábbi változatában más szám szerepelt.",
    "Într-o versiune anterioară a acestui articol era alt număr.",
    "U ranijoj verziji teksta naveden je drugi broj.",
    "В предишна версия на статията беше посочено друго число.",
    "Σε προηγούμενη έκδοση του άρθρου υπήρχε άλλος αριθμός.",
    "Ankstesnėje straipsnio versijoje buvo kitas skaičius.",
    "Artikli varasemas versioonis oli teine arv.",
    "Dalam versi sebelumnya dari artikel ini tertulis angka lain.",
    "本文早先版本的数字有误。",
    "当初の記事で人数が誤っていました。",
    "애초 기사에서 인원을 잘못 적었습니다.",
    "ورد في نسخة سابقة من هذا المقال رقم آخر.",
    "בגרסה קודמת של הכתבה צוין מספר אחר.",
    "इस लेख के पिछले संस्करण में दूसरी संख्या थी।",
]


@pytest.mark.parametrize("note", EARLIER_VERSIONS)
def test_a_sentence_about_an_earlier_version_corrects_it(note: str):
    assert kind_of_edit(BEFORE, BEFORE | {"body": f"{BODY}\n\n{note}"}) == "correction"


@pytest.mark.parametrize("field", ["title", "body"])
def test_a_word_or_a_headline_without_end_is_told_as_soon_as_a_short_one(field: str):
    one, other = (" ".join(["a" * 20_000 + letter, *(f"a {letter}{n}" for n in range(2000))]) for letter in "bc")

    assert kind_of_edit(BEFORE | {field: one}, BEFORE | {field: other}) in KINDS_OF_EDIT
    assert kind_of_edit(BEFORE | {"body": one.split()[0]}, BEFORE | {"body": other.split()[0]}) == "substantive"


def test_a_note_that_was_there_before_corrects_nothing_again():
    noted = f"{BODY}\n\nCorrection: an earlier version gave another number."

    assert kind_of_edit(BEFORE | {"body": noted}, BEFORE | {"body": noted.replace("212", "213")}) == "substantive"


def test_every_language_that_quotes_are_read_in_has_its_words_for_a_correction():
    table = tomllib.loads((ROOT / "crawler" / "reading" / "corrections.toml").read_text("utf-8"))

    assert {path.stem for path in Path(ROOT / "crawler" / "reading" / "quotes" / "cues").glob("*.json")} == set(
        table["leads"]
    )


@pytest.mark.parametrize(
    "same",
    [
        "The\u00a0ferry sails on  Friday with 212 people.\n\n\n Nobody was hurt, the har\u00adbour board said.\n",
        f"{BODY}\n\nRead also: Ferries are back at sea",
    ],
    ids=["spaces and what is invisible", "a pointer elsewhere"],
)
def test_what_nobody_reads_is_no_change(same: str):
    assert changed_fields(BEFORE, BEFORE | {"body": same}) == []


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_two_texts_have_a_kind_and_none_differs_from_itself(a: str, b: str):
    before, after = ({"title": text, "description": None, "body": text} for text in (a, b))

    assert kind_of_edit(before, after) in KINDS_OF_EDIT
    assert changed_fields(before, before) == []
    assert said(said(a)) == said(a)
