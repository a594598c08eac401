"""How close an utterance comes to claimed words, and where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise, takewhile

from index.checking.alignment import Alignment, align, draw_together, pair, stem_text, weigh_words
from index.checking.utterances import Utterance
from index.checking.wording import Wording
from index.checking.words import is_content, is_denial, is_number, is_qualifier, stem_compared
from index.languages import load
from index.languages.counts import NUMBERED
from index.types import Edit, Kind, Quotation, Ruling

_PLACES_MAX = 50  # places of one utterance at which equal words are judged; a bound against endless repetition
_TELLING_WORDS_MIN = 4  # a claim this long may be exact without a content word: "it is what it is"
_BEGINS_ANEW = frozenset("it he she they we i you this that but".split())  # behind a pause: what is so instead
_CLAUSE_WORDS_MIN = 3  # of a clause without one: "it was off, and everyone knew"
_NEARLY_MIN = 0.6  # agreement of the alignment; chosen on tests/eval/checks
_REPORTED_MIN = 0.8  # share of the claim's content words that the report holds; chosen on tests/eval/checks
_DENIAL_REACH = 4  # words; a negation stands at most so far before the first word that it denies
_OPENERS = frozenset("and but now oh or so then well yes".split())  # before a sentence they add nothing to it
_INSTEAD = frozenset({"instead", "rather"})  # "of", "than" a number that is not so
_DENYING = ("un", "in", "im", "dis")
_STOPS = frozenset(".!?…;:–—")
_INEXACT_MAX = 0.98  # of the likeness of words that are not the same
_GAP_MAX = 6  # words that the utterance has between a claim's first word and its others: "I [do not] want it"
_SUBJECTS = frozenset({"i", "we", "you", "he", "she", "it", "they", "there"})  # after "and" they open a clause


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Words ``start`` up to ``end`` of the utterance come close to the claim; ``score`` is above 0, at most 1."""

    utterance: Utterance
    start: int
    end: int
    score: float
    ruling: Ruling = Ruling.NEARLY

    @property
    def is_whole(self) -> bool:
        """Whether the claim's words all stand there in a row."""
        return self.ruling in (Ruling.EXACT, Ruling.CUT_SHORT)

    @property
    def is_report(self) -> bool:
        return self.utterance.quotations[0].kind is Kind.INDIRECT

    @property
    def is_altered(self) -> bool:
        """Whether a report has another number or name."""
        return self.is_report and self.ruling is Ruling.NEARLY

    @property
    def quotation(self) -> Quotation:
        """The quotation that holds most of the words, the first of them if several do."""
        held = Counter(quotation.span for quotation, _, _ in self.utterance.places[self.start : self.end])
        return max(self.utterance.quotations, key=lambda quotation: held[quotation.span])


def compare(wording: Wording, utterance: Utterance) -> Likeness | None:
    """The best likeness of quoted words to the claim; None when they are too far apart."""
    cut_short: Likeness | None = None
    for places in islice(_find_places(wording.parts, utterance.words), _PLACES_MAX):
        start, end = places[0][0], places[-1][1]
        if not _tells(wording, utterance, start, end):
            continue
        gaps = [_omitted(utterance, low, high) for (_, low), (high, _) in pairwise(places) if low < high]
        if turned := next(filter(None, map(_judge_gap, gaps)), None):
            return Likeness(utterance=utterance, start=start, end=end, score=0.99, ruling=turned)
        first, last = utterance.sentences_around(start, end)
        if not gaps and end == last and _OPENERS.issuperset(utterance.words[first:start]):
            return Likeness(utterance=utterance, start=start, end=end, score=1.0, ruling=Ruling.EXACT)
        low, high = _widen(utterance, start, end)
        cut_short = cut_short or Likeness(utterance=utterance, start=low, end=high, score=1.0, ruling=Ruling.CUT_SHORT)
    return cut_short or _compare_loosely(wording, utterance)


def _judge_gap(omitted: Sequence[str]) -> Ruling | None:
    """What leaving these words out makes of the others: their contrary, something else, or no other thing. A denial in
    a clause of its own ("and I did not let go") may belong to either side."""
    clause = _own_clause(omitted)
    if any(map(is_denial, omitted[:clause])):
        return Ruling.OPPOSITE
    return Ruling.NEARLY if any(map(is_qualifier, omitted)) else None


