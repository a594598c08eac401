"""The words that deny: one closed class a language, in its tables, which search, checks and quotations read. Pure."""

from __future__ import annotations

from functools import cache

from index.languages import load


def is_negation(word: str) -> bool:
    """Whether a folded English word denies: by itself, nearly, or as a verb that denies what follows."""
    return load("en").is_a(word, "negations", "empty", "nearly", "denials", "rejecting") or is_contracted(word)


def is_contracted(word: str) -> bool:
    """Whether a folded word ends in a "not": didn't."""
    return word.endswith("n't")


@cache
def negating_words() -> str:
    """The English words that turn a sentence, contractions among them, as alternatives of a pattern that ignores
    case. "No" counts in "no fewer"; it is left to whoever writes the pattern."""
    words = load("en").words
    return "|".join([*sorted((words["negations"] | words["empty"]) - {"no"}), r"\w+n['’]t"])
