"""Other articles of a story that state something else in answer to what was asked."""

from index.search.differing.comparing import find_differing
from index.search.differing.following import find_least_alike

__all__ = ["find_differing", "find_least_alike"]
