"""The markups: functions that print any story as some content system prints its pages."""

from __future__ import annotations

from collections.abc import Callable

from crawler.demo.article_page import ArticlePage
from crawler.demo.markups.ad_split import ad_split
from crawler.demo.markups.div_soup import div_soup
from crawler.demo.markups.drupal import drupal
from crawler.demo.markups.interview import interview
from crawler.demo.markups.joomla import joomla
from crawler.demo.markups.legacy import legacy
from crawler.demo.markups.live_blog import live_blog
from crawler.demo.markups.newsroom import amp, newsroom
from crawler.demo.markups.next_state import next_state
from crawler.demo.markups.paywall import paywall
from crawler.demo.markups.post_views import post_views
from crawler.demo.markups.typo3 import typo3
from crawler.demo.markups.wordpress import wordpress
from crawler.demo.templates import Html

Markup = Callable[[ArticlePage], Html]

MARKUPS: dict[str, Markup] = {
    "ad_split": ad_split,
    "div_soup": div_soup,
    "drupal": drupal,
    "interview": interview,
    "joomla": joomla,
    "legacy": legacy,
    "live_blog": live_blog,
    "newsroom": newsroom,
    "next_state": next_state,
    "paywall": paywall,
    "post_views": post_views,
    "typo3": typo3,
    "wordpress": wordpress,
}
# Other forms of a story's page: what its path gets for them, by markup.
VARIANTS: dict[str, dict[str, Markup]] = {"newsroom": {"/amp/": amp}}
