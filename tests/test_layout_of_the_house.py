"""The house stays as its folder list reads."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import word_tables
from conftest import ROOT

SOURCES = sorted(p for folder in ("crawler", "spiders", "pipelines") for p in (ROOT / folder).rglob("*.py"))
LEAVES = ("crawler.cli", "crawler.settings", "crawler.web")
# The one leaf that may import spiders and pipelines.
CLI = ROOT / "crawler" / "cli"


def imports(path: Path) -> Iterator[str]:
    """Yield the modules that a file imports at run time; names for type checkers alone are no import."""
    for node in ast.walk(_without_type_checking(ast.parse(path.read_text("utf-8")))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _without_type_checking(tree: ast.Module) -> ast.Module:
    class Drop(ast.NodeTransformer):
        def visit_If(self, node: ast.If) -> ast.If | None:
            return None if isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING" else node

    return Drop().visit(tree)


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_point_one_way(path: Path):
    room = path.relative_to(ROOT).parts[0]
    found = set(imports(path))
    tops = {name.split(".")[0] for name in found}

    if room == "spiders":
        assert "pipelines" not in tops
    elif room == "pipelines":
        assert "spiders" not in tops
    elif CLI not in path.parents:
        assert not tops & {"spiders", "pipelines"}
    if CLI not in path.parents:
        assert not [name for name in found if name.startswith(LEAVES)]


@pytest.mark.parametrize("room", ["reading", "discovery", "configuration", "story"])
def test_a_room_of_pure_functions_needs_none_of_those_that_fetch_and_keep(room: str):
    """What `crawler.archive` imports in turn, could else not be imported by itself."""
    above = tuple(f"crawler.{name}" for name in ("archive", "fetching", "monitoring", "scheduling", "cli", "training"))

    found = {path.name: set(imports(path)) for path in SOURCES if ROOT / "crawler" / room in path.parents}

    assert {name: [one for one in names if one.startswith(above)] for name, names in found.items()} == {
        name: [] for name in found
    }


def test_nothing_that_reads_imports_what_trains():
    training = ROOT / "crawler" / "training"

    found = {path for path in SOURCES if any(name.startswith("crawler.training") for name in imports(path))}

    assert {path for path in found if training not in path.parents} == {CLI / "train.py"}


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_only_the_archive_knows_sql(path: Path):
    if ROOT / "crawler" / "archive" in path.parents:
        return
    text = path.read_text("utf-8")
    assert not re.search(r"\b(?:SELECT .+ FROM|INSERT INTO|UPDATE \w+ SET|DELETE FROM|CREATE TABLE)\b", text)


def test_no_markup_of_the_demo_stands_in_the_code():
    """Rules that know the demo's classes would read the demo and nothing else."""
    named: set[str] = set()
    for path in (ROOT / "crawler" / "demo" / "markups").glob("*.py"):
        for _, names in re.findall(r"""(class|id)=\\?["']([^"'{}]+)""", path.read_text("utf-8")):
            named |= {name for name in names.split() if re.search(r"[-_]|\d", name)}
    assert len(named) > 20
    code = "\n".join(p.read_text("utf-8") for p in SOURCES if ROOT / "crawler" / "demo" not in p.parents)
    assert named & set(re.findall(r"[\w-]+", code)) == set()


def test_every_pipeline_of_the_settings_is_a_step_of_extract():
    from crawler import settings
    from pipelines import FIELD_STEPS

    ordered = sorted(settings.ITEM_PIPELINES, key=settings.ITEM_PIPELINES.__getitem__)
    steps = [f"{step.__module__}.{step.__name__}" for step in FIELD_STEPS]
    assert ordered == [*steps, "pipelines.deduplicate.DeduplicatePipeline", "pipelines.archive.ArchivePipeline"]


def test_modules_stay_readable():
    long = {str(p.relative_to(ROOT)): n for p in SOURCES if (n := len(p.read_text("utf-8").splitlines())) > 400}
    assert long == {}


@pytest.mark.parametrize("path", word_tables.tables(), ids=lambda p: p.stem)
def test_a_table_of_words_is_written_in_short_lines(path: Path):
    assert path.read_text("utf-8") == word_tables.laid_out(path), "run: python tests/word_tables.py"
