"""What reaches whoever asked, whatever becomes of the work and of the wire: who sees it, in which order, and what is
noted. Discord is an interaction that keeps what it is told; ``test_wire`` has the real requests."""

import asyncio
import itertools
from types import SimpleNamespace

import discord
import pytest

from bot.cards.card import Answered, AttachedFile, Card, Reply, card, text
from bot.errors import Overloaded, ReindexFailed
from bot.operations.logs import JsonLines
from bot.operations.metrics import Metrics
from bot.texts.translation import load_translations
from bot.wire.responding import Responder
from index.errors import DatabaseAway
from tests.bot.discord_schema import message_of, texts

_TRANSLATE = load_translations().to("en")
_SERVER, _CHANNEL = 7, 5
_OCTOBER = Answered(article="ferry-stops", words="will stop running in October")
_AT_ONCE, _LONG = 0.0, 60.0  # seconds of patience: with none, whatever takes time is late; with much, nothing is
_numbers = itertools.count(100)


def _reply(*, public=True, files=()):
    framed = card([text("In October.")], public=public)
    return Reply(card=Card(view=framed.view, public=public, files=files), result="Answer", answered=_OCTOBER)


async def _give(reply, *, after=0.0):
    await asyncio.sleep(after)
    return reply


async def _fail(error):
    raise error


def _gone():
    """How discord.py says that an interaction has expired."""
    answer = SimpleNamespace(status=404, reason="Not Found")
    return discord.NotFound(answer, {"code": 10062, "message": "Unknown interaction"})


class Discord(discord.abc.Messageable):
    """An interaction, its channel and the message in it, all in one: keeps what it is told in order, each with the
    words and files of the card and what was said beside it. ``broken`` names what fails, and how."""

    def __init__(self, *, server=_SERVER, broken=None):
        self.told, self.broken, self._is_done = [], broken or {}, False
        self.id, self.channel_id, self.guild_id = next(_numbers), _CHANNEL, server
        self.guild = SimpleNamespace(id=server) if server else None
        self.content, self.channel = "When will the ferry stop?", self
        self.response = SimpleNamespace(
            defer=lambda **said: self._answer("defer", said),
            send_message=lambda **said: self._answer("send_message", said),
            send_modal=lambda box: self._answer("send_modal", {"box": box}),
            is_done=lambda: self._is_done,
        )
        self.followup = SimpleNamespace(send=lambda **said: self._tell("followup", said))

    def edit_original_response(self, **said):
        return self._tell("edit", said)

    def delete_original_response(self):
        return self._tell("delete", {})

    def to_reference(self, *, fail_if_not_exists):
        return self.id

    def send(self, **said):
        del said["nonce"]
        return self._tell("channel", said)

    async def typing(self):
        await self._tell("typing", {})

    async def _get_channel(self):
        return self

    async def _answer(self, deed, said):
        told = await self._tell(deed, said)
        self._is_done = True
        return told

    async def _tell(self, deed, said):
        if deed in self.broken:
            raise self.broken[deed]
        view = said.pop("view", None)
        words = " ".join(texts(message_of(SimpleNamespace(view=view)))) if view else None
        files = said.pop("files", None) or said.pop("attachments", None) or ()
        said |= {file.filename: file.fp.read().decode() for file in files}
        self.told.append((deed, words, {name: value for name, value in said.items() if value != []}))
        message = next(_numbers)
        return SimpleNamespace(message_id=message, id=message, channel=SimpleNamespace(id=_CHANNEL), guild=self.guild)

    @property
    def deeds(self):
        return [deed for deed, _, _ in self.told]

    def said(self, deed):
        """The words and what was said beside them, of the one deed of that name."""
        ((words, said),) = [(words, said) for done, words, said in self.told if done == deed]
        return words, said


def _cannot_tell(event):
    raise DatabaseAway("nothing came within 1 second")


@pytest.fixture
def remembered():
    return []


@pytest.fixture
def metrics():
    return Metrics(lambda: 0)


