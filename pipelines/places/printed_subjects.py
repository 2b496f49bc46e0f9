"""The section that a page prints for its readers, where it declares none."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice, pairwise
from urllib.parse import unquote

from selectolax.lexbor import LexborNode

from crawler.data_files import read_table
from crawler.elements import Elements, lineage
from crawler.page import Page
from crawler.reading.bylines.bylines import starts_byline
from crawler.reading.bylines.signers import ROLES, reads_as_name
from crawler.reading.dates.calendars import month_of
from crawler.reading.text import clean, folded
from crawler.reading.urls import path_of
from pipelines.places.feet import is_own_foot
from pipelines.places.headed_lists import in_headed_list

MOST = 40  # links
MOST_TRAILS = 5
LONGEST_TRAIL = 200  # characters
DEEPEST = 40  # elements around a link
LONGEST = 60  # characters, of a name
LONGEST_STEP = 40  # of a breadcrumb: what is longer is a story's own headline
WORDS = read_table("pipelines", "declared_words.toml")
_TRAILS = tuple(WORDS["trails"])  # in a class
_SCRIPTS = (".php", ".asp", ".aspx")
_PARTS = re.compile(r"[-_.]")
_TAG_FOLDERS, _CATEGORY_FOLDERS = frozenset(WORDS["tag_folders"]), frozenset(WORDS["category_folders"])
# A class that says so: category, itemCategory, entry-category, article__category, post-cat
_CATEGORY = re.compile(
    r"(?:^|\s)(?:(?:item|post|entry|article|story|news|meta|taxonomy|list|detail|e)[-_]{0,2}){0,2}"
    r"(?:categor(?:y|i(?:es?|as?))|editoria|seccion|sezione|secao|cat[-_]links?|cat(?:e|s)?|kategori\w{0,3}|rubri[ckq]\w{0,3})(?:[-_]{0,2}(?:name|links?|label|wrap|wrapper))?(?:\s|$)"
    r"|[a-z]category(?:name|label)[-_]",  # Styled__StyledCategoryName-sc-17pq5ul-1
    re.IGNORECASE,
)
_KICKER = re.compile(
    r"kick|categ|(?<![a-z])cat(?![a-z])|tag|section|topic|rubri|eyebrow|over-?line|label|channel"
    r"|vignett|volanta|cintillo|antet[ií]t|chapeu|occhiello|dachzeile|surtitre|kategor",
    re.I,
)
_PATHS = ("path", "position", "arbo")  # in a class
_CATEGORIES = ("cat", "kategori", "rubri", "editoria", "seccion", "sezione", "secao")  # in a class
# Links beside a category: "All posts", "mehr Korsetts"
_ALL = re.compile(
    r"(?:all|alle|more|mehr|back|zurück|posted|view|read|todos|todas|tous|toutes|voir|ver|tutti|tutte)\b", re.I
)
_FRONT_PAGES = frozenset(
    "index.php index.html index.htm index.jsp index.asp index.aspx default.asp default.aspx main.asp".split()
)
# Folders in which stories of any kind stand.
_NO_SECTION = frozenset(
    "news tin article articles story stories post posts blog content archive archives index index.php item items node"
    " web www author authors tag tags user users p page pages read berita noticias noticia aktuelles artikel"
    " eng rus ukr kaz uzb geo arm ger fra"
    " profile profiles categories category kategorien forum forums threads search people".split()
)
_OFFERS = frozenset(WORDS["offers"])
LONGEST_ADDRESS = 160
MOST_FOLDERS = 2048  # remembered
MOST_STEPS = 4  # of an address
MOST_BOXES = 20
MOST_HEADLINES = 3  # of the site, of what a script may show, of the story
NEAR = 40  # elements from the headline
LONGEST_KICKER = 30
_LANGUAGE = re.compile(r"(?:l|hl|lang|lng|language|locale)=[a-z_-]{2,5}", re.IGNORECASE)
LONGEST_ENDING = 2  # letters, by which a step of an address may be longer than the name of what it leads to
FEWEST_LINKS, MOST_IN_SECTION = 6, 0.8  # of a page
# Around links to what is not this story's: menus, clouds of tags, other stories.
_FOREIGN = re.compile(
    r"menu|nav|sidebar|related|cloud|trending|popular|footer|(?<!entry[-_])(?<!post[-_])(?<!article[-_])header-|teaser|recommend|widget_tag|widget_cat|most-"
)
_OWN_FOOT = re.compile(r"(?:post|entry|article|story|content|item)\w*[-_]?footer")
_ARTICLE = re.compile(r"(?:Article|Posting)$")  # <div itemscope itemtype="https://schema.org/NewsArticle">
_FOREIGN_TAGS = frozenset("nav footer aside form".split())
_LISTS = frozenset("nav ol ul div".split())  # that may be a breadcrumb
_HOME = frozenset(WORDS["home"])
UNCATEGORISED = frozenset(WORDS["uncategorised"])


def trail(page: Page, title: str | None) -> str | None:
    """Return the last step before the story itself of the breadcrumb that the page prints."""
    elements = page.elements
    own = folded(title or "")
    marked = elements.classed(_TRAILS)
    if not marked:  # <nav id="breadcrumb">, <nav aria-label="breadcrumb">
        ids = {place: id_ for place, id_ in elements.with_attribute("id").items() if id_}
        for place, label in (elements.with_attribute("aria-label") | ids).items():
            if any(map(label.lower().__contains__, _TRAILS)) and elements.nodes[place].tag in _LISTS:
                marked.add(place)
    marked = marked or {place for place in elements.classed(_PATHS) if _is_path(elements, place)}
    for node in elements.at(marked)[:MOST_TRAILS]:
        # A step of a trail may open a menu of its neighbours: <li>News<ul><li>Feeds</li><li>Archive</li></ul></li>
        menus = (menu for menu in node.css("li ul")[:MOST_BOXES] if len(menu.css("li")) > 1)
        opened = {link.mem_id for menu in menus for link in menu.css("a")}
        links = [link for link in node.css("a[href]")[: MOST + len(opened)] if link.mem_id not in opened]
        links = [link for link in links if not is_home(link, page)]
        names = [name_of_link(link) for link in links if link.attributes.get("href") != page.url]
        steps = [name for name in names if name and is_subject(name) and not is_story(folded(name), own)]
        own_name = steps and len(steps[-1]) > LONGEST_STEP
        if steps and not own_name and node.tag not in ("body", "html"):
            return steps[-1]
    return None


def _is_path(elements: Elements, place: int) -> bool:
    """Whether a class says "path", and the text shows the signs between its steps: News > Local > ..."""
    words = (elements.attributes[place].get("class") or "").lower().split()
    if not any(word.endswith(_PATHS) for word in words):
        return False
    node = elements.nodes[place]
    text = node.text()
    # <ul class="path"><li><a href="/">Home</a></li><li><a href="/local">Local</a></li></ul>
    listed = (
        node.tag in ("ul", "ol") and _path((node.css_first("a[href]") or node).attributes.get("href") or "-") == "/"
    )
    return len(text) <= LONGEST_TRAIL and (listed or any(sign in text for sign in (">", "»", "›", " / ")))


def is_story(step: str, title: str) -> bool:
    """Return whether a step of a breadcrumb is the story itself: its title, or most of it. Both are folded.

    >>> is_story("waterboardrecall", "waterboardrecallsplitscounty"), is_story("water", "waterboardrecallsplitscounty")
    (True, False)
    """
    return bool(title and step) and (title in step or (title.startswith(step) and 3 * len(step) > len(title)))


def category_link(page: Page) -> str | None:
    """Return the name of the first link that says it leads to the story's category: <a rel="category tag">."""
    attributes = page.elements.attributes
    marked = [p for p, rel in page.elements.with_attribute("rel").items() if "category" in rel.split()]
    own = [node for node in page.elements.at(marked)[:MOST] if not is_foreign(node, page)]
    named = [p for p in page.elements.classed(_CATEGORIES) if _CATEGORY.search(attributes[p].get("class") or "")]
    for node in page.elements.at(named)[:MOST]:
        if not is_foreign(node, page):
            own += [node] if node.tag == "a" else _deepest(node.css("a[href]")[:MOST])
    return next((name for node in own if (name := name_of_link(node)) and is_subject(name)), None)


