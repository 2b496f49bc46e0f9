"""All tables, as they are meant from now on.

Times of our own clock are text, "2026-11-24T03:25:00Z"; dates of articles are as the page gave them.
Columns named `authors`, `tags`, `provenance`, `headers`, `arguments`, `stats` and `sources` hold JSON.
The large columns of `articles` come last: SQLite reads a row only as far as it must.
"""

from __future__ import annotations

from sqlite_utils import Database

TABLES = (
    # Every URL ever found, and when it is due next. A page is due when due_at has come and nobody leases it.
    """
    CREATE TABLE pages (
        id INTEGER PRIMARY KEY,
        url TEXT NOT NULL,
        url_key TEXT NOT NULL UNIQUE,
        site TEXT NOT NULL,
        kind TEXT NOT NULL DEFAULT 'article' CHECK (kind IN ('article', 'listing')),
        spider TEXT,
        found_in TEXT,
        found_at TEXT NOT NULL,
        listed_at TEXT,
        state TEXT NOT NULL DEFAULT 'new'
            CHECK (state IN ('new', 'archived', 'read', 'not_article', 'gone', 'failed', 'refused')),
        reason TEXT,
        http_status INTEGER,
        etag TEXT,
        last_modified TEXT,
        fetched_at TEXT,
        due_at TEXT,
        lease_until TEXT,
        lease_owner TEXT,
        failures INTEGER NOT NULL DEFAULT 0,
        article_id INTEGER REFERENCES articles(id) ON DELETE SET NULL
    )
    """,
    # WHERE site = ? AND due_at <= ? AND lease_owner IS NULL ORDER BY kind DESC, listed_at DESC, id
    """
    CREATE INDEX pages_due ON pages(site, kind DESC, listed_at DESC, id, due_at)
        WHERE due_at IS NOT NULL AND lease_owner IS NULL
    """,
    "CREATE INDEX pages_found_in ON pages(found_in) WHERE kind = 'listing'",
    "CREATE INDEX pages_leased ON pages(lease_owner, lease_until) WHERE lease_owner IS NOT NULL",
    "CREATE INDEX pages_article ON pages(article_id) WHERE article_id IS NOT NULL",
    """
    CREATE TABLE hosts (
        host TEXT PRIMARY KEY,
        next_allowed_at TEXT,
        delay REAL,
        robots TEXT,
        robots_fetched_at TEXT
    )
    """,
    """
    CREATE TABLE stories (
        id INTEGER PRIMARY KEY,
        first_seen_at TEXT NOT NULL,
        title TEXT,
        article_id INTEGER REFERENCES articles(id) ON DELETE SET NULL
    )
    """,
    "CREATE INDEX stories_article ON stories(article_id)",
    """
    CREATE TABLE articles (
        id INTEGER PRIMARY KEY,
        url TEXT NOT NULL,
        site TEXT NOT NULL,
        language TEXT,
        title TEXT,
        authors TEXT NOT NULL DEFAULT '[]',
        source TEXT,
        section TEXT,
        tags TEXT NOT NULL DEFAULT '[]',
        published_at TEXT,
        published_at_utc TEXT,
        published_at_precision TEXT,
        modified_at TEXT,
        view_count INTEGER,
        word_count INTEGER,
        access TEXT,
        kind TEXT,
        story_id INTEGER REFERENCES stories(id) ON DELETE SET NULL,
        first_seen_at TEXT NOT NULL,
        last_seen_at TEXT NOT NULL,
        gone_at TEXT,
        text_hash TEXT,
        reader_version TEXT,
        image_url TEXT,
        image_caption TEXT,
        description TEXT,
        body TEXT,
        provenance TEXT NOT NULL DEFAULT '{}'
    )
    """,
    # An article without a date stands where it was first seen.
    "CREATE INDEX articles_newest ON articles(COALESCE(published_at_utc, first_seen_at))",
    "CREATE INDEX articles_site ON articles(site, COALESCE(published_at_utc, first_seen_at))",
    "CREATE INDEX articles_language ON articles(language, COALESCE(published_at_utc, first_seen_at))",
    "CREATE INDEX articles_text_hash ON articles(text_hash, site) WHERE text_hash IS NOT NULL",
    "CREATE INDEX articles_story ON articles(story_id) WHERE story_id IS NOT NULL",
    # Every address of an article, its own included.
    """
    CREATE TABLE aliases (
        url_key TEXT PRIMARY KEY,
        loose_key TEXT NOT NULL,
        url TEXT NOT NULL,
        article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE
    ) WITHOUT ROWID
    """,
    "CREATE INDEX aliases_article ON aliases(article_id)",
    "CREATE INDEX aliases_loose_key ON aliases(loose_key)",
    """
    CREATE TABLE revisions (
        article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        seen_at TEXT NOT NULL,
        title TEXT,
        description TEXT,
        body TEXT,
        authors TEXT NOT NULL DEFAULT '[]',
        modified_at TEXT,
        PRIMARY KEY (article_id, number)
    )
    """,
    "CREATE INDEX revisions_later ON revisions(seen_at) WHERE number > 1",
    # views is NULL where the page shows no counter; raw is what it printed.
    """
    CREATE TABLE view_counts (
        article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
        seen_at TEXT NOT NULL,
        views INTEGER CHECK (views >= 0),
        raw TEXT,
        PRIMARY KEY (article_id, seen_at)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE quotes (
        id INTEGER PRIMARY KEY,
        article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        text TEXT NOT NULL,
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        kind TEXT NOT NULL,
        utterance INTEGER NOT NULL,
        speaker TEXT,
        speaker_as_printed TEXT,
        cue TEXT,
        UNIQUE (article_id, position)
    )
    """,
    "CREATE INDEX quotes_speaker ON quotes(speaker)",
    # Sampled shingles of each body, made again from the body when it changes: derived, so no foreign key.
    """
    CREATE TABLE shingles (
        shingle INTEGER NOT NULL,
        article_id INTEGER NOT NULL,
        PRIMARY KEY (shingle, article_id)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE dictionaries (
        id INTEGER PRIMARY KEY,
        site TEXT NOT NULL,
        data BLOB NOT NULL
    )
    """,
    """
    CREATE TABLE bodies (
        digest TEXT PRIMARY KEY,
        size INTEGER NOT NULL,
        encoding TEXT NOT NULL DEFAULT 'zstd',
        dictionary_id INTEGER REFERENCES dictionaries(id),
        data BLOB NOT NULL
    )
    """,
    """
    CREATE TABLE captures (
        id INTEGER PRIMARY KEY,
        url TEXT NOT NULL,
        fetched_at TEXT NOT NULL,
        status INTEGER NOT NULL,
        headers TEXT NOT NULL DEFAULT '{}',
        digest TEXT NOT NULL REFERENCES bodies(digest),
        article_id INTEGER REFERENCES articles(id) ON DELETE SET NULL,
        UNIQUE (url, fetched_at, digest)
    )
    """,
    "CREATE INDEX captures_digest ON captures(digest)",
    "CREATE INDEX captures_article ON captures(article_id) WHERE article_id IS NOT NULL",
    """
    CREATE TABLE events (
        id INTEGER PRIMARY KEY,
        article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        at TEXT NOT NULL,
        detail TEXT
    )
    """,
    "CREATE INDEX events_article ON events(article_id, at)",
    "CREATE INDEX events_at ON events(at)",
    """
    CREATE TABLE tombstones (
        url_key TEXT PRIMARY KEY,
        url TEXT NOT NULL,
        site TEXT NOT NULL,
        text_hash TEXT,
        forgotten_at TEXT NOT NULL,
        reason TEXT
    )
    """,
    "CREATE INDEX tombstones_text_hash ON tombstones(text_hash, site) WHERE text_hash IS NOT NULL",
    """
    CREATE TABLE runs (
        id INTEGER PRIMARY KEY,
        started_at TEXT NOT NULL,
        finished_at TEXT,
        spider TEXT NOT NULL,
        site TEXT,
        arguments TEXT NOT NULL DEFAULT '{}',
        status TEXT NOT NULL DEFAULT 'running',
        exit_code INTEGER,
        pages_fetched INTEGER NOT NULL DEFAULT 0,
        articles_new INTEGER NOT NULL DEFAULT 0,
        articles_updated INTEGER NOT NULL DEFAULT 0,
        articles_unchanged INTEGER NOT NULL DEFAULT 0,
        not_articles INTEGER NOT NULL DEFAULT 0,
        failed INTEGER NOT NULL DEFAULT 0,
        stats TEXT NOT NULL DEFAULT '{}'
    )
    """,
    """
    CREATE TABLE run_fields (
        run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
        site TEXT NOT NULL,
        field TEXT NOT NULL,
        found INTEGER NOT NULL DEFAULT 0,
        filled INTEGER NOT NULL DEFAULT 0,
        missing INTEGER NOT NULL DEFAULT 0,
        disagree INTEGER NOT NULL DEFAULT 0,
        errors INTEGER NOT NULL DEFAULT 0,
        sources TEXT NOT NULL DEFAULT '{}',
        PRIMARY KEY (run_id, site, field)
    )
    """,
    # Fed by us with folded text: see crawler/archive/search/full_text.py. Other tools know the index of a table by the
    # double quotes.
    """
    CREATE VIRTUAL TABLE articles_fts USING fts5(
        title, description, body, content="articles", content_rowid='id',
        tokenize="unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
    )
    """,
    """
    CREATE VIRTUAL TABLE quotes_fts USING fts5(
        text, speaker, speaker_as_printed, content="quotes", content_rowid='id',
        tokenize="unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
    )
    """,
)


def apply(db: Database) -> None:
    """Create all tables; schema 1."""
    for statement in TABLES:
        db.execute(statement)
    db.execute("PRAGMA user_version = 1")
