"""Readings → quotations: names the speaker of each in turn; a speech without a cue goes on from the one before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.quotations.attributions import REACH
from index.quotations.cast import Cast
from index.quotations.identities import Identity, identify_guest, identify_label
from index.quotations.indirect import Reported
from index.quotations.layout import Layout
from index.quotations.leading import read_before
from index.quotations.phrases import Phrase
from index.quotations.resolve import Resolver
from index.quotations.speech import Reading
from index.quotations.transcripts import Turn
from index.types import Article, Evidence, Kind, Quotation, Span, Speaker

_FEWEST = 4  # words of a quotation that has neither cue nor speaker

_Named = tuple[Identity, Span]  # who speaks, and where the article points at them


class Teller:
    """Tells the quotations of one article, which must come in order."""

    def __init__(self, article: Article, layout: Layout, cast: Cast) -> None:
        self._article, self._text, self._cast = article, layout.text, cast
        self._resolver = Resolver(layout, cast)
        self._end = 0  # of the last speech
        self._last: _Named | None = None

    def tell_in_order(self, readings: Sequence[Reading], reported: Sequence[Reported]) -> Iterator[Quotation]:
        """The quotations of one paragraph, reported speech among them, in the order of their first word."""
        both: list[Reading | Reported] = [*readings, *reported]
        for one in sorted(both, key=lambda one: one.marked.span.start if isinstance(one, Reading) else one.span.start):
            told = self._tell(one) if isinstance(one, Reading) else self._tell_reported(one)
            if told is not None:
                yield told

    def tell_turn(self, turn: Turn, *, first: int) -> Quotation:
        """A turn of a transcript; "A" is the person whom the lines before the first turn are about."""
        identity = None
        if turn.answers:
            identity = identify_guest(self._cast, before=first)
        elif not turn.asks:
            identity = identify_label(self._cast, turn.label)
        if identity is None:
            return Quotation(article=self._article, span=turn.span, kind=Kind.DIRECT)
        self._resolver.hear(identity)
        speaker = self._speaker(identity, turn.label)
        speaker = replace(speaker, role=speaker.role or turn.title)
        return Quotation(article=self._article, span=turn.span, kind=Kind.DIRECT, speaker=speaker)

    def _tell_reported(self, reported: Reported) -> Quotation | None:
        """Reported speech; None where nobody is known to have said it."""
        subject = reported.attribution.subject
        identity = self._resolver.resolve(subject) if subject is not None else None
        if identity is None or subject is None:
            return None
        speaker = self._speaker(identity, subject.span)
        cue = reported.attribution.cue
        return Quotation(article=self._article, span=reported.span, kind=Kind.INDIRECT, speaker=speaker, cue=cue)

    def _tell(self, reading: Reading) -> Quotation | None:
        """A quotation with its speaker; None for a few words that nobody is known to have said."""
        named = self._name(reading)
        span = reading.marked.span
        if named is None and reading.attribution is None and len(span.of(self._article.body).split()) < _FEWEST:
            return None
        self._end, self._last = span.end, named
        if named is not None:
            self._resolver.hear(named[0])
        return Quotation(
            article=self._article,
            span=span,
            kind=reading.kind,
            speaker=self._speaker(*named) if named else None,
            cue=reading.attribution.cue if reading.attribution else None,
        )

    def _name(self, reading: Reading) -> _Named | None:
        if reading.nameless:
            return None
        subject = reading.attribution.subject if reading.attribution else None
        at = reading.marked.outer.start
        if subject is None and not reading.marked.resumes:
            subject = self._announced(at)
        if subject is not None:
            identity = self._resolver.resolve(subject)
            return (identity, subject.span) if identity else None
        told = None if reading.marked.resumes else self._resolver.carried(at, since=self._end)
        return told or self._carried()

    def _announced(self, at: int) -> Phrase | None:
        """The speaker that a paragraph before it announces with a colon."""
        low = max(0, at - REACH)
        before = self._text[low:at].rstrip()
        if not before.endswith(":"):
            return None
        start = low + max(before.rfind("\n"), before.rfind(". ")) + 1
        found = read_before(self._text, start, low + len(before))
        return found.subject if found else None

    def _carried(self) -> _Named | None:
        """The speaker of the speech before."""
        if self._last is None:
            return None
        identity, mention = self._last
        return replace(identity, evidence=Evidence.CARRIED), mention

    def _speaker(self, identity: Identity, mention: Span) -> Speaker:
        role = self._cast.role_of(identity.member) if identity.member else None
        name = identity.member.name if identity.member else identity.name
        return Speaker(name=name, mention=mention, evidence=identity.evidence, role=role, sure=identity.sure)
