"""Which stretches between marks are somebody's words, and what the sentence around them says. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from index.quotations.attributions import REACH, Attribution
from index.quotations.following import read_after
from index.quotations.leading import read_before
from index.quotations.shapes import Words, is_named_before, last_words
from index.quotations.stretches import Marked
from index.types import Kind, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A stretch that is speech. ``attribution`` is None where the sentence names no cue; ``nameless`` where it has one
    that cannot be read."""

    marked: Marked
    kind: Kind
    attribution: Attribution | None
    nameless: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setting:
    """A stretch in its sentence, masked: the text before it and after it, as far as they are read."""

    marked: Marked
    words: Words
    lead: str
    rest: str
    opens: bool  # nothing but dashes and brackets stands before it

    @property
    def is_introduced(self) -> bool:
        return self.lead.rstrip().endswith((",", ":"))


def read_paragraph(
    body: str, text: str, sentences: Sequence[Span], stretches: Sequence[Marked], *, headline: bool
) -> list[Reading]:
    """The stretches of one paragraph that are speech, in order.

    ``text`` is the body masked, ``sentences`` are those of the paragraph.
    """
    readings: list[Reading] = []
    for marked in stretches:
        start, end = _sentence(text, sentences, marked)
        lead = text[max(start, marked.outer.start - REACH) : marked.outer.start]
        setting = _Setting(
            marked=marked,
            words=Words(marked.span.of(body)),
            lead=lead,
            rest=text[marked.outer.end : min(end, marked.outer.end + REACH)],
            opens=marked.resumes or not lead.strip(" \t\u00a0([—–-*•>"),
        )
        after = read_after(text, marked.outer.end, end, expected=setting.words.last in ",?!-—–")
        before = None if setting.opens else read_before(text, start, marked.outer.start)
        reading = _read(setting, before, after, headline=headline)
        if reading is not None:
            readings.append(reading)
    return readings


def _sentence(text: str, sentences: Sequence[Span], marked: Marked) -> tuple[int, int]:
    """Where the sentence of a stretch begins and ends; one more belongs to it where it ends in ? or !."""
    first = bisect_right(sentences, marked.outer.start, key=lambda sentence: sentence.start) - 1
    last = bisect_right(sentences, marked.outer.end - 1, key=lambda sentence: sentence.start) - 1
    end = sentences[max(0, last)].end
    if end <= marked.outer.end + 1 and text[marked.outer.end - 2 : marked.outer.end].strip('"') in ("?", "!"):
        following = bisect_left(sentences, marked.outer.end, key=lambda sentence: sentence.start)
        end = sentences[following].end if following < len(sentences) else end
    return sentences[max(0, first)].start, max(end, marked.outer.end)


def _read(
    setting: _Setting, before: Attribution | None, after: Attribution | None, *, headline: bool
) -> Reading | None:
    chosen = _choose(setting, before, after)
    if chosen is not None:
        if _is_naming(setting, chosen, before):
            return None
        kind = Kind.DIRECT if setting.opens or _is_whole(setting) else Kind.MIXED
        return Reading(marked=setting.marked, kind=kind, attribution=chosen)
    if not headline and (_is_led(setting) or _stands_alone(setting)):
        return Reading(marked=setting.marked, kind=Kind.DIRECT, attribution=None)
    if _promises_cue(setting):
        return Reading(marked=setting.marked, kind=Kind.DIRECT, attribution=None, nameless=True)
    return None


def _choose(setting: _Setting, before: Attribution | None, after: Attribution | None) -> Attribution | None:
    """The attribution that is meant, of the two on either side."""
    last = setting.words.last
    if before is None:
        follows = last in ",-—–?!" or setting.rest.lstrip().startswith((",", "according", "—"))
        return after if setting.opens or follows else None
    if after is not None and (last == "," or (last in "?!" and not before.adjacent)):
        return after
    return before


def _is_whole(setting: _Setting) -> bool:
    """Whether the stretch is a whole utterance: led up to by a comma or colon, or a sentence after a bare cue."""
    words = setting.words
    if setting.is_introduced:
        return words.opens_capital or words.number >= 4
    return words.opens_capital and words.number >= 4 and words.last in ".?!…"


def _is_naming(setting: _Setting, chosen: Attribution, before: Attribution | None) -> bool:
    """Whether the marks hold a name, a title or a sign in spite of the cue in the sentence."""
    words, lead = setting.words, setting.lead
    if is_named_before(lead, words):
        return True
    if setting.is_introduced or not words.is_title or not lead.strip():
        return False
    if chosen is before and words.last in ".?!" and words.number >= 2 and chosen.adjacent:
        return last_words(lead)[-1:] in (["wrote"], ["writes"], ["read"], ["reads"], ["sang"], ["sings"])
    return words.number >= 2 or last_words(lead)[-1:] in (["on"], ["of"], ["the"], ["a"], ["in"])


def _is_led(setting: _Setting) -> bool:
    """Whether a stretch without a cue is announced all the same: And then, after a pause: “Ask me again.”"""
    words, lead = setting.words, setting.lead.rstrip()
    if words.is_title or not words.opens_capital or words.number < 3 or words.last not in ".?!,…":
        return False
    if lead.endswith(","):
        return words.last in ".?!" and words.number >= 5
    return lead.endswith(":") and " by " not in lead


def _stands_alone(setting: _Setting) -> bool:
    """Whether a stretch without a cue is speech all the same: a sentence of its own."""
    words, marked = setting.words, setting.marked
    if not setting.opens or setting.rest.strip(" \t.\u00a0)"):
        return False
    return words.last in ".?!…—-–,;:”’'\"" or not marked.closed or words.number >= 5


def _promises_cue(setting: _Setting) -> bool:
    """Whether a stretch is speech for its form alone: a sentence that ends in a comma, and more to follow."""
    words, rest = setting.words, setting.rest.lstrip()
    spoken = setting.opens and words.last == "," and words.number >= 4 and not words.is_title
    return spoken and rest[:1].isalpha() and not rest.startswith("by ")  # a title and its author
