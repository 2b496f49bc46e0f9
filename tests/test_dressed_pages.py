"""Stories come out right of pages whose markup, names and furniture are drawn by chance."""

from collections import Counter
from random import Random

import pytest
from dressing import dressed

from crawler.demo import DemoArticle, all_articles
from crawler.page import Page
from pipelines import extract

STORIES = [
    story
    for story in all_articles()
    if story.description and "T" in story.published_at and story.body.count("\n\n") >= 2 and story.markup != "live_blog"
]
PAGES = 6  # of each story
# What nothing on a page tells from the story's own, as a comment on it among elements that say nothing.
MOST_WRONG, MOST_WRONG_OF_A_FIELD = 0.02, 0.05


def wrong_fields(story: DemoArticle, chance: Random) -> set[str]:
    """The fields that are not read right of *story*, dressed by *chance*."""
    others = [other for other in STORIES if other.language == story.language and other is not story]
    page = dressed(story, chance.sample(others, min(5, len(others))), chance)
    article = extract(Page.from_html(page.html, "https://harbour.example/news/1"), reraise=True)
    paragraphs = story.body.split("\n\n")
    right = {
        "title": article.title == story.title,
        "published_at": (article.published_at or "")[:16] == page.minute,
        "view_count": article.view_count == page.views,
        "authors": article.authors == ([page.author] if page.author else []),
        "body": (article.body or "").split("\n\n") in (paragraphs, [story.description, *paragraphs]),
    }
    return {field for field, is_right in right.items() if not is_right}


@pytest.mark.parametrize("seed", range(PAGES))
def test_stories_are_read_right_in_whatever_dress(seed: int):
    chance = Random(seed)
    wrong: Counter[str] = Counter()
    for story in STORIES:
        wrong.update(wrong_fields(story, chance))

    assert wrong.total() <= MOST_WRONG * 5 * len(STORIES), wrong
    assert max(wrong.values(), default=0) <= MOST_WRONG_OF_A_FIELD * len(STORIES), wrong
