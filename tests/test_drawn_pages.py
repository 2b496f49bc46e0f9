"""Pages of every class that news sites have are read right: live blogs, endless pages, interviews, legacy tables ..."""

from collections import Counter
from random import Random

import pytest
from drawn import CLASSES, STORIES, outcome

OF_EACH_LANGUAGE = list({story.language: story for story in STORIES}.values())
# The share of pages of a class that may be read wrong; what nothing on a page tells stays wrong.
MOST_WRONG = 0.12
MOST_OF_ALL = {
    **{"title": 0.002, "published_at": 0.02, "view_count": 0.01, "authors": 0.02, "body": 0.06},
    **{"description": 0.1, "access": 0.005, "kind": 0.005, "language": 0.002, "entries": 0.005},
    **{"modified_at": 0.01, "image_caption": 0.01, "quotes": 0.005},
}


def count_wrong(name, stories, seeds):
    wrong = Counter()
    for seed in seeds:
        for at, story in enumerate(stories):
            wrong.update(outcome(name, story, Random(f"{name}/{seed}/{at}")).wrong)
    return wrong


def test_pages_of_every_class_are_read_right_each_in_half_of_fifteen_languages():
    stories = [OF_EACH_LANGUAGE[half::2] for half in (0, 1)]
    wrong = sum((count_wrong(name, stories[at % 2], [0]) for at, name in enumerate(CLASSES)), Counter())
    pages = len(CLASSES) * len(stories[0])

    assert {field: count for field, count in wrong.items() if count > MOST_OF_ALL[field] * pages} == {}


@pytest.mark.thorough
@pytest.mark.parametrize("name", CLASSES)
def test_pages_are_read_right_of(name):
    wrong = count_wrong(name, STORIES, range(4))

    assert wrong["body"] <= MOST_WRONG * 4 * len(STORIES), wrong
