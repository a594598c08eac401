"""Files and folders → articles, with what could not be read and why."""

from index.articles.reading import read
from index.articles.sources import Reading, Source

__all__ = ["Reading", "Source", "read"]
