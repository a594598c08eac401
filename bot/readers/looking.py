"""Looking around: stories, help, what is stored, what is suggested; and what readers think of answers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import datetime
from itertools import zip_longest

from bot.cards.card import Reply, say
from bot.cards.changes import changes_card
from bot.cards.stories import help_card, privacy_card, stories_card, story_card
from bot.engine.engine import Engine
from bot.errors import TurnedOff
from bot.readers.gate import Gate
from bot.rules.access import Asker
from bot.rules.suggestions import Choice, choose_suggestions
from bot.state.missed import Feedback
from bot.state.state import State
from index.types import Scope, StoryId, story_name


class Looking:
    """Tells what there is to ask about, and what is kept, for ``days``."""

    def __init__(self, gate: Gate, engine: Engine, state: State, *, days: int, now: Callable[[], datetime]) -> None:
        self._gate, self._engine, self._state, self._days, self._now = gate, engine, state, days, now

    async def describe(self, asker: Asker, story: str | None, *, private: bool = False) -> Reply:
        """A story, or the list of stories when there are several and none is named. Raises NoStories, UnknownStory."""
        catalogue = await self._engine.open()
        chosen = self._gate.scope(asker, catalogue, story).stories or frozenset()
        stories = await self._engine.stories(Scope(stories=chosen))
        if len(stories) != 1:
            return Reply(card=stories_card(stories, translate=asker.translate), result="Stories")
        card = story_card(
            stories[0],
            await self._engine.people(Scope(stories=chosen)),
            built_at=catalogue.manifest.created_at,
            private=private,
            translate=asker.translate,
        )
        return Reply(card=card, result="Story")

    async def changes(self, asker: Asker, story: str | None, *, private: bool = False) -> Reply:
        """What has changed in the articles of a story, or of all that can be seen."""
        await self._gate.count(asker)
        scope = self._gate.scope(asker, await self._engine.open(), story)
        told = await self._engine.changes(scope)
        return Reply(card=changes_card(told, private=private, translate=asker.translate), result="Changes")

    async def help(self, asker: Asker, *, may_administer: bool) -> Reply:
        """What the bot can do."""
        return Reply(card=help_card(is_admin=may_administer, translate=asker.translate), result="Help")

    async def small_talk(self, asker: Asker, text: str) -> Reply:
        """What there is to say to a message that asks nothing; what the bot can do, where there is no word in it."""
        await self._gate.count(asker)
        if not text:
            return await self.help(asker, may_administer=False)
        return Reply(card=say(f"-# {asker.translate('help.chatter')}"), result="Chatter")

    async def privacy(self, asker: Asker) -> Reply:
        """What is stored here, and for how long."""
        server = asker.server
        card = privacy_card(
            gaps_kept=server is not None and server.gaps,
            feedback_kept=asker.votes,
            days=self._days,
            translate=asker.translate,
        )
        return Reply(card=card, result="Privacy")

    async def vote(self, asker: Asker, subject: str, *, helpful: bool, reason: str = "") -> Reply:
        """Keeps what a reader thought of an answer. Raises TurnedOff."""
        if asker.server is None or not asker.votes:
            raise TurnedOff("feedback")
        opinion = Feedback(user=asker.user, subject=subject, helpful=helpful, reason=reason, given_at=self._now())
        await self._state.missed.add_feedback(asker.server.id, opinion)
        return Reply(card=say(asker.translate("boxes.thanks")), result="Feedback")

    async def erase(self, asker: Asker) -> Reply:
        """Forgets what is stored about the asker."""
        await self._state.erase_user(asker.user)
        return Reply(card=say(asker.translate("boxes.erased")), result="Erased")

    async def suggest_speakers(self, asker: Asker, typed: str) -> list[Choice]:
        """Who is quoted, with counts, most quotations first."""
        counts: Counter[str] = Counter()
        if known := self._gate.known(asker):
            for person in await self._engine.people(Scope(stories=known)):
                counts[person.name] += person.quotations
        ranked = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
        return choose_suggestions(typed, ((f" ({count})", name) for name, count in ranked))

    def suggest_stories(self, asker: Asker, typed: str) -> list[Choice]:
        """The stories that can be asked about."""
        return choose_suggestions(typed, (("", story_name(story)) for story in sorted(self._gate.known(asker))))

    async def suggest_questions(self, asker: Asker, typed: str) -> list[Choice]:
        """Questions that the index is known to answer, those of the stories in turn."""
        by_story = defaultdict[StoryId, list[str]](list)
        if known := self._gate.known(asker):
            for story, question in await self._engine.questions(Scope(stories=known)):
                by_story[story].append(question)
        in_turn = (question for round_ in zip_longest(*by_story.values()) for question in round_ if question)
        return choose_suggestions(typed, (("", question) for question in in_turn))