def _deepest(links: list[LexborNode]) -> list[LexborNode]:
    """The last of the first *links* that each lead deeper: /kultura, /kultura/intervju; none where there is none."""
    found = links[:1]
    for before, link in pairwise(links):
        if not (link.attributes["href"] or "").startswith((before.attributes["href"] or "#").rstrip("/") + "/"):
            break
        found = [link]
    return found


def kicker(page: Page, title: str | None) -> str | None:
    """Return the name by the headline that leads to a category, or that is named so without leading anywhere.

    <a href="/kategoria/samorzad/">Samorząd</a> / <span class="author">..., <span class="category">Sport</span><h1>
    """
    elements = page.elements
    # The site may stand in the <h1>, and the story in an <h2>.
    own = [p for p in elements.tagged("h2")[:MOST] if title and clean(elements.nodes[p].text()) == title][:1]
    for heading in [*own, *elements.tagged("h1")[:MOST_HEADLINES]]:
        if name := _above(elements.nodes[heading], page):
            return name
        near = range(max(0, heading - NEAR), min(len(elements.nodes), heading + NEAR))
        for place in sorted(near, key=lambda at: abs(at - heading)):
            node, attributes = elements.nodes[place], elements.attributes[place]
            leads = node.tag == "a" and leads_to(attributes.get("href")) == "category"
            named = attributes.get("class") or ""
            lone = node.tag in ("span", "div", "p") and "rubri" not in named and _CATEGORY.search(named)
            if not (leads or lone) or is_foreign(node, page) or (lone and node.css_first("a")) or in_headed_list(node):
                continue
            name = name_of_link(node)
            role = name is not None and name.rpartition(" ")[2].lower() in ROLES  # "Ann Lee, Sports Editor"
            if name and len(name) <= LONGEST_KICKER and is_subject(name) and not role and not starts_byline(name):
                return name
    return None


