"""Two lists of words → the words that go together. Knows no quotations, only words and what they weigh."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from rapidfuzz import process
from rapidfuzz.distance import Indel

from index.checking.words import CONTENT, stem_compared, weigh_word

_LOOK_ALIKE_MIN = 0.75  # Indel similarity of letters; "withdraw" and "withdrew" 0.88
_LOOK_ALIKE_LETTERS_MIN = 5  # shorter words look like too many others: "thin", "than"
_CONTENT_WORDS_MIN = 2  # agreeing ones, with which any agreement that is asked for will do
_LONE_AGREEMENT_MIN = 0.75  # with fewer; chosen on tests/eval/checks
_ALL_BUT_ONE_MIN = 5  # words of a claim from which one that is changed may be any of them: "for a fifth", "a fourth"
_STRAYS_MAX = 40  # pairs at either end that may turn out to be strays; a margin holds few


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """Places in the claim and in the utterance that go together, ascending in both; never empty.

    The said words ``start`` up to ``end`` hold the pairs and what stands where the claim's first and last words differ.
    ``agreement`` is the share that the pairs hold of the weight of the claim and of those words, 0..1.
    """

    pairs: tuple[tuple[int, int], ...]
    start: int
    end: int
    agreement: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StemmedText:
    """Words as stems, and what each weighs."""

    stems: list[str]
    weights: list[int]

    def spread(self, start: int, end: int) -> list[tuple[int, str]]:
        """Source and stem of every word, as many times as it weighs: the longest in common is then the heaviest."""
        return [(place, self.stems[place]) for place in range(start, end) for _ in range(self.weights[place])]


def weigh_words(words: Sequence[str]) -> StemmedText:
    """Comparable words as they are, ready to be paired."""
    return StemmedText(stems=list(words), weights=[weigh_word(word) for word in words])


def stem_text(words: Sequence[str]) -> StemmedText:
    """Comparable words, ready to be aligned."""
    return StemmedText(stems=stem_compared(words), weights=[weigh_word(word) for word in words])


def align(claimed: StemmedText, said: StemmedText, *, at_least: float) -> Alignment | None:
    """Where ``said`` comes closest to ``claimed``.

    None below an agreement of ``at_least``, or when no more than half of the claim's content words agree. Words go
    together when their stems are equal or nearly so. The heaviest common subsequence decides, looked for in the stretch
    that shares the most weight with the claim.
    """
    weight, said_weight = sum(claimed.weights), sum(said.weights)
    if _share(said_weight, weight, said_weight) < at_least:
        return None
    known = set(said.stems)
    claimed = replace(claimed, stems=_respell(claimed.stems, known=known))
    if not _holds_most([place for place, word in enumerate(claimed.stems) if word in known], claimed.weights):
        return None
    low, high, shared = _find_stretch(claimed, said)
    if _share(shared, weight, shared) < at_least:
        return None
    paired = pair(claimed, said, low, high)
    found = [_trim(pairs, claimed, said) for pairs in (paired, draw_together(paired, said.stems)) if pairs]
    best = max(found, key=lambda alignment: alignment.agreement, default=None)
    return best if best and best.agreement >= at_least and _tells_enough(best, claimed.weights) else None


def _tells_enough(alignment: Alignment, weights: list[int]) -> bool:
    """Whether most of the content agrees, and not by a single word among others: "I heard it", "I heard the shout"."""
    places = [i for i, _ in alignment.pairs]
    if _holds_all_but_one(places, weights):
        return True
    if sum(weights[place] == CONTENT for place in places) < _CONTENT_WORDS_MIN:
        is_close = alignment.agreement >= _LONE_AGREEMENT_MIN
        return is_close and sum(weights[place] for place in places) > CONTENT
    return _holds_most(places, weights)


def _holds_most(places: Sequence[int], weights: list[int]) -> bool:
    """Whether the places hold more than half of the content words, if there are any, or all words but one."""
    count = weights.count(CONTENT)
    has_most = not count or 2 * sum(weights[place] == CONTENT for place in places) > count
    return has_most or _holds_all_but_one(places, weights)


def _holds_all_but_one(places: Sequence[int], weights: list[int]) -> bool:
    return len(weights) >= _ALL_BUT_ONE_MIN and len(places) >= len(weights) - 1


def _respell(stems: Sequence[str], *, known: set[str]) -> list[str]:
    """The stems, those unknown replaced by the known ones that differ by a slip of the pen or a tense."""
    return [
        word if word in known or len(word) < _LOOK_ALIKE_LETTERS_MIN else _look_alike(word, known) for word in stems
    ]


def _look_alike(word: str, known: set[str]) -> str:
    choices = sorted(other for other in known if other[:1] == word[0])
    found = process.extractOne(word, choices, scorer=Indel.normalized_similarity, score_cutoff=_LOOK_ALIKE_MIN)
    return found[0] if found and word.isalpha() else word


def _find_stretch(claimed: StemmedText, said: StemmedText) -> tuple[int, int, int]:
    """The stretch of what was said that shares the most weight with the claim, and that weight: start, end, weight.

    A word that is said more often than it is claimed shares no more for that; it only decides between equal stretches.
    """
    wanted, weight = Counter(claimed.stems), dict(zip(said.stems, said.weights, strict=True))
    size = min(len(said.stems), len(claimed.stems) + len(claimed.stems) // 2 + 2)
    held = Counter(said.stems[:size])
    shared = sum(weight[word] * min(held[word], wanted[word]) for word in held)
    repeated = sum(weight[word] * held[word] for word in held if word in wanted)
    best = shared, repeated, 0  # and where it starts, as a number below 0, so that of equals the first is the most
    for start, (first, last) in enumerate(zip(said.stems, said.stems[size:], strict=False), start=1):
        shared -= weight[first] * (held[first] <= wanted[first])
        repeated -= weight[first] * (first in wanted)
        held[first] -= 1
        held[last] += 1
        shared += weight[last] * (held[last] <= wanted[last])
        repeated += weight[last] * (last in wanted)
        best = max(best, (shared, repeated, -start))
    return -best[2], -best[2] + size, best[0]


def pair(claimed: StemmedText, said: StemmedText, low: int, high: int) -> list[tuple[int, int]]:
    """The places of a heaviest common subsequence of the claim and of the said words ``low`` up to ``high``."""
    first, second = claimed.spread(0, len(claimed.stems)), said.spread(low, high)
    pairs: list[tuple[int, int]] = []
    blocks = Indel.editops([word for _, word in first], [word for _, word in second]).as_matching_blocks()
    for block in blocks:
        held = zip(first[block.a : block.a + block.size], second[block.b : block.b + block.size], strict=True)
        for (i, _), (j, _) in held:
            if not pairs or (i > pairs[-1][0] and j > pairs[-1][1]):
                pairs.append((i, j))
    return pairs


def draw_together(pairs: Sequence[tuple[int, int]], said: Sequence[str]) -> list[tuple[int, int]]:
    """The pairs with each said word as close before the next as an equal one stands: the last "la" of "la patience,
    mais la mer"."""
    drawn: list[tuple[int, int]] = []
    for i, j in reversed(pairs):
        behind = drawn[-1][1] if drawn else j + 1
        drawn.append((i, next(place for place in range(behind - 1, j - 1, -1) if said[place] == said[j])))
    return drawn[::-1]


