"""What is left of boxes and rows in a story's blocks once their other parts were told from it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence

from crawler.blocks import Block, Element
from crawler.layout import is_prose
from crawler.reading.bylines.signers import is_agency
from crawler.reading.furniture import is_disclaimer, is_furniture, is_network
from crawler.reading.text import ends_sentence
from crawler.story.wholes import is_led_to

FEWEST_STAMPS = 3
MOST_FIRST = 2  # number of a gallery's first picture, of which the story may lack one
LONGEST_STAMP = 60  # characters
LONGEST_CELL = 60
LEAST_OF_TABLE = 0.2  # of its cells
LONGEST_DISCLAIMER = 400
SHORTEST_NAME = 4  # letters
LONGEST_LENGTH, MOST_OF_FILM = 8, 3  # characters; blocks: a label, a title, how long it lasts
MOST_FILMS = 3  # on a page
_LENGTH = re.compile(r"(?:\d{1,2}:)?\d{1,2}:\d\d")
_CLOCK = re.compile(r"(?<!\d)\d{1,2}[:.٫]\d\d(?!\d)")
_DIGITS = re.compile(r"\d+")
_ONE_CLOCK = re.compile(r"\D*[^\W\d_]\D*\d{1,2}[:.٫]\d\d\D*|\d{1,2}[:.٫]\d\d\D*[^\W\d_]\D*")  # "Updated at 14:30"
_OF_SEVERAL = re.compile(r"(\d{1,3}) ?/ ?(\d{1,3})")
_WORD = re.compile(r"[^\W\d_]+")
_SIGN = re.compile(r"\(?/[^/]{3,40}/?\)?|[^/]{3,40}/")  # "/gazette.example", "(/Gazette/)"


def remnants(blocks: Sequence[Block], page_blocks: Sequence[Block], site_names: Collection[str]) -> set[Block]:
    """Return those of *blocks* that are stamps, who signs beside them, numbers of pictures, names of networks, lone
    cells of a table, titles of films, or the site's word at the end.

    *page_blocks* are all that the page shows.
    """
    return {
        *_stamps(blocks, page_blocks),
        *_signers(blocks, page_blocks),
        *_numbers_of_pictures(blocks),
        *_names_of_networks(blocks, page_blocks),
        *_lone_cells(blocks),
        *_titles_of_films(page_blocks),
        *_disclaimer(blocks, site_names),
    }


def _stamps(blocks: Sequence[Block], page_blocks: Iterable[Block]) -> Iterable[Block]:
    """The lines over a live blog's entries that say when, all made alike: "28 minutes ago, 14:32 (GMT)"."""
    timed = [block for block in blocks if _is_stamp(block)]
    if not timed:
        return []
    paths = {block.element.path for block in timed if block.element}
    rows: defaultdict[int, list[Block]] = defaultdict(list)
    for block in page_blocks:
        if block.element and block.element.path in paths:
            rows[block.element.path].append(block)
    alike = {path for path, row in rows.items() if all(map(_is_stamp, row)) and _say_the_same(row)}
    worded: defaultdict[str, list[Block]] = defaultdict(list)
    for block in timed:
        if _ONE_CLOCK.fullmatch(block.text):
            worded[_DIGITS.sub("0", block.text)].append(block)
    logs = {block for row in worded.values() if len(row) >= FEWEST_STAMPS and _in_order(row) for block in row}
    over = _followed(timed, blocks)
    return [
        block for block in timed if (block.element and block.element.path in alike) or (block in over and block in logs)
    ]


def _in_order(row: Iterable[Block]) -> bool:
    """Whether the clocks of *row* go on or back, as a log's do; those of a list of concerts begin as each may."""
    clocks = [tuple(map(int, _DIGITS.findall(clock[0]))) for block in row if (clock := _CLOCK.search(block.text))]
    return clocks in (sorted(clocks), sorted(clocks, reverse=True))


def _signers(blocks: Sequence[Block], page_blocks: Sequence[Block]) -> Iterable[Block]:
    """The lines beside the stamps of a live blog's entries that name who wrote each, always alike: "Marta Oakes"."""
    short = {block.text for block in blocks if len(block.text) <= LONGEST_STAMP and not block.has_digit}
    times = Counter(block.text for block in page_blocks if block.text in short)
    often = {text for text, count in times.items() if count >= FEWEST_STAMPS and not ends_sentence(text)}
    if not often:
        return []
    beside = zip([None, *page_blocks], page_blocks, [*page_blocks[1:], None], strict=False)
    return [
        block
        for before, block, after in beside
        if block.text in often and any(other is not None and _is_stamp(other) for other in (before, after))
    ]


