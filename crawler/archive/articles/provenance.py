"""Where values come from, as the archive stores it: evidence that is the value itself is not written a second time.

A third of what fields are told from is the text that the field then has: the headline, the picture's address. For it
stands `true`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from crawler.archive.values import to_json

# Columns that hold a text, which may be their own evidence.
TEXTS = (
    *("title", "description", "source", "section", "language", "published_at", "modified_at"),
    *("image_url", "image_caption", "access", "kind", "body"),
)
Provenance = dict[str, Any]


def pack(provenance: Provenance, values: Mapping[str, Any]) -> str:
    """Return *provenance* as the column holds it, of an article whose columns have these *values*."""
    packed = dict(provenance)
    for field in TEXTS:
        told = packed.get(field)
        if isinstance(told, dict) and told.get("evidence") == values[field] is not None:
            packed[field] = told | {"evidence": True}
    return to_json(packed)


def unpack(packed: str, values: Mapping[str, Any]) -> Provenance:
    """Return the provenance that `pack` was given, by what it made and the same values."""
    provenance: Provenance = json.loads(packed)
    for field in TEXTS:
        told = provenance.get(field)
        if isinstance(told, dict) and told.get("evidence") is True:
            told["evidence"] = values[field]
    return provenance
