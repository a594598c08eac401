"""What must hold for everything that readers can ask for, over the list of all of it."""

import inspect
import itertools
from datetime import UTC, datetime
from typing import get_args

import pytest
from discord import app_commands

from bot.cards.buttons import Action, MoreBySpeaker, Share, ShowContext, Within, decode_action
from bot.cards.card import Reply
from bot.cards.quotations import quotation_key
from bot.cards.sent import SentCard
from bot.connection import SURFACES
from bot.engine.engine import Engine
from bot.errors import RateLimited
from bot.readers import Readers
from bot.readers.awaiting import Awaiting
from bot.readers.looking import Looking
from bot.readers.questions import Questions
from bot.readers.quoting import Quoting
from bot.rules.access import Asker
from bot.settings import Settings
from bot.state.promises import Awaited
from bot.state.sources import server_story
from bot.state.state import Channel, Server
from bot.texts.translation import load_translations
from index.articles.passages import split
from index.library import QuotationRequest
from tests.bot.calling import call, hear, parameters_of, verbs_of
from tests.bot.conftest import make_settings
from tests.bot.seeing import custom_ids
from tests.fakes import HARBOUR, ORCHARD, FakeLibrary, article

_PARTS = {"looking": Looking, "questions": Questions, "awaiting": Awaiting, "quoting": Quoting}
_PART_OF = {verb: part for part, kind in _PARTS.items() for verb in verbs_of(kind)}
_VERBS = sorted(_PART_OF)
_TRANSLATE = load_translations().to("en")
_HERE, _THERE = 111111111111111111, 222222222222222222
_SECRET = article(
    "memo",
    server_story(_HERE, "memo"),
    "The mayor keeps seventeen llamas behind the townhall.\n\n"
    "“Nobody may ever hear about the llamas,” said Zelda Quark. “They are early boats to me,” said Marta Quill.",
    day=9,
)
_SPOKEN = FakeLibrary(articles=[_SECRET]).quote(QuotationRequest())[0]
_WITH, _WITHOUT = (*HARBOUR, _SECRET, *ORCHARD), HARBOUR + ORCHARD
_ASKED = {
    "text": "Where does the mayor keep seventeen llamas?",
    "words": "Nobody may ever hear about the llamas",
    "speaker": "Zelda Quark",
    "about": "llamas",
    "story": _SECRET.story,
    "since": "2011-08-02",
    "more": MoreBySpeaker(speaker="Zelda Quark", offset=0),
    "wanted": ShowContext(passage=split(_SECRET, words=40)[0].id),
    "passages": [split(_SECRET, words=40)[0].id],
    "key": quotation_key(_SPOKEN),
    "after": SentCard(question="Who is Zelda Quark?"),
    "within": Within(),
    "sent": SentCard(question="Where do the llamas sleep?"),
    "awaited": Awaited(
        id="1",
        user=1,
        server=_HERE,
        channel=5,
        question="Where does the mayor keep seventeen llamas?",
        story="",
        since="",
        language="en",
        asked_at=datetime(2011, 8, 20, tzinfo=UTC),
    ),
    "in_line": True,
    "subject": "a question",
    "helpful": True,
    "reason": "",
    "may_administer": False,
    "typed": "",
    "private": True,
}
# What tells nothing of a story.
_OF_NO_STORY = {"help", "small_talk", "privacy", "vote", "erase", "tell_me"}
# What is looked up in memory, or opened under an answer that was counted; and what the bot asks of itself.
_UNCOUNTED = (_OF_NO_STORY - {"tell_me", "small_talk"}) | {
    "is_answered",
    "answer_awaited",
    "describe",
    "context",
    "passages",
    "how",
    "suggest_speakers",
    "suggest_stories",
    "suggest_questions",
}
_FOR_ALL_TO_SEE = {"answer_here"}  # where nobody asked the bot, there is nothing to keep private


def _asker(server=None, *, user=1, channel=None):
    own = frozenset({_SECRET.story}) if server == _HERE else frozenset()
    chosen = Server(id=server, gaps=True, feedback=True, own=own) if server else None
    return Asker(user=user, server=chosen, channel=channel, translate=_TRANSLATE)


