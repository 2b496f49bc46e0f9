"""The local news site that `newsarc demo` and the tests crawl: fictional news, served over real HTTP on loopback."""

from crawler.demo.content import DemoArticle, DemoQuote, articles
from crawler.demo.server import DemoServer

__all__ = ["DemoArticle", "DemoQuote", "DemoServer", "articles"]