def _own_clause(words: Sequence[str]) -> int:
    """Where in words that go on a clause of its own begins: "…, and we will not wait"."""
    for place, (word, following) in enumerate(pairwise(words)):
        if word == "because" or (word in ("and", "but") and following in _SUBJECTS):
            return place
    return len(words)


def compare_report(wording: Wording, utterance: Utterance) -> Likeness | None:
    """The likeness of a reporter's sentence to the claim: its content words, its numbers with what they count; NEARLY
    where all that differs is a number or a name."""
    if altered := _compare_altered(wording, utterance):
        return altered
    stems = stem_compared(utterance.words)
    found = [place for place, word in enumerate(stems) if word in wording.content]
    missing = wording.content.keys() - stems
    held = len(wording.content) - len(missing)
    is_one_of_many = held == 1 and sum(map(is_content, utterance.words)) > 2  # one word of a long report tells nothing
    if not found or is_one_of_many or not _holds_counts(utterance.words, wording.words):
        return None
    score = held / len(wording.content)
    if score < _REPORTED_MIN:
        return None
    start, end = max(0, found[0] - _DENIAL_REACH), found[-1] + 1
    denied = _is_denied(utterance.quotations[0])
    is_turned = _turns(wording.words, utterance.words[start:end]) != denied
    ruling = Ruling.OPPOSITE if is_turned else Ruling.REPORTED
    return Likeness(utterance=utterance, start=start, end=end, score=score, ruling=ruling)


def _compare_altered(wording: Wording, utterance: Utterance) -> Likeness | None:
    """The likeness of a report that has another number, or another name, where the claim has its own; else None."""
    words, said = wording.words, utterance.words
    alignment = align(wording.alignable, stem_text(said), at_least=_NEARLY_MIN)
    if alignment is None or _turns(words, said[alignment.start : alignment.end]):
        return None
    edges = [(-1, alignment.start - 1), *alignment.pairs, (len(words), alignment.end)]
    altered = False
    for (i, j), (a, b) in pairwise(edges):
        lost = [place for place in range(i + 1, a) if is_content(words[place])]
        instead = range(j + 1, b)
        is_number_for = all(is_number(words[place]) for place in lost) and any(is_number(said[at]) for at in instead)
        is_name_for = wording.names.issuperset(lost) and any(map(utterance.is_name, instead))
        if lost and not (is_number_for or is_name_for):
            return None
        altered = altered or bool(lost)
    start, score = alignment.start, min(alignment.agreement, _INEXACT_MAX)
    start = 0 if start <= _DENIAL_REACH else start  # with its subject
    return Likeness(utterance=utterance, start=start, end=alignment.end, score=score) if altered else None


def _is_denied(quotation: Quotation) -> bool:
    return quotation.cue is not None and is_denial(quotation.cue.of(quotation.article.body).lower())


def _turns(claimed: Sequence[str], said: Sequence[str]) -> bool:
    """Whether one denies what the other affirms, in any clause: by a negation, or by an antonym in its place."""
    flips = abs(_denials(claimed) - _denials(said))
    flips += any(_antonym(word, set(said) - set(claimed)) != word for word in set(claimed) - set(said))
    return flips % 2 == 1 or (flips > 0 and not min(_denials(claimed), _denials(said)))


def _denials(words: Sequence[str]) -> int:
    """The clauses that deny: those with an odd number of negations; "few" nearly denies, "a few" does not."""
    clauses: list[list[bool]] = [[]]
    for before, word in pairwise(["", *words]):
        if word in ("and", "but"):
            clauses.append([])
        clauses[-1].append(is_denial(word) or (word in ("few", "little") and before != "a"))
    return sum(sum(clause) % 2 for clause in clauses)


def _antonym(word: str, among: set[str]) -> str:
    """The word among some that means the contrary of ``word``; ``word`` itself if there is none."""
    return next((other for other in sorted(among) if _are_contrary(word, other)), word)


def _are_contrary(word: str, other: str) -> bool:
    """Whether a table says so, or one is the other with a prefix that denies it."""
    pairs = load("en").contraries
    is_prefixed = any(word == lead + other or other == lead + word for lead in _DENYING)
    return is_prefixed or (word, other) in pairs or (other, word) in pairs


def _holds_counts(said: Sequence[str], claimed: Sequence[str]) -> bool:
    """Whether every number of a claim is said, and of the same thing where both tell of what."""
    told = _counts(said)
    return all(
        any(number == other and (not unit or not what or unit == what) for other, what in told)
        for number, unit in _counts(claimed)
    )


