"""When an article was changed: what sites declare and what they print."""

import json

import pytest
from test_dates import FETCHED, ld, read


def test_modified_is_kept_only_where_it_is_another_moment():
    assert read(ld(datePublished="2024-09-03T07:25:00Z", dateModified="2024-09-03T07:25:30Z")).modified_at is None
    assert (
        read(ld(datePublished="2024-09-03T07:25:00Z", dateModified="2024-09-03T09:00:00Z")).modified_at
        == "2024-09-03T09:00:00+00:00"
    )
    assert read(ld(datePublished="2024-09-03T07:25:00Z", dateModified="2024-09-01T09:00:00Z")).modified_at is None


def test_the_moment_of_publication_on_another_clock_is_no_change():
    head = ld(datePublished="2024-09-03T05:31:07-05:00", dateModified="2024-09-03T05:31:07-05:00")

    assert read(head + '<meta property="article:modified_time" content="2024-09-03T10:31:07">').modified_at is None


def test_a_page_of_which_no_article_is_declared_tells_when_it_was_changed():
    node = {"@graph": [{"@type": "WebPage", "dateModified": "2024-09-03T09:04:40+00:00"}, {"@type": "WebSite"}]}
    head = '<meta property="article:published_time" content="2024-09-03T07:25:00Z">'

    graph = f'<script type="application/ld+json">{json.dumps(node)}</script>'
    assert read(head + graph).modified_at == "2024-09-03T09:04:40+00:00"
    assert read(head + graph + ld(datePublished="2024-09-03T07:25:00Z")).modified_at is None


def test_a_printed_update_is_modified_and_not_published():
    article = read("<h1>Lock</h1><p>Published: 3 September 2024, 07:25 | Last updated: 4 September 2024, 08:00</p>")

    assert (article.published_at, article.modified_at) == ("2024-09-03T07:25:00", "2024-09-04T08:00:00")


@pytest.mark.parametrize(
    "line",
    [
        "Published: 03.09.2024, 08:50 | Updated: 12:15",
        "פורסם: 03.09.24, 08:50 | עודכן: 12:15",
        "3. September 2024, 08:50 Uhr, aktualisiert 12:15 Uhr",
    ],
)
def test_a_change_of_which_the_time_alone_is_printed_is_of_the_day_of_publication(line):
    article = read(f"<html lang=de><h1>Lock</h1><p>{line}</p>")

    assert (article.published_at, article.modified_at) == ("2024-09-03T08:50:00", "2024-09-03T12:15:00")


@pytest.mark.parametrize(
    ("line", "modified"),
    [
        ("Aggiornamento: 13:44", "2024-09-03T13:44:00"),
        ("Updated at 13:44", "2024-09-03T13:44:00"),
        ("Kickoff: 13:44", None),
        ("Updated: 2 May 2023", None),
    ],
)
def test_a_line_of_its_own_may_tell_a_change_by_its_time_alone(line, modified):
    html = f"<h1>Lock opens</h1><div>3 September 2024, 10:15</div><div>{line}</div><p>The lock is open.</p>"

    assert read(html).modified_at == modified


@pytest.mark.parametrize(
    ("line", "modified"),
    [
        ("Published 2 September 2024 • Last updated 2 hours ago • 2 minute read", True),
        ("<span>Publicerad 2 september 2024 kl 05.45</span><span>Uppdaterad i dag kl 09.10</span>", True),
        ("2.9.2024, 19h30 · Actualisé il y a 3 heures", True),
        ("Published 2 September 2024 • Comments closed 2 hours ago", False),
    ],
)
def test_a_change_may_be_told_from_now_beside_the_day_of_publication(line, modified):
    language = "sv" if "Uppdaterad" in line else "fr" if "Actualis" in line else "en"
    html = f"<html lang={language}><h1>Lock opens</h1><div>{line}</div><p>The lock is open.</p>"

    assert (read(html).modified_at or "").startswith(FETCHED.date().isoformat()) == modified


@pytest.mark.parametrize(
    "top",
    [
        "<h1>Lock</h1><p>By Ann Lee • 3 September 2024, 07:25 • 96193 views</p><p>Updated 4 September 2024, 08:00</p>",
        "<div>3 September 2024, 07:25</div><p>Updated 4 September 2024, 08:00</p><div>96193 views</div><h1>Lock</h1>",
    ],
)
def test_a_line_that_tells_a_change_is_not_the_day_of_publication_beside_an_earlier_one(top):
    article = read(f"{top}<p>The lock gates were opened, and the first boats passed at noon.</p>")

    assert (article.published_at, article.modified_at) == ("2024-09-03T07:25:00", "2024-09-04T08:00:00")
    assert read("<h1>Lock</h1><div>Updated 4 September 2024, 08:00</div>").published_at == "2024-09-04T08:00:00"


def test_an_unlabelled_day_in_an_element_named_as_of_a_change_is_one():
    days = "".join(
        f'<dd class="{name}"><i class="icon-calendar"></i>{day} September 2024 18:20</dd>'
        for name, day in (("create", 1), ("modified", 3), ("published", 2))
    )
    article = read(f"<h2>Lock opens</h2><dl>{days}</dl><p>The lock is open.</p>")

    assert article.modified_at == "2024-09-03T18:20:00"


def test_the_only_times_are_of_publication_though_their_class_says_updated_too():
    entry = '<time class="entry-date updated td-date" datetime="2024-09-03T13:20:41+00:00">3 September 2024</time>'
    change = '<time class="updated" datetime="2024-09-04T09:00:00+00:00">4 September 2024</time>'
    own = '<time class="entry-date published" datetime="2024-09-02T09:00:00+00:00">2 September 2024</time>'

    alone, beside = read(f"<h1>Lock</h1>{entry}"), read(f"<h1>Lock</h1>{own}{change}")

    assert (alone.published_at, alone.modified_at) == ("2024-09-03T13:20:41+00:00", None)
    assert (beside.published_at, beside.modified_at) == ("2024-09-02T09:00:00+00:00", "2024-09-04T09:00:00+00:00")


def test_a_time_element_that_says_itself_it_is_of_a_change_is_one_beside_another():
    own = '<time datetime="2024-09-03T00:15:00-05:00">Sep 3, 2024</time>'
    change = '<time datetime="2024-09-03T09:02:11-05:00">Updated Sep 3, 2024</time>'

    both, alone = read(f"<h1>Lock</h1><p>{own}</p><p>{change}</p>"), read(f"<h1>Lock</h1><p>{change}</p>")

    assert (both.published_at, both.modified_at) == ("2024-09-03T00:15:00-05:00", "2024-09-03T09:02:11-05:00")
    assert (alone.published_at, alone.modified_at) == ("2024-09-03T09:02:11-05:00", None)