@pytest.fixture
def make_responder(metrics, remembered):
    def make(*, patience=_LONG, logs_questions=False, is_first=lambda event: True):
        async def remember(*facts):
            remembered.append(facts)

        async def ask_who_is_first(event):
            await asyncio.sleep(0)
            return is_first(event)

        return Responder(
            metrics,
            logs_questions=logs_questions,
            remember=remember,
            is_first=ask_who_is_first,
            patience=patience,
        )

    return make


@pytest.fixture
def noted(caplog):
    """The facts of the one line that is noted of an interaction."""
    caplog.set_level("INFO")

    def read():
        (facts,) = [record.facts for record in caplog.records if record.name == "verbatim.interactions"]
        return facts

    return read


@pytest.fixture
def losses(caplog):
    return lambda: [record.facts for record in caplog.records if record.getMessage() == "not delivered"]


def _ask(responder, at, work, **chosen):
    return responder.respond(at, "ask", work, translate=_TRANSLATE, **chosen)


class TestAnswering:
    async def test_what_is_there_in_time_is_said_at_once_to_all_and_remembered(self, make_responder, remembered, noted):
        at = Discord()
        await _ask(make_responder(), at, _give(_reply()))
        assert at.told == [("send_message", "In October.", {"ephemeral": False})]
        ((answered, server, channel, message),) = remembered
        assert (answered, server, channel) == (_OCTOBER, _SERVER, _CHANNEL)
        assert message >= 100
        assert {**noted(), "seconds": 0} == {"surface": "ask", "result": "Answer", "server": _SERVER, "seconds": 0}

    @pytest.mark.parametrize(("public", "private"), [(False, False), (True, True)])
    async def test_what_is_private_is_seen_by_nobody_else_and_not_remembered(
        self, make_responder, remembered, public, private
    ):
        at = Discord()
        await _ask(make_responder(), at, _give(_reply(public=public)), private=private)
        assert at.told == [("send_message", "In October.", {"ephemeral": True})]
        assert remembered == []

    async def test_what_takes_long_is_with_whoever_asked_before_all_see_it(self, make_responder, remembered):
        at = Discord()
        await _ask(make_responder(patience=_AT_ONCE), at, _give(_reply(), after=0.02))
        assert at.told == [
            ("defer", None, {"ephemeral": True, "thinking": True}),
            ("edit", "In October.", {}),
            ("followup", "In October.", {"wait": True}),
            ("delete", None, {}),
        ]
        assert [facts[:3] for facts in remembered] == [(_OCTOBER, _SERVER, _CHANNEL)]

    async def test_what_takes_long_and_is_private_stays_where_it_is(self, make_responder, remembered):
        for chosen, public in (({"private": True}, True), ({}, False)):
            at = Discord()
            await _ask(make_responder(patience=_AT_ONCE), at, _give(_reply(public=public), after=0.02), **chosen)
            assert at.deeds == ["defer", "edit"]
        assert remembered == []

    @pytest.mark.parametrize(("patience", "deed"), [(_LONG, "send_message"), (_AT_ONCE, "edit")])
    async def test_files_come_with_the_card_whole(self, make_responder, patience, deed):
        at = Discord()
        files = (AttachedFile(name="gaps.csv", text="Where is the köttel?"), AttachedFile(name="b.csv", text="2"))
        work = _give(_reply(public=False, files=files), after=0.02)
        await _ask(make_responder(patience=patience), at, work)
        _, said = at.said(deed)
        assert (said["gaps.csv"], said["b.csv"]) == ("Where is the köttel?", "2")

    async def test_nothing_is_remembered_outside_of_a_server(self, make_responder, remembered, noted):
        await _ask(make_responder(), Discord(server=None), _give(_reply()))
        assert remembered == []
        assert "server" not in noted()

    async def test_the_time_that_it_took_is_noted_in_seconds_and_counted(self, make_responder, noted, metrics):
        await _ask(make_responder(), Discord(), _give(_reply(), after=0.05))
        assert 0.04 < noted()["seconds"] < 20
        assert noted()["seconds"] == round(noted()["seconds"], 3)
        labels = {"surface": "ask", "result": "Answer"}
        assert metrics.registry.get_sample_value("verbatim_interactions_total", labels) == 1
        assert metrics.registry.get_sample_value("verbatim_answer_seconds_sum", {"surface": "ask"}) > 0.04

    @pytest.mark.parametrize(
        ("logs", "text", "kept"), [(True, "Why?", "Why?"), (False, "Why?", None), (True, "", None)]
    )
    async def test_a_question_is_in_the_log_only_where_the_operator_wants_it(
        self, make_responder, noted, logs, text, kept
    ):
        await _ask(make_responder(logs_questions=logs), Discord(), _give(_reply()), text=text)
        assert noted().get("question") == kept

    async def test_a_failure_is_told_to_whoever_asked_alone_and_noted_by_its_name(self, make_responder, noted):
        at = Discord()
        await _ask(make_responder(), at, _fail(Overloaded(200)))
        words, said = at.said("send_message")
        assert "busy" in words
        assert said["ephemeral"]
        assert noted()["result"] == "refused:Overloaded"

    @pytest.mark.parametrize("error", [ReindexFailed("the disk is full."), RuntimeError("a bug")])
    async def test_the_reference_that_is_told_leads_to_the_reason_in_the_log(self, make_responder, caplog, error):
        caplog.set_level("INFO", "verbatim")
        at = Discord()
        await _ask(make_responder(), at, _fail(error))
        (words, _), (record,) = at.said("send_message"), [entry for entry in caplog.records if entry.name == "verbatim"]
        line = JsonLines().format(record)
        assert record.facts["reference"] in words
        assert record.facts["reference"] in line
        assert type(error).__name__ in line
        assert str(error) in line
        assert ("Traceback" in line) == isinstance(error, RuntimeError)


