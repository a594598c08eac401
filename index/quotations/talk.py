"""Whose turn it is to speak, where nothing beside the words tells. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from index.languages.names import first_names
from index.quotations.marks import Marked
from index.quotations.people import Cast, Identity, doubted, meant
from index.quotations.text import Text, is_question
from index.types import Evidence

_FEW = 8  # words of what two people say by turns: “Ready?”
_LONGEST_GAP = 24  # words between two speeches of a talk
_VOICES = 3  # speeches, among which two voices make a conversation
_EXCHANGED = re.compile(r"[”“\"»«’‘]?\s?[—–-]\s?$")  # “It sank.” – “When?”


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """A stretch as it stands to the speech before it: whether nothing but the tag of that one stands between, whether
    it answers a question or a dash, begins a paragraph, is all its words, and is a sentence and a whole paragraph.
    ``asked`` is where the line begins in which a question of the reporter's leads up to it."""

    marked: Marked
    words: str
    follows: bool
    answers: bool
    opens_line: bool
    is_alone: bool
    fills_line: bool
    asked: int | None

    @property
    def asks(self) -> bool:
        return is_question(self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """What was said so far: where the last speech ends, whose it was and who is told of as listening to it, whose the
    last few were, whether two speak by turns, and where the first speech stands that a dash opens."""

    end: int = 0
    last: Identity | None = None
    listener: Identity | None = None
    voices: tuple[Identity, ...] = ()
    alternates: bool = False
    opened: int | None = None

    def after(self, speech: Speech, speaker: Identity | None, listener: Identity | None) -> Talk:
        """The talk with one more speech. Two speak by turns once the listener answers, or somebody else does in a few
        words, and as long as nothing is told between."""
        is_brief = len(speech.words.split()) <= _FEW
        before, heard, now = (one and one.name for one in (self.last, self.listener, speaker))
        answers = now is not None and (now == heard or (is_brief and before not in (None, now)))
        return Talk(
            end=speech.marked.span.end,
            last=speaker,
            listener=listener,
            voices=(*self.voices, speaker)[-_VOICES:] if speaker else self.voices,
            alternates=speech.follows and (self.alternates or answers),
            opened=speech.marked.span.start if self.opened is None and speech.marked.turn else self.opened,
        )

    def next_speaker(self, speech: Speech, cast: Cast, about: Callable[[], Identity | None]) -> Identity | None:
        """Who speaks where nobody is named beside the words: the other of two, the one whom the sentences before them
        are ``about``, the last speaker, or the guest whom the reporter asks."""
        if speech.marked.resumes:
            return self.same(sure=True)
        if speech.marked.turn:
            opened = speech.marked.span.start if self.opened is None else self.opened
            is_asked = speech.asks and len(cast.met(before=opened)) < 2  # by the reporter
            found = None if (speech.follows and self.last) or is_asked else about()
            is_known = found and (found.member or found.name.lower() in first_names())
            other = self.other(cast) if self.last or speech.asks else doubted(cast.guest(before=opened))
            return found if is_known else other
        is_turned = speech.answers or (speech.fills_line and speech.asks) or (self.alternates and speech.opens_line)
        if speech.follows and is_turned:
            return self.other(cast)
        found = about() or self.same(sure=speech.follows)
        if found and speech.follows and speech.opens_line and len({one.name for one in self.voices}) > 1:
            return doubted(found)  # whoever else spoke may have a turn
        if found or speech.asked is None:
            return found
        only = cast.guest(before=len(cast.text.body))
        return doubted(cast.guest(before=speech.asked) or (only if only and only.sure else None))

    def same(self, *, sure: bool) -> Identity | None:
        """The last speaker, who goes on."""
        return self.last and replace(self.last, evidence=Evidence.CARRIED, sure=self.last.sure and sure)

    def other(self, cast: Cast) -> Identity | None:
        """Who answers the last speaker, a guess: who heard it, who spoke before, or the only other person so far."""
        last = self.last
        if last is None:
            return None
        found = [one for one in (*self.voices, self.listener) if one and one.name != last.name]
        if not found:
            met = [one for one in cast.met(before=self.end) if one is not last.member]
            found = [meant(met[0], Evidence.CARRIED, sure=False)] if len(met) == 1 else []
        return replace(found[-1], evidence=Evidence.CARRIED, sure=False) if found else None


def stand(text: Text, marked: Marked, end: int) -> Speech:
    """How a stretch stands to the speech before it, which ends at ``end``."""
    body, at = text.body, marked.outer.start
    number = text.locate(at)[0]
    paragraph = text.paragraphs[number]
    opens_line = paragraph.start == at
    tag, _, told = body[end:at].partition("\n")
    stops = text.letters.count(".", text.token_at(end), text.token_at(at))
    follows = len(tag.split()) <= _LONGEST_GAP and not told.strip() and stops < 2
    is_below = is_question(body[end - 1 : end]) and "\n" in body[end:at].strip("”’\"'») ")
    start = text.paragraphs[max(0, number - opens_line)].start
    lead = text.hidden[start:at].rstrip()
    return Speech(
        marked=marked,
        words=marked.span.of(body),
        follows=follows,
        answers=follows and (is_below or _EXCHANGED.match(body[end:at]) is not None),
        opens_line=opens_line,
        is_alone=opens_line and not any(map(str.isalnum, body[marked.outer.end : paragraph.end])),
        fills_line=paragraph == marked.outer and body[marked.span.end - 1] in (".?!…؟" if follows else "?!؟"),
        asked=start if is_question(lead) and '"' not in lead else None,
    )
