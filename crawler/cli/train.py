"""`newsarc train`: learn which blocks of a page are its story, from pages with known bodies."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import click

from crawler.cli.main import Failure
from crawler.cli.options import FileType, OutputType
from crawler.cli.saying import say
from crawler.demo import all_articles
from crawler.demo.routes import DemoSite
from crawler.items import Article
from crawler.page import Page
from crawler.story.network import Network
from crawler.training.examples import Head, MarkedPage, MarksError, examples_of, read_marked, read_records
from crawler.training.labels import Truth
from crawler.training.measuring import score
from crawler.training.perceptrons import Example, folds, train
from pipelines import new_article
from pipelines.authors import AuthorsPipeline
from pipelines.body import BodyPipeline
from pipelines.title import TitlePipeline

FILE = FileType(exists=True, dir_okay=False, path_type=Path)
FOLDER = FileType(exists=True, file_okay=False, path_type=Path)


@click.command("train")
@click.argument("pages", type=FILE, metavar="PAGES.jsonl")
@click.option("--records", type=FOLDER, help="A folder of recorded pages to train on besides; they are not measured.")
@click.option("--folds", "count", default=5, show_default=True, help="Parts of the cross-validation; 0 for none.")
@click.option("--bodies", type=OutputType(path_type=Path), help="Write the bodies of the cross-validation here.")
@click.option("--write", type=OutputType(path_type=Path), help="Train on all pages and write the weights here.")
def train_command(pages: Path, records: Path | None, count: int, bodies: Path | None, write: Path | None) -> None:
    """Train the classifier of blocks on PAGES.jsonl and say how good it is on publishers that it has not seen.

    Each line is a page: {"id", "url", "html_path", "expected"}. `expected` holds "body" (a text, or a list of
    paragraphs) and "optional" (indexes of paragraphs that may be in or out), or only "with" and "without":
    sentences that must and must not be in the body. The pages of the demo are trained on besides.
    """
    try:
        marked = list(read_marked(pages))
    except MarksError as error:
        raise Failure(str(error)) from error
    recorded = [*demo_pages(), *(read_records(records) if records else ())]
    say(f"reading {len(marked)} pages, and {len(recorded)} recorded ones that are not measured")
    examples = list(examples_of([*marked, *recorded], read_head))
    if count:
        found = cross_validate(marked, examples, count)
        click.echo(score((page.truth, found.get(page.page_id, "")) for page in marked))
        if bodies:
            rows = (json.dumps({"id": page_id, "body": body}) for page_id, body in found.items())
            bodies.write_text("\n".join(rows) + "\n", "utf-8")
    if write:
        train(examples).save(write)
        say(f"wrote {write}")


def demo_pages() -> Iterator[MarkedPage]:
    """Yield the articles of the demo's news sites: small clean pages, as few are among pages from the web.

    Whether the standfirst belongs to the body they leave open, as the marks of other pages do.
    """
    site = DemoSite()
    for article in all_articles():
        address = urlsplit(article.url)
        content = site.answer(address.netloc, address.path).content
        truth = Truth.of({"body": [article.description, *article.body.split("\n\n")], "optional": [0]})
        yield MarkedPage(article.url, article.url, "demo", content, truth, recorded=True)


def read_head(page: Page) -> Head:
    """Return the title and the authors that the steps before the body's read off *page*."""
    article = _with_head(page)
    return article.title, article.people


def _with_head(page: Page) -> Article:
    article = new_article(page)
    for step in (TitlePipeline, AuthorsPipeline):
        article = step(reraise=True).process_item(article)
    return article


def cross_validate(marked: Sequence[MarkedPage], examples: Sequence[Example], count: int) -> dict[str, str]:
    """Return the body of each page by its id, read by a network that has seen no page of its publisher."""
    measured = {e.page_id for e in examples if not e.made}
    # Pages without a block of text give no example; any network reads them alike.
    found = {page.page_id: _body(page, None) for page in marked if page.page_id not in measured}
    by_id = {page.page_id: page for page in marked}
    for number, (seen, unseen) in enumerate(folds(examples, count), 1):
        say(f"fold {number} of {count}: {len(seen)} pages seen, {len(unseen)} measured")
        network = train(seen)
        found |= {e.page_id: _body(by_id[e.page_id], network) for e in unseen}
    return found


def _body(marked: MarkedPage, network: Network | None) -> str:
    step = BodyPipeline(reraise=True)
    step.network = network
    return step.process_item(_with_head(marked.page())).body or ""
