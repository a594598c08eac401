"""Which stretches between marks are somebody's words, and what the sentence around them says. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from index.quotations import lexicon
from index.quotations.cues import Attribution, read_after, read_before
from index.quotations.marks import Marked
from index.types import Kind, Span

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_JOIN = re.compile(r"[\s,;—–-]*(?:and|or|but|then|and then|yet|as well as)?[\s,]*", re.IGNORECASE)
# Right before the marks: what follows is a name of something, not speech.
_NAMING = re.compile(
    r"\b(?:so[ -]called|known(?: \w+)? as|titled|entitled|dubbed|nicknamed|named|labell?ed|branded|code-?named"
    r"|billed as|sold \w+ as|listed as|designated|under the (?:pseudonym|name|headline|banner)|reading|marked"
    r"|that (?:read|reads|says|said)|the (?:words?|terms?|phrase|slogan|hashtag|headline)"
    r"|the (?:song|film|movie|book|novel|album|show|play|podcast|poem|essay))[\s,:]*$",
    re.IGNORECASE,
)
_MOST = 300  # stretches in one paragraph; more of them is no prose
_SMALL_WORDS = frozenset("a an and as at but by for from in into of on or the to with v vs de la n".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A stretch that is speech. ``attribution`` is None where the sentence names no cue; ``joined`` where it shares the
    one of the quotation before ("sad" and "weak"), ``nameless`` where it has one that cannot be read."""

    marked: Marked
    kind: Kind
    attribution: Attribution | None
    sentence: Span
    joined: bool = False
    nameless: bool = False


def read_paragraph(
    body: str, text: str, paragraph: Span, parts: Sequence[Span], stretches: Sequence[Marked], *, headline: bool
) -> list[Reading]:
    """The stretches of one paragraph that are speech, in order.

    ``text`` is the body masked, ``parts`` are the sentences of the paragraph.
    """
    if len(stretches) > _MOST:
        return []
    starts = [part.start for part in parts]
    readings: list[Reading] = []
    for marked in stretches:
        number = max(0, bisect_right(starts, marked.outer.start) - 1)
        sentence = parts[number]
        end = parts[max(0, bisect_right(starts, marked.outer.end - 1) - 1)].end
        if (
            end <= marked.outer.end + 1
            and marked.span.end > marked.span.start
            and text[marked.outer.end - 2 : marked.outer.end].strip('"') in ("?", "!")
        ):
            end = next((part.end for part in parts if part.start >= marked.outer.end), end)
        previous = readings[-1] if readings and readings[-1].marked.outer.end > sentence.start else None
        reading = _read(
            body, text, paragraph, marked, sentence, max(end, marked.outer.end), previous, headline=headline
        )
        if reading is not None:
            readings.append(reading)
    return readings


def _read(
    body: str,
    text: str,
    paragraph: Span,
    marked: Marked,
    sentence: Span,
    end: int,
    previous: Reading | None,
    *,
    headline: bool,
) -> Reading | None:
    lead = text[sentence.start : marked.outer.start]
    rest = text[marked.outer.end : end]
    opens = not lead.strip(" \t\u00a0([—–-*•>") or marked.resumes
    words = _Words(marked.span.of(body))
    after = read_after(text, marked.outer.end, end, expected=words.last in ",?!-—–")
    before = None if opens else read_before(text, sentence.start, marked.outer.start)
    chosen = _choose(before, after, words, opens=opens, rest=rest)
    kind = Kind.DIRECT if opens or _is_whole(lead, words) else Kind.MIXED
    if chosen is None and previous is not None and _JOIN.fullmatch(text, previous.marked.outer.end, marked.outer.start):
        return Reading(marked=marked, kind=kind, attribution=previous.attribution, sentence=sentence, joined=True)
    if chosen is not None and not _is_naming(lead, words, chosen, before):
        return Reading(marked=marked, kind=kind, attribution=chosen, sentence=sentence)
    if chosen is None and not headline and _is_led(lead, words):
        return Reading(marked=marked, kind=Kind.DIRECT, attribution=None, sentence=sentence)
    if chosen is None and not headline and _stands_alone(marked, paragraph, rest, words, opens=opens):
        return Reading(marked=marked, kind=Kind.DIRECT, attribution=None, sentence=sentence)
    if chosen is None and _promises_cue(words, rest, opens=opens):
        return Reading(marked=marked, kind=Kind.DIRECT, attribution=None, sentence=sentence, nameless=True)
    return None


