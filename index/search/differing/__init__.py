"""Other articles that state another number for what was asked."""

from index.search.differing.comparing import compare

__all__ = ["compare"]
