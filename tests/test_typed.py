"""What is typed on the command line is understood in a locale that knows ASCII alone."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click
import pytest
from conftest import Command

from crawler.archive import Archive
from crawler.cli import main
from crawler.cli.typed import as_typed

TEXT = "Наш маяк стоїть на березі вже сто років, і щоночі його видно далеко в морі."
URL = "https://газета.example/маяк"


@pytest.fixture
def in_ascii(newsarc: Command, environment: dict[str, str]) -> Command:
    """Run `newsarc ARGS` where the locale knows ASCII alone."""
    environment |= {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"}
    environment.pop("PYTHONIOENCODING", None)
    return newsarc


def test_words_are_understood_and_paths_lead_to_their_files(in_ascii: Command, tmp_path: Path):
    (tmp_path / "größe.jsonl").write_text(json.dumps({"url": URL, "title": "Маяк", "body": TEXT}), "utf-8")
    archive = ("--archive", "ärchiv.db")

    done = [
        in_ascii("import", "größe.jsonl", *archive),
        in_ascii("correct", URL, "title", "Ünïcode", *archive),
        in_ascii("correct", "1", "authors", "Zoë Świt", "Ан Рід", *archive),
    ]
    searched = in_ascii("search", "маяк", "--json", "-c", "id", *archive)
    listed = in_ascii("list", "--site", "газета.example", "--json", "-c", "id", *archive)

    assert [one.returncode for one in done] == [0, 0, 0], done
    assert json.loads(searched.stdout) == json.loads(listed.stdout) == [{"id": 1}]
    with Archive(tmp_path / "ärchiv.db", read_only=True) as opened:
        found = opened.article(1)
        assert (found.title, found.authors) == ("Ünïcode", ["Zoë Świt", "Ан Рід"])


def test_a_page_is_read_from_a_file_whose_name_the_locale_cannot_read(in_ascii: Command, tmp_path: Path):
    (tmp_path / "größe.html").write_text(f"<html><body><article><h1>Маяк</h1><p>{TEXT}", "utf-8")

    done = in_ascii("extract", "größe.html", "--url", URL)

    assert json.loads(done.stdout)["title"] == "Маяк"


def test_json_stays_json_where_its_letters_cannot_be_written(newsarc: Command, environment: dict[str, str]):
    newsarc("import", "-", stdin=json.dumps({"url": URL, "title": "Lights 😀 маяк", "body": TEXT}))
    environment |= {"PYTHONUTF8": "0", "PYTHONIOENCODING": "latin-1"}

    listed = newsarc("list", "--json", "-c", "title", "-c", "body").stdout

    assert json.loads(listed) == [{"title": "Lights 😀 маяк", "body": TEXT}]


def test_what_is_no_utf_8_stays_as_the_locale_reads_it():
    assert as_typed(os.fsdecode(b"caf\xe9")) == os.fsdecode(b"caf\xe9")


def test_no_command_takes_a_text_otherwise():
    def texts(command: click.Command, name: str) -> list[str]:
        found = [f"{name} {parameter.name}" for parameter in command.params if parameter.type is click.STRING]
        below = command.commands if isinstance(command, click.Group) and command is not main else {}
        return found + [one for part, other in below.items() for one in texts(other, f"{name} {part}")]

    context = click.Context(main)
    loaded = {name: main.get_command(context, name) for name in main.list_commands(context)}

    assert [one for name, command in loaded.items() if command for one in texts(command, name)] == []
