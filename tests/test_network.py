"""A network that goes and comes back; certificates that nobody vouches for; pages that are too large."""

from __future__ import annotations

import ssl
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import PIPE, Popen

import pytest
from conftest import MAIN, Command
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from local_site import LocalSite, local_options

from crawler import settings
from crawler.archive import Archive


@pytest.mark.thorough
def test_a_network_that_goes_and_comes_back_costs_nothing(
    archive_path: Path, newsarc: Command, environment: dict[str, str]
):
    with LocalSite(articles=10, seconds=0.05) as site:
        arguments = ["crawl", site.home, "--archive", str(archive_path), *local_options(site)]
        crawl = Popen([sys.executable, "-c", MAIN, *arguments], env=environment, stderr=PIPE, text=True)
        site.wait_for(lambda: len([path for path in site.answered if path.startswith("/news/")]) >= 3)
        site.is_gone = True
        asked = len(site.requests)
        site.wait_for(lambda: len(site.requests) >= asked + 3)
        site.is_gone = False
        _, errors = crawl.communicate(timeout=60)

        assert crawl.returncode == 3, errors  # some pages failed, and are tried again in an hour
        with Archive(archive_path) as archive, archive.transaction():
            rows = archive.db.execute("SELECT state, due_at FROM pages WHERE kind = 'article'").fetchall()
            states = [state for state, _ in rows]
            assert states.count("archived") >= 6  # those after the gap too
            assert states.count("archived") + states.count("failed") == 10
            assert all(due_at for _, due_at in rows)
            archive.db.execute("UPDATE pages SET due_at = '2020-01-01T00:00:00Z' WHERE state = 'failed'")
        again = newsarc(*arguments)

    assert again.returncode == 0, again.stderr
    with Archive(archive_path, read_only=True) as archive:
        assert archive.count_articles() == 10


@pytest.mark.thorough
def test_a_network_that_stays_away_leaves_pages_due_in_clear_words(
    archive_path: Path, newsarc: Command, environment: dict[str, str]
):
    with LocalSite(articles=30, seconds=0.05) as site:
        arguments = ["crawl", site.home, "--archive", str(archive_path), *local_options(site)]
        arguments += ["-s", "NEWSARC_PATIENCE=1"]
        crawl = Popen([sys.executable, "-c", MAIN, *arguments], env=environment, stderr=PIPE, text=True)
        site.wait_for(lambda: len([path for path in site.answered if path.startswith("/news/")]) >= 3)
        site.is_gone = True
        _, errors = crawl.communicate(timeout=60)

    assert crawl.returncode == 3
    assert "local.example is left alone until" in errors
    assert "Traceback" not in errors
    with Archive(archive_path, read_only=True) as archive:
        rows = archive.db.execute("SELECT state, count(*) FROM pages WHERE kind = 'article' GROUP BY 1").fetchall()
    states = dict(rows)
    assert states["failed"] <= 3
    assert states["new"] >= 20


def certificate(path: Path, host: str) -> Path:
    """Write a certificate for *host* that it signed itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "local.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("host", "reason"),
    [
        ("local.example", "certificate verify failed"),
        ("other.example", "the certificate is another host's"),
        ("*.example", "certificate verify failed"),  # no valid name
    ],
)
def test_a_certificate_that_nobody_vouches_for_is_refused_unless_the_site_says_otherwise(
    archive_path: Path, newsarc: Command, tmp_path: Path, host: str, reason: str
):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate(tmp_path / "certificate.pem", host))
    page = f"https://local.example{LocalSite.path_of(1)}"
    with LocalSite(articles=1, tls=context) as site:
        arguments = ("crawl", page, "--archive", archive_path, *local_options(site))
        refused = newsarc(*arguments)
        (tmp_path / "newsarc.toml").write_text(
            '[sites.local]\nurl = "https://local.example/"\nverify_certificates = false\n'
        )
        taken = newsarc(*arguments)

    assert refused.returncode == 4
    assert f"no connection by TLS: {reason}; verify_certificates = false in its [sites" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert taken.returncode == 0, taken.stderr
    assert "Remote certificate" not in taken.stderr  # cron would send it each time


def test_a_page_over_the_limit_is_cut_off_and_named(archive_path: Path, newsarc: Command):
    class Large(LocalSite):
        def answer(self, path: str, host: str) -> tuple[int, dict[str, str], bytes]:
            status, headers, content = super().answer(path, host)
            return status, headers, content + (b" " * 11_000_000 if path.startswith("/news/1-") else b"")

    with Large(articles=2) as site:
        done = newsarc("crawl", site.home, "--archive", archive_path, *local_options(site))

    assert "pages that were refused: 1" in done.stderr
    with Archive(archive_path, read_only=True) as archive:
        assert [row.title for row in archive.articles()] == ["Story 0 of the day"]
        [(state, reason)] = archive.db.execute("SELECT state, reason FROM pages WHERE url LIKE '%/news/1-%'").fetchall()
    assert (state, reason) == ("refused", "larger than 10485760 bytes")


def test_the_defaults_of_scrapy_that_are_dangerous_are_set_otherwise():
    assert settings.DOWNLOAD_MAXSIZE == 10 * 1024 * 1024
    assert settings.DOWNLOAD_TIMEOUT == 30
    assert settings.DOWNLOAD_VERIFY_CERTIFICATES is True
    assert settings.TELNETCONSOLE_ENABLED is False
    assert settings.REMOTE_CONTROL_ENABLED is False
    assert settings.CONCURRENT_ITEMS == 8
    assert settings.TWISTED_DNS_RESOLVER == "crawler.fetching.resolver.GuardedResolver"


def test_a_crawl_has_handlers_for_http_and_https_alone():
    from crawler.cli.crawling import project_settings

    left = {name: path for name, path in project_settings().getwithbase("DOWNLOAD_HANDLERS").items() if path}
    assert set(left) == {"http", "https"}


# A connection that ends when the process has been busy for longer than the handler waits for that.
CLOSE_LATE = """
import asyncio, os, time
from scrapy.utils.reactor import install_reactor
install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
from scrapy.utils.test import get_crawler
from twisted.internet.defer import Deferred
from crawler.fetching.headers import BoundedHandler

async def main():
    handler = BoundedHandler(get_crawler())
    handler._disconnect_timeout = 0.1
    closed = Deferred()
    handler._pool.closeCachedConnections = lambda: closed
    reading, writing = os.pipe()

    def work():
        os.write(writing, b"x")  # the connection ends
        time.sleep(0.2)

    asyncio.get_running_loop().add_reader(reading, lambda: os.read(reading, 1) and closed.callback(None))
    asyncio.get_running_loop().call_later(0.01, work)
    await handler.close()
    await asyncio.sleep(0.3)
    print("closed")

asyncio.get_event_loop().run_until_complete(main())
"""


def test_connections_that_end_late_in_a_busy_process_are_no_error(run: Command):
    done = run("-W", "ignore", "-c", CLOSE_LATE)

    assert (done.stdout, done.stderr) == ("closed\n", "")
