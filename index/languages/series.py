"""English words that come in an order: numbers, months, days of the week. Pure."""

from __future__ import annotations

SMALL_NUMBERS = tuple(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen".split()
)
TENS = tuple("twenty thirty forty fifty sixty seventy eighty ninety".split())  # from the second ten on
VALUES = {word: number for number, word in enumerate(SMALL_NUMBERS)} | {
    word: 10 * number for number, word in enumerate(TENS, start=2)
}
MONTHS = tuple("january february march april may june july august september october november december".split())
WEEKDAYS = tuple("monday tuesday wednesday thursday friday saturday sunday".split())
