"""Quotations, and whether somebody said something."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from bot.cards.buttons import MoreBySpeaker, Within
from bot.cards.card import Reply
from bot.cards.checks import absence_line, verdict_card
from bot.cards.quotations import how_card, quotation_card, quotation_key
from bot.engine.engine import Engine
from bot.errors import Expired, NotAboutThat, NothingFits, NothingQuoted, TooLongToCheck
from bot.readers.gate import Gate
from bot.rules.access import Asker
from bot.rules.doubts import claim_in
from bot.texts.reading import as_seen
from index.errors import UnknownSpeaker
from index.library import QuotationRequest
from index.quotations import find_person
from index.types import Claim, Kind, Quotation, Ruling, Scope

_WORDS_MAX = 2_000  # characters; the index reads no more
_REPORTED = frozenset({Kind.INDIRECT})


class Quoting:
    """Answers with somebody's exact words; ``choose`` takes one where none is asked for."""

    def __init__(self, gate: Gate, engine: Engine, *, choose: Callable[[list[Quotation]], Quotation]) -> None:
        self._gate, self._engine, self._choose = gate, engine, choose

    async def quote(
        self,
        asker: Asker,
        *,
        speaker: str | None = None,
        about: str | None = None,
        story: str | None = None,
        private: bool = False,
    ) -> Reply:
        """One exact quotation, the best that fits; a random one when nothing is asked for.

        Raises:
            UnknownSpeaker, NothingFits, NotAboutThat, NothingQuoted.
        """
        await self._gate.count(asker)
        scope = self._gate.scope(asker, await self._engine.open(), story)
        speaker, about = _read(speaker), _read(about)
        wanted = QuotationRequest(speaker=speaker, scope=scope)
        found = await self._engine.quote(replace(wanted, about=about))
        if speaker is None:
            if not found:
                raise NothingFits(about) if about else NothingQuoted
            return await self._show(asker, found[0] if about else self._choose(found), scope, private=private)
        if not found and about and await self._engine.quote(wanted):
            raise NotAboutThat(speaker, about)
        found = found or await self._engine.quote(replace(wanted, kinds=_REPORTED))
        if not found:
            raise UnknownSpeaker(speaker, ())
        return await self._show(asker, found[0], scope, private=private)

    async def more_by(self, asker: Asker, more: MoreBySpeaker, *, private: bool = False) -> Reply:
        """The quotation of a speaker at an offset, from 0, counted round."""
        await self._gate.count(asker)
        scope = self._gate.scope_within(asker, await self._engine.open(), more.within)
        found = await self._said_by(scope, await self._names(scope, more.speaker))
        if not found:
            raise NothingQuoted
        return _reply(asker, found, more.offset % len(found), more.within, private=private)

    async def how(self, asker: Asker, key: str) -> Reply:
        """The paragraphs around a quotation, and how its speaker is known. Raises Expired."""
        scope = self._gate.scope(asker, await self._engine.open())
        every = await self._engine.quote(QuotationRequest(kinds=frozenset(Kind), scope=scope))
        for quotation in every:
            if quotation_key(quotation) == key:
                return Reply(card=how_card(quotation, translate=asker.translate), result="Context")
        raise Expired

    async def check(
        self,
        asker: Asker,
        words: str,
        *,
        speaker: str | None = None,
        story: str | None = None,
        private: bool = False,
        in_line: bool = False,
    ) -> Reply:
        """Whether somebody said these words; ``in_line`` says small that they are not there. Raises TooLongToCheck."""
        await self._gate.count(asker)
        words, speaker = as_seen(words), _read(speaker)
        if len(words) > _WORDS_MAX:
            raise TooLongToCheck
        if speaker is None and (claim := claim_in(words)):  # "did Lind say “we wait”?", posted or pasted
            words, speaker = claim
        scope = self._gate.scope(asker, await self._engine.open(), story)
        return await check_words(
            self._engine, asker, words, speaker=speaker, scope=scope, private=private, in_line=in_line
        )

    async def _show(self, asker: Asker, chosen: Quotation, scope: Scope, *, private: bool) -> Reply:
        """One quotation, with its number among its speaker's."""
        said = await self._said_by(scope, {chosen.speaker.name}) if chosen.speaker else []
        said = said if chosen in said else [chosen]
        return _reply(asker, said, said.index(chosen), self._gate.limits_of(scope, asker), private=private)

    async def _said_by(self, scope: Scope, names: Collection[str]) -> list[Quotation]:
        """What those of these names are quoted with, newest article first."""
        return [q for q in await self._engine.quote(QuotationRequest(scope=scope)) if _is_by(q, names)]

    async def _names(self, scope: Scope, speaker: str) -> set[str]:
        """What the articles call the person of that name, or whoever is described so."""
        found = find_person(await self._engine.people(scope), speaker)
        return {name for person in found[:1] for name in (person.name, *person.aliases)} or {speaker}


def _reply(asker: Asker, said: Sequence[Quotation], offset: int, within: Within, *, private: bool) -> Reply:
    """One of the quotations of a speaker, with its number among them."""
    card = quotation_card(
        said[offset], offset=offset, total=len(said), within=within, private=private, translate=asker.translate
    )
    return Reply(card=card, result="Quotation")


async def check_words(
    engine: Engine,
    asker: Asker,
    words: str,
    *,
    speaker: str | None,
    scope: Scope,
    private: bool = False,
    in_line: bool = False,
) -> Reply:
    """The verdict on whether somebody said these words, of a question that is counted already."""
    verdict = await engine.check(Claim(words=words, speaker=speaker, scope=scope))
    if verdict.ruling is Ruling.ABSENT and in_line:
        card = absence_line(verdict, translate=asker.translate)
    else:
        card = verdict_card(verdict, private=private, translate=asker.translate)
    return Reply(card=card, result=verdict.ruling.name)


def _read(asked: str | None) -> str | None:
    """What was asked for, as it looks; as it stands where nothing of it is to be seen: nobody and nothing is called so,
    but it was asked for. Blanks ask for nothing."""
    return (as_seen(asked) or asked) if asked and not asked.isspace() else None


def _is_by(quotation: Quotation, names: Collection[str]) -> bool:
    return quotation.speaker is not None and quotation.speaker.name in names
