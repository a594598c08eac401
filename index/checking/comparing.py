"""How close an utterance comes to claimed words, and where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from index.checking.alignment import align, matching_runs, read_text
from index.checking.utterances import Utterance
from index.checking.wording import Wording
from index.checking.words import is_content, is_negation, is_number, is_qualifier, stem, word_spans
from index.types import Edit, Quotation

_PLACES_MAX = 50  # places of one utterance at which equal words are judged; a bound against endless repetition
_TELLING_WORDS_MIN = 4  # a claim this long may be exact without a content word: "it is what it is"
_NEARLY_MIN = 0.6  # agreement of the alignment; chosen on tests/eval/checks
_REPORTED_MIN = 0.7  # share of the claim's content words that the report holds; chosen on tests/eval/checks
_DENIAL_REACH = 4  # words; a negation stands at most so far before the first word that it denies
_SUBJECTS = frozenset({"i", "we", "you", "he", "she", "it", "they", "there"})  # after "and" they open a clause


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Words ``start`` up to ``end`` of the utterance come close to the claim; ``score`` is above 0, at most 1."""

    utterance: Utterance
    start: int
    end: int
    score: float
    is_exact: bool = False

    @property
    def quotation(self) -> Quotation:
        """The quotation that holds most of the words, the first of them if several do."""
        held = Counter(quotation.span for quotation, _, _ in self.utterance.places[self.start : self.end])
        return max(self.utterance.quotations, key=lambda quotation: held[quotation.span])


def compare(wording: Wording, utterance: Utterance) -> Likeness | None:
    """The best likeness of quoted words to the claim; None when they are too far apart."""
    cut_short: Likeness | None = None
    for start, end, omitted in islice(_find_places(wording.parts, utterance.words), _PLACES_MAX):
        if not _tells(wording, utterance, start, end):
            continue
        first, last = _widen(utterance, start, end)
        if (first, last) == (start, end) and not any(map(is_qualifier, omitted)):
            return Likeness(utterance=utterance, start=start, end=end, score=1.0, is_exact=True)
        cut_short = cut_short or Likeness(utterance=utterance, start=first, end=last, score=1.0)
    return cut_short or _compare_loosely(wording, utterance)


def compare_report(wording: Wording, utterance: Utterance) -> Likeness | None:
    """The likeness of a reporter's sentence to the claim: its content words, all of its numbers, the same yes or no."""
    stems = stem(utterance.words)
    found = [place for place, word in enumerate(stems) if word in wording.content]
    missing = wording.content.keys() - stems
    if not found or any(is_number(wording.content[word]) for word in missing):
        return None
    held = len(wording.content) - len(missing)
    score = held / len(wording.content)
    if held == 1 and 2 * held < sum(map(is_content, utterance.words)):  # one word of a long report tells nothing
        return None
    start, end = max(0, found[0] - _DENIAL_REACH), found[-1] + 1
    is_denied = any(map(is_negation, utterance.words[start:end]))
    if score < _REPORTED_MIN or is_denied != any(map(is_negation, wording.words)):
        return None
    return Likeness(utterance=utterance, start=start, end=end, score=score)


def write_edits(wording: Wording, likeness: Likeness) -> tuple[Edit, ...]:
    """The word difference from the claim to the utterance; runs that agree carry the article's writing in both."""
    utterance, first = likeness.utterance, likeness.start
    edits = []
    i = j = 0
    for a, b, size in matching_runs(wording.words, utterance.words[first : likeness.end]):
        edits.append(Edit(claimed=_claimed(wording, i, a), said=utterance.said(first + j, first + b)))
        i, j = a + size, b + size
        same = utterance.said(first + b, first + j)
        edits.append(Edit(claimed=same, said=same))
    return tuple(edit for edit in edits if edit.claimed or edit.said)


def _claimed(wording: Wording, start: int, end: int) -> str:
    """The claim's own text from word ``start`` up to word ``end``."""
    spans = word_spans(wording.text)[start:end]
    return wording.text[spans[0][0] : spans[-1][1]] if spans else ""


def _find_places(parts: Sequence[str], words: Sequence[str]) -> Iterator[tuple[int, int, list[str]]]:
    """Where the parts of a claim stand in order: first word, end, and the words left out between them."""
    text = f" {' '.join(words)} "
    at = text.find(parts[0]) if parts else -1
    while at >= 0:
        end, omitted = at + len(parts[0]) - 1, ""
        for part in parts[1:]:
            follows = text.find(part, end)
            if follows < 0:
                return
            omitted += text[end:follows] + " "
            end = follows + len(part) - 1
        yield text.count(" ", 0, at), text.count(" ", 0, end), omitted.split()
        at = text.find(parts[0], at + 1)


def _tells(wording: Wording, utterance: Utterance, start: int, end: int) -> bool:
    """Whether finding these words means anything: "we will" stands everywhere, unless it is all that was said."""
    is_telling = bool(wording.content) or len(wording.words) >= _TELLING_WORDS_MIN
    return is_telling or utterance.sentences_around(start, end) == (start, end)


def _widen(utterance: Utterance, start: int, end: int) -> tuple[int, int]:
    """The window, grown to its sentence's edge on each side where what was cut off could change the meaning."""
    first, last = utterance.sentences_around(start, end)
    before, after = utterance.words[first:start], utterance.words[end:last]
    if "but" in before:  # "it is not easy, but we will do it"
        before = before[len(before) - before[::-1].index("but") :]
    for place, (word, following) in enumerate(pairwise(after)):  # "we will do it, and we will not wait"
        if word == "because" or (word == "and" and following in _SUBJECTS):
            after = after[:place]
            break
    is_asked = first < start and utterance.asks(last - 1)  # "do you think we will do it?"
    return (
        first if is_asked or any(map(is_qualifier, before)) else start,
        last if any(map(is_qualifier, after)) else end,
    )


def _compare_loosely(wording: Wording, utterance: Utterance) -> Likeness | None:
    alignment = align(wording.alignable, read_text(utterance.words), at_least=_NEARLY_MIN)
    if alignment is None:
        return None
    first, last = utterance.sentences_around(alignment.pairs[0][1], alignment.pairs[-1][1] + 1)
    start, end = _widen(utterance, max(first, alignment.start), min(last, alignment.end))
    return Likeness(utterance=utterance, start=start, end=end, score=min(alignment.agreement, 0.99))
