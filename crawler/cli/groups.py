"""A group of commands that proposes the one that was meant."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

import click


class Commands(click.Group):
    """A group that names, beside a word that is no command of it, the one that was meant, or where they are listed."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        known, path = self.list_commands(ctx), ctx.command_path
        if args and args[0] not in known and not args[0].startswith("-"):
            near = get_close_matches(args[0], known, n=1, cutoff=0.6)
            hint = f"did you mean `{path} {near[0]}`?" if near else f"`{path} --help` lists them."
            raise click.UsageError(f"no command {args[0]!r}; {hint}", ctx)
        return super().resolve_command(ctx, args)
