"""What readers can ask, on whatever surface they ask it: each question gives the reply to send.

A surface says where it is (``place``) and hands over the words; scopes, limits and gaps are seen to here.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.cards.answers import answer_card, context_card
from bot.cards.buttons import ShowContext
from bot.cards.card import Card
from bot.cards.checks import verdict_card
from bot.cards.quotations import quotation_card
from bot.cards.stories import help_card, privacy_card, stories_card, story_card
from bot.engine import Catalogue, Engine
from bot.errors import BadDate, NothingQuoted
from bot.limits import Limits
from bot.scopes import narrow, visible_stories
from bot.settings import Settings
from bot.state import Channel, Server, State
from bot.translation import Translate
from index.errors import UnknownStory
from index.library import QuotationRequest
from index.types import Claim, NoAnswer, Question, Quotation, Scope, StoryId

_CHOICES = 25  # Discord, "autocomplete choices"
_CHOICE_LENGTH = 100  # characters; Discord, "choice name and value"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where somebody asks, and in which language; ``server`` is None in direct messages and user installs."""

    user: int
    server: Server | None
    channel: Channel | None
    translate: Translate


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What to send, and the name of what came of it, for the log."""

    card: Card
    result: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One suggestion of an autocomplete: what is shown, and what is filled in; 1 to 100 characters each."""

    name: str
    value: str