def _numbers_of_pictures(blocks: Sequence[Block]) -> Iterable[Block]:
    """The lines that count a gallery's pictures: "1/8", "2/8", "3/8"; not what each film of a list is worth, of ten."""
    lines = (block for block in blocks if block.tag not in ("td", "th"))
    counted: defaultdict[str, list[tuple[int, Block]]] = defaultdict(list)
    for block in lines:
        if match := _OF_SEVERAL.fullmatch(block.text):
            counted[match[2]].append((int(match[1]), block))
    for row in counted.values():
        numbers = sorted({number for number, _ in row})
        one_by_one = numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] <= MOST_FIRST
        if len(row) >= FEWEST_STAMPS and one_by_one:
            yield from (block for _, block in row)


def _followed(timed: Sequence[Block], blocks: Sequence[Block]) -> set[Block]:
    """Those of *timed* below which a paragraph of the story stands, above the next."""
    stamps, found = set(timed), set()
    last: Block | None = None
    for block in blocks:
        if block in stamps:
            last = block
        elif last is not None and is_prose(block):
            found.add(last)
    return found


def _is_stamp(block: Block) -> bool:
    return len(block.text) <= LONGEST_STAMP and block.has_digit and _CLOCK.search(block.text) is not None


def _say_the_same(row: Collection[Block]) -> bool:
    """Whether lines are several, and the words beside the clocks the same in most: those of a programme differ."""
    words = Counter(word for block in row for word in set(_WORD.findall(block.text)))
    return bool(words) and len(row) >= FEWEST_STAMPS and 2 * sum(count == 1 for count in words.values()) <= len(row)


def _names_of_networks(blocks: Iterable[Block], page_blocks: Sequence[Block]) -> Iterable[Block]:
    """What a row of buttons says, each in an element of its own: <li>Facebook</li><li>X</li><li>Print</li>.

    Not a list or table of networks that a paragraph leads to: "The most used are:"
    """
    if not any(map(_may_be_button, blocks)):
        return
    row: list[Block] = []
    for block in [*page_blocks, None]:
        if block is not None and _may_be_button(block):
            row.append(block)
            continue
        if len(row) > 1 and any(is_network(one.text) for one in row) and not is_led_to(row[0], page_blocks):
            yield from row
        row = []


def _may_be_button(block: Block) -> bool:
    return is_network(block.text) or is_furniture(block.text)


def _lone_cells(blocks: Sequence[Block]) -> Iterable[Block]:
    """Short cells of tables of which the story has the lesser part."""
    cells: defaultdict[Element, list[Block]] = defaultdict(list)
    for block in blocks:
        if block.tag in ("td", "th") and block.element:
            table = next((element for element in block.element.lineage() if element.tag == "table"), None)
            if table is not None:
                cells[table].append(block)
    for table, held in cells.items():
        short = all(len(block.text) <= LONGEST_CELL and not is_prose(block) for block in held)
        if short and len(held) < LEAST_OF_TABLE * table.blocks:
            yield from held


def _titles_of_films(page_blocks: Sequence[Block]) -> Iterable[Block]:
    """What stands beside how long a film lasts, and nothing else: <div><p>Ferries back at sea</p><i>02:31</i></div>.

    A time that stands first is when an entry was written; many are a programme; in a table it is how long a race took.
    """
    films = []
    for block in page_blocks:
        if len(block.text) > LONGEST_LENGTH or not _LENGTH.fullmatch(block.text) or block.element is None:
            continue
        if block.within("td", "th"):
            continue
        element = block.element if block.element.blocks > 1 else block.element.parent
        if element is None or element.blocks > MOST_OF_FILM:
            continue
        beside = page_blocks[element.first : element.last]
        if beside and beside[-1] is block and not any(ends_sentence(b.text) for b in beside):
            films.append(beside)
    return [block for film in films for block in film] if len(films) <= MOST_FILMS else []


def _disclaimer(blocks: Sequence[Block], site_names: Collection[str]) -> Iterable[Block]:
    """A first or last line that says whose the views are, and a last one that is a sign of the site.

    "/Gazette/", or its name behind an asterisk; or an agency's: "/ritzau/".
    """
    last = blocks[-1] if len(blocks) > 1 else None
    # <p class="standfirst">, <p>The views are the author's own.</p>
    yield from (block for block in blocks[:2] if last is not None and block is not last and is_disclaimer(block.text))
    signs = last is not None and _SIGN.fullmatch(last.text) and (last.key in site_names or is_agency(last.key))
    if last is not None and (signs or is_disclaimer(last.text)):
        yield last
    if last is None or last.text[:1] not in "*＊※" or len(last.text) > LONGEST_DISCLAIMER:
        return
    if ends_sentence(last.text) and any(len(name) >= SHORTEST_NAME and name in last.key for name in site_names):
        yield last
