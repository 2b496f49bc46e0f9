"""The markups: functions that print any story as some content system prints its pages."""

from __future__ import annotations

from collections.abc import Callable

from crawler.demo.article_page import ArticlePage
from crawler.demo.markups.div_soup import div_soup
from crawler.demo.markups.drupal import drupal
from crawler.demo.markups.legacy import legacy
from crawler.demo.markups.wordpress import wordpress
from crawler.demo.templates import Html

MARKUPS: dict[str, Callable[[ArticlePage], Html]] = {
    "div_soup": div_soup,
    "drupal": drupal,
    "legacy": legacy,
    "wordpress": wordpress,
}
