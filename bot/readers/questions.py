"""Questions, and what is around their answers."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from bot.cards.answers import Asked, answer_card, context_card, not_found_line, passages_card
from bot.cards.buttons import ShowContext, Within
from bot.cards.card import Answered, Card, Reply
from bot.cards.sent import SentCard
from bot.engine.engine import Catalogue, Engine
from bot.errors import Expired, NotKept
from bot.readers.gate import Gate
from bot.readers.looking import Looking
from bot.readers.quoting import check_words
from bot.rules.access import Asker
from bot.rules.doubts import claim_in
from bot.rules.following import complete
from bot.rules.questions import asked_in
from bot.rules.scopes import story_called
from bot.state.state import State
from bot.texts.reading import as_seen
from index.errors import DatabaseAway
from index.languages.chatter import asks_for_overview, overview_of
from index.types import Answer, NoAnswer, Outcome, PassageId, Question, Ruling, Scope, StoryId


class Questions:
    """Answers questions with passages, one for all of it ("what is the latest?") with the story, and one whether
    somebody said what it quotes with a check. ``stale_since`` says since when a source of these stories has not been
    read that should have been."""

    def __init__(
        self,
        gate: Gate,
        engine: Engine,
        state: State,
        looking: Looking,
        *,
        stale_since: Callable[[Collection[StoryId]], datetime | None],
        now: Callable[[], datetime],
    ) -> None:
        self._gate, self._engine, self._state, self._looking = gate, engine, state, looking
        self._stale_since, self._now = stale_since, now

    async def ask(
        self,
        asker: Asker,
        text: str,
        *,
        story: str | None = None,
        since: str | None = None,
        private: bool = False,
        after: SentCard | None = None,
        in_line: bool = False,
    ) -> Reply:
        """What the articles say to a question; ``since`` is a day as people write it. ``after`` is the card that it
        follows, if any; ``in_line`` says in a small line that the articles do not say, where everybody sees it. Raises
        UnknownStory, BadDate, TwoDays."""
        await self._gate.count(asker)
        if since is None and asks_for_overview(as_seen(text)):
            return await self._looking.describe(asker, story, private=private)
        catalogue = await self._engine.open()
        scope = self._gate.scope(asker, catalogue, story, since)
        if since is None and (named := story_called(overview_of(as_seen(text)), scope.stories or ())):
            return await self._looking.describe(asker, named, private=private)
        return await self._answer(asker, as_seen(text), scope, catalogue, private=private, after=after, in_line=in_line)

    async def follow_up(
        self, asker: Asker, text: str, after: SentCard | None, *, within: Within, private: bool = False
    ) -> Reply:
        """What the articles say to a question that follows a card, within the limits of the one before."""
        await self._gate.count(asker)
        catalogue = await self._engine.open()
        scope = self._gate.scope_within(asker, catalogue, within)
        if scope.since is None and asks_for_overview(as_seen(text)):
            story = next(iter(scope.stories or ())) if within.story else None
            return await self._looking.describe(asker, story, private=private)
        return await self._answer(asker, as_seen(text), scope, catalogue, private=private, after=after)

    async def answer_here(self, asker: Asker, text: str) -> Reply | None:
        """The answer to what somebody asked nobody in particular; None unless the articles have one.

        The sentence that asks comes first; where it does not say of what it speaks, all that was said may.
        """
        await self._gate.count(asker)
        catalogue = await self._engine.open()
        scope = self._gate.scope(asker, catalogue)
        if claim := claim_in(text):
            words, speaker = claim
            reply = await check_words(self._engine, asker, words, speaker=speaker, scope=scope)
            return None if reply.result == Ruling.ABSENT.name else reply
        for asked in dict.fromkeys((asked_in(text) or text, text)):
            outcome = await self._engine.ask(Question(text=asked, scope=scope))
            if isinstance(outcome, Answer):
                return self._show(asker, asked, outcome, scope, catalogue)
        return None

    async def context(self, asker: Asker, wanted: ShowContext) -> Reply:
        """The paragraphs around a passage."""
        scope = self._gate.scope(asker, await self._engine.open())
        passage = await self._engine.passage(wanted.passage, scope)
        card = context_card(passage, highlight=wanted.highlight, translate=asker.translate)
        return Reply(card=card, result="Context")

    async def passages(self, asker: Asker, passages: Sequence[PassageId]) -> Reply:
        """Other passages that were found. Raises Expired when none of them is there any more."""
        scope = self._gate.scope(asker, await self._engine.open())
        found = []
        for passage in passages:
            with contextlib.suppress(Expired):
                found.append(await self._engine.passage(passage, scope))
        if not found:
            raise Expired
        return Reply(card=passages_card(found, translate=asker.translate), result="Passages")

    async def _answer(
        self,
        asker: Asker,
        text: str,
        scope: Scope,
        catalogue: Catalogue,
        *,
        private: bool,
        after: SentCard | None,
        in_line: bool = False,
    ) -> Reply:
        completed = await self._complete(text, scope, after) if after else None
        if scope.since is None and (claim := claim_in(completed or text)):  # older articles may quote it
            words, speaker = claim
            return await check_words(
                self._engine, asker, words, speaker=speaker, scope=scope, private=private, in_line=in_line
            )
        outcome, understood = await self._ask(text, scope, completed)
        is_gap = isinstance(outcome, NoAnswer) and scope.since is None  # what is older may say it
        if is_gap and asker.server is not None and asker.server.gaps:
            with contextlib.suppress(DatabaseAway, NotKept):  # the answer stands, whether the question is kept or not
                await self._state.missed.add_gap(asker.server.id, text, at=self._now())
        if isinstance(outcome, NoAnswer) and in_line:
            return Reply(card=not_found_line(outcome, translate=asker.translate), result="NoAnswer")
        return self._show(asker, text, outcome, scope, catalogue, understood=understood or "", private=private)

    def _show(
        self,
        asker: Asker,
        text: str,
        outcome: Outcome,
        scope: Scope,
        catalogue: Catalogue,
        *,
        understood: str = "",
        private: bool = False,
    ) -> Reply:
        asked = Asked(
            question=text,
            understood=understood,
            within=self._gate.limits_of(scope, asker),
            private=private,
            votes=asker.votes,
            may_wait=asker.server is not None and asker.server.gaps,
            stale_since=self._stale_since(_stories_of(outcome, scope)),
        )
        card = answer_card(outcome, asked, built_at=catalogue.manifest.created_at, translate=asker.translate)
        return Reply(card=card, result=type(outcome).__name__, answered=_remember(asker, outcome, card))

    async def _ask(self, text: str, scope: Scope, completed: str | None) -> tuple[Outcome, str | None]:
        """The outcome of a question, or of what completes it, which then comes with it; as it stands where only that
        is answered."""
        outcome = await self._engine.ask(Question(text=completed or text, scope=scope))
        if completed is None or isinstance(outcome, Answer):
            return outcome, completed
        alone = await self._engine.ask(Question(text=text, scope=scope))
        return (alone, None) if isinstance(alone, Answer) else (outcome, completed)

    async def _complete(self, text: str, scope: Scope, after: SentCard) -> str | None:
        """The question with what the card before it names; None where it stands by itself."""
        marked = ""
        if after.context and after.context.highlight:
            with contextlib.suppress(Expired):
                passage = await self._engine.passage(after.context.passage, scope)
                marked = passage.article.body[after.context.highlight.start : after.context.highlight.end]
        before = after.understood or after.question
        return await asyncio.to_thread(complete, text, before=before, marked=marked)  # may read words from a file


def _remember(asker: Asker, outcome: Outcome, card: Card) -> Answered | None:
    """What a public answer says, where the server wants it marked when its article changes."""
    if not isinstance(outcome, Answer) or asker.server is None or not asker.server.marks or not card.public:
        return None
    return Answered(article=outcome.hits[0].passage.article.id, words=outcome.hits[0].marked)


def _stories_of(outcome: Outcome, scope: Scope) -> frozenset[StoryId]:
    """The stories of what is shown; where nothing is, all that were looked in."""
    if isinstance(outcome, NoAnswer):
        return scope.stories or frozenset()
    return frozenset(hit.passage.article.story for hit in outcome.hits)