class TestTheWire:
    async def test_an_interaction_that_is_gone_is_answered_in_the_channel(self, make_responder, noted, losses):
        at = Discord(broken={"send_message": _gone()})
        await _ask(make_responder(), at, _give(_reply()))
        assert at.told == [("channel", "In October.", {})]
        assert noted()["result"] == "lost:10062"
        assert losses() == [{"code": 10062, "why": "Unknown interaction"}]

    async def test_an_interaction_that_is_gone_before_the_answer_is_there_is_answered_in_the_channel(
        self, make_responder
    ):
        at = Discord(broken={"defer": ConnectionResetError()})
        await _ask(make_responder(patience=_AT_ONCE), at, _give(_reply(), after=0.02))
        assert at.deeds == ["channel"]

    @pytest.mark.parametrize(("public", "private"), [(False, False), (True, True)])
    async def test_what_is_private_never_takes_another_way(self, make_responder, noted, losses, public, private):
        at = Discord(broken={"send_message": ConnectionResetError()})
        await _ask(make_responder(), at, _give(_reply(public=public)), private=private)
        assert at.told == []
        assert noted()["result"] == "lost:0"
        assert losses() == [{"code": 0, "why": "ConnectionResetError"}]

    @pytest.mark.parametrize("lost", ["edit", "followup"])
    async def test_what_was_answered_already_is_not_said_again_elsewhere(self, make_responder, remembered, lost):
        at = Discord(broken={lost: _gone()})
        await _ask(make_responder(patience=_AT_ONCE), at, _give(_reply(), after=0.02))
        assert "channel" not in at.deeds
        assert "delete" not in at.deeds  # what whoever asked has
        assert remembered == []

    async def test_neither_an_interaction_without_a_channel_nor_a_broken_channel_breaks_anything(self, make_responder):
        at = Discord(broken={"send_message": _gone()})
        at.channel = None
        await _ask(make_responder(), at, _give(_reply()))
        at = Discord(broken={"send_message": _gone(), "channel": _gone()})
        await _ask(make_responder(), at, _give(_reply()))
        assert at.told == []

    async def test_work_whose_answer_nobody_can_get_is_broken_off(self, make_responder):
        ended = asyncio.Event()

        async def work():
            try:
                await asyncio.sleep(60)
            finally:
                ended.set()

        await _ask(make_responder(patience=_AT_ONCE), Discord(broken={"defer": _gone()}), work(), private=True)
        await asyncio.wait_for(ended.wait(), 10)


