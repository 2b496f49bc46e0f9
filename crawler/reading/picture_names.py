"""What an address of a picture says of which picture it is, whatever the size it is shown in."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote, urlsplit

SHORTEST_NAME = 5  # letters of a file's name that tells it from others
MOST_NAMES = 4096  # remembered
_ENDING = re.compile(r"(?<=\w)\.(?:jpe?g|png|webp|gif|avif)(?![^\W_])", re.IGNORECASE)
_FILE = re.compile(r"[\w()%+~.-]{1,200}\.(?:jpe?g|png|webp|gif|avif)\b[\s:|-]*", re.IGNORECASE)
_RATIO = r"(?:1[_x]1|4[_x]3|3[_x]4|3[_x]2|2[_x]3|16[_x]9|9[_x]16|2[_x]1|1[_x]2|21[_x]9|5[_x]4|4[_x]5)"
# What content systems append to the name of a picture for its size: lock-800x600, lock_XL, lock-scaled
_SIZE = re.compile(
    r"(?<=\w)[-_](?:\d{2,4}x\d{2,4}(?![\dx])"
    r"|(?:x?[sml]|xs|xl|xxl|scaled|small|medium|large|thumb|generic|seo|og|social|teaser|preview|cropped)$"
    rf"|v?{_RATIO}(?:_\d{{3,4}})?$)"  # lock_v16_9_1600
    r"|_w\d{2,4}(?:_[a-z]{1,2}\d{0,4})*$"  # lock_w250_r1_s
    r"|(?:_[a-z]{1,2}-[a-z0-9]+){2,}$",  # lock-110_v-variantBig16x9_w-1280_zc-b903ef86
    re.IGNORECASE,
)
# And what they put before it: w1200_h1200_x1796_y1197_lock, 1440x810_lock
_SIZE_BEFORE = re.compile(r"(?:[whxy]\d{1,5}_){2,}|\d{3,4}x\d{3,4}_")
_PROCESSED = re.compile(r"csm_(.+)_[0-9a-f]{10}")  # csm_lock-gates_df74dcd6b8
# A last step that is none of its name: /images/332174/fill-1200x800|format-webp/
_TRANSFORM = re.compile(
    r"(?:fill|fit|crop|resize|scale|max|min|width|height|[wh])[-_]?\d{2,4}(?:[x|,:_-].*)?", re.IGNORECASE
)
# Names that any picture of a site has, in folders of their own: /28712345/4/rawImage.jpg, /28712345/4/1200x0.jpg
_ANY = re.compile(r"raw-?image|original|photo|image|thumb(?:nail)?|\d{2,4}x\d{1,4}", re.IGNORECASE)
_OF_ONE = re.compile(r"\d{5}|[a-z]-\d{3}", re.IGNORECASE)
# /dam/lock-gates.jpg/_jcr_content/renditions/web.1280.jpeg
_RENDITION = re.compile(r"/(?:_jcr_content|jcr:content)/renditions/.*")
# A service that makes sizes is asked for the picture: /thumb/S1200x630/?fname=https://t1.harbour.example/lock.jpg
_INNER = re.compile(r"(?:^|&)(?:fname|src|source|url|image|img)=([^&]+)")


@lru_cache(MOST_NAMES)
def file_name(address: str) -> str:
    """Return the name of the file at *address*, without its ending: sizes and hosts differ, the name stays.

    >>> file_name("https://img.harbour.example/800x600/lock-gates.webp?w=800")
    'lock-gates'
    >>> file_name("/storage/w1200_h800_x17_y19_lock-gates_v16_9_1600.jpeg")
    'lock-gates'
    >>> file_name("https://img.harbour.example/thumb/S1200x630/?fname=https://t1.harbour.example/lock-gates.jpg")
    'lock-gates'
    """
    parts = urlsplit(address)
    inner = _INNER.search(parts.query) if parts.query and not _ENDING.search(parts.path) else None
    path = unquote(urlsplit(unquote(inner[1])).path if inner else parts.path)
    if "content/renditions/" in path:
        path = _RENDITION.sub("", path)
    steps = path.rstrip("/").split("/")
    while len(steps) > 1 and _TRANSFORM.fullmatch(steps[-1]) and not _ENDING.search(steps[-1]):
        steps.pop()
    last = steps[-1]
    ending = _ENDING.search(last)  # lock-gates.jpg.webp, lock-gates.jpg_554688468.jpg
    name = last[: ending.start()] if ending else last.rpartition(".")[0] or last
    if processed := _PROCESSED.fullmatch(name):
        name = processed[1]
    # /2026/05/photo.jpg has no folder of its own
    if len(steps) > 2 and _ANY.fullmatch(name) and _OF_ONE.search("/".join(steps[-3:-1])):
        return "/".join((steps[-3], steps[-2].split(",", 1)[0]))  # /thumb/msid-115432109,width-1200/photo.jpg
    return _SIZE.sub("", _SIZE_BEFORE.sub("", name, count=1)) or name


def shows_name(markup: str, name: str) -> bool:
    """Return whether *name* stands in *markup* and goes on in no letter or digit: "lock-1" is not in "lock-12.jpg"."""
    at = markup.find(name)
    while at >= 0:
        end = at + len(name)
        if not markup[end : end + 1].isalnum():
            return True
        at = markup.find(name, end)
    return False


def without_file_name(text: str) -> str:
    """Return *text* without the name of a file that it begins with.

    >>> without_file_name("DSC_0012.jpg The lock at dawn")
    'The lock at dawn'
    """
    match = _FILE.match(text)
    return text[match.end() :] if match else text
