"""Who is meant: from the phrase beside a cue to a person of the article, with how sure that is."""

from __future__ import annotations

from dataclasses import replace

from index.quotations import lexicon
from index.quotations.cast import Cast
from index.quotations.descriptions import Descriptions
from index.quotations.identities import Identity, identify_name
from index.quotations.layout import Layout
from index.quotations.mentions import Mention, Mentions
from index.quotations.phrases import Phrase, Sort
from index.quotations.pronouns import Pronouns
from index.types import Evidence, Span

_CARRIED_FROM = 3  # sentences before a speech without a cue that can tell who goes on


class Resolver:
    """Resolves the phrases of one article in the order of reading; remembers who spoke."""

    def __init__(self, layout: Layout, cast: Cast) -> None:
        self._layout, self._cast = layout, cast
        self._mentions = Mentions(layout, cast, self._mentioned)
        self._descriptions = Descriptions(layout, cast, self._mentions)
        self._pronouns = Pronouns(layout, cast, self._mentions, self._read)

    def resolve(self, phrase: Phrase) -> Identity | None:
        """Who speaks, by the phrase beside the cue; None where the article leaves it open."""
        if phrase.sort is Sort.NAME:
            return identify_name(self._cast, phrase, speaks=True)
        if phrase.sort is Sort.PRONOUN:
            return self._pronouns.resolve(phrase)
        found = self._descriptions.resolve(phrase)
        if found.member is None:
            self._descriptions.hear(found)
        return found

    def hear(self, identity: Identity) -> None:
        """Remembers who spoke."""
        self._pronouns.hear(identity)

    def carried(self, at: int, *, since: int) -> tuple[Identity, Span] | None:
        """Who goes on speaking at ``at`` without a cue, and where it says so: whom the sentence before is about.

        Only what stands after ``since``, the end of the speech before, is read.
        """
        for sentence in self._before(at, since=since)[:_CARRIED_FROM]:
            subjects = [mention for mention in self._mentions.read(sentence) if _acts_alone(mention, since=since)]
            if subjects:
                first = subjects[0]
                sure = first.identity.sure and len({mention.identity.name for mention in subjects}) == 1
                return replace(first.identity, evidence=Evidence.CARRIED, sure=sure), first.sighting.phrase.span
        return None

    def _before(self, at: int, *, since: int) -> list[Span]:
        """The sentences before ``at``, nearest first; the lead of its own where there is none in its paragraph."""
        paragraph, number = self._layout.locate(at)
        sentences = self._layout.sentences(paragraph)
        before = [sentence for sentence in sentences[max(0, number - _CARRIED_FROM) : number] if sentence.end > since]
        if not before and sentences and sentences[number].start < at:
            before = [Span(start=sentences[number].start, end=at)]
        if not before and self._layout.paragraphs[paragraph].start >= at - 2:
            before = [sentence for sentence in self._layout.sentences(paragraph - 1) if sentence.end > since]
        return before[::-1]

    def _mentioned(self, phrase: Phrase) -> Identity | None:
        """The person that a phrase means, without taking it for a speaker; None for things and places."""
        if phrase.sort is Sort.PRONOUN:
            return self._pronouns.resolve_told(phrase)
        if phrase.sort is Sort.NOMINAL:
            is_person = phrase.head in lexicon.ROLES or phrase.head in lexicon.CROWDS
            return self._read(phrase) if is_person and phrase.head not in lexicon.BODIES else None
        identity = self._read(phrase)
        if identity is None or identity.member is None:
            return identity if phrase.title is not None or phrase.role is not None else None
        return identity if self._cast.could_be_person(identity.member) else None

    def _read(self, phrase: Phrase) -> Identity | None:
        """Whom a name or a description means, without taking it for a speaker."""
        if phrase.sort is Sort.NAME:
            return identify_name(self._cast, phrase, speaks=False)
        return self._descriptions.resolve(phrase)


def _acts_alone(mention: Mention, *, since: int) -> bool:
    return mention.sighting.start >= since and mention.sighting.subject and not mention.sighting.plural
