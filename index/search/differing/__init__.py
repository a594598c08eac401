"""Other articles of a story that state something else in answer to what was asked."""

from index.search.differing.comparing import find_differing

__all__ = ["find_differing"]
