"""Words of the command line as they were typed, in a locale that is not UTF-8 too."""

from __future__ import annotations

import os
from typing import Any

import click

from crawler.archive.values import storable


def as_typed(argument: str) -> str:
    """Return *argument* read as UTF-8, whatever the locale says; what is no UTF-8 stays as the locale reads it.

    With LC_ALL=C and PYTHONUTF8=0 "маяк" comes as eight halves of surrogates, in ISO 8859-1 as "Ð¼Ð°ÑÐº".

    >>> as_typed(b"caf\\xc3\\xa9".decode("ascii", "surrogateescape")), as_typed("café")
    ('café', 'café')
    """
    try:
        return os.fsencode(argument).decode("utf-8")
    except UnicodeError:
        return argument


class Typed(click.types.StringParamType):
    """A text. Where a path may stand as well, only an address is one: a path has the bytes of the file's name."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        text = super().convert(value, param, ctx)
        named = (param.metavar or "") if param is not None else ""
        may_be_path = "FILE" in named or "=" in named  # FILE|URL, NAME=VALUE
        return text if may_be_path and "://" not in text else storable(as_typed(text))


def take_as_typed(command: click.Command) -> None:
    """Let *command* and those below it take their texts as they were typed."""
    for parameter in command.params:
        if parameter.type is click.STRING:
            parameter.type = Typed()
    if isinstance(command, click.Group):
        for below in command.commands.values():
            take_as_typed(below)
