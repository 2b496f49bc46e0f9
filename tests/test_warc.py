"""Kept pages as WARC: true for other tools, back again the same; of other crawlers, read as a crawl reads them."""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from conftest import invoke
from hostile.compression import PACK
from two_stories import FERRY, GATES
from visits import html, visit

from crawler.archive import Archive
from crawler.archive.exchange.importing import BadRow
from crawler.archive.exchange.warc_reading import import_warc

warcio = pytest.importorskip("warcio", reason="the extra warc is not installed")

MONDAY = datetime(2025, 11, 24, 3, 25, tzinfo=UTC)
URL = "https://lock.example/news/2025/11/gates"
FERRY_AT = "https://coast.example/news/2025/11/ferry"
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    return invoke


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    with Archive(tmp_path / "a.db") as archive:
        visit(archive, html(views=100))
        visit(archive, html(views=100), day=1)
        visit(archive, html(body=GATES.replace("nine", "eleven"), views=900), day=2)
        visit(archive, html("Ferry sails", FERRY), url=FERRY_AT, parts=(html("Ferry sails", GATES),))
        archive.keep_page(
            "https://lock.example/odd\n",
            b"\x00\xff",
            fetched_at=MONDAY,
            status=404,
            headers={"Content-Encoding": "br", "X-Odd": "a\r\nInjected: yes", "Content-Length": "9"},
        )
    return archive


def records(path: str | Path) -> list[Any]:
    from warcio.archiveiterator import ArchiveIterator

    found = []
    with Path(path).open("rb") as file:
        for record in ArchiveIterator(file, check_digests="raise"):
            record.content = record.content_stream().read()
            found.append(record)
    return found


def test_another_tool_reads_what_is_written(archive: Archive, run: Run):
    run("export", "--format", "warc", "-o", "out.warc.gz", "--archive", "a.db")

    run("export", "-o", "again.warc.gz", "--archive", "a.db")
    assert Path("again.warc.gz").read_bytes() == Path("out.warc.gz").read_bytes()
    found = records("out.warc.gz")
    kinds = [record.rec_type for record in found]
    assert kinds == [
        *("warcinfo", "metadata", "response", "response", "metadata", "response", "revisit", "response", "response"),
    ]
    first, again = found[5], found[6]
    assert {record.rec_headers.protocol for record in found} == {"WARC/1.1"}
    assert first.rec_headers.get_header("WARC-Target-URI") == URL
    assert first.rec_headers.get_header("WARC-Date") == "2025-11-24T03:25:00Z"
    assert first.http_headers.get_statuscode() == "200"
    assert first.http_headers.get_header("Content-Type") == "text/html; charset=utf-8"
    assert first.content == html(views=100).encode()
    assert again.rec_headers.get_header("WARC-Refers-To-Date") == "2025-11-24T03:25:00Z"
    assert again.rec_headers.get_header("WARC-Refers-To") == first.rec_headers.get_header("WARC-Record-ID")
    digests = {record.rec_headers.get_header("WARC-Payload-Digest") for record in (first, again)}
    assert len(digests) == 1
    told = json.loads(found[4].content)
    assert (told["title"], told["view_count"], len(told["captures"])) == ("Lock gates close", 900, 3)


def test_headers_of_a_page_end_no_line_and_tell_nothing_wrong_of_the_body(archive: Archive, run: Run):
    run("export", "--format", "warc", "-o", "out.warc.gz", "--archive", "a.db")

    odd = records("out.warc.gz")[-1]
    named = dict(odd.http_headers.headers)
    assert odd.content == b"\x00\xff"
    assert "Injected" not in named
    assert (named["X-Archive-Orig-Content-Encoding"], named["Content-Length"]) == ("br", "2")
    assert "\n" not in odd.rec_headers.get_header("WARC-Target-URI")


