"""Which article a page is, what story it tells, and what becomes of one that is not there any more."""

from datetime import timedelta

import pytest
from lock_gates import BODY, MONDAY, TUESDAY, URL, WEDNESDAY, article, rows

from crawler.archive import ArticleNotFoundError, Saved


def test_variant_of_the_url_is_the_same_article(archive):
    archive.save(article(), seen_at=MONDAY)

    assert archive.save(article(URL + "?utm_source=feed#top"), seen_at=TUESDAY) == Saved(1, "unchanged")
    assert archive.article(1).aliases == []


def test_equal_text_on_the_same_site_is_an_alias(archive):
    archive.save(article(), seen_at=MONDAY)

    saved = archive.save(article("https://m.harbour.example/news/7", title="Lock gates: what to know"), seen_at=TUESDAY)
    again = archive.save(
        article("https://m.harbour.example/news/7", title="Lock gates: what to know"), seen_at=WEDNESDAY
    )

    assert (saved, again) == (Saved(1, "unchanged", alias=True), Saved(1, "unchanged"))
    row = archive.article("https://m.harbour.example/news/7")
    assert (row.id, row.url, row.title, row.aliases) == (
        1,
        URL,
        "Lock gates close",
        ["https://m.harbour.example/news/7"],
    )


def test_short_text_alone_does_not_make_two_pages_one(archive):
    archive.save(article(body="Watch the video.", quotes=[]), seen_at=MONDAY)

    saved = archive.save(
        article("https://harbour.example/2", title="Other", body="Watch the video.", quotes=[]), seen_at=MONDAY
    )
    same = archive.save(article("https://harbour.example/3", body="Watch the video.", quotes=[]), seen_at=MONDAY)

    assert (saved.article_id, saved.alias) == (2, False)
    assert (same.article_id, same.alias) == (1, True)


def test_alias_that_was_told(archive):
    archive.save(article(), seen_at=MONDAY)
    archive.save(article("https://harbour.example/2", body="Other text", quotes=[]), seen_at=MONDAY)

    archive.add_alias(1, "https://harbour.example/old")
    archive.add_alias(1, "https://harbour.example/2")

    assert archive.article("https://harbour.example/old").id == 1
    assert archive.article("https://harbour.example/2").id == 2


@pytest.mark.parametrize(
    "ref", [2, "2", "99999999999999999999999", 2**70, "https://harbour.example/no", "no url", "", "²"]
)
def test_unknown_article_is_named(archive, ref):
    archive.save(article(), seen_at=MONDAY)

    with pytest.raises(ArticleNotFoundError) as caught:
        archive.article(ref)

    assert f" {ref}. `newsarc list` shows" in str(caught.value)


def test_equal_text_on_another_site_shares_the_story(archive):
    for i, host in enumerate(("harbour.example", "coast.example", "wire.example")):
        archive.save(article(f"https://{host}/{i}", site=host), seen_at=MONDAY + timedelta(hours=i))
    archive.save(article("https://harbour.example/x", body="Another thing altogether.", quotes=[]), seen_at=MONDAY)

    assert [archive.article(i).story_id for i in (1, 2, 3, 4)] == [1, 1, 1, 2]
    assert rows(archive, "stories")[0] == {
        **{"id": 1, "first_seen_at": "2026-11-23T03:25:00Z", "title": "Lock gates close", "article_id": 1}
    }


def test_short_or_wordless_text_joins_no_story(archive):
    for site, body in (("a", "Watch the video."), ("b", "Watch the video."), ("c", "..."), ("d", "!")):
        item = article(f"https://{site}.example/", site=f"{site}.example", title=f"Of {site}", body=body, quotes=[])
        archive.save(item, seen_at=MONDAY)

    assert len({row.story_id for row in archive.articles()}) == 4


def test_near_copy_joins_the_story(archive):
    text = " ".join(f"{BODY} Part {i} tells of pier {i} and of its {i} boats in the fog." for i in range(6))
    edited = text.replace("nine weeks", "nine long weeks", 1) + " (ed)"
    archive.save(article(body=text, quotes=[]), seen_at=MONDAY)

    archive.save(article("https://coast.example/1", site="coast.example", body=edited, quotes=[]), seen_at=TUESDAY)

    assert archive.article(1).story_id == archive.article(2).story_id == 1


def test_changed_body_moves_in_the_shingle_index(archive):
    archive.save(article(), seen_at=MONDAY)
    first = {row["shingle"] for row in rows(archive, "shingles")}

    archive.save(article(body="Quite another text, with words of its own to sample from.", quotes=[]), seen_at=TUESDAY)

    second = {row["shingle"] for row in rows(archive, "shingles")}
    assert first
    assert second
    assert first != second
    archive.reindex()
    assert second == {row["shingle"] for row in rows(archive, "shingles")}


def test_gone_article_keeps_its_last_copy_and_may_come_back(archive):
    archive.save(article(), seen_at=MONDAY)

    archive.mark_gone(1, TUESDAY)
    archive.mark_gone(1, WEDNESDAY)
    gone = archive.article(1)
    archive.save(article(), seen_at=WEDNESDAY)

    assert (gone.gone_at, gone.body) == ("2026-11-24T03:25:00Z", BODY)
    assert archive.article(1).gone_at is None
    assert [(e["kind"], e["at"]) for e in rows(archive, "events")] == [
        ("gone", "2026-11-24T03:25:00Z"),
        ("back", "2026-11-25T03:25:00Z"),
    ]


def test_not_modified_moves_last_seen_only(archive):
    archive.save(article(view_count=1), seen_at=MONDAY)

    archive.mark_seen(1, TUESDAY)
    archive.mark_seen(1, MONDAY)

    assert archive.article(1).last_seen_at == "2026-11-24T03:25:00Z"
    assert len(archive.views(1)) == 1
