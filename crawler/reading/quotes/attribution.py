"""What names the speaker of one quote."""

from __future__ import annotations

from dataclasses import dataclass, replace

from crawler.reading.quotes.phrases import Phrase


@dataclass(frozen=True, slots=True)
class Attribution:
    """The words that name a quote's speaker. `how` tells where they stand, or that an earlier quote's are carried on.

    `tied` ones share their utterance with the quote they come from. `phrase` is None where the text leaves the
    subject out ("řekl."), and the speaker is the one last spoken of.
    """

    how: str
    cue: str | None
    phrase: Phrase | None
    distance: int = 0
    tied: bool = False
    source: int | None = None  # the run it is carried on from
    antecedent: str | None = None  # whom a pronoun stands for, where no names are looked up later


def carry(found: Attribution, source: int, *, tied: bool, distance: int = 0) -> Attribution:
    """Return *found*, the attribution of the run *source*, for another run that goes on with its words."""
    origin = source if found.source is None else found.source
    return replace(found, how="carried", tied=tied, distance=distance, source=origin)