def _counts(words: Sequence[str]) -> set[tuple[str, str]]:
    """Every number that is so with what it counts: the sign before it, or what it is the number of ("line 7"), else the
    next word that tells something."""
    found = set()
    for place, word in enumerate(words):
        is_so = _INSTEAD.isdisjoint(words[max(0, place - 2) : place])
        if is_number(word) and is_so and not (place and is_number(words[place - 1])):
            last = words[place - 1] if place else ""
            before = last if last in NUMBERED or not last[:1].isalnum() else ""
            run = list(takewhile(is_number, words[place:]))  # 6.1 million
            after = next((other for other in words[place + len(run) :] if is_content(other)), "")
            found.add((" ".join(run), before or stem_compared([after])[0] if after else before))
    return found


def write_edits(wording: Wording, likeness: Likeness) -> tuple[Edit, ...]:
    """The word difference from the claim to the utterance; runs that agree carry the article's writing in both. A
    report agrees in other tenses and pronouns, and with more besides, too."""
    utterance, end = likeness.utterance, likeness.end
    weigh = stem_text if likeness.is_report else weigh_words
    said = weigh(utterance.words)
    pairs = draw_together(pair(weigh(wording.words), said, likeness.start, end), said.stems)
    edits = []
    i, j = 0, likeness.start
    for a, b, size in _runs(pairs, (len(wording.words), end)):
        claimed, instead = wording.said(i, a, closed=size > 0), utterance.said(j, b, closed=size > 0)
        agrees = likeness.is_report and not any(map(is_content, wording.words[i:a]))
        edits.append(Edit(claimed=instead if agrees else claimed, said=instead))
        i, j = a + size, b + size
        same = utterance.said(b, j, closed=j < end)
        edits.append(Edit(claimed=same, said=same))
    return tuple(edit for edit in edits if edit.claimed or edit.said)


def _runs(pairs: Sequence[tuple[int, int]], ends: tuple[int, int]) -> Iterator[tuple[int, int, int]]:
    """The pairs that follow each other, as where they begin and how many; the last run is empty, at ``ends``."""
    first = size = 0
    for size, (here, following) in enumerate(pairwise([*pairs, ends]), start=1):
        if following != (here[0] + 1, here[1] + 1) or size == len(pairs):
            yield *pairs[first], size - first
            first = size
    yield *ends, 0


def _find_places(parts: Sequence[str], words: Sequence[str]) -> Iterator[list[tuple[int, int]]]:
    """Where the parts of a claim stand in order: first word and end of each."""
    text = f" {' '.join(words)} "
    at = text.find(parts[0]) if parts else -1
    while at >= 0:
        places, follows = [], at
        for part in parts:
            follows = text.find(part, follows)
            if follows < 0:
                return
            places.append((text.count(" ", 0, follows), text.count(" ", 0, follows + len(part) - 1)))
            follows += len(part) - 1
        yield places
        at = text.find(parts[0], at + 1)


def _omitted(utterance: Utterance, start: int, end: int) -> list[str]:
    """What a marked gap leaves out of the sentences before and behind it; a whole sentence that it leaves out turns
    neither."""
    numbers = utterance.sentence_numbers
    touched = (numbers[start - 1], numbers[end])
    return [utterance.words[place] for place in range(start, end) if numbers[place] in touched]


def _tells(wording: Wording, utterance: Utterance, start: int, end: int) -> bool:
    """Whether finding these words means anything: "we will" stands everywhere, unless it is all that was said, or three
    words are all of its first clause."""
    if wording.content or len(wording.words) >= _TELLING_WORDS_MIN:
        return True
    first, last = utterance.sentences_around(start, end)
    return start == first and (end == last or (end - start >= _CLAUSE_WORDS_MIN and utterance.pauses(end - 1)))


def _widen(utterance: Utterance, start: int, end: int) -> tuple[int, int]:
    """The window, grown to its sentence's edge on each side where what was cut off could change the meaning."""
    first, last = utterance.sentences_around(start, end)
    before, after = utterance.words[first:start], utterance.words[end:last]
    if "but" in before:  # "it is not easy, but we will do it"
        before = before[len(before) - before[::-1].index("but") :]
    after = after[: _own_clause(after)]  # "we will do it, and we will not wait"
    is_asked = first < start and utterance.asks(last - 1)  # "do you think we will do it?"
    return (
        first if is_asked or any(map(is_qualifier, before)) else start,
        last if any(map(is_qualifier, after)) else end,
    )


