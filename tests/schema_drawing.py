"""The schema, drawn for docs/archive.md: `python tests/schema_drawing.py` draws it anew from the migrations."""

from __future__ import annotations

import tempfile
from pathlib import Path

from crawler.archive import Archive

DOCUMENT = Path(__file__).parent.parent / "docs" / "archive.md"
BEGIN, END = "```mermaid\n", "```\n"


def drawing() -> str:
    """Return the tables with their keys, and which row belongs to which, as a Mermaid diagram."""
    with tempfile.TemporaryDirectory() as folder, Archive(Path(folder) / "archive.db") as archive:
        tables = [t for t in archive.db.tables if "_fts" not in t.name and not t.name.startswith(("_", "sqlite_"))]
        lines = ["erDiagram"]
        for table in sorted(tables, key=lambda table: table.name):
            foreign = {key.column: key for key in table.foreign_keys}
            keys = []
            for column in table.columns:
                marks = [mark for mark, is_it in (("PK", column.is_pk), ("FK", column.name in foreign)) if is_it]
                if marks:
                    keys.append(f"        {column.type.lower()} {column.name} {', '.join(marks)}")
            lines += [f"    {table.name} {{", *keys, "    }"]
            for name, key in sorted(foreign.items()):
                few = "|o" if not next(c for c in table.columns if c.name == name).notnull else "||"
                lines.append(f"    {key.other_table} {few}--o{{ {table.name} : {name}")
    return "\n".join(lines) + "\n"


def drawn() -> str:
    """Return the diagram that stands in the document."""
    text = DOCUMENT.read_text("utf-8")
    return text.split(BEGIN, 1)[1].split(END, 1)[0]


if __name__ == "__main__":
    text = DOCUMENT.read_text("utf-8")
    DOCUMENT.write_text(text.replace(drawn(), drawing()), "utf-8")
