"""Article → quotations: exact spans, cues, speakers. Pure rules; time grows with the length of the article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.passages import paragraphs as split_paragraphs
from index.quotations.cast import Cast
from index.quotations.cues import read_before
from index.quotations.indirect import Reported, has_hint, reported_in
from index.quotations.marks import Marked, find_marked
from index.quotations.masks import mask
from index.quotations.resolve import Identity, Resolver
from index.quotations.speech import Reading, is_nickname, read_paragraph
from index.quotations.transcripts import Turn, find_turns
from index.types import Article, Evidence, Kind, Quotation, Span, Speaker

_FEWEST = 4  # words of a quotation that has neither cue nor speaker


def extract(article: Article) -> tuple[Quotation, ...]:
    """The quotations of an article in the order in which they stand; none for a text without speech."""
    body = article.body
    paragraphs = split_paragraphs(body)
    turns = find_turns(body, paragraphs)
    marked = find_marked(body, paragraphs)
    for number, turn in turns.items():
        marked[number] = [Marked(span=turn.span, outer=turn.span)]
    nicknames = {one.outer: one for found in marked for one in found if is_nickname(body, one)}
    marked = [[one for one in found if one.outer not in nicknames] for found in marked]
    marked = _without_strange_singles(body, paragraphs, marked)
    text = mask(body, [one for found in marked for one in found], shown=nicknames.values())
    if not any(marked) and not turns and not has_hint(text, Span(start=0, end=max(1, len(text)))):
        return ()
    cast = Cast(text, paragraphs)
    resolver = Resolver(text, paragraphs, cast)
    teller = _Teller(article, text, resolver, cast)
    told: list[Quotation] = []
    first = min((turn.label.start for turn in turns.values()), default=0)
    for number, (paragraph, stretches) in enumerate(zip(paragraphs, marked, strict=True)):
        if number in turns:
            told.append(teller.tell_turn(turns[number], first=first))
            continue
        hinted = has_hint(text, paragraph)
        parts = resolver.parts(number) if stretches or hinted else []
        headline = number == 0 and _is_headline(paragraph.of(body))
        readings = read_paragraph(body, text, paragraph, parts, stretches, headline=headline)
        told += teller.tell_in_order(readings, list(reported_in(text, parts)) if hinted else [])
    return tuple(told)


def _without_strange_singles(body: str, paragraphs: list[Span], marked: list[list[Marked]]) -> list[list[Marked]]:
    """Single marks beside double ones hold scare quotes, titles and headlines, not speech of their own."""
    singles = sum(1 for found in marked for one in found if _is_single(body, one))
    doubles = sum(len(found) for found in marked) - singles
    if not singles or singles > doubles or not doubles:
        return marked
    kept = 0 if paragraphs and _is_headline(paragraphs[0].of(body)) else -1
    return [
        [one for one in found if number == kept or not _is_single(body, one)] for number, found in enumerate(marked)
    ]


def _is_single(body: str, one: Marked) -> bool:
    return body[one.outer.start] in "'‘’" and body[one.outer.start + 1] not in "'’"


def _is_headline(line: str) -> bool:
    return len(line) < 150 and line[-1] not in ".!?\"”'’…"


class _Teller:
    """Names the speaker of each reading in turn; a speech without a cue goes on from the one before."""

    def __init__(self, article: Article, text: str, resolver: Resolver, cast: Cast) -> None:
        self._article, self._text, self._resolver, self._cast = article, text, resolver, cast
        self._last: Quotation | None = None
        self._last_identity: Identity | None = None

    def tell_in_order(self, readings: Sequence[Reading], reported: Sequence[Reported]) -> Iterator[Quotation]:
        """The quotations of one paragraph, reported speech among them, in the order of their first word."""
        both: list[Reading | Reported] = [*readings, *reported]
        for one in sorted(both, key=lambda one: one.marked.span.start if isinstance(one, Reading) else one.span.start):
            told = self.tell(one) if isinstance(one, Reading) else self.tell_reported(one)
            if told is not None:
                yield told

    def tell_reported(self, reported: Reported) -> Quotation | None:
        """Reported speech; None where nobody is known to have said it."""
        subject = reported.attribution.subject
        identity = self._resolver.resolve(subject) if subject is not None else None
        if identity is None or subject is None:
            return None
        speaker = self._speaker(identity, subject.span)
        return Quotation(
            article=self._article, span=reported.span, kind=Kind.INDIRECT, speaker=speaker, cue=reported.attribution.cue
        )

    def tell_turn(self, turn: Turn, *, first: int) -> Quotation:
        """A turn of a transcript; "A" is the person whom the lines before the first turn are about."""
        identity = None
        if turn.answers:
            identity = self._resolver.guest(first)
        elif not turn.asks:
            identity = self._resolver.labelled(turn.label)
        speaker = self._speaker(identity, turn.label) if identity else None
        if speaker is not None and speaker.role is None and turn.title is not None:
            speaker = replace(speaker, role=turn.title)
        self._resolver.hear(identity)
        return Quotation(article=self._article, span=turn.span, kind=Kind.DIRECT, speaker=speaker)

    def tell(self, reading: Reading) -> Quotation | None:
        """A quotation with its speaker; None for a few words that nobody is known to have said."""
        identity, mention = self._identify(reading)
        if (
            identity is None
            and reading.attribution is None
            and len(reading.marked.span.of(self._article.body).split()) < _FEWEST
        ):
            return None
        cue = reading.attribution.cue if reading.attribution else None
        quotation = Quotation(
            article=self._article,
            span=reading.marked.span,
            kind=reading.kind,
            speaker=self._speaker(identity, mention) if identity and mention else None,
            cue=cue,
        )
        self._last, self._last_identity = quotation, identity
        self._resolver.hear(identity)
        return quotation

    def _identify(self, reading: Reading) -> tuple[Identity | None, Span | None]:
        if reading.nameless:
            return None, None
        if reading.joined:
            return self._last_identity, self._last_mention()
        if reading.attribution is not None and reading.attribution.subject is not None:
            subject = reading.attribution.subject
            return self._resolver.resolve(subject), subject.span
        return self._announced(reading) or self._carry(reading)

    def _announced(self, reading: Reading) -> tuple[Identity | None, Span | None] | None:
        """The speaker that a paragraph before it announces with a colon."""
        at = reading.marked.outer.start
        before = self._text[max(0, at - 600) : at].rstrip()
        if reading.marked.resumes or not before.endswith(":"):
            return None
        start = at - min(at, 600) + max(before.rfind("\n"), before.rfind(". ")) + 1
        found = read_before(self._text, start, max(0, at - 600) + len(before))
        if found is None or found.subject is None:
            return None
        return self._resolver.resolve(found.subject), found.subject.span

    def _carry(self, reading: Reading) -> tuple[Identity | None, Span | None]:
        since = self._last.span.end if self._last else 0
        found = None if reading.marked.resumes else self._resolver.carried(reading.marked.outer.start, since=since)
        if found is not None:
            return found
        if self._last_identity is None:
            return None, None
        sure = self._last_identity.sure
        identity = Identity(
            name=self._last_identity.name, member=self._last_identity.member, evidence=Evidence.CARRIED, sure=sure
        )
        return identity, self._last_mention()

    def _last_mention(self) -> Span | None:
        return self._last.speaker.mention if self._last and self._last.speaker else None

    def _speaker(self, identity: Identity, mention: Span) -> Speaker:
        role = self._cast.role_of(identity.member) if identity.member else None
        name = identity.member.name if identity.member else identity.name
        return Speaker(name=name, mention=mention, evidence=identity.evidence, role=role, sure=identity.sure)
