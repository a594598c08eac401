"""Files and folders → articles, with what could not be read and why."""

from index.sources.places import Place, Reading, read

__all__ = ["Place", "Reading", "read"]