def _compare_loosely(wording: Wording, utterance: Utterance) -> Likeness | None:
    said = stem_text(utterance.words)
    alignment = align(wording.alignable, said, at_least=_NEARLY_MIN)
    if alignment is None:
        turned = [_antonym(word, set(utterance.words)) for word in wording.words]
        alignment = align(stem_text(turned), said, at_least=_NEARLY_MIN) if turned != wording.words else None
    if alignment is None:
        return None
    first, last = utterance.sentences_around(alignment.pairs[0][1], alignment.pairs[-1][1] + 1)
    low, high = max(first, alignment.start), min(last, alignment.end)
    is_turned = _turns(wording.words, _without_corrected(utterance, alignment.pairs, low, high))
    is_turned = is_turned or _denies_another(wording, utterance, alignment.pairs)
    start, end = _widen(utterance, *_take_in(wording.words, utterance.words, alignment, first, last))
    ruling = Ruling.OPPOSITE if is_turned else Ruling.NEARLY
    return Likeness(
        utterance=utterance, start=start, end=end, score=min(alignment.agreement, _INEXACT_MAX), ruling=ruling
    )


def _without_corrected(utterance: Utterance, pairs: Sequence[tuple[int, int]], start: int, end: int) -> list[str]:
    """The words ``start`` up to ``end`` without what is denied between words of the claim to say those in its place:
    "The bridge is not old, it is worn out" says that the bridge is worn out."""
    words = utterance.words
    left_out: set[int] = set()
    for (_, before), (_, behind) in pairwise(pairs):
        gap = range(before + 1, behind)
        denial = next((place for place in gap if is_denial(words[place])), behind)
        denied = next((place for place in gap if place > denial and is_content(words[place])), behind)
        is_at_once = not any(utterance.pauses(place) for place in range(denial, denied))
        pauses = [place for place in range(denied, behind) if utterance.pauses(place)]
        if is_at_once and pauses and words[pauses[-1] + 1] in _BEGINS_ANEW:
            left_out.update(gap)
    return [words[place] for place in range(start, end) if place not in left_out]


def _take_in(
    claimed: Sequence[str], said: Sequence[str], alignment: Alignment, first: int, last: int
) -> tuple[int, int]:
    """The window of the alignment within words ``first`` up to ``last``, with the claim's own first and last words
    where they stand a little before or behind: "I do not want it" for "I want it"."""
    start, end = max(first, alignment.start), min(last, alignment.end)
    (i, j), (a, b) = alignment.pairs[0], alignment.pairs[-1]
    lead, rest = claimed[:i], claimed[a + 1 :]
    before = range(j - len(lead), max(first, j - len(lead) - _GAP_MAX) - 1, -1)
    behind = range(b + 1, min(last, b + 1 + len(rest) + _GAP_MAX) - len(rest) + 1)
    if lead:
        start = next((place for place in before if said[place : place + len(lead)] == lead), start)
    if rest:
        end = next((place + len(rest) for place in behind if said[place : place + len(rest)] == rest), end)
    return start, end


def _denies_another(wording: Wording, utterance: Utterance, pairs: Sequence[tuple[int, int]]) -> bool:
    """Whether the last telling word that both share is denied in one of them alone, though each denies something:
    "It is not a rope" for "It is not a ladder. It is a rope"."""
    place = next(((i, j) for i, j in reversed(pairs) if is_content(wording.words[i])), None)
    if place is None or not any(map(is_denial, wording.words)):
        return False
    claimed, said = _clause_to(wording, place[0]), _clause_to(utterance, place[1])
    return sum(map(is_denial, claimed)) % 2 != sum(map(is_denial, said)) % 2


def _clause_to(told: Wording | Utterance, place: int) -> Sequence[str]:
    """The words of a clause up to the one at ``place``."""
    first = place
    while first > 0 and not _opens_clause(told, first):
        first -= 1
    return told.words[first : place + 1]


def _opens_clause(told: Wording | Utterance, place: int) -> bool:
    """Whether a clause begins with a word: after a stop; a subject after a comma or "and"; "but", "because"."""
    word, signs = told.words[place], set(told.before(place))
    is_linked = "," in signs or told.words[place - 1] == "and"
    is_subject = word.partition("'")[0] in _SUBJECTS
    return word in ("but", "because") or bool(_STOPS & signs) or (is_linked and is_subject)
