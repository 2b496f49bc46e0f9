"""The pages that are not articles: home, sections, editions, tags, authors, most read, pictures, search, about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crawler.demo.article_page import author_path, footer_links, menu_links, story_links
from crawler.demo.content import Outlet, Story
from crawler.demo.listing_looks import HEAD, LOOKS
from crawler.demo.templates import Html, each, fill, given
from crawler.demo.words import Words, all_words

STORIES_ON_A_PAGE = 6
STORIES_ON_HOME = 9


def pages(outlet: Outlet, stories: Sequence[Story]) -> Iterator[tuple[str, Html]]:
    """Yield the path and the page of everything of *outlet* that is no article; *stories* come newest first."""
    words = all_words()[outlet.language]
    yield "/", page(outlet, words, "/", words.labels["home"], _cards(outlet, words, stories[:STORIES_ON_HOME]))
    for name in outlet.sections:
        yield from _section(outlet, words, name, [story for story in stories if story.section == name])
    for language in outlet.editions:
        own, found = all_words()[language], [story for story in stories if story.language == language]
        yield f"/{language}/", page(outlet, own, f"/{language}/", own.labels["language"], _cards(outlet, own, found))
    for tag in sorted({tag for story in stories for tag in story.tags}):
        found = [story for story in stories if tag in story.tags]
        yield f"/tag/{tag}/", page(outlet, words, f"/tag/{tag}/", f"#{tag}", _cards(outlet, words, found))
    for name in sorted({name for story in stories for name in story.authors}):
        found = [story for story in stories if name in story.authors]
        yield author_path(name), page(outlet, words, author_path(name), name, _cards(outlet, words, found))
    for text in outlet.pages:
        yield text["path"], page(outlet, words, text["path"], text["title"], each("<p>{it}</p>\n", text["paragraphs"]))
    yield from _lists(outlet, words, stories)


def most_read(stories: Sequence[Story]) -> list[Story]:
    """Return the stories with a counter, the most read first."""
    return sorted((story for story in stories if story.view_count), key=lambda story: -(story.view_count or 0))


def not_found(outlet: Outlet, status: int = 404) -> Html:
    """Return the page that stands where nothing is."""
    words = all_words()[outlet.language]
    main = Html("<p>There is no such page, or there is none any more.</p>")
    return page(outlet, words, None, str(status), main)


def page(outlet: Outlet, words: Words, path: str | None, title: str, main: Html, following: str | None = None) -> Html:
    """Return a page with the outlet's head, menu and foot; without *path* it has no canonical address."""
    look = LOOKS[outlet.look]
    head = fill(
        HEAD,
        outlet=outlet,
        title=title,
        canonical=given('<link rel="canonical" href="{it}">\n', path and outlet.url(path)),
        next=given('<link rel="next" href="{it}">\n', following and outlet.url(following)),
        rss=outlet.url(outlet.feeds["rss"]),
        atom=outlet.url(outlet.feeds["atom"]),
        json=outlet.url(outlet.feeds["json"]),
        css=outlet.url("/assets/site.css"),
        style=Html(look.style.replace("COLOUR", outlet.colour)),
    )
    return fill(
        look.page,
        outlet=outlet,
        words=words,
        head=head,
        title=title,
        main=main,
        home=outlet.url("/"),
        menu=each(look.link, menu_links(outlet, words)),
        search=outlet.url("/search"),
        footer=each(look.link, footer_links(outlet, words)),
    )


def _cards(outlet: Outlet, words: Words, stories: Sequence[Story]) -> Html:
    """Return a teaser for each story, its date printed in the language of the list."""
    links = story_links(outlet, words, list(stories))
    return Html(
        "".join(
            fill(
                LOOKS[outlet.look].card,
                it=link,
                story=story,
                section=words.sections[story.section],
                date=words.print_date(story.published),
            )
            for link, story in zip(links, stories, strict=True)
        )
    )


def _section(outlet: Outlet, words: Words, name: str, stories: Sequence[Story]) -> Iterator[tuple[str, Html]]:
    """Yield a section's pages: /news/, /news/page/2/ and so on, as the outlet numbers them."""
    pager = LOOKS[outlet.look].pager
    starts = range(0, max(len(stories), 1), STORIES_ON_A_PAGE)
    paths = [
        f"/{name}/",
        *(f"/{name}/{outlet.paging.format(number=n + 1, start=starts[n])}" for n in range(1, len(starts))),
    ]
    for number, start in enumerate(starts):
        newer = paths[number - 1] if number else None
        older = paths[number + 1] if number + 1 < len(paths) else None
        cards = _cards(outlet, words, stories[start : start + STORIES_ON_A_PAGE])
        back = given(pager, newer and outlet.url(newer), rel="prev", label=words.labels["newer"])
        onward = given(pager, older and outlet.url(older), rel="next", label=words.labels["older"])
        main = Html(cards + back + onward)
        yield paths[number], page(outlet, words, paths[number], words.sections[name], main, following=older)


def _lists(outlet: Outlet, words: Words, stories: Sequence[Story]) -> Iterator[tuple[str, Html]]:
    """Yield the pages that are all titles, all pictures or all form."""
    ranked = fill("<ol>{it}</ol>", it=each(LOOKS[outlet.look].ranked, story_links(outlet, words, most_read(stories))))
    yield "/most-read/", page(outlet, words, "/most-read/", words.labels["most_read"], ranked)
    images = [outlet.url(image.path) for story in stories for image in story.images]
    pictures = fill('<div class="pictures">{it}</div>', it=each('<img src="{it}" alt="" width="240">\n', images))
    yield "/gallery/", page(outlet, words, "/gallery/", words.labels["gallery"], pictures)
    yield "/search", page(outlet, words, "/search", words.labels["search"], Html("<p>0 / 20</p>"))
