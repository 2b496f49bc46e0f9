"""What other tools did to an archive is noticed, and mended."""

import sqlite3
import tracemalloc
from contextlib import closing

import pytest
from lock_gates import MONDAY, TUESDAY, article

from crawler.archive import Archive
from crawler.archive.upkeep import invariants


def test_index_fed_by_us_satisfies_sqlite_too(archive):
    archive.save(article(title="東京"), seen_at=MONDAY)
    archive.save(article(title="大阪"), seen_at=TUESDAY)

    for index in ("articles_fts", "beginnings_fts", "quotes_fts"):
        archive.db.execute(f"INSERT INTO {index} ({index}) VALUES ('integrity-check')")


def test_check_notices_what_others_did_and_reindex_mends_it(tmp_path):
    with Archive(tmp_path / "archive.db") as archive:
        archive.save(article(title="東京都の水門"), seen_at=MONDAY)
        archive.save(article("https://harbour.example/2", body="Second", quotes=[]), seen_at=MONDAY)

        def rebuilt():
            archive.db.execute("INSERT INTO articles_fts (articles_fts) VALUES ('rebuild')")

        def changed():
            archive.db.execute("UPDATE articles SET title = 'Else' WHERE id = 2")

        def inserted():
            columns = 'id, article_id, position, text, start, "end", kind, utterance'
            archive.db.execute(f"INSERT INTO quotes ({columns}) VALUES (9, 2, 0, 'x', 0, 1, 'inline', 0)")

        def removed_wrongly():
            archive.db.execute("UPDATE articles SET title = 'New' WHERE id = 2")
            archive.db.execute(
                "INSERT INTO articles_fts (rowid, title, description, body) VALUES (2, 'new', NULL, 'second')"
            )

        def emptied():
            archive.db.execute("INSERT INTO beginnings_fts (beginnings_fts) VALUES ('delete-all')")

        def beginnings_rebuilt():
            archive.db.execute("INSERT INTO beginnings_fts (beginnings_fts) VALUES ('rebuild')")

        for damage, words in (
            (emptied, "beginnings_fts has 0 rows, articles has 2"),
            (beginnings_rebuilt, "beginnings_fts does not hold the words of articles 1, 2, perhaps another tool"),
            (rebuilt, "articles_fts does not hold the words of articles 1, 2, perhaps another tool rebuilt it"),
            (changed, "articles_fts does not hold the words of articles 2"),
            (inserted, "quotes_fts has 1 rows, quotes has 2"),
            (removed_wrongly, "articles_fts does not hold the words of articles 2"),
        ):
            damage()
            fault, *_ = archive.check()
            assert words in fault
            assert fault.endswith("run `newsarc archive reindex`")
            archive.reindex()
            assert [found for found in archive.check() if "_fts" in found] == []
        assert archive.count_search("水門") == 1


def test_check_notices_words_of_articles_that_are_no_more(archive):
    archive.save(article(), seen_at=MONDAY)
    archive.db.execute("INSERT INTO articles_fts (rowid, title) VALUES (77, 'ghost')")
    archive.db.execute("DELETE FROM articles_fts_docsize WHERE id = 77")

    (fault,) = archive.check()

    assert "articles 77" in fault
    archive.reindex()


def test_check_notices_broken_references(archive):
    archive.save(article(), seen_at=MONDAY)
    with closing(sqlite3.connect(archive.path)) as other:
        other.execute("INSERT INTO view_counts VALUES (5, '2026', 1, NULL)")
        other.commit()

    assert archive.check() == ["row None of view_counts refers to a row of articles that is not there"]
    archive.db.execute("DELETE FROM view_counts WHERE article_id = 5")


def test_check_reads_only(archive):
    archive.save(article(), seen_at=MONDAY)

    with Archive(archive.path, read_only=True) as reader:
        assert reader.check() == []
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            reader.db.execute("DELETE FROM articles")


def test_texts_are_looked_at_one_after_another(tmp_path):
    with Archive(tmp_path / "archive.db") as archive:
        archive.save(article(quotes=[]), seen_at=MONDAY)
        (columns,) = archive.db.execute("SELECT group_concat(name) FROM pragma_table_info('articles')").fetchone()
        others = columns.replace("id,url,", "")
        many = "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 200)"
        archive.db.execute(
            f"INSERT INTO articles ({columns}) {many} SELECT i, url || i, {others} FROM n, articles WHERE id = 1"
        )
        archive.db.execute("UPDATE articles SET body = printf('%.*c', 100000, 'x')")

        tracemalloc.start()
        faults = list(invariants.broken(archive.db, 0))
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()

    assert any("text_hash" in fault for fault in faults)
    assert most < 5_000_000
