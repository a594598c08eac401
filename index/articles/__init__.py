"""Files and folders → articles, with what could not be read and why."""

from index.articles.sources import Reading, Source, read

__all__ = ["Reading", "Source", "read"]
