"""Kept pages: each once, and of the next page of a site only what is new; nothing that was forgotten is kept inside."""

from __future__ import annotations

import hashlib
import json
import random
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from crawler.archive import Archive
from crawler.archive.captures.compression import AGAIN, FIRST, zstd
from crawler.items import Article
from crawler.page import Page

NOW = datetime(2025, 11, 24, tzinfo=UTC)
WORDS = [hashlib.sha256(str(number).encode()).hexdigest()[: 3 + number % 8] for number in range(3000)]


def words(seed: object, count: int) -> str:
    return " ".join(random.Random(str(seed)).choices(WORDS, k=count))


def page(number: int, *, template: object = "old", text: int = 300) -> bytes:
    """A page as sites have them: most of it is the template, a part changes by the day, a part is the story."""
    return f"{words(template, 20_000)}<ul>{words(number // 20, 200)}</ul><p>{words(f'text {number}', text)}".encode()


def keep(archive: Archive, number: int, body: bytes, site: str = "lock.example") -> str:
    at = NOW + timedelta(hours=number)
    archive.keep_page(f"https://{site}/{number}", body, fetched_at=at, status=200, headers={})
    return hashlib.sha256(body).hexdigest()


def shares(archive: Archive) -> list[float]:
    return [row["kept"] / row["size"] for row in archive.db.query("SELECT size, length(data) AS kept FROM bodies")]


def test_of_a_page_little_is_kept_but_what_the_site_has_not_said_before(archive: Archive):
    pages = [page(number) for number in range(60)]
    digests = [keep(archive, number, body) for number, body in enumerate(pages)]

    (raw, kept) = archive.db.execute("SELECT sum(size), sum(length(data)) FROM bodies").fetchone()
    (extra,) = archive.db.execute("SELECT sum(length(data)) FROM dictionaries").fetchone()
    assert kept / raw < 0.02
    assert (kept + extra) / raw < 0.05 < len(zstd.compress(pages[0], 3)) / len(pages[0])
    assert [archive.read_body(digest) for digest in digests] == pages


def test_a_new_layout_gets_a_new_dictionary_and_old_pages_keep_theirs(archive: Archive):
    before = [page(number) for number in range(FIRST + 4)]
    after = [page(number, template="new") for number in range(len(before), len(before) + 2 * AGAIN)]
    digests = [keep(archive, number, body) for number, body in enumerate([*before, *after])]

    assert len(shares(archive)) == len(digests)
    assert max(shares(archive)[-4:]) < 0.05
    assert archive.db["dictionaries"].count >= 2
    assert [archive.read_body(digest) for digest in digests] == [*before, *after]


def test_a_dictionary_that_a_better_one_follows_after_a_few_pages_goes(archive: Archive):
    """A site prints its second layout from the fourth page on, beside the first: the next dictionary has both."""
    pages = [page(number, template=("gates", "ferry")[number > 3 and number % 2]) for number in range(FIRST + 6)]
    digests = [keep(archive, number, body) for number, body in enumerate(pages[:FIRST])]
    (first,) = [row["id"] for row in archive.db["dictionaries"].rows]
    digests += [keep(archive, number, body) for number, body in enumerate(pages[FIRST:], FIRST)]

    (second,) = archive.db["dictionaries"].rows
    assert second["id"] != first
    assert len(json.loads(second["made_of"])) > 1
    assert max(shares(archive)) < 0.05
    assert [archive.read_body(digest) for digest in digests] == pages


def test_pages_that_share_nothing_get_no_dictionaries(archive: Archive):
    for number in range(3 * AGAIN):
        keep(archive, number, random.Random(number).randbytes(20_000))

    assert archive.db["dictionaries"].count == 0


def test_sites_do_not_share_dictionaries(archive: Archive):
    for number in range(4):
        keep(archive, number, page(number), site="lock.example")
        keep(archive, number, page(number, template="other"), site="coast.example")

    sites = {row["site"] for row in archive.db["dictionaries"].rows}
    assert sites == {"lock.example", "coast.example"}


def test_another_process_reads_and_goes_on(archive: Archive):
    digests = [keep(archive, number, page(number)) for number in range(5)]

    with Archive(archive.path) as second:
        assert [second.read_body(digest) for digest in digests] == [page(number) for number in range(5)]
        keep(second, 5, page(5))
    assert archive.db["dictionaries"].count == 1
    assert archive.read_body(hashlib.sha256(page(5)).hexdigest()) == page(5)


def test_a_dictionary_of_a_transaction_that_was_undone_is_not_used(archive: Archive):
    keep(archive, 0, page(0))
    with suppress(RuntimeError), archive.transaction():
        keep(archive, 1, page(1))
        raise RuntimeError
    assert archive.db["dictionaries"].count == 0
    keep(archive, 2, page(2, template="other"))
    keep(archive, 3, page(3, template="other"))
    keep(archive, 4, page(4, template="other"))

    with Archive(archive.path) as fresh:
        for row in fresh.db["bodies"].rows:
            assert hashlib.sha256(fresh.read_body(row["digest"])).hexdigest() == row["digest"]


def test_what_is_forgotten_is_in_no_dictionary(archive: Archive):
    secret = b"<p>the secret of the lock keeper</p>"
    for number in range(6):
        url = f"https://lock.example/{number}"
        saved = archive.save(Article(page=Page(url), url=url, site="lock.example", title=url), seen_at=NOW)
        body = page(number) + (secret if number == 0 else b"")
        archive.keep_page(url, body, fetched_at=NOW, status=200, headers={}, article_id=saved.article_id)
    (made,) = archive.db["dictionaries"].rows
    assert secret in zstd.decompress(made["data"])

    archive.forget("https://lock.example/0")

    assert [row for row in archive.db["dictionaries"].rows if secret in zstd.decompress(row["data"])] == []
    kept = {archive.read_body(row["digest"]) for row in archive.db["bodies"].rows}
    assert kept == {page(number) for number in range(1, 6)}
    keep(archive, 9, page(9))
    assert shares(archive)[-1] < 0.05