def menu_item(page: Page) -> str | None:
    """Return the name of the menu's link whose address the story's own begins with: /sport/ of /sport/cup-final."""
    path = _path(page.url).lower()
    best, found = "/", None
    folder = f"/{path.strip('/').partition('/')[0]}"
    for place in page.elements.tagged("a"):
        address = page.elements.attributes[place].get("href") or ""
        if not len(best) < len(address) <= LONGEST_ADDRESS or folder not in address.lower() or "?" in address:
            continue
        start = _path(address).lower()
        start = start if start.endswith("/") else f"{start}/"
        if "//" in address and page.site.domain not in address:
            continue
        if not (len(best) < len(start) < len(path) and path.startswith(start) and is_section_path(start)):
            continue
        name = name_of_link(page.elements.nodes[place])
        if name and len(name) <= LONGEST_KICKER and is_subject(name) and not is_home(page.elements.nodes[place], page):
            best, found = start, name
    return _named_step(path, page) if found is None else None if _is_root(best, page) else found


def _named_step(path: str, page: Page) -> str | None:
    """The name of a link to the category that a step of *path* names: /18211/sports/cup-final, /category/sports/."""
    steps = [f"/{step}/" for step in path.split("/")[2:-1] if is_section_path(step)][:MOST_STEPS]
    ends = tuple(steps)
    for place in page.elements.tagged("a") if steps else ():
        address = page.elements.attributes[place].get("href") or ""
        if f"{address.rstrip('/')}/".endswith(ends) and leads_to(address) == "category":
            name = name_of_link(page.elements.nodes[place])
            if name and len(name) <= LONGEST_KICKER and is_subject(name):
                return name
    return None


