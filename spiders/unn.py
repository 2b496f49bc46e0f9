"""UNN, a Ukrainian news agency, in Ukrainian and English. Its pages are read by the generic sources."""

from __future__ import annotations

from crawler.site import Site
from spiders.base import NewsSpider


class UnnSpider(NewsSpider):
    name = "unn"
    site = Site(
        domain="unn.ua",
        name="UNN",
        time_zone="Europe/Kyiv",  # "September 3 2024 , 07:25 AM" is printed without an offset
        feeds=("https://unn.ua/rss/news_uk.xml", "https://unn.ua/en/rss/politics_en.xml"),
    )
