"""A question in other clothes is still the question: a slip of the finger leaves all but a letter or two."""

from difflib import SequenceMatcher
from random import Random

from tests.eval.reader.rows.disguises import _slip

QUESTION = "When will the harbour of Northholm reopen?"


def test_a_slip_changes_long_words_by_a_letter_or_two_and_no_short_one() -> None:
    typed = [_slip(QUESTION, Random(seed)) for seed in range(50)]
    assert len(set(typed)) > 20
    for one in typed:
        pairs = list(zip(QUESTION.split(), one.split(), strict=True))
        assert all(SequenceMatcher(None, old, new).ratio() > 0.7 for old, new in pairs)
        assert all(old == new for old, new in pairs if len(old.strip("?")) <= 4)
