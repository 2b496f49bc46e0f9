"""Learn the weights of `crawler/reading/quotes/quote_weights.json` from annotated articles.

    python tests/benchmarks/quote_weights.py ARTICLES.jsonl ... [--write]

A line of ARTICLES is {"id", "text", "lang", "quotes": [{"start", "end"}]}. Logistic regression over the names that
`evidence_by_run` gives; each example counts a second time, for less, as a script without capitals would show it.
Printed is how well weights learnt from four fifths of the articles tell quotes from other marked words in the last
fifth; with `--write`, those learnt from all articles replace the file.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np

from crawler.reading.names.names import Names
from crawler.reading.quotes.cues import cues_of
from crawler.reading.quotes.quote_evidence import OUTRIGHT, evidence_by_run
from crawler.reading.quotes.quoting import runs_of
from crawler.reading.quotes.speakers import Speakers

WEIGHTS = Path(__file__).parents[2] / "crawler" / "reading" / "quotes" / "quote_weights.json"
RIDGE = 5.0  # keeps the weights of rare evidence small
ROUNDS = 30
CASELESS_SHARE = 0.2  # how much an example counts that only shows what scripts without capitals would
# What the end of a span may hold besides words.
MARGIN = "\"“”„«»‚‘’'‹›「」『』 \n\t,"


# What scripts without capitals show instead.
CASELESS = {
    "english": "",
    "begins with a capital": "no capitals",
    "begins small": "no capitals",
    "capitals only": "",
    "capitals only in nouns": "",
    "title case": "",
    "after capital": "after word",
    "before capital": "before word",
}


class Example(NamedTuple):
    """A marked run: where it was found, what speaks for and against it, and whether it is a quote."""

    article: str
    evidence: list[str]
    is_quote: bool


def read_examples(path: Path) -> list[Example]:
    """Return the marked runs of the articles in *path*."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        body, cues = article["text"], cues_of(article["lang"])
        spans = {trimmed(body, quote["start"], quote["end"]) for quote in article["quotes"]}
        runs = runs_of(body, cues)
        for index, evidence in evidence_by_run(Speakers(body, runs, cues, Names.of(body, cues))).items():
            span = trimmed(body, runs[index].start, runs[index].end)
            found.append(Example(article["id"], evidence, span in spans))
    return found


def trimmed(body: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without marks, spaces and commas at its ends.

    >>> trimmed("“Yes,” he said", 0, 6)
    (1, 4)
    """
    while start < end and body[start] in MARGIN:
        start += 1
    while end > start and body[end - 1] in MARGIN:
        end -= 1
    return start, end


def without_capitals(example: Example) -> Example:
    """Return *example* as it would look in a script that has no capitals."""
    evidence = [CASELESS.get(name, name) for name in example.evidence]
    return example._replace(evidence=[name for name in evidence if name])


def learn(examples: list[Example]) -> dict[str, float]:
    """Return the weights by Newton's method."""
    learnt_from = [*examples, *map(without_capitals, examples)]
    share = np.repeat([1.0, CASELESS_SHARE], len(examples))
    names = sorted({name for example in learnt_from for name in example.evidence})
    column = {name: i for i, name in enumerate(names)}
    seen = np.zeros((len(learnt_from), len(names)))
    for row, example in enumerate(learnt_from):
        seen[row, [column[name] for name in example.evidence]] = 1
    truth = np.array([example.is_quote for example in learnt_from], dtype=float)
    weights = np.zeros(len(names))
    for _ in range(ROUNDS):
        guess = 1 / (1 + np.exp(-seen @ weights))
        slope = seen.T @ (share * (guess - truth)) + RIDGE * weights
        curve = (seen.T * (share * guess * (1 - guess))) @ seen + RIDGE * np.eye(len(names))
        weights -= np.linalg.solve(curve, slope)
    return dict(zip(names, weights.tolist(), strict=True))


def report(name: str, judged: list[Example], weights: dict[str, float]) -> str:
    """Return precision, recall and F1 among *judged*, in words."""
    said = [OUTRIGHT in e.evidence or sum(weights.get(n, 0.0) for n in e.evidence) > 0 for e in judged]
    right = sum(says and example.is_quote for says, example in zip(said, judged, strict=True))
    precision, recall = right / max(1, sum(said)), right / max(1, sum(e.is_quote for e in judged))
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return f"{name}: {len(judged)} runs, precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path, nargs="+")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    by_file: dict[str, list[Example]] = {path.name: read_examples(path) for path in options.articles}
    every = [example for found in by_file.values() for example in found]

    def is_aside(example: Example) -> bool:
        return crc32(example.article.encode()) % 5 == 0

    weights = learn([example for example in every if not is_aside(example)])
    for name, found in by_file.items():
        print(report(f"{name}, aside", [example for example in found if is_aside(example)], weights))
    if options.write:
        table: dict[str, Any] = {name: round(weight, 2) for name, weight in learn(every).items()}
        WEIGHTS.write_text(json.dumps(table, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
