"""Finding `newsarc.toml`, reading it with the environment over it, and saying what is wrong in it, by line."""

from __future__ import annotations

import os
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from crawler.configuration.lines import key_lines
from crawler.configuration.sections import (
    SECTIONS,
    ArchiveSection,
    Key,
    NotifySection,
    PolitenessSection,
    ScheduleSection,
    SiteSection,
    SpidersSection,
    default_of,
    keys_of,
)

CONFIG = "newsarc.toml"
SITES = "sites"


class ConfigurationError(ValueError):
    """The configuration cannot be used. The message names the file, the line, the value and what was expected."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong; `where` is "PATH, line N", or the name of an environment variable."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """All values. `folder` is what relative paths start from, `file` the `newsarc.toml` there, or None.

    `origins` tells of each value that is no default where it came from: "politeness.delay" -> "newsarc.toml, line 4".
    """

    folder: Path
    file: Path | None = None
    archive: ArchiveSection
    spiders: SpidersSection
    politeness: PolitenessSection
    schedule: ScheduleSection
    notify: NotifySection
    sites: Mapping[str, SiteSection] = field(default_factory=dict)
    origins: Mapping[str, str] = field(default_factory=dict)

    @property
    def own_spiders(self) -> Path | None:
        """The folder of one's own spiders; None where nothing names one: no stranger's folder is run as code."""
        is_named = self.file is not None or "spiders.folder" in self.origins
        return self.spiders.folder if is_named else None

    def site_settings(self, name: str) -> dict[str, Any]:
        """Return the Scrapy settings of `[sites.NAME]`, none where there is no such site."""
        section = self.sites.get(name, SiteSection())
        return {
            key.setting: value
            for key in keys_of(SiteSection).values()
            if key.setting and (value := getattr(section, key.name)) is not None
        }


def load_configuration(start: Path | None = None, *, environment: Mapping[str, str] | None = None) -> Configuration:
    """Return the configuration that counts in the folder *start* (here), the environment over the file.

    The file is the first `newsarc.toml` upwards from there; a folder with a `scrapy.cfg` ends the search. Raises
    `ConfigurationError` with the first thing that is wrong.
    """
    configuration, problems = find_problems(start, environment=environment)
    if problems:
        more = f" (and {len(problems) - 1} more: `newsarc config check`)" if len(problems) > 1 else ""
        raise ConfigurationError(f"{problems[0]}{more}")
    return configuration


def find_problems(
    start: Path | None = None, *, environment: Mapping[str, str] | None = None
) -> tuple[Configuration, list[Problem]]:
    """Return the configuration, defaults in place of what is wrong, and everything that is wrong in it.

    Raises `ConfigurationError` where there is no folder to look in.
    """
    folder, file = _find((start or _here()).absolute())
    reader = _Reader(folder, file, os.environ if environment is None else environment)
    return reader.read(), sorted(reader.problems, key=_line)


def _line(problem: Problem) -> int:
    """Return the line that a problem is on; those of the environment come last."""
    number = problem.where.rpartition(", line ")[2]
    return int(number) if number.isdigit() else sys.maxsize


def _here() -> Path:
    try:
        return Path.cwd()
    except FileNotFoundError as error:
        raise ConfigurationError("the folder where you are is gone; change to one that is there") from error


def _find(here: Path) -> tuple[Path, Path | None]:
    for folder in (here, *here.parents):
        if (folder / CONFIG).is_file():
            return folder, folder / CONFIG
        if (folder / "scrapy.cfg").is_file():
            return folder, None
    return here, None


class _Reader:
    """Reads one file and the environment; gathers problems on the way."""

    def __init__(self, folder: Path, file: Path | None, environment: Mapping[str, str]) -> None:
        self.folder = folder
        self.file = file
        self.environment = environment
        self.problems: list[Problem] = []
        self.origins: dict[str, str] = {}
        self.text = ""

    def read(self) -> Configuration:
        tables = self._tables()
        self.lines = key_lines(self.text)
        known = [*SECTIONS, SITES]
        for name in tables.keys() - set(known):
            self._unknown((name,), known)
        sections = {name: self._section(name, section, tables) for name, section in SECTIONS.items()}
        sites = {name: self._site(name, table) for name, table in self._table((SITES,), tables).items()}
        return Configuration(folder=self.folder, file=self.file, sites=sites, origins=self.origins, **sections)

    def _tables(self) -> dict[str, Any]:
        if self.file is None:
            return {}
        try:
            self.text = self.file.read_text("utf-8-sig")
            return tomllib.loads(self.text)
        except UnicodeDecodeError:
            told = "it is not in UTF-8. Save it in that encoding; the Windows editor calls it so, PowerShell utf8"
            self.problems.append(Problem(str(self.file), told))
            return {}
        except (tomllib.TOMLDecodeError, OSError) as error:
            self.text = ""
            self.problems.append(Problem(str(self.file), f"{error}. Expected TOML, such as: archive.path = 'a.db'"))
            return {}

    def _section(self, name: str, section: type[Any], tables: dict[str, Any]) -> Any:
        keys = keys_of(section, name)
        values = dict(self._values((name,), self._table((name,), tables), keys))
        for key in keys.values():
            if key.variable and (text := self.environment.get(key.variable)):
                self._from_environment(name, key, text, values)
            values.setdefault(key.name, self._default(section, key))
        return section(**values)

    def _default(self, section: type[Any], key: Key) -> Any:
        default = default_of(section, key.name)
        return self.folder / default if isinstance(default, Path) else default

    def _site(self, name: str, table: Any) -> SiteSection:
        path = (SITES, name)
        self.origins[".".join(path)] = self._where(path, str(self.file))
        return SiteSection(**dict(self._values(path, self._table(path, {name: table}), keys_of(SiteSection))))

    def _table(self, path: tuple[str, ...], tables: dict[str, Any]) -> dict[str, Any]:
        table = tables.get(path[-1], {})
        if isinstance(table, dict):
            return table
        dotted = ".".join(path)
        self._problem(path, f"{dotted} = {table!r}; expected a table: [{dotted}] and its keys below")
        return {}

    def _values(self, path: tuple[str, ...], table: dict[str, Any], keys: dict[str, Key]) -> Iterator[tuple[str, Any]]:
        for name, value in table.items():
            if name not in keys:
                self._unknown((*path, name), list(keys))
                continue
            try:
                yield name, keys[name].kind.read(value, self.folder)
            except (ValueError, OSError, RuntimeError):
                told = f"{'.'.join((*path, name))} = {_shown(value, keys[name])}; expected {keys[name].kind.expected}"
                self._problem((*path, name), told)
                continue
            self.origins[".".join((*path, name))] = self._where((*path, name), CONFIG)

    def _from_environment(self, section: str, key: Key, text: str, values: dict[str, Any]) -> None:
        assert key.variable is not None
        try:
            values[key.name] = key.kind.read(key.kind.from_text(text), Path.cwd())
        except (ValueError, OSError, RuntimeError):
            told = f"{_shown(text, key)}; expected {key.kind.expected}"
            self.problems.append(Problem(f"the environment's {key.variable}", told))
            return
        self.origins[f"{section}.{key.name}"] = f"environment {key.variable}"

    def _unknown(self, path: tuple[str, ...], known: list[str]) -> None:
        near = get_close_matches(path[-1], known, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]!r}?" if near else f"known are: {', '.join(known)}"
        self._problem(path, f"no key {'.'.join(path)!r}; {hint}")

    def _problem(self, path: tuple[str, ...], what: str) -> None:
        self.problems.append(Problem(self._where(path, str(self.file)), what))

    def _where(self, path: tuple[str, ...], file: str) -> str:
        line = self.lines.get(path)
        return f"{file}, line {line}" if line else file


def _shown(value: Any, key: Key) -> str:
    return "(not shown)" if key.is_secret else repr(value)
