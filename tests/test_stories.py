"""Stories: what is joined as it is archived, what is linked, and that the order of arrival matters little."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from made_news import made_paragraphs, made_rows
from two_stories import article

from crawler.archive import Archive, StoryNotFoundError
from crawler.archive.stories import stories
from crawler.archive.stories.placing_again import place_again

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
Row = dict[str, Any]


def save(archive: Archive, rows: Iterable[Row]) -> None:
    with archive.transaction():
        for hours, row in enumerate(rows):
            item = article(row["url"], title=row["title"], body=row["body"])
            archive.save(item, seen_at=NOW + timedelta(hours=hours))


def pairs(archive: Archive) -> set[tuple[str, str]]:
    """The pairs of addresses that share a story."""
    told = defaultdict(list)
    for row in archive.articles():
        told[row.story_id] += [row.url, *row.aliases]
    return {(a, b) for urls in told.values() for a in urls for b in urls if a < b}


def true_pairs(rows: Iterable[Row]) -> set[tuple[str, str]]:
    told = defaultdict(list)
    for row in rows:
        told[row["story"]].append(row["url"])
    return {(a, b) for urls in told.values() for a in urls for b in urls if a < b}


def at(site: str, paragraphs: list[str], **values: str) -> Row:
    name = f"{site}.example"
    return {
        "url": f"https://{name}/{len(paragraphs)}",
        "site": name,
        "title": site,
        "body": "\n\n".join(paragraphs),
    } | values


def test_copies_are_found_in_any_order_and_look_alikes_are_not(tmp_path: Path):
    rows = list(made_rows(160, sites=12, copies=0.7))
    truth, seen = true_pairs(rows), []
    for seed in range(3):
        with Archive(tmp_path / f"{seed}.db") as archive:
            save(archive, rows if seed == 0 else random.Random(seed).sample(rows, len(rows)))
            seen.append(pairs(archive))

    assert len(truth) > 200
    for found in seen:
        assert len(found & truth) > 0.98 * len(truth)
        assert len(found - truth) <= 0.01 * len(truth)
        assert len(found ^ seen[0]) <= 0.01 * len(truth)


def test_told_apart_again_stories_do_not_depend_on_the_order_of_arrival(tmp_path: Path):
    rows = list(made_rows(60, sites=6, copies=0.7))
    told = []
    for seed in (1, 2):
        with Archive(tmp_path / f"{seed}.db") as archive:
            save(archive, random.Random(seed).sample(rows, len(rows)))
            with archive.transaction():
                archive.db.execute("UPDATE articles SET first_seen_at = '2026-11-24T00:00:00Z'")
                place_again(archive.db, [row["id"] for row in archive.db["articles"].rows])
            told.append((pairs(archive), sorted(row["title"] for row in archive.db["stories"].rows)))
            assert archive.check() == []

    assert told[0] == told[1]


def test_a_full_text_joins_the_two_halves_that_were_taken_for_two_stories(archive: Archive):
    story = made_paragraphs(random.Random(1), count=8)
    save(archive, [at("early", story[:5]), at("late", story[4:])])
    assert pairs(archive) == set()

    save(archive, [at("full", story)])

    assert len(pairs(archive)) == 3
    assert archive.db["stories"].count == 1


def test_a_round_up_is_linked_to_what_it_tells_and_joins_none(archive: Archive):
    told = [made_paragraphs(random.Random(seed), count=6) for seed in range(4)]
    save(archive, [at(f"outlet{place}", story) for place, story in enumerate(told)])

    save(archive, [at("brief", [paragraph for story in told for paragraph in story[:2]])])

    assert pairs(archive) == set()
    assert {(row["article_id"], row["other_id"], row["kind"]) for row in archive.db["related"].rows} == {
        (5, other, "round_up") for other in (1, 2, 3, 4)
    }


def test_an_excerpt_is_linked_whichever_comes_first(archive: Archive):
    told = [made_paragraphs(random.Random(seed), count=12) for seed in (1, 2)]

    save(archive, [at("a", told[0]), at("b", told[0][:2]), at("c", told[1][:2]), at("d", told[1])])

    assert pairs(archive) == set()
    links = {(row["article_id"], row["other_id"], row["kind"]) for row in archive.db["related"].rows}
    assert links == {(2, 1, "excerpt"), (3, 4, "excerpt")}


def test_paragraphs_that_recur_on_a_site_tell_nothing(archive: Archive):
    footer = made_paragraphs(random.Random(9), count=5, words=30)
    briefs = [
        at(
            "herald",
            [*made_paragraphs(random.Random(n), count=1, words=40), *footer],
            url=f"https://herald.example/{n}",
        )
        for n in range(6)
    ]
    save(archive, briefs)

    # Another outlet takes the footer along with one brief.
    save(archive, [at("mirror", briefs[4]["body"].split("\n\n"))])

    assert pairs(archive) == {("https://herald.example/4", "https://mirror.example/6")}


def test_the_thousandth_copy_costs_no_more_than_the_third(archive: Archive):
    story = made_paragraphs(random.Random(1), count=6)
    save(archive, [at(f"outlet{n}", [*story, f"Printed by outlet {n}."]) for n in range(30)])

    assert archive.db["stories"].count == 1
    speakers = {row["article_id"] for row in archive.db["shingles"].rows}
    assert len(speakers) <= 1 + stories.MOST_VOICES


def test_a_story_whose_representative_is_forgotten_is_still_found(archive: Archive):
    story = made_paragraphs(random.Random(1), count=6)
    save(archive, [at("one", story), at("two", story[:5])])

    archive.forget(1)
    save(archive, [at("three", story)])

    assert pairs(archive) == {("https://three.example/6", "https://two.example/5")}
    archive.forget(2)
    archive.forget(3)
    assert not list(archive.db["shingles"].rows)


def test_two_processes_that_placed_copies_at_once_agree(archive: Archive):
    story = made_paragraphs(random.Random(1), count=6)
    late = article("https://late.example/1", title="Late", body="\n\n".join(story))
    late.duplicate = archive.find_duplicate(late)
    assert late.duplicate.how == "none"
    save(archive, [at("early", story)])

    archive.save(late, seen_at=NOW)

    assert len(pairs(archive)) == 1


def test_a_story_says_who_was_first_and_what_each_added_and_cut(archive: Archive):
    told = made_paragraphs(random.Random(1), count=6)
    extra = made_paragraphs(random.Random(2), count=1)
    for site, paragraphs, published, source in (
        ("late", [*told[:5], *extra], "2026-11-22T09:00:00Z", "AFP"),
        ("early", told, "2026-11-22T07:00:00Z", None),
    ):
        item = article(f"https://{site}.example/1", title=site, body="\n\n".join(paragraphs), source=source)
        item.published_at = published
        archive.save(item, seen_at=NOW)
    save(archive, [at("excerpt", told[:1])])

    found = archive.story("https://late.example/1")

    assert [(teller.site, teller.is_first) for teller in found.articles] == [
        ("early.example", True),
        ("late.example", False),
    ]
    assert (found.articles[1].added, found.articles[1].cut) == (extra, told[5:])
    assert found.credits == ["AFP"]
    assert [(linked.site, linked.kind, linked.of) for linked in found.related] == [
        ("excerpt.example", "excerpt", False)
    ]
    assert archive.story(found.id) == found


def test_no_such_story_is_said(archive: Archive):
    for ref in (7, "9" * 18):
        with pytest.raises(StoryNotFoundError, match=f"no story {ref}"):
            archive.story(ref)


def test_a_story_that_many_tell_hides_none_that_came_before(archive: Archive):
    told, other = (made_paragraphs(random.Random(seed), count=6) for seed in (1, 2))
    save(
        archive,
        [
            at("first", [f"{other[0]} ferry", *other[1:]]),
            *(at(f"s{n}", [f"{told[0]} ferry", *told[1:]]) for n in range(7)),
        ],
    )

    for by_relevance in (False, True):
        found = list(archive.search("ferry", one_per_story=True, limit=2, by_relevance=by_relevance))
        assert sorted(hit.article.story_id for hit in found) == [1, 2]
        for limit in (0, 1):
            few = archive.search("ferry", one_per_story=True, limit=limit, by_relevance=by_relevance)
            assert len(list(few)) == limit


def test_a_search_may_show_each_story_once_and_a_list_one_story(archive: Archive):
    told = made_paragraphs(random.Random(1), count=6)
    save(archive, [at("one", told), at("two", told[:5]), at("three", made_paragraphs(random.Random(2), count=6))])
    word = told[0].split()[0]

    every, once = (list(archive.search(word, one_per_story=once, limit=9)) for once in (False, True))

    assert [hit.article.story_id for hit in every].count(1) == 2
    assert [hit.article.story_id for hit in once].count(1) == 1
    assert [hit.article.id for hit in archive.search(word, one_per_story=True, limit=None)] == [
        hit.article.id for hit in once
    ]
    assert {row.site for row in archive.articles(story=1)} == {"one.example", "two.example"}
    assert archive.count_articles(story=1) == 2
