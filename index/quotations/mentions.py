"""Who is mentioned in which sentence, outside quotations."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from index.quotations.cast import Cast
from index.quotations.identities import Identity
from index.quotations.layout import Layout
from index.quotations.names import Gender, gender_of_role
from index.quotations.phrases import Phrase
from index.quotations.sightings import Sighting, find_sightings
from index.types import Span

_SENTENCES_BACK = 14
_PARAGRAPHS_BACK = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Somebody in a sentence."""

    sighting: Sighting
    identity: Identity
    gender: Gender


class Mentions:
    """The mentions of one text; ``identify`` tells whom a phrase means."""

    def __init__(self, layout: Layout, cast: Cast, identify: Callable[[Phrase], Identity | None]) -> None:
        self._layout, self._cast, self._identify = layout, cast, identify
        # By where a sentence ends, as the lead of a sentence, which is read as one, begins where the sentence does.
        self._sightings: dict[int, list[Sighting]] = {}
        self._read: dict[int, list[Mention]] = {}

    def read(self, sentence: Span) -> list[Mention]:
        """The people that a sentence mentions, in order."""
        known = self._read.get(sentence.end)
        if known is None:
            known = self._read[sentence.end] = list(self._find(sentence))
        return known

    def backwards(self, at: int) -> Iterator[list[Mention]]:
        """The people in the sentence of ``at`` and in those before it, nearest first."""
        paragraph, number = self._layout.locate(at)
        here = self._layout.sentences(paragraph)[number]
        yield list(self._find(here))  # afresh, as whom its pronouns mean is just being asked
        earlier = self._layout.backwards(at, paragraphs=_PARAGRAPHS_BACK)
        for _, sentence in zip(range(_SENTENCES_BACK - 1), earlier, strict=False):
            yield self.read(sentence)

    def _find(self, sentence: Span) -> Iterator[Mention]:
        if sentence.end not in self._sightings:
            self._sightings[sentence.end] = list(find_sightings(self._layout.text, sentence))
        identity: Identity | None = None
        for sighting in self._sightings[sentence.end]:
            if identity is not None and sighting.describes:
                continue  # the person before it
            identity = self._identify(sighting.phrase)
            if identity is not None:
                yield Mention(sighting=sighting, identity=identity, gender=self._gender(identity, sighting.phrase))

    def _gender(self, identity: Identity, phrase: Phrase) -> Gender:
        if identity.member is None:
            return gender_of_role(phrase.span.of(self._cast.text))
        gender = self._cast.courtesy_gender(identity.member)
        if gender is Gender.UNKNOWN and (role := self._cast.role_of(identity.member)):
            return gender_of_role(role.of(self._cast.text))
        return gender