def test_out_and_in_again_gives_the_same_rows(archive: Archive, run: Run):
    run("export", "--format", "warc", "-o", "out.warc.gz", "--archive", "a.db")
    run("import", "out.warc.gz", "--archive", "b.db", "--jobs", "1")
    for name in ("a", "b"):
        run("export", "-o", f"{name}.jsonl", "--archive", f"{name}.db")

    assert Path("a.jsonl").read_bytes() == Path("b.jsonl").read_bytes()
    kept = "url, fetched_at, status, headers, digest, article_id, role, part_of IS NULL"
    sql = f"SELECT {kept} FROM captures WHERE article_id IS NOT NULL ORDER BY url, fetched_at"
    with Archive("a.db", read_only=True) as one, Archive("b.db", read_only=True) as other:
        assert one.db.execute(sql).fetchall() == other.db.execute(sql).fetchall()
        assert other.db["captures"].count == 5
        assert other.check() == []
    run("reread", "--archive", "b.db", "--jobs", "1")
    run("export", "-o", "c.jsonl", "--archive", "b.db")
    assert Path("a.jsonl").read_bytes() == Path("c.jsonl").read_bytes()


def test_a_part_of_an_archive_is_exported(archive: Archive, run: Run):
    run("export", "--format", "warc", "--site", "coast.example", "-o", "out.warc.gz", "--archive", "a.db")

    assert [record.rec_type for record in records("out.warc.gz")] == ["warcinfo", "metadata", "response", "response"]