@pytest.fixture
def open_readers(tmp_path, open_engine, open_state):
    """Makes readers over articles."""
    numbers = itertools.count()

    async def open_(articles=_WITHOUT, **questions):
        settings = make_settings(tmp_path / str(next(numbers)), questions=questions)
        engine, state = await open_engine(FakeLibrary(articles=articles)), await open_state(settings)
        moment = datetime(2011, 8, 20, 12, tzinfo=UTC)
        return Readers(engine, state, settings, choose=lambda found: found[0], now=lambda: moment)

    return open_


def _part(readers, verb):
    """What of the readers has a verb."""
    return getattr(readers, _PART_OF[verb])


def test_every_part_of_the_readers_is_called_here():
    assert set(vars(Readers(Engine(FakeLibrary, waiting=1, batch=1), None, Settings()))) == set(_PARTS)
    assert len(_VERBS) == sum(len(verbs_of(kind)) for kind in _PARTS.values())


async def _all_that_is_seen(readers, verb, asker):
    """What a verb shows with as few words as it takes, with all but the name of the story, and with all; and asked of
    somebody who is quoted elsewhere too."""
    secret = {"asker": asker, **_ASKED}
    shared = secret | {"speaker": "Marta Quill", "about": "early boats"}
    return [
        await hear(_part(readers, verb), verb, secret, fully=False, translate=_TRANSLATE),
        await hear(_part(readers, verb), verb, secret, fully=True, without="story", translate=_TRANSLATE),
        await hear(_part(readers, verb), verb, shared, fully=True, without="story", translate=_TRANSLATE),
        await hear(_part(readers, verb), verb, secret, fully=True, translate=_TRANSLATE),
    ]


@pytest.mark.parametrize("verb", _VERBS)
async def test_a_story_of_another_server_changes_nothing_that_is_seen(verb, open_readers):
    with_it, without_it = await open_readers(_WITH), await open_readers(_WITHOUT)
    bound = Channel(id=5, story="orchard")
    for asker in (_asker(_THERE), _asker(), _asker(_HERE, channel=bound)):
        assert await _all_that_is_seen(with_it, verb, asker) == await _all_that_is_seen(without_it, verb, asker)


@pytest.mark.parametrize("verb", _VERBS)
async def test_a_story_of_the_server_itself_is_seen(verb, open_readers):
    with_it, without_it = await open_readers(_WITH), await open_readers(_WITHOUT)
    asker = _asker(_HERE)
    told = await _all_that_is_seen(with_it, verb, asker) != await _all_that_is_seen(without_it, verb, asker)
    assert told == (verb not in _OF_NO_STORY)


@pytest.mark.parametrize("verb", sorted(set(_VERBS) - _UNCOUNTED))
async def test_what_asks_the_index_counts_for_person_and_server_and_is_refused_past_either_limit(verb, open_readers):
    readers = await open_readers(_WITH, per_user=2, per_server=3)
    arguments = {"asker": _asker(_HERE), **_ASKED}
    for fully in (False, True):
        await call(_part(readers, verb), verb, arguments, fully=fully)
    with pytest.raises(RateLimited) as caught:
        await call(_part(readers, verb), verb, arguments, fully=True)
    assert not caught.value.whole_server
    arguments["asker"] = _asker(_HERE, user=2)
    await call(_part(readers, verb), verb, arguments, fully=True)
    with pytest.raises(RateLimited) as caught:
        await call(_part(readers, verb), verb, arguments, fully=True)
    assert caught.value.whole_server


@pytest.mark.parametrize("verb", sorted(set(_VERBS) - _UNCOUNTED))
async def test_all_that_asks_the_index_counts_together(verb, open_readers):
    readers = await open_readers(_WITH, per_user=1)
    arguments = {"asker": _asker(_HERE), **_ASKED}
    await call(readers.questions, "ask", arguments, fully=True)
    with pytest.raises(RateLimited):
        await call(_part(readers, verb), verb, arguments, fully=True)


