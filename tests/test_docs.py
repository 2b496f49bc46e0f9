"""The documents name what there is: every command, option, setting and table."""

from __future__ import annotations

import doctest
import re
import shutil
from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime, timedelta
from pathlib import Path

import click
import pytest
from conftest import ROOT
from schema_drawing import drawing, drawn

from crawler import settings
from crawler.archive import Archive
from crawler.cli.main import COMMANDS, main
from crawler.items import Article, Quote
from crawler.page import Page
from crawler.site import Selectors, Site

DOCS = {path.name: path.read_text("utf-8") for path in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_described(name: str):
    assert f"`newsarc {name}" in DOCS["commands.md"]


def options_of(command: click.Command | None, name: str) -> Iterator[tuple[str, str]]:
    """Yield the options of a command and of those below it, each with whose it is."""
    assert command is not None
    yield from ((name, option.opts[0]) for option in command.params if isinstance(option, click.Option))
    if isinstance(command, click.Group):
        for below in command.list_commands(click.Context(command)):
            yield from options_of(command.get_command(click.Context(command), below), f"{name} {below}")


@pytest.mark.parametrize(
    ("command", "option"),
    [pair for name in COMMANDS for pair in options_of(main.get_command(click.Context(main), name), name)],
)
def test_every_option_is_described(command: str, option: str):
    text = DOCS["sites.md" if command == "sites add" else "commands.md"]

    assert re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", text), f"{command} {option}"


@pytest.mark.parametrize("rule", [rule.name for kind in (Site, Selectors) for rule in fields(kind)])
def test_every_rule_of_a_site_is_described(rule: str):
    assert f"`{rule}`" in DOCS["sites.md"]


@pytest.mark.parametrize("name", sorted(name for name in dir(settings) if name.startswith("NEWSARC_")))
def test_every_setting_is_described(name: str):
    assert f"`{name}`" in DOCS["settings.md"]


def test_every_setting_described_is_one():
    described = set(re.findall(r"`(NEWSARC_[A-Z_]+)`", DOCS["settings.md"]))

    assert described <= set(dir(settings))


def test_every_table_and_column_is_described(tmp_path: Path):
    with Archive(tmp_path / "archive.db") as archive:
        tables = {
            table.name: [column.name for column in table.columns]
            for table in archive.db.tables
            if not table.name.startswith(("sqlite_", "_")) and "_fts" not in table.name
        }
    text = DOCS["archive.md"]

    missing = [name for name in tables if f"`{name}`" not in text]
    missing += [
        f"{name}.{column}" for name, columns in tables.items() for column in columns if f"`{column}`" not in text
    ]
    assert missing == []


@pytest.mark.parametrize("name", sorted(DOCS))
def test_links_lead_somewhere(name: str):
    folder = ROOT if (ROOT / name).exists() else ROOT / "docs"
    links = [link for link in re.findall(r"\]\(([^)#]+)", DOCS[name]) if "://" not in link]

    assert [link for link in links if not (folder / link).exists()] == []


def test_the_examples_in_python_are_true(crawled: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "data").mkdir()
    shutil.copy(crawled.path, tmp_path / "data" / "archive.db")
    monkeypatch.chdir(tmp_path)

    result = doctest.testfile(str(ROOT / "docs" / "python.md"), module_relative=False, encoding="utf-8")

    assert result.attempted > 10
    assert result.failed == 0


def test_every_room_of_the_house_is_described():
    rooms = {path.name for path in (ROOT / "crawler").iterdir() if path.is_dir() and path.name != "__pycache__"}

    assert [room for room in sorted(rooms) if f"{room}/" not in DOCS["design.md"]] == []


def test_the_changelog_names_this_version():
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)

    assert version
    assert f"## {version[1]}" in DOCS["CHANGELOG.md"]


def test_the_schema_is_drawn_as_it_is():
    assert drawn() == drawing(), "draw it anew: python tests/schema_drawing.py"


QUESTIONS = re.findall(r"(?m)^([^\n]+):\n\n```sql\n([^`]+);\n```", DOCS["archive.md"])


@pytest.fixture(scope="module")
def changed(crawled: Archive, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """The archive of the demo, in which an article was edited, another taken down, and one copied by another outlet."""
    path = tmp_path_factory.mktemp("changed") / "archive.db"
    crawled.backup(path)
    with Archive(path) as archive:
        rows = [row for row in archive.articles() if row.body]
        later = datetime.fromisoformat(max(row.last_seen_at for row in rows)) + timedelta(hours=1)
        edited = Article(page=Page(rows[0].url), url=rows[0].url, site=rows[0].site)
        edited.title, edited.body = f"{rows[0].title}, again", f"{rows[0].body}\n\nThis was added later."
        archive.save(edited, seen_at=later)
        archive.mark_gone(rows[1].id, later)
        quoting = max(rows, key=lambda row: (len(list(archive.quotes(article_id=row.id))), row.id))
        copied = Article(page=Page("https://other.example/1"), url="https://other.example/1", site="other.example")
        copied.title, copied.body, copied.published_at = quoting.title, quoting.body, quoting.published_at
        copied.source = "The agency"
        said = list(archive.quotes(article_id=quoting.id))
        copied.quotes = [Quote(q.text, q.start, q.end, q.kind, q.utterance, q.speaker) for q in said]
        archive.save(copied, seen_at=later)
        yield archive


def test_there_are_twenty_questions():
    assert len(QUESTIONS) == 20


@pytest.mark.parametrize(("title", "sql"), QUESTIONS, ids=[title for title, _ in QUESTIONS])
def test_a_question_in_sql_has_an_answer(changed: Archive, title: str, sql: str):
    assert changed.db.execute(sql).fetchall(), title
