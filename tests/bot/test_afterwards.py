"""What happens to answers and to questions without one when another index answers."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.afterwards import Afterwards
from bot.cards.buttons import Within
from bot.cards.card import Answered
from bot.cards.sent import SentCard
from bot.engine.engine import Engine
from bot.errors import TurnedOff
from bot.readers import Readers
from bot.rules.access import Asker
from bot.rules.scopes import story_key
from bot.state.promises import Promises
from bot.state.state import Server, State
from bot.texts.translation import load_translations
from index.errors import DatabaseAway
from tests.bot.discord_schema import message_of, texts
from tests.fakes import HARBOUR, ORCHARD, FakeLibrary, article

_SERVER, _CHANNEL, _ALICE = 111111111111111111, 22, 33
_QUESTION = "Where does the zeppelin anchor tonight?"
_NEWS = article("zeppelin", "harbour", "The zeppelin will anchor tonight above the eastern pier.", day=9)
_MOMENT = datetime(2011, 8, 20, 12, tzinfo=UTC)
_ANYWHERE = Within()
_TRANSLATIONS = load_translations()


class _Reach:
    """Keeps what would have been sent."""

    def __init__(self):
        self.marked, self.told = [], []
        self.has_told = asyncio.Event()
        self.is_ready, self.is_lost, self.elsewhere = True, False, set()

    def reaches(self, server):
        return server not in self.elsewhere

    async def mark(self, *, channel, message, line):
        if not self.is_lost:
            self.marked.append((channel, message, line))
        return not self.is_lost

    async def tell(self, *, server, user, card):
        self.told.append((server, user, texts(message_of(card))))
        self.has_told.set()


class _House:
    """A bot without Discord: its index can be exchanged, and it can be started again on the same state."""

    def __init__(self, settings):
        self._settings, self.reach = settings, _Reach()
        self._articles = HARBOUR + ORCHARD

    async def open(self):
        self.state = await State.open(self._settings.state_file, self._settings.privacy)
        self._library = FakeLibrary(articles=self._articles)
        self.engine = Engine(lambda: self._library, waiting=200, batch=32)
        self.engine.start()
        await self.engine.open()
        self.readers = Readers(self.engine, self.state, self._settings, now=lambda: _MOMENT)
        self.afterwards = Afterwards(
            self.engine, self.state, self.readers, self.reach, self.find_asker, now=lambda: _MOMENT
        )

    async def close(self):
        await self.engine.close(seconds=5)
        await self.state.close()

    async def find_asker(self, user, server, channel, language):
        chosen = await self.state.server(server)
        translate = _TRANSLATIONS.to(language)
        return Asker(user=user, server=chosen, channel=chosen.channel(channel), translate=translate)

    async def switch_on(self, **choices):
        await self.state.save_server(Server(**{"id": _SERVER, "gaps": True, "feedback": False} | choices))
        return await self.find_asker(_ALICE, _SERVER, _CHANNEL, "de")

    async def exchange(self, *articles):
        """Another index with these articles, and what follows from it."""
        self._articles = articles
        self._library.successor = FakeLibrary(articles=articles, name="next")
        await self.engine.adopt()
        self._library = self._library.successor
        await self.afterwards.look(self.engine.catalogue)


@pytest.fixture
async def house(settings, lay_state):
    lay_state(settings)
    house = _House(settings)
    await house.open()
    yield house
    await house.close()


class TestGaps:
    async def test_a_question_is_closed_when_an_index_answers_it_and_no_other_one_is(self, house):
        asker = await house.switch_on()
        for question in (_QUESTION, "Zebra giraffe?"):
            await house.readers.questions.ask(asker, question)
        await house.exchange(*HARBOUR, _NEWS)
        closed = {gap.question: gap.closed_at for gap in await house.state.missed.gaps(_SERVER)}
        assert closed == {_QUESTION: _MOMENT, "Zebra giraffe?": None}

    async def test_a_question_that_finds_no_answer_again_is_open_again(self, house):
        asker = await house.switch_on()
        await house.readers.questions.ask(asker, _QUESTION)
        await house.exchange(*HARBOUR, _NEWS)
        await house.exchange(*HARBOUR)
        await house.readers.questions.ask(asker, _QUESTION)
        (gap,) = await house.state.missed.gaps(_SERVER)
        assert (gap.times, gap.closed_at) == (2, None)

    async def test_what_a_server_may_not_see_closes_nothing_there(self, house):
        asker = await house.switch_on(stories=frozenset({"orchard"}))
        await house.readers.questions.ask(asker, _QUESTION)
        await house.exchange(*HARBOUR, *ORCHARD, _NEWS)
        assert [gap.closed_at for gap in await house.state.missed.gaps(_SERVER)] == [None]

    async def test_a_story_that_is_gone_keeps_no_other_question_from_being_closed(self, house):
        asker = await house.switch_on()
        await house.readers.questions.ask(asker, _QUESTION)
        await house.state.save_server(Server(id=5, gaps=True, feedback=False, stories=frozenset({"gone"})))
        await house.state.missed.add_gap(5, "Lost?", at=_MOMENT)
        await house.state.missed.add_gap(5, "Lost?", at=_MOMENT)
        await house.exchange(*HARBOUR, _NEWS)
        assert [gap.closed_at for gap in await house.state.missed.gaps(_SERVER)] == [_MOMENT]

    async def test_a_question_that_fails_in_a_way_that_nobody_foresaw_keeps_no_other_from_being_closed(
        self, house, caplog
    ):
        asker = await house.switch_on()
        await house.readers.questions.ask(asker, _QUESTION)
        for _ in range(2):
            await house.state.missed.add_gap(_SERVER, "Lost?", at=_MOMENT)
        is_answered = house.readers.awaiting.is_answered

        async def fail(asker, text):
            if text == "Lost?":
                raise ZeroDivisionError
            return await is_answered(asker, text)

        house.readers.awaiting.is_answered = fail
        await house.exchange(*HARBOUR, _NEWS)
        closed = {gap.question: gap.closed_at for gap in await house.state.missed.gaps(_SERVER)}
        assert closed == {_QUESTION: _MOMENT, "Lost?": None}
        assert "ZeroDivisionError" in caplog.text

    async def test_a_server_with_many_questions_keeps_those_of_no_other_from_being_asked_again(
        self, house, monkeypatch
    ):
        monkeypatch.setattr("bot.afterwards._MOST_ASKED", 2)
        asker = await house.switch_on()
        await house.readers.questions.ask(asker, _QUESTION)
        await house.state.save_server(Server(id=5, gaps=True, feedback=False))
        for number in range(9):
            await house.state.missed.add_gap(5, f"Zebra {number}?", at=_MOMENT)
            await house.state.missed.add_gap(5, f"Zebra {number}?", at=_MOMENT)
        await house.exchange(*HARBOUR, _NEWS)
        assert [gap.closed_at for gap in await house.state.missed.gaps(_SERVER)] == [_MOMENT]

    async def test_while_the_database_is_away_this_index_is_not_done_with(self, house):
        asker = await house.switch_on()
        await house.readers.questions.ask(asker, _QUESTION)
        close, failures = house.state.missed.close_gap, [DatabaseAway("it is stopped")]

        async def fail(*gap, **at):
            if failures:
                raise failures.pop()
            await close(*gap, **at)

        house.state.missed.close_gap = fail
        with pytest.raises(DatabaseAway):
            await house.exchange(*HARBOUR, _NEWS)
        await house.afterwards.look(house.engine.catalogue)
        assert [gap.closed_at for gap in await house.state.missed.gaps(_SERVER)] == [_MOMENT]


class TestTelling:
    async def _wait(self, house, within=_ANYWHERE, question=_QUESTION):
        asker = await house.switch_on()
        return await house.readers.awaiting.tell_me(asker, SentCard(question=question), within)

    async def test_who_waits_is_told_once_with_the_words_and_their_source_in_their_language(self, house):
        said = await self._wait(house)
        assert not said.card.public
        assert "innerhalb von 90 Tagen" in texts(message_of(said.card))[0]
        await house.exchange(*HARBOUR)
        assert house.reach.told == []
        for _ in range(2):
            await house.exchange(*HARBOUR, _NEWS)
        ((server, user, told),) = house.reach.told
        assert (server, user) == (_SERVER, _ALICE)
        assert told[:2] == [f"### {_QUESTION}", "-# Du wolltest wissen, wann das berichtet wird:"]
        assert "**The zeppelin will anchor tonight above the eastern pier.**" in told[2]
        assert await house.state.promises.awaited() == []

    async def test_who_waited_while_the_bot_was_away_is_told_and_nobody_twice(self, house):
        await self._wait(house)
        await house.close()
        house._articles = (*HARBOUR, _NEWS)
        for _ in range(2):
            await house.open()
            await house.afterwards.look(house.engine.catalogue)
            await house.close()
        await house.open()
        assert len(house.reach.told) == 1

    async def test_of_two_that_would_tell_one_does(self, house):
        await self._wait(house)
        (awaited,) = await house.state.promises.awaited()
        assert [await house.state.promises.settle(awaited) for _ in range(2)] == [True, False]

    async def test_a_question_is_asked_again_with_its_limits(self, house):
        await self._wait(house, Within(story=story_key("orchard")))
        await self._wait(house, Within(since="2011-08-10"), question="Where will the zeppelin anchor tonight?")
        await house.exchange(*HARBOUR, *ORCHARD, _NEWS)
        assert house.reach.told == []

    async def test_where_questions_are_not_kept_nobody_can_wait(self, house):
        asker = await house.switch_on(gaps=False)
        with pytest.raises(TurnedOff):
            await house.readers.awaiting.tell_me(asker, SentCard(question=_QUESTION), Within())

    async def test_who_erases_what_is_stored_is_not_told(self, house):
        await self._wait(house)
        await house.readers.looking.erase(await house.find_asker(_ALICE, _SERVER, _CHANNEL, None))
        await house.exchange(*HARBOUR, _NEWS)
        assert house.reach.told == []


class TestMarking:
    async def _answer(self, house, words="Divers found cracks in the eastern pier on Monday."):
        await house.switch_on(marks=True)
        await house.afterwards.remember(Answered(article="pier-closes", words=words), _SERVER, _CHANNEL, 44)

    async def _changed(self, house, body):
        await house.exchange(HARBOUR[0], replace(HARBOUR[1], body=body))
        return house.reach.marked

    async def test_an_answer_is_marked_once_when_its_words_have_changed(self, house):
        await self._answer(house)
        changed = HARBOUR[1].body.replace("on Monday", "on Tuesday")
        for _ in range(2):
            marked = await self._changed(house, changed)
        assert marked == [
            (_CHANNEL, 44, "-# ⚠️ The article has changed since this answer: these words are no longer in it.")
        ]

    async def test_an_answer_that_could_not_be_marked_is_marked_with_the_next_index(self, house):
        await self._answer(house)
        changed = HARBOUR[1].body.replace("on Monday", "on Tuesday")
        house.reach.is_lost = True
        assert await self._changed(house, changed) == []
        house.reach.is_lost = False
        assert len(await self._changed(house, changed)) == 1

    async def test_an_answer_is_not_marked_when_other_words_or_line_breaks_have_changed(self, house):
        await self._answer(house)
        assert not await self._changed(house, f"More soon.\n\n{HARBOUR[1].body.replace(' eastern', '  eastern')}")
        assert len(await house.state.promises.given()) == 1

    async def test_an_answer_whose_article_is_gone_says_so(self, house):
        await self._answer(house)
        await house.exchange(HARBOUR[0])
        assert [line for _, _, line in house.reach.marked] == [
            "-# ⚠️ The article has been taken out of the index since this answer."
        ]

    async def test_what_another_servers_article_of_the_same_id_says_marks_nothing(self, house):
        await self._answer(house)
        await house.exchange(*HARBOUR, replace(HARBOUR[1], story=f"g{_SERVER + 1}-news", body="Nothing of ferries."))
        assert not house.reach.marked
        await house.exchange(HARBOUR[0], replace(HARBOUR[1], story=f"g{_SERVER + 1}-news"))
        assert ["taken out" in line for _, _, line in house.reach.marked] == [True]

    @pytest.mark.parametrize(
        ("marks", "private", "is_kept"), [(True, False, True), (True, True, False), (False, False, False)]
    )
    async def test_a_public_answer_is_remembered_where_the_server_wants_it(self, house, marks, private, is_kept):
        asker = await house.switch_on(marks=marks)
        reply = await house.readers.questions.ask(
            asker, "When will the ferry to Northholm stop running?", private=private
        )
        assert (reply.answered is not None) == is_kept
        if is_kept:
            assert reply.answered.article == "ferry-stops"
            assert reply.answered.words.startswith("The ferry to Northholm will stop running in October")


async def test_another_index_is_noticed_whoever_made_it(house):
    asker = await house.switch_on()
    await house.readers.awaiting.tell_me(asker, SentCard(question=_QUESTION), Within())
    following = asyncio.create_task(house.afterwards.follow(seconds=0.01))
    house._library.successor = FakeLibrary(articles=(*HARBOUR, _NEWS), name="next")
    await house.engine.adopt()
    await asyncio.wait_for(house.reach.has_told.wait(), 20)
    following.cancel()


class _AwayAtFirst(Promises):
    """A database that comes back after the first thing that is asked of it."""

    is_away = True

    async def given(self):
        self._come_back()
        return await super().given()

    async def add_given(self, given):
        self._come_back()
        await super().add_given(given)

    def _come_back(self):
        was_away, self.is_away = self.is_away, False
        if was_away:
            raise DatabaseAway("it is stopped")


async def test_what_another_index_changes_is_seen_to_once_the_database_is_back(house):
    asker = await house.switch_on()
    await house.readers.awaiting.tell_me(asker, SentCard(question=_QUESTION), Within())
    house._library.successor = FakeLibrary(articles=(*HARBOUR, _NEWS), name="next")
    await house.engine.adopt()
    house.state.promises = _AwayAtFirst(house.state.database)
    following = asyncio.create_task(house.afterwards.follow(seconds=0.01))
    await asyncio.wait_for(house.reach.has_told.wait(), 20)
    following.cancel()


async def test_an_answer_that_stands_is_no_failure_because_the_database_is_away(house):
    house.state.promises = _AwayAtFirst(house.state.database)
    for message in (44, 45):
        await house.afterwards.remember(Answered(article="a", words="It sank."), _SERVER, _CHANNEL, message)
    assert [given.message for given in await house.state.promises.given()] == [45]


async def test_what_another_process_reaches_is_left_to_it(house):
    asker = await house.switch_on(marks=True)
    await house.readers.questions.ask(asker, _QUESTION)
    await house.readers.awaiting.tell_me(asker, SentCard(question=_QUESTION), Within())
    await house.afterwards.remember(Answered(article="pier-closes", words="It sank."), _SERVER, _CHANNEL, 44)
    house.reach.elsewhere.add(_SERVER)
    await house.exchange(*HARBOUR, _NEWS)
    assert (house.reach.told, house.reach.marked) == ([], [])
    assert [gap.closed_at for gap in await house.state.missed.gaps(_SERVER)] == [None]
    house.reach.elsewhere.clear()
    await house.afterwards.look(house.engine.catalogue)
    assert (len(house.reach.told), len(house.reach.marked)) == (1, 1)


async def test_nobody_is_told_before_it_is_known_who_is_reached(house):
    asker = await house.switch_on()
    await house.readers.awaiting.tell_me(asker, SentCard(question=_QUESTION), Within())
    house.reach.is_ready = False
    following = asyncio.create_task(house.afterwards.follow(seconds=0.01))
    house._library.successor = FakeLibrary(articles=(*HARBOUR, _NEWS), name="next")
    await house.engine.adopt()
    await asyncio.sleep(0.1)
    assert house.reach.told == []
    house.reach.is_ready = True
    await asyncio.wait_for(house.reach.has_told.wait(), 20)
    following.cancel()
