"""What readers can ask, on whatever surface they ask it: each question gives the reply to send.

A surface says who asks and hands over the words; scopes, limits and gaps are seen to here.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime

from bot.cards.answers import answer_card, context_card
from bot.cards.buttons import ShowContext
from bot.cards.card import Reply
from bot.cards.checks import verdict_card
from bot.cards.quotations import quotation_card
from bot.cards.stories import help_card, privacy_card, stories_card, story_card
from bot.engine.engine import Catalogue, Engine
from bot.errors import BadDate, NothingQuoted
from bot.rules.access import Asker
from bot.rules.limits import Limits
from bot.rules.scopes import narrow, visible_stories
from bot.rules.suggestions import Choice, choose
from bot.settings import Settings
from bot.state.state import State
from index.errors import UnknownStory
from index.library import QuotationRequest
from index.types import Claim, NoAnswer, Question, Quotation, Scope, StoryId


class Readers:
    """Answers readers, over one engine and one state."""

    def __init__(
        self,
        engine: Engine,
        state: State,
        settings: Settings,
        *,
        choose: Callable[[list[Quotation]], Quotation] = random.choice,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._engine, self._state, self._settings = engine, state, settings
        self._choose, self._now = choose, now
        self._limits = Limits(per_user=settings.questions.per_user, per_server=settings.questions.per_server)

    async def ask(
        self, asker: Asker, text: str, *, story: str | None = None, since: str | None = None, private: bool = False
    ) -> Reply:
        """What the articles say to a question; ``since`` is YYYY-MM-DD."""
        self._count(asker)
        catalogue = await self._engine.open()
        scope = self._scope(asker, catalogue, story, since)
        outcome = await self._engine.ask(Question(text=text, scope=scope))
        if isinstance(outcome, NoAnswer) and asker.server is not None and asker.server.gaps:
            await self._state.add_gap(asker.server.id, text, at=self._now())
        built_at = catalogue.manifest.created_at
        card = answer_card(outcome, built_at=built_at, private=private, translate=asker.translate)
        return Reply(card=card, result=type(outcome).__name__)

    async def quote(
        self,
        asker: Asker,
        *,
        speaker: str | None = None,
        about: str | None = None,
        story: str | None = None,
        private: bool = False,
    ) -> Reply:
        """One exact quotation, the best that fits; a random one when nothing is asked for."""
        self._count(asker)
        scope = self._scope(asker, await self._engine.open(), story)
        found = await self._engine.quote(QuotationRequest(speaker=speaker, about=about, scope=scope))
        if not found:
            raise NothingQuoted
        chosen = found[0] if speaker or about else self._choose(found)
        return await self._show(asker, chosen, scope, private=private)

    async def more_by(self, asker: Asker, *, speaker: str, offset: int, private: bool = False) -> Reply:
        """The quotation of a speaker at ``offset``, from 0, counted round."""
        self._count(asker)
        scope = self._scope(asker, await self._engine.open())
        found = await self._engine.quote(QuotationRequest(speaker=speaker, scope=scope))
        if not found:
            raise NothingQuoted
        offset %= len(found)
        card = quotation_card(
            found[offset], offset=offset, total=len(found), private=private, translate=asker.translate
        )
        return Reply(card=card, result="Quotation")

    async def check(
        self,
        asker: Asker,
        words: str,
        *,
        speaker: str | None = None,
        story: str | None = None,
        private: bool = False,
    ) -> Reply:
        """Whether somebody said these words."""
        self._count(asker)
        scope = self._scope(asker, await self._engine.open(), story)
        verdict = await self._engine.check(Claim(words=words, speaker=speaker, scope=scope))
        card = verdict_card(verdict, private=private, translate=asker.translate)
        return Reply(card=card, result=verdict.ruling.name)

    async def describe(self, asker: Asker, story: str | None, *, private: bool = False) -> Reply:
        """A story, or the list of stories when there are several and none is named."""
        catalogue = await self._engine.open()
        visible = self._visible(asker, catalogue)
        chosen = narrow(visible, story).stories or frozenset()
        if len(chosen) != 1:
            stories = [catalogue.stories[known] for known in sorted(chosen)]
            return Reply(card=stories_card(stories, translate=asker.translate), result="Stories")
        (only,) = chosen
        card = story_card(
            catalogue.stories[only],
            catalogue.people[only],
            built_at=catalogue.manifest.created_at,
            private=private,
            translate=asker.translate,
        )
        return Reply(card=card, result="Story")

    async def context(self, asker: Asker, wanted: ShowContext) -> Reply:
        """The paragraphs around a passage."""
        scope = self._scope(asker, await self._engine.open())
        passage = await self._engine.passage(wanted.passage, scope)
        card = context_card(passage, highlight=wanted.highlight, translate=asker.translate)
        return Reply(card=card, result="Context")

    async def help(self, asker: Asker, *, may_administer: bool) -> Reply:
        """What the bot can do."""
        return Reply(card=help_card(is_admin=may_administer, translate=asker.translate), result="Help")

    async def privacy(self, asker: Asker) -> Reply:
        """What is stored here, and for how long."""
        server = asker.server
        card = privacy_card(
            gaps_kept=server is not None and server.gaps,
            feedback_kept=server is not None and server.feedback,
            days=self._settings.privacy.retention_days,
            translate=asker.translate,
        )
        return Reply(card=card, result="Privacy")

    def suggest_speakers(self, asker: Asker, typed: str) -> list[Choice]:
        """Who is quoted, with counts, most quotations first."""
        catalogue = self._engine.catalogue
        counts: Counter[str] = Counter()
        if catalogue is not None:
            for story in self._visible(asker, catalogue):
                counts.update({person.name: person.quotations for person in catalogue.people[story]})
        ranked = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
        return choose(typed, ((f" ({count})", name) for name, count in ranked))

    def suggest_stories(self, asker: Asker, typed: str) -> list[Choice]:
        """The stories that can be asked about."""
        return choose(typed, (("", story) for story in sorted(self._known(asker))))

    def suggest_questions(self, asker: Asker, typed: str) -> list[Choice]:
        """Questions that the index is known to answer."""
        catalogue = self._engine.catalogue
        known = [catalogue.stories[story].questions for story in sorted(self._known(asker))] if catalogue else []
        return choose(typed, (("", question) for questions in known for question in questions))

    async def _show(self, asker: Asker, chosen: Quotation, scope: Scope, *, private: bool) -> Reply:
        """One quotation, with its number among its speaker's."""
        offset, total = 0, 1
        if chosen.speaker is not None:
            request = QuotationRequest(speaker=chosen.speaker.name, scope=scope)
            mine = await self._engine.quote(request)
            offset, total = (mine.index(chosen), len(mine)) if chosen in mine else (0, 1)
        card = quotation_card(chosen, offset=offset, total=total, private=private, translate=asker.translate)
        return Reply(card=card, result="Quotation")

    def _count(self, asker: Asker) -> None:
        self._limits.count(user=asker.user, server=asker.server.id if asker.server else None, at=self._now())

    def _known(self, asker: Asker) -> frozenset[StoryId]:
        catalogue = self._engine.catalogue
        return self._visible(asker, catalogue) if catalogue else frozenset()

    def _visible(self, asker: Asker, catalogue: Catalogue) -> frozenset[StoryId]:
        offered = self._settings.reindex.offered
        return visible_stories(catalogue.stories, offered, asker.server, asker.channel)

    def _scope(self, asker: Asker, catalogue: Catalogue, story: str | None = None, since: str | None = None) -> Scope:
        visible = self._visible(asker, catalogue)
        if not visible:
            raise UnknownStory(story or "", ())
        return narrow(visible, story, _parse_date(since) if since else None)


def _parse_date(written: str) -> datetime:
    try:
        return datetime.strptime(written.strip(), "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        raise BadDate(written) from None
