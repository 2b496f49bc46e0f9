"""What happens on the demo site between two crawls: `changes.toml` says it, this applies it.

State 0 is the site as `articles/` describes it. State 1 is the same site some days later.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from crawler.data_files import read_table
from crawler.demo.content import BlockQuote, Paragraph, Part, Story, Subheading, newest_first, read_part, stories

LAST_STATE = 1
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A story whose text was changed: words replaced, a note added below. Without `modified` nobody says so."""

    story: str
    replace: dict[str, str] = field(default_factory=dict)
    note: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """A story that was deleted; its address answers `status`, 404 or 410."""

    story: str
    status: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A story that got another address, to which the old one redirects."""

    story: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A story that another outlet prints as well: `set` is what differs, `drop` the paragraphs left out, from 1."""

    story: str
    set: dict[str, Any]
    drop: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """All that differs between state 0 and state 1. Stories are named by their files."""

    at: datetime  # when what changed was changed, for Last-Modified
    least_rise: int  # of every counter,
    rise_per_thousand: int  # and this much of what it stood at
    edited: list[Edit]
    removed: list[Removal]
    moved: list[Move]
    copied: list[Copy]

    def rise(self, story: Story) -> int:
        """Return by how much the counter of *story* rises: more where it is high, never alike for all."""
        return self.least_rise + story.number % 13 + (story.view_count or 0) * self.rise_per_thousand // 1000


@cache
def changes() -> Changes:
    """Return what `changes.toml` says."""
    table = read_table("crawler.demo", "changes.toml")
    return Changes(
        at=table["at"],
        least_rise=table["least_rise"],
        rise_per_thousand=table["rise_per_thousand"],
        edited=[Edit(**row) for row in table["edited"]],
        removed=[Removal(**row) for row in table["removed"]],
        moved=[Move(**row) for row in table["moved"]],
        copied=[Copy(**row) for row in table["copied"]],
    )


@cache
def stories_at(state: int) -> tuple[Story, ...]:
    """Return the stories that can be read in *state*, the newest first.

    Raises `ValueError` for a state that does not exist, or a change that does not fit its story.
    """
    if state == 0:
        return stories()
    if state != LAST_STATE:
        raise ValueError(f"expected a state from 0 to {LAST_STATE}, found {state}")
    told = changes()
    by_name = {story.name: story for story in stories()}
    for name in _named(told):
        if name not in by_name:
            raise ValueError(f"changes.toml names the story {name!r}; articles/ has no such file")
    copies = [_copy(by_name[copy.story], copy) for copy in told.copied]
    for name, story in by_name.items():
        if story.view_count is not None:
            by_name[name] = replace(story, view_count=story.view_count + told.rise(story))
    for edit in told.edited:
        by_name[edit.story] = _edit(by_name[edit.story], edit)
    for move in told.moved:
        by_name[move.story] = replace(by_name[move.story], path=move.path)
    for removal in told.removed:
        del by_name[removal.story]
    return newest_first([*by_name.values(), *copies])


def redirects() -> dict[str, dict[str, str]]:
    """Return old and new path of what moves, by outlet."""
    return _by_path((move.story, move.path) for move in changes().moved)


def removals() -> dict[str, dict[str, int]]:
    """Return path and status of what is deleted, by outlet."""
    return _by_path((removal.story, removal.status) for removal in changes().removed)


def _by_path(told: Iterable[tuple[str, T]]) -> dict[str, dict[str, T]]:
    """What is told of stories by their names, by outlet and path."""
    found: dict[str, dict[str, T]] = {}
    by_name = {story.name: story for story in stories()}
    for name, what in told:
        found.setdefault(by_name[name].outlet, {})[by_name[name].path] = what
    return found


def _named(told: Changes) -> Iterator[str]:
    for changes_of_a_kind in (told.edited, told.removed, told.moved, told.copied):
        yield from (change.story for change in changes_of_a_kind)


def _edit(story: Story, edit: Edit) -> Story:
    body = story.body
    for old, new in edit.replace.items():
        changed = [_with_words(part, old, new) for part in body]
        if changed == body:
            raise ValueError(f"changes.toml replaces {old!r}, which no paragraph of {story.name} holds")
        body = changed
    if edit.note is not None:
        body = [*body, read_part(edit.note)]
    return replace(story, body=body, modified=edit.modified or story.modified)


def _with_words(part: Part, old: str, new: str) -> Part:
    match part:
        case Paragraph(text) | Subheading(text) | BlockQuote(text):
            return replace(part, text=text.replace(old, new))
    return part


def _copy(story: Story, copy: Copy) -> Story:
    """Return *story* as the other outlet prints it. A quote that stood in a paragraph left out is gone with it."""
    body = [part for number, part in enumerate(story.body, start=1) if number not in copy.drop]
    copied = replace(story, related=[], body=body, **copy.set)
    text = "\n".join(copied.texts())
    quotes = None if story.quotes is None else [quote for quote in story.quotes if quote["text"] in text]
    return replace(copied, quotes=quotes)