def _is_led(lead: str, words: _Words) -> bool:
    """Whether a stretch without a cue is announced all the same: And then, after a pause: “Ask me again.”"""
    if words.is_title or not words.capital or words.number < 3 or words.last not in ".?!,…":
        return False
    stripped = lead.rstrip()
    return (stripped.endswith(",") and words.last in ".?!" and words.number >= 5) or (
        stripped.endswith(":") and len(stripped.split()) > 1 and stripped.islower() is False and " by " not in stripped
    )


def _promises_cue(words: _Words, rest: str, *, opens: bool) -> bool:
    """Whether a stretch is speech for its form alone: a sentence that ends in a comma, and more to follow."""
    spoken = opens and words.last == "," and words.capital and words.number >= 4
    is_byline = rest.lstrip().startswith("by ")  # a title and its author
    return spoken and not words.is_title and not is_byline and rest.lstrip()[:1].isalpha()


class _Words:
    """What the stretch looks like from outside: its number of words, its last character, its capitals."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.number = sum(1 for _ in _WORD.finditer(self.text[:400]))
        self.last = self.text[-1]
        first = self.text.lstrip("[(…. '‘“\"—-")[:1]
        self.capital = first.isupper() or first.isdigit()

    @property
    def is_title(self) -> bool:
        """Every word has a capital, but for the small ones."""
        words = _WORD.findall(self.text)
        return (
            len(words) <= 9
            and all(word[0].isupper() or word[0].isdigit() or word.lower() in _SMALL_WORDS for word in words)
            and words[0][0].isupper()
        )


def _choose(
    before: Attribution | None, after: Attribution | None, words: _Words, *, opens: bool, rest: str
) -> Attribution | None:
    if opens or before is None:
        if after is not None and (
            opens or words.last in ",-—–" or rest.lstrip().startswith((",", "according", "—")) or words.last in "?!"
        ):
            return after
        return before
    if after is not None and (words.last == "," or (words.last in "?!" and not before.adjacent)):
        return after
    return before


def _is_whole(lead: str, words: _Words) -> bool:
    """Whether the stretch is a whole utterance: led up to by a comma or colon, or a sentence after a bare cue."""
    stripped = lead.rstrip()
    if stripped.endswith((":", ",")):
        return words.capital or words.number >= 4
    return words.capital and words.number >= 4 and words.last in ".?!…"


def _is_naming(lead: str, words: _Words, chosen: Attribution, before: Attribution | None) -> bool:
    """Whether the marks hold a name, a title or a sign in spite of the cue in the sentence."""
    if _NAMING.search(lead[-60:]) and words.number < 12:
        return True
    introduced = lead.rstrip().endswith((",", ":"))
    if not words.is_title or words.number < 1 or not lead.strip():
        return False
    last_words = [word.lower() for word in _WORD.findall(lead[-80:])]
    if any(word in lexicon.WORKS for word in last_words[-3:]):
        return True
    if introduced:
        return words.number < 4 and words.last not in ".?!," and not chosen.adjacent
    if chosen is before and words.last in ".?!" and words.number >= 2 and chosen.adjacent and not chosen.labelling:
        return (last_words or [""])[-1] in ("wrote", "writes", "read", "reads", "sang", "sings", "called", "writing")
    return words.number >= 2 or last_words[-1:] in (["on"], ["of"], ["the"], ["a"], ["in"])


def is_nickname(text: str, marked: Marked) -> bool:
    """Dwight “The Anvil” Corrigan."""
    before = text[max(0, marked.outer.start - 30) : marked.outer.start].split()
    after = text[marked.outer.end : marked.outer.end + 30].split()
    if not before or not after or marked.span.end - marked.span.start > 25 or not text[marked.span.start].isupper():
        return False
    touching = text[marked.outer.end : marked.outer.end + 1] == " " and text[marked.outer.start - 1] == " "
    low = before[-1].lower().rstrip(".")
    return (
        touching
        and before[-1][0].isupper()
        and after[0][0].isupper()
        and before[-1][-1].isalpha()
        and low not in lexicon.FUNCTION_WORDS
        and low not in lexicon.SPEECH
        and text[marked.span.end - 1].isalpha()
    )


def _stands_alone(marked: Marked, paragraph: Span, rest: str, words: _Words, *, opens: bool) -> bool:
    """Whether a stretch without a cue is speech all the same: a sentence of its own."""
    ended = words.last in ".?!…—-–,;:”’'\"" or not marked.closed
    bare = not rest.strip(" \t.\u00a0)")
    if opens and bare:
        whole = marked.outer.start == paragraph.start and marked.outer.end >= paragraph.end - 1
        return (
            (words.capital or marked.resumes or whole or words.text[:1] in "[.…")
            and (ended or words.number >= 5)
            and (marked.closed or whole or marked.resumes or words.number >= 3)
        )
    return False