def _trim(pairs: list[tuple[int, int]], claimed: StemmedText, said: StemmedText) -> Alignment:
    """The alignment of the pairs without strays at the ends, which would make it span words that nobody claimed."""
    weight, said_sums = sum(claimed.weights), [0, *accumulate(said.weights)]
    held_sums = [0, *accumulate(claimed.weights[i] for i, _ in pairs)]

    def measure(first: int, last: int) -> float:
        start, end = _span(pairs[first], pairs[last - 1], claimed, said)
        return _share(held_sums[last] - held_sums[first], weight, said_sums[end] - said_sums[start])

    count = len(pairs)
    first = max(range(min(count, _STRAYS_MAX)), key=lambda first: measure(first, count))
    last = max(range(count, max(first, count - _STRAYS_MAX), -1), key=lambda last: measure(first, last))
    start, end = _span(pairs[first], pairs[last - 1], claimed, said)
    return Alignment(pairs=tuple(pairs[first:last]), start=start, end=end, agreement=measure(first, last))


def _span(first: tuple[int, int], last: tuple[int, int], claimed: StemmedText, said: StemmedText) -> tuple[int, int]:
    """The said words from the first pair to the last, and those that stand where the claim's own edges differ."""
    return max(0, first[1] - first[0]), min(len(said.stems), last[1] + len(claimed.stems) - last[0])


def _share(held: int, claimed: int, said: int) -> float:
    return 2 * held / max(1, claimed + said)
