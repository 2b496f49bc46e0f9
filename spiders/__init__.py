"""Where the articles are, and what is odd about a site. One file a site, found by Scrapy's own loader.

The files of one's own spiders' folder, which `newsarc.toml` names, are modules of this package too. A file there takes
the place of the one that has its name here.
"""

from __future__ import annotations

from crawler.configuration import ConfigurationError, load_configuration

_OURS = ("base", "article", "news_site")


def _own_folders() -> list[str]:
    folder = load_configuration().own_spiders
    if folder is None or str(folder.resolve()) in __path__:
        return []
    for name in _OURS:
        if (file := folder / f"{name}.py").exists():
            raise ConfigurationError(f"{file}: a spider's file cannot have this name, which all spiders rest on")
    return [str(folder)]


__path__[:0] = _own_folders()
