"""newsarc: a news crawler that remembers."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("newsarc")
except PackageNotFoundError:  # a checkout that was not installed
    __version__ = "0+checkout"