def _is_root(start: str, page: Page) -> bool:
    """Whether nearly all of the page's links begin with *start*: /hausa/ is an edition of the site and no section."""
    links = (page.elements.attributes[place].get("href") or "" for place in page.elements.tagged("a"))
    paths = [_path(link).lower() for link in links if link.startswith("/") or page.site.domain in link]
    inside = sum(f"{path}/".startswith(start) for path in paths)
    return len(paths) >= FEWEST_LINKS and inside >= MOST_IN_SECTION * len(paths)


def is_section_path(path: str) -> bool:
    """Return whether the last step of *path* may name a section: no "/en/", no "/2026/", nothing that any site has."""
    step = path.strip("/").rpartition("/")[2]
    return len(step) > 2 and not step.isdecimal() and step not in _NO_SECTION


def _above(heading: LexborNode, page: Page) -> str | None:
    """The name of the lone link right above *heading* that is named or leads as kickers are."""
    node = heading.prev
    while node is not None and node.tag in ("-text", "-comment"):
        node = node.prev
    links = ([node] if node.tag == "a" else node.css("a[href]")[:2]) if node is not None else []
    # What holds one link alone is no menu: <ul class="field-themen nav"><li><a>
    lone = node is not None and len(links) == 1 and clean(node.text()) == clean(links[0].text())
    if node is None or (node.parent is not None and is_foreign(node.parent, page)):
        return None
    if not links:
        return _as_in_menu(node, page)
    if not lone:
        return None
    address = links[0].attributes.get("href") or ""
    names = f"{node.attributes.get('class') or ''} {links[0].attributes.get('class') or ''}"
    name = name_of_link(links[0])
    told = _KICKER.search(names) or leads_to(address) or _again(links[0], page) or _is_named_by(address, name or "")
    says = name and told and len(name) <= LONGEST_KICKER and is_subject(name) and not is_home(links[0], page)
    return name if says else None


def _is_named_by(address: str, name: str) -> bool:
    """Whether *address* is one step that *name* is, but for its end, and no person's: /obituarios of "Obituario"."""
    step = _path(address).strip("/").lower()
    rest = len(step) - len(name)
    return (
        step.startswith(name.lower())
        and 0 <= rest <= LONGEST_ENDING
        and is_section_path(step)
        and step not in _OFFERS
        and not reads_as_name(name)
    )


def _as_in_menu(node: LexborNode, page: Page) -> str | None:
    """What *node* right above the headline says, or the first piece in it, where a link of the menu has that name.

    <nav><a href="/agriculture">Agriculture</a></nav> ... <p>Agriculture</p><h1>, <div><span>Agriculture</span>
    <span>Analysis</span></div><h1>
    """
    if len(node.text()) > LONGEST_TRAIL:
        return None
    first = next((child for child in node.iter() if child.tag in ("span", "div")), None)
    shown = [name_of_link(one) for one in (node, first) if one is not None]
    names = {name.casefold() for name in shown if name and len(name) <= LONGEST_KICKER and is_subject(name)}
    attributes, nodes = page.elements.attributes, page.elements.nodes
    begins = {folded(name)[:4] for name in names}
    for place in page.elements.tagged("a") if names else ():
        address = attributes[place].get("href") or ""
        # Most links have other addresses, and to read what one says costs more: /category/arts-and-culture, ?s=arts
        if "%" not in address and not any(map(address.lower().__contains__, begins)):
            continue
        name = name_of_link(nodes[place])
        if name and name.casefold() in names and is_foreign(nodes[place], page):
            return name
    return None


def _again(link: LexborNode, page: Page) -> bool:
    """Whether another link of the page has the address of one step and the name of *link*, as a menu's has.

    One of more steps must stand in the menu: /news/rural.
    """
    address, name = link.attributes.get("href"), clean(link.text())
    step = _path(address).strip("/")
    if not step or any(map(str.isdigit, step)):
        return False
    attributes, nodes = page.elements.attributes, page.elements.nodes
    same = (place for place in page.elements.tagged("a") if attributes[place].get("href") == address)
    others = (nodes[place] for place in same if nodes[place].mem_id != link.mem_id)
    return any(clean(other.text()) == name and ("/" not in step or is_foreign(other, page)) for other in others)


