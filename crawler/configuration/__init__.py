"""`newsarc.toml`: one file for the archive, the sites, one's own spiders, politeness, the schedule, notifications."""

from crawler.configuration.loading import (
    CONFIG,
    Configuration,
    ConfigurationError,
    Problem,
    find_problems,
    load_configuration,
)
from crawler.configuration.sections import Key, SiteSection, keys_of

__all__ = [
    "CONFIG",
    "Configuration",
    "ConfigurationError",
    "Key",
    "Problem",
    "SiteSection",
    "find_problems",
    "keys_of",
    "load_configuration",
]
