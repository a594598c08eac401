"""Other articles that state another number for what was asked."""

from index.search.differing.comparing import find_differing

__all__ = ["find_differing"]