class TestMessages:
    async def test_a_message_is_replied_to_and_what_was_said_remembered(self, make_responder, remembered, noted):
        at = Discord()
        await make_responder(logs_questions=True).reply(at, "message", _give(_reply()), translate=_TRANSLATE)
        assert at.told == [("channel", "In October.", {"reference": at.id, "mention_author": False})]
        assert [facts[:3] for facts in remembered] == [(_OCTOBER, _SERVER, _CHANNEL)]
        assert noted()["question"] == at.content
        assert (noted()["surface"], noted()["result"], noted()["server"]) == ("message", "Answer", _SERVER)

    @pytest.mark.parametrize(
        ("in_sight", "patience", "typed"), [(True, _AT_ONCE, 1), (True, _LONG, 0), (False, _AT_ONCE, 0)]
    )
    async def test_the_bot_is_seen_typing_where_it_takes_long_and_an_answer_is_sure(
        self, make_responder, in_sight, patience, typed
    ):
        at = Discord()
        work = _give(_reply(), after=0.02)
        await make_responder(patience=patience).reply(at, "message", work, translate=_TRANSLATE, in_sight=in_sight)
        assert at.deeds == ["typing"] * typed + ["channel"]

    async def test_where_there_is_nothing_to_say_nothing_is_said(self, make_responder, remembered, noted):
        at = Discord(server=None)
        await make_responder().reply(at, "here", _give(None), translate=_TRANSLATE, in_sight=False)
        assert (at.told, remembered) == ([], [])
        assert noted()["result"] == "silent"
        assert "server" not in noted()

    @pytest.mark.parametrize(("chosen", "deeds"), [({}, ["channel"]), ({"in_sight": False}, [])])
    async def test_a_failure_is_said_only_to_somebody_who_asked_the_bot(self, make_responder, noted, chosen, deeds):
        at = Discord()
        work = _fail(Overloaded(200))
        await make_responder().reply(at, "message", work, translate=_TRANSLATE, **chosen)
        assert at.deeds == deeds
        assert noted()["result"] == "refused:Overloaded"

    async def test_a_direct_message_is_answered_and_not_remembered(self, make_responder, remembered):
        at = Discord(server=None)
        await make_responder().reply(at, "message", _give(_reply()), translate=_TRANSLATE)
        assert at.deeds == ["channel"]
        assert remembered == []

    async def test_a_channel_in_which_the_bot_may_not_speak_is_noted(self, make_responder, noted):
        at = Discord(broken={"channel": _gone()})
        await make_responder().reply(at, "message", _give(_reply()), translate=_TRANSLATE)
        assert noted()["result"] == "lost:10062"


class TestPressing:
    async def test_what_was_pressed_shows_what_came_of_it(self, make_responder, noted):
        at = Discord()
        await make_responder().update(at, "settings", _give(_reply(), after=0.02), translate=_TRANSLATE)
        assert at.told == [("defer", None, {}), ("edit", "In October.", {})]
        assert (noted()["surface"], noted()["result"], noted()["server"]) == ("settings", "Answer", _SERVER)

    async def test_a_failure_stands_beside_what_was_pressed_and_only_who_pressed_sees_it(self, make_responder):
        at = Discord()
        await make_responder().update(at, "settings", _fail(Overloaded(200)), translate=_TRANSLATE)
        words, said = at.said("followup")
        assert at.deeds == ["defer", "followup"]
        assert "busy" in words
        assert said == {"ephemeral": True}

    async def test_a_press_that_came_to_nothing_is_noted(self, make_responder, noted):
        at = Discord(broken={"edit": _gone()})
        await make_responder().update(at, "settings", _give(_reply()), translate=_TRANSLATE)
        assert noted()["result"] == "lost:10062"

    async def test_a_box_is_opened_and_kept_nowhere(self, make_responder):
        at, box = Discord(), discord.ui.Modal(title="Why?")
        await make_responder().open_box(at, box)
        assert at.told == [("send_modal", None, {"box": box})]
        assert box.is_finished()

    async def test_a_box_that_cannot_be_opened_is_noted(self, make_responder, losses):
        await make_responder().open_box(Discord(broken={"send_modal": _gone()}), discord.ui.Modal(title="Why?"))
        assert losses() == [{"code": 10062, "why": "Unknown interaction"}]