def foreign(*pages: tuple[str, bytes, dict[str, str]], gzipped: bool = True, version: str = "1.0") -> bytes:
    """A file as another crawler writes it: requests, encoded bodies, dates to the microsecond."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=gzipped, warc_version=version)
    for number, (url, body, headers) in enumerate(pages):
        date = (MONDAY + timedelta(hours=number)).strftime("%Y-%m-%dT%H:%M:%S.123456Z")
        status = headers.pop(":status", "200 OK")
        http = StatusAndHeaders(status, list(headers.items()), protocol="HTTP/1.1")
        request = StatusAndHeaders("GET / HTTP/1.1", [("Host", "x")], is_http_request=True)
        for kind, payload, given in (("request", b"", request), ("response", body, http)):
            about = {"WARC-Date": date}
            record = writer.create_warc_record(
                url, kind, payload=io.BytesIO(payload), http_headers=given, length=len(payload), warc_headers_dict=about
            )
            writer.write_record(record)
    return out.getvalue()


def article_page(title: str, body: str) -> bytes:
    return html(title, body).replace("<head>", "<head><meta property=og:type content=article>").encode()


PAGES = (
    (
        URL,
        gzip.compress(article_page("Lock gates close", GATES)),
        {"Content-Type": "text/html", "Content-Encoding": "gzip"},
    ),
    ("https://lock.example/", b"<html><body><a href=/a>list</a>", {"Content-Type": "text/html"}),
    ("https://lock.example/a.png", b"\x89PNG", {"Content-Type": "image/png"}),
    ("https://lock.example/gone", article_page("Gone", FERRY), {":status": "404 Not Found"}),
    (FERRY_AT, article_page("Ferry sails", FERRY), {"Content-Type": "text/html; charset=utf-8", "Set-Cookie": "a=b"}),
)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_pages_of_any_crawler_are_read_as_a_crawl_reads_them(run: Run, jobs: str):
    Path("cc-news.warc.gz").write_bytes(foreign(*((url, body, dict(headers)) for url, body, headers in PAGES)))

    said = run("import", "cc-news.warc.gz", "--archive", "b.db", "--jobs", jobs).stderr

    assert "2 new, 1 no article" in said
    with Archive("b.db", read_only=True) as archive:
        found = archive.article(URL)
        assert (found.title, found.first_seen_at, found.section) == (
            "Lock gates close",
            "2025-11-24T03:25:00Z",
            "Local",
        )
        assert [quote.speaker for quote in archive.quotes(article_id=found.id)] == ["Ann Reed"]
        (kept, other) = archive.db["captures"].rows
        assert archive.read_body(kept["digest"]) == article_page("Lock gates close", GATES)
        assert json.loads(kept["headers"]) == {"Content-Type": "text/html"}
        assert json.loads(other["headers"])["Set-Cookie"] == "a=b"
        assert archive.check() == []
    assert "2 unchanged" in run("import", "cc-news.warc.gz", "--archive", "b.db", "--jobs", jobs).stderr


def test_a_page_is_unpacked_however_its_site_packed_it_and_one_that_is_cut_is_set_aside(run: Run):
    page = article_page("Lock gates close", GATES)
    packed = {name: pack(page) for name, pack in PACK.items()}
    packed |= {f"{name}, gzip": gzip.compress(body) for name, body in packed.items()}
    marked = b"\xef\xbb\xbf" + page
    packed |= {
        "gzip  ": marked,
        "br  ": marked,
        "gzip ": page,
        "br ": page,
        "ZSTD": packed["zstd"],
        "unknown": page,
    }  # or not at all
    cut = {name: packed[name][:-9] for name in PACK}
    pages = [
        (f"https://lock.example/2025/11/{number}", body, {"Content-Type": "text/html", "Content-Encoding": name})
        for number, (name, body) in enumerate([*packed.items(), *cut.items()])
    ]
    Path("packed.warc").write_bytes(foreign(*pages, gzipped=False))

    said = run("import", "packed.warc", "--archive", "b.db", "--jobs", "1", code=3).stderr

    assert f"{len(cut)} bad records set aside" in said
    rejected = [json.loads(line) for line in Path("packed.warc.rejected.jsonl").read_text("utf-8").splitlines()]
    assert all("the page is not whole: incomplete" in one["reason"] for one in rejected)
    with Archive("b.db", read_only=True) as archive:
        assert {archive.read_body(kept["digest"]) for kept in archive.db["bodies"].rows} == {page, marked}
        assert archive.db["captures"].count == len(packed)


def test_a_wacz_without_a_warc_file_is_told(run: Run):
    with zipfile.ZipFile("empty.wacz", "w") as packed:
        packed.writestr("datapackage.json", "{}")

    assert "it holds no WARC file" in run("import", "empty.wacz", "--archive", "b.db", code=1).stderr


def test_a_wacz_holds_warc_files_and_stdin_may_be_one(run: Run):
    data = foreign((FERRY_AT, article_page("Ferry sails", FERRY), {}), gzipped=False)
    with zipfile.ZipFile("pages.wacz", "w") as packed:
        packed.writestr("datapackage.json", "{}")
        packed.writestr("archive/data.warc", data)

    assert "1 new" in run("import", "pages.wacz", "--archive", "b.db", "--jobs", "1").stderr
    assert "1 unchanged" in run("import", "-", "--archive", "b.db", "--jobs", "1", stdin=data).stderr


def test_a_file_that_breaks_off_is_read_as_far_as_it_goes(run: Run):
    whole = foreign((URL, article_page("Lock gates close", GATES), {}), (FERRY_AT, article_page("Ferry", FERRY), {}))
    Path("cut.warc.gz").write_bytes(whole[:-200])

    said = run("import", "cut.warc.gz", "--archive", "b.db", "--jobs", "1", code=3).stderr

    assert "1 new" in said
    bad = [json.loads(line) for line in Path("cut.warc.gz.rejected.jsonl").read_text("utf-8").splitlines()]
    assert "breaks off" in bad[-1]["reason"]


def test_a_file_that_breaks_off_in_what_nobody_reads_is_said_to(run: Run):
    feed = b"<rss>" + bytes(range(256)) * 8
    whole = foreign(PAGES[1], ("https://lock.example/feed", feed, {"Content-Type": "application/rss+xml"}))
    Path("cut.warc.gz").write_bytes(whole[:-100])

    said = run("import", "cut.warc.gz", "--archive", "b.db", "--jobs", "1", code=3).stderr

    assert "2 records of cut.warc.gz" in said
    assert "1 bad record set aside in cut.warc.gz.rejected.jsonl" in said
    (bad,) = map(json.loads, Path("cut.warc.gz.rejected.jsonl").read_text("utf-8").splitlines())
    assert (bad["line"], "breaks off" in bad["reason"]) == (4, True)


@pytest.mark.parametrize("gzipped", [True, False])
def test_a_file_breaks_off_wherever_it_does_not_end_with_a_record(tmp_path: Path, gzipped: bool):
    pages = [(url, body, dict(headers)) for url, body, headers in (PAGES[1], PAGES[2])]
    whole = foreign(*pages, gzipped=gzipped)
    begins = b"\x1f\x8b\x08" if gzipped else b"WARC/1.0\r\n"
    ends = {at for at in range(1, len(whole)) if whole.startswith(begins, at)} | {len(whole)}
    if not gzipped:  # the blank lines after a record hold nothing
        ends |= {end - missing for end in ends for missing in range(5)}

    with Archive(tmp_path / "a.db") as archive:
        for cut in range(len(begins) + 90, len(whole) + 1):
            found: list[BadRow] = []
            file = io.BytesIO(whole[:cut])
            import_warc(archive, [file], read=lambda kept: None, set_aside=found.append, now=datetime.now(UTC))
            assert len(found) == (cut not in ends), (cut, found)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (b"WARC-Date: 2025", b"WARC-Date: 2999", "expected a time that has come"),
        (b"WARC-Date: 2025-11", b"WARC-Date: 2025-99", "WARC-Date is '2025-99"),
    ],
)
def test_a_record_that_is_not_what_it_says_is_set_aside(run: Run, old: bytes, new: bytes, reason: str):
    data = foreign((URL, article_page("Lock gates close", GATES), {}), gzipped=False)
    Path("odd.warc").write_bytes(data.replace(old, new))

    run("import", "odd.warc", "--archive", "b.db", "--jobs", "1", code=1)

    (bad,) = [json.loads(line) for line in Path("odd.warc.rejected.jsonl").read_text("utf-8").splitlines()]
    assert reason in bad["reason"]


@pytest.mark.parametrize(
    ("date", "bad"),
    [
        (b"2025-11-24T03:25:00", 0),
        *((date, 0) for date in (b"2025-11-24", b"2025-11", b"2025")),
        *((date, 1) for date in (b"2025-13", b"Nov 20")),
        (b"0001-01-01T00:00:00+10:00", 1),
        (b"", 1),
    ],
)
def test_a_date_without_its_zone_is_utc_and_one_that_is_none_ends_nothing(tmp_path: Path, date: bytes, bad: int):
    page = (URL, article_page("Lock gates close", GATES), {})
    data = re.sub(rb"(?m)^WARC-Date: .*?\r$", b"WARC-Date: " + date + b"\r", foreign(page, gzipped=False))
    found: list[BadRow] = []

    with Archive(tmp_path / "a.db") as archive:
        file = io.BytesIO(data)
        import_warc(archive, [file], read=lambda kept: None, set_aside=found.append, now=datetime.now(UTC))

    assert len(found) == bad


def test_a_record_of_ours_that_was_changed_by_hand_is_set_aside(archive: Archive, run: Run):
    run("export", "--format", "warc", "-o", "out.warc.gz", "--site", "coast.example", "--archive", "a.db")
    data = gzip.decompress(Path("out.warc.gz").read_bytes())
    Path("odd.warc").write_bytes(data.replace(b'"first_seen_at": "2025', b'"first_seen_at": "9999'))

    run("import", "odd.warc", "--archive", "b.db", "--jobs", "1", code=3)

    assert "expected a time that has come" in Path("odd.warc.rejected.jsonl").read_text("utf-8")