def is_subject(name: str) -> bool:
    """Return whether *name* says what stories are about: no number or month, nor "Uncategorized"."""
    of_site = name.lower() in UNCATEGORISED or _ALL.match(name)
    return name[:1].isalpha() and not of_site and month_of(name) is None


def leads_to(address: str | None) -> str | None:
    """Return what *address* leads to by its folders, a "tag" or a "category": /tag/ferry, not /tag/ itself.

    Or by its script: kategorija.php?id=Sport.
    """
    if not address or len(address) > LONGEST_ADDRESS:
        return None
    script, asks, _ = address.partition("?")
    return _kind_of(script if asks and script.endswith(_SCRIPTS) else address[: address.rfind("/", 0, -1) + 1])


@lru_cache(MOST_FOLDERS)
def _kind_of(folder: str) -> str | None:
    """What stands in *folder*; the links of a page stand in few."""
    steps = folder.lower().split("/")
    steps += [_PARTS.split(step)[0] for step in steps if step.endswith(_SCRIPTS)]  # "categorie-articole.php"
    return (
        "tag" if not _TAG_FOLDERS.isdisjoint(steps) else "category" if not _CATEGORY_FOLDERS.isdisjoint(steps) else None
    )


def _path(address: str | None) -> str:
    """The path of *address*, "" where it is none."""
    return unquote(path_of(address or ""))


def name_of_link(link: LexborNode) -> str | None:
    text = link.text(separator=" ")
    child = link.first_child
    alone = child is not None and child.tag == "-text" and child.next is None
    for drawing in () if alone else link.css("svg")[:2]:  # <a>Ferries <svg><title>Arrow to the right</title>...
        text = text.replace(drawing.text(separator=" ") or " ", " ", 1)
    text = clean(text).strip(" ,;|›»/>#·•").strip()
    return text if 1 < len(text) <= LONGEST else None


def is_home(link: LexborNode, page: Page) -> bool:
    """Return whether *link* leads to the site's front page."""
    address = link.attributes.get("href") or ""
    name = name_of_link(link) or ""
    parts, asks = _path(address).strip("/.").lower(), address.partition("?")[2]
    # index.php?lang=az, not index.php?r=list&cat=2, nor /?p=412
    fronts = (not parts or parts in _FRONT_PAGES) and (not asks or _LANGUAGE.fullmatch(asks) is not None)
    return fronts or name.lower() in _HOME or name in page.site_names


def is_foreign(link: LexborNode, page: Page) -> bool:
    """Return whether *link* stands in what is not the story's."""
    for above in islice(lineage(link), DEEPEST):
        if above.tag in ("article", "main", "body"):
            return False
        names = f"{above.attributes.get('class') or ''} {above.attributes.get('id') or ''}".lower()
        # <div class="post-footer"> is the story's own.
        names = _OWN_FOOT.sub("", names)
        own = above.tag == "footer" and is_own_foot(above)
        # <div class="article" itemtype="http://schema.org/Article"><div class="footer">24.11.2026 <span>Harbour</span>
        if own or (
            "footer" in names and above.parent and _ARTICLE.search(above.parent.attributes.get("itemtype") or "")
        ):
            names = names.replace("footer", "")
        elif above.tag in _FOREIGN_TAGS or _is_head_of_site(above, page):
            return True
        # <div class="sidebar-1"> is the story's own where it holds the headline.
        if _FOREIGN.search(names) and not _holds_headline(above, page):
            return True
    return False


def _is_head_of_site(node: LexborNode, page: Page) -> bool:
    """Whether *node* is a <header> with a menu, and without the page's headline."""
    of_site = node.tag == "header" and bool(page.elements.tagged("h1")) and node.css_first("li a") is not None
    return of_site and not _holds_headline(node, page)


def _holds_headline(node: LexborNode, page: Page) -> bool:
    """Whether a headline of the page stands in *node*, in which it is not looked for: it may hold all links."""
    headlines = page.elements.at(page.elements.tagged("h1")[:MOST_BOXES])
    return any(above.mem_id == node.mem_id for headline in headlines for above in lineage(headline))