class TestWhoAnswers:
    async def test_what_another_process_answers_is_neither_begun_nor_answered_nor_noted(self, make_responder, caplog):
        caplog.set_level("INFO")
        asked, begun = [], []
        responder, at = make_responder(is_first=asked.append), Discord()

        async def work():
            begun.append(True)

        await _ask(responder, at, work())
        await responder.reply(at, "message", work(), translate=_TRANSLATE)
        await responder.update(at, "settings", work(), translate=_TRANSLATE)
        await responder.open_box(at, discord.ui.Modal(title="Why?"))
        assert (asked, at.told, begun) == ([at.id] * 4, [], [])
        assert not [record for record in caplog.records if record.name.startswith("verbatim")]

    @pytest.mark.parametrize("kind", ["respond", "reply", "update"])
    async def test_where_nobody_knows_who_it_is_that_is_told_and_nothing_is_begun(self, make_responder, kind):
        begun = []

        async def work():
            begun.append(True)

        at = Discord()
        await getattr(make_responder(is_first=_cannot_tell), kind)(at, "any", work(), translate=_TRANSLATE)
        assert "cannot reach my library" in str(at.told)
        assert not begun

    async def test_a_box_is_opened_where_nobody_knows_as_discord_takes_one(self, make_responder):
        at = Discord()
        await make_responder(is_first=_cannot_tell).open_box(at, discord.ui.Modal(title="Why?"))
        assert at.deeds == ["send_modal"]


class TestStopping:
    @pytest.mark.parametrize("kind", ["respond", "reply", "update"])
    async def test_whoever_is_being_answered_is_waited_for(self, make_responder, kind):
        responder, at = make_responder(), Discord()
        work = _give(_reply(), after=0.02)
        answering = asyncio.create_task(getattr(responder, kind)(at, "any", work, translate=_TRANSLATE))
        await asyncio.sleep(0)
        await responder.drain(seconds=20)
        assert answering.done()
        assert at.deeds[-1] in ("send_message", "channel", "edit")

    async def test_whoever_opens_a_box_is_waited_for(self, make_responder):
        responder, at = make_responder(), Discord()
        opening = asyncio.create_task(responder.open_box(at, discord.ui.Modal(title="Why?")))
        await asyncio.sleep(0)
        await responder.drain(seconds=20)
        assert opening.done()

    async def test_what_was_begun_is_waited_for_and_what_that_begins_too(self, make_responder):
        responder, ended = make_responder(), []

        async def second():
            await asyncio.sleep(0.05)
            ended.append("second")

        async def first():
            await asyncio.sleep(0.05)
            responder.begin(second())
            ended.append("first")

        responder.begin(first())
        await responder.drain(seconds=20)
        assert ended == ["first", "second"]
        await asyncio.wait_for(responder.drain(seconds=20), 10)  # there is nothing any more

    async def test_what_takes_too_long_is_not_waited_for(self, make_responder):
        responder, going_on = make_responder(), asyncio.Event()
        responder.begin(going_on.wait())
        async with asyncio.timeout(10):
            await responder.drain(seconds=0.05)
        going_on.set()
        await responder.drain(seconds=20)
