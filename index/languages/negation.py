"""The words that deny, one list for search and checks; each adds what only it must know. Pure."""

from __future__ import annotations

# Words that turn a sentence by themselves, and verbs that deny what follows them.
_NEGATIONS = frozenset(
    "no not never none nor neither nobody nothing nowhere non cannot without hardly scarcely barely rarely seldom "
    "deny denies denied refuse refuses refused reject rejects rejected".split()
)


def is_negation(word: str) -> bool:
    """Whether a folded word denies; so does every contraction in "n't"."""
    return word in _NEGATIONS or word.endswith("n't")