@pytest.mark.parametrize("verb", sorted(_UNCOUNTED))
async def test_looking_around_is_never_refused(verb, open_readers):
    readers = await open_readers(_WITH, per_user=1)
    arguments = {"asker": _asker(_HERE), **_ASKED}
    for _ in range(3):
        await call(_part(readers, verb), verb, arguments, fully=True)


@pytest.mark.parametrize("verb", sorted(set(_VERBS) - _FOR_ALL_TO_SEE))
async def test_what_is_asked_privately_is_private_and_what_cannot_be_is_never_public(verb, open_readers):
    readers = await open_readers(_WITH)
    arguments = {"asker": _asker(_HERE), **_ASKED}
    said = await call(_part(readers, verb), verb, arguments, fully=True)
    if isinstance(said, Reply):
        assert not said.card.public
    if isinstance(said, Reply) and "private" not in {
        parameter.name for parameter in parameters_of(_PARTS[_PART_OF[verb]], verb)
    }:
        assert not (await call(_part(readers, verb), verb, arguments, fully=False)).card.public


_OPTIONS = {
    "question": "Divers found cracks in the eastern pier on Monday; would repairs cost million crowns?",
    "words": "My grandfather built that pier",
    "speaker": "Quill",
    "about": "boat",
    "story": "harbour",
}


def _private_options():
    """Every command that can be asked for privately, with its options; a menu on a message always is."""
    for command in SURFACES.commands:
        if isinstance(command, app_commands.Command) and "private" in inspect.signature(command.callback).parameters:
            names = [parameter.name for parameter in command.parameters]
            yield command.name, {name: value for name, value in _OPTIONS.items() if name in names}


class TestPrivateCards:
    @pytest.fixture
    async def alice(self, simcord_env, channel):
        await simcord_env.bot.state.save_server(Server(id=channel.guild.id, gaps=True, feedback=True))
        return channel.guild.add_member(simcord_env.create_user("alice"))

    @pytest.mark.parametrize(("name", "options"), list(_private_options()))
    async def test_what_follows_from_a_private_card_stays_private(self, name, options, alice, channel):
        private = await alice.slash(channel, name, **options, private=True)
        assert private.ephemeral
        public = await alice.slash(channel, name, **options)
        assert set(custom_ids(public.response)) < set(custom_ids(private.response))
        for custom_id in custom_ids(private.response):
            await _assert_private(alice, private.response, custom_id)

    async def test_every_button_was_pressed(self, alice, channel):
        """A button that stands on none of these cards is one that no test above has pressed."""
        cards = [await alice.slash(channel, name, **options, private=True) for name, options in _private_options()]
        cards += [await alice.slash(channel, "privacy"), await alice.slash(channel, "ask", question="Zebra giraffe?")]
        pressed = {type(decode_action(custom_id)) for card in cards for custom_id in custom_ids(card.response)}
        assert pressed == set(get_args(Action))

    async def test_what_follows_from_a_card_without_an_answer_is_private(self, alice, channel):
        card = await alice.slash(channel, "ask", question="Zebra giraffe?")
        for custom_id in custom_ids(card.response):
            await _assert_private(alice, card.response, custom_id)

    @pytest.mark.parametrize(
        "menu", [command.name for command in SURFACES.commands if isinstance(command, app_commands.ContextMenu)]
    )
    async def test_every_menu_on_a_message_answers_privately(self, menu, alice, channel):
        message = await alice.send(channel, _OPTIONS["question"])
        assert (await alice.context_menu(channel, menu, message)).ephemeral


async def _assert_private(person, card, custom_id):
    """Nothing that a button of a private card shows is seen by others; sharing is the exception."""
    result = await person.click(card, custom_id=custom_id)
    if result.modal is not None:
        (component,) = result.modal["components"]
        field = component.get("component") or component["components"][0]
        result = await person.submit_modal(result, {field["custom_id"]: _OPTIONS["question"]})
    assert result.ephemeral == (decode_action(custom_id) != Share()), custom_id