class Desk:
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
        self, place: Place, text: str, *, story: str | None = None, since: str | None = None, private: bool = False
    ) -> Reply:
        """What the articles say to a question; ``since`` is YYYY-MM-DD."""
        self._count(place)
        catalogue = await self._engine.open()
        scope = self._scope(place, catalogue, story, since)
        outcome = await self._engine.ask(Question(text=text, scope=scope))
        if isinstance(outcome, NoAnswer) and place.server is not None and place.server.gaps:
            await self._state.add_gap(place.server.id, text, at=self._now())
        built_at = catalogue.manifest.created_at
        card = answer_card(outcome, built_at=built_at, private=private, translate=place.translate)
        return Reply(card=card, result=type(outcome).__name__)

    async def quote(
        self,
        place: Place,
        *,
        speaker: str | None = None,
        about: str | None = None,
        story: str | None = None,
        private: bool = False,
    ) -> Reply:
        """One exact quotation, the best that fits; a random one when nothing is asked for."""
        self._count(place)
        scope = self._scope(place, await self._engine.open(), story)
        found = await self._engine.quote(QuotationRequest(speaker=speaker, about=about, scope=scope))
        if not found:
            raise NothingQuoted
        chosen = found[0] if speaker or about else self._choose(found)
        return await self._show(place, chosen, scope, private=private)

    async def more_by(self, place: Place, *, speaker: str, offset: int) -> Reply:
        """The quotation of a speaker at ``offset``, from 0, counted round."""
        self._count(place)
        scope = self._scope(place, await self._engine.open())
        found = await self._engine.quote(QuotationRequest(speaker=speaker, scope=scope))
        if not found:
            raise NothingQuoted
        offset %= len(found)
        card = quotation_card(found[offset], offset=offset, total=len(found), private=False, translate=place.translate)
        return Reply(card=card, result="Quotation")

    async def check(
        self,
        place: Place,
        words: str,
        *,
        speaker: str | None = None,
        story: str | None = None,
        private: bool = False,
    ) -> Reply:
        """Whether somebody said these words."""
        self._count(place)
        scope = self._scope(place, await self._engine.open(), story)
        verdict = await self._engine.check(Claim(words=words, speaker=speaker, scope=scope))
        card = verdict_card(verdict, private=private, translate=place.translate)
        return Reply(card=card, result=verdict.ruling.name)

    async def describe(self, place: Place, story: str | None, *, private: bool = False) -> Reply:
        """A story, or the list of stories when there are several and none is named."""
        catalogue = await self._engine.open()
        visible = self._visible(place, catalogue)
        chosen = narrow(visible, story).stories or frozenset()
        if len(chosen) != 1:
            stories = [catalogue.stories[known] for known in sorted(chosen)]
            return Reply(card=stories_card(stories, translate=place.translate), result="Stories")
        (only,) = chosen
        card = story_card(
            catalogue.stories[only],
            catalogue.people[only],
            built_at=catalogue.manifest.created_at,
            private=private,
            translate=place.translate,
        )
        return Reply(card=card, result="Story")

    async def context(self, place: Place, wanted: ShowContext) -> Reply:
        """The paragraphs around a passage."""
        scope = self._scope(place, await self._engine.open())
        passage = await self._engine.passage(wanted.passage, scope)
        card = context_card(passage, highlight=wanted.highlight, translate=place.translate)
        return Reply(card=card, result="Context")

    async def help(self, place: Place, *, may_administer: bool) -> Reply:
        """What the bot can do."""
        return Reply(card=help_card(is_admin=may_administer, translate=place.translate), result="Help")

    async def privacy(self, place: Place) -> Reply:
        """What is stored here, and for how long."""
        server = place.server
        card = privacy_card(
            gaps_kept=server is not None and server.gaps,
            feedback_kept=server is not None and server.feedback,
            days=self._settings.privacy.retention_days,
            translate=place.translate,
        )
        return Reply(card=card, result="Privacy")

    def suggest_speakers(self, place: Place, typed: str) -> list[Choice]:
        """Who is quoted, with counts, most quotations first."""
        catalogue = self._engine.catalogue
        counts: Counter[str] = Counter()
        if catalogue is not None:
            for story in self._visible(place, catalogue):
                counts.update({person.name: person.quotations for person in catalogue.people[story]})
        ranked = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
        return choose(typed, ((f" ({count})", name) for name, count in ranked))

    def suggest_stories(self, place: Place, typed: str) -> list[Choice]:
        """The stories that can be asked about."""
        return choose(typed, (("", story) for story in sorted(self._known(place))))

    def suggest_questions(self, place: Place, typed: str) -> list[Choice]:
        """Questions that the index is known to answer."""
        catalogue = self._engine.catalogue
        known = [catalogue.stories[story].questions for story in sorted(self._known(place))] if catalogue else []
        return choose(typed, (("", question) for questions in known for question in questions))

    async def _show(self, place: Place, chosen: Quotation, scope: Scope, *, private: bool) -> Reply:
        """One quotation, with its number among its speaker's."""
        offset, total = 0, 1
        if chosen.speaker is not None:
            request = QuotationRequest(speaker=chosen.speaker.name, scope=scope)
            mine = await self._engine.quote(request)
            offset, total = (mine.index(chosen), len(mine)) if chosen in mine else (0, 1)
        card = quotation_card(chosen, offset=offset, total=total, private=private, translate=place.translate)
        return Reply(card=card, result="Quotation")

    def _count(self, place: Place) -> None:
        self._limits.count(user=place.user, server=place.server.id if place.server else None, at=self._now())

    def _known(self, place: Place) -> frozenset[StoryId]:
        catalogue = self._engine.catalogue
        return self._visible(place, catalogue) if catalogue else frozenset()

    def _visible(self, place: Place, catalogue: Catalogue) -> frozenset[StoryId]:
        offered = self._settings.reindex.offered
        return visible_stories(catalogue.stories, offered, place.server, place.channel)

    def _scope(self, place: Place, catalogue: Catalogue, story: str | None = None, since: str | None = None) -> Scope:
        visible = self._visible(place, catalogue)
        if not visible:
            raise UnknownStory(story or "", ())
        return narrow(visible, story, _parse_date(since) if since else None)


def _parse_date(written: str) -> datetime:
    try:
        return datetime.strptime(written.strip(), "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        raise BadDate(written) from None


def choose(typed: str, entries: Iterable[tuple[str, str]]) -> list[Choice]:
    """The first 25 (what follows the value when shown, value) that hold what is typed; too long a value is left out,
    because it could not be filled in whole."""
    wanted = typed.casefold().strip()
    choices = []
    for suffix, value in entries:
        if wanted in value.casefold() and 0 < len(value) <= _CHOICE_LENGTH - len(suffix):
            choices.append(Choice(f"{value}{suffix}", value))
        if len(choices) == _CHOICES:
            break
    return choices
