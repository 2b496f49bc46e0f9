"""The local news sites that `newsarc demo` and the tests crawl: fictional news, served over real HTTP on loopback.

    with DemoServer() as server:
        ...               # a crawl
        server.advance()  # some days later: see `changes.toml`
        ...               # another crawl

`articles` says what a perfect reader gets out of the pages of an outlet in a state, `all_articles` of all outlets.
"""

from crawler.demo.content import outlets
from crawler.demo.expectation import DemoArticle, DemoQuote, all_articles, articles
from crawler.demo.server import DemoServer
from crawler.demo.states import Changes, changes

__all__ = ["Changes", "DemoArticle", "DemoQuote", "DemoServer", "all_articles", "articles", "changes", "outlets"]
