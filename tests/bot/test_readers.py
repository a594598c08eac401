"""What a reader sees, whatever surface they ask on."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Timer

import discord
import pytest

from bot.state.sources import ServerSource
from bot.state.state import Channel, Server
from index.errors import DatabaseAway
from index.languages import load
from index.types import StoryId
from tests.bot.conftest import make_settings
from tests.bot.seeing import labels, texts
from tests.fakes import FakeLibrary, article

_FERRY = "When will the ferry to Northholm stop running?"
_FOUND = "**The ferry to Northholm will stop running in October"
_UNKNOWN = "Zebra giraffe?"


@pytest.fixture
def alice(simcord_env, server):
    return server.add_member(simcord_env.create_user("alice"))


@pytest.fixture
def role(simcord_env, server):
    """The bot's own role, which Discord makes for it and marks as its."""
    (own,) = (role for role in simcord_env.bot.get_guild(server.id).roles if role.managed)
    own.tags = discord.RoleTags({"bot_id": str(simcord_env.bot.user.id)})
    simcord_env.backend.get_guild(server.id).roles[own.id].mentionable = True
    return own


class TestAsking:
    async def test_what_the_articles_say_is_for_all_to_see(self, alice, channel):
        result = await alice.slash(channel, "ask", question=_FERRY)
        assert not result.deferred
        assert not result.ephemeral
        assert _FOUND in texts(result.response)

    async def test_what_the_articles_do_not_say_is_private(self, alice, channel):
        result = await alice.slash(channel, "ask", question=_UNKNOWN)
        assert result.ephemeral
        assert "Not in these articles. I have read 3 articles, newest 5 August 2011." in texts(result.response)

    async def test_an_answer_can_be_kept_private_and_shared_later(self, alice, channel):
        result = await alice.slash(channel, "ask", question=_FERRY, private=True)
        assert result.ephemeral
        shared = await alice.click(result.response, label="Share")
        assert not shared.ephemeral
        assert _FOUND in texts(shared.response)
        assert "Share" not in labels(shared.response)

    @pytest.mark.parametrize("mentioned", [True, False])
    async def test_whether_somebody_said_some_words_is_checked(self, mentioned, alice, channel, simcord_env):
        asked = "Did Anders Holm really say “Nobody takes the early boat any more”?"
        if mentioned:
            await alice.send(channel, f"<@{simcord_env.bot.user.id}> {asked}")
            shown = channel.last_message
        else:
            shown = (await alice.slash(channel, "ask", question=asked)).response
        assert "🔴 The words are there, but somebody else said them:" in texts(shown)
        assert "Did Anders Holm say" in texts(shown)

    async def test_a_failure_is_private_and_plain(self, alice, channel):
        result = await alice.slash(channel, "ask", question="?!")
        assert result.ephemeral
        assert "Put it in words" in texts(result.response)

    async def test_a_failure_that_nobody_foresaw_gives_a_reference_that_stands_in_the_log(self, alice, channel, caplog):
        result = await alice.slash(channel, "ask", question="explode")
        said = texts(result.response)
        reference = said.rpartition(" ")[2].strip(".`*")
        assert result.ephemeral
        assert any(getattr(record, "facts", {}).get("reference") == reference for record in caplog.records)
        assert "batch" not in said

    async def test_a_story_narrows_the_question(self, alice, channel):
        result = await alice.slash(channel, "ask", question=_FERRY, story="orchard")
        assert "I have read 1 article" in texts(result.response)

    async def test_the_latest_on_a_story_is_that_story(self, alice, channel):
        for question in ("What's the latest on the orchard?", "summarise orchard"):
            result = await alice.slash(channel, "ask", question=question)
            assert texts(result.response).startswith("### orchard")

    async def test_an_unknown_story_is_refused(self, alice, channel):
        result = await alice.slash(channel, "ask", question=_FERRY, story="nowhere")
        assert result.ephemeral
        assert "no story “nowhere”" in texts(result.response)

    async def test_words_asked_of_a_time_without_articles_are_never_called_unquoted(self, alice, channel):
        result = await alice.slash(channel, "ask", question="did Marta Quill say “we wait”?", since="2011-08-06")
        shown = texts(result.response)
        assert "No article here is dated" in shown
        assert "is not quoted" not in shown

    async def test_a_date_leaves_out_what_is_older(self, alice, channel):
        result = await alice.slash(channel, "ask", question=_FERRY, since="2011-08-04")
        assert "I have read 1 article" in texts(result.response)

    async def test_a_date_after_all_articles_is_told(self, alice, channel):
        for question in (_FERRY, "What is the latest?"):
            result = await alice.slash(channel, "ask", question=question, since="2011-08-06")
            assert "No article here is dated 6 August 2011 or later." in texts(result.response)

    async def test_what_is_not_said_since_a_day_is_no_gap_of_the_story(self, alice, channel, server, simcord_env):
        await simcord_env.bot.state.save_server(Server(id=server.id, gaps=True, feedback=False))
        for since in ("2011-08-04", "2011-08-06"):
            await alice.slash(channel, "ask", question=_FERRY, since=since)
        assert await simcord_env.bot.state.missed.gaps(server.id) == []
        await alice.slash(channel, "ask", question=_UNKNOWN)
        assert [gap.question for gap in await simcord_env.bot.state.missed.gaps(server.id)] == [_UNKNOWN]

    async def test_a_date_that_is_none_is_refused(self, alice, channel):
        result = await alice.slash(channel, "ask", question=_FERRY, since="the other day")
        assert result.ephemeral
        assert "2011-08-18" in texts(result.response)

    async def test_the_message_menu_asks_what_a_message_says(self, alice, channel):
        message = await alice.send(channel, _FERRY)
        result = await alice.context_menu(channel, "Ask about this", message)
        assert result.ephemeral
        assert _FOUND in texts(result.response)

    async def test_known_questions_are_suggested(self, alice, channel):
        await alice.slash(channel, "ask", question=_FERRY)
        choices = await alice.autocomplete(channel, "ask", "question", "harb")
        assert [choice["value"] for choice in choices] == ["What happened in the harbour?"]

    @pytest.mark.parametrize(
        ("command", "option"), [("ask", "question"), ("ask", "story"), ("quote", "speaker"), ("check", "speaker")]
    )
    async def test_where_nothing_can_be_looked_up_nothing_is_suggested_and_the_log_does_not_tell_who_typed(
        self, command, option, alice, channel, simcord_env, monkeypatch, caplog
    ):
        async def be_away(_server):
            raise DatabaseAway("gone")

        monkeypatch.setattr(simcord_env.bot.state, "server", be_away)
        assert await alice.autocomplete(channel, command, option, "a") == []
        assert str(alice.id) not in caplog.text


class TestConversation:
    async def test_a_mention_is_answered_with_a_reply_that_pings_nobody(self, alice, channel, simcord_env):
        message = await alice.send(channel, f"<@{simcord_env.bot.user.id}> {_FERRY}")
        answer = channel.last_message
        assert _FOUND in texts(answer)
        assert answer.reference.message_id == message.id
        assert answer.mentions == []

    async def test_where_discord_shows_nothing_of_what_its_role_is_told_the_way_to_be_heard_is_said(
        self, alice, channel, simcord_env, role
    ):
        await alice.send(channel, f"{role.mention} {_FERRY}")
        assert texts(channel.last_message).endswith(f"Mention me instead: <@{simcord_env.bot.user.id}>")

    async def test_another_role_is_not_the_bots(self, alice, channel, server, role):
        other = server.create_role("Readers", mentionable=True)
        message = await alice.send(channel, f"<@&{other.id}> {_FERRY}")
        assert channel.last_message.id == message.id

    async def test_a_reply_to_the_bot_is_a_question(self, alice, channel, simcord_env):
        await alice.send(channel, f"<@{simcord_env.bot.user.id}> {_FERRY}")
        await alice.send(
            channel,
            f"<@{simcord_env.bot.user.id}> What did divers find in the eastern pier?",
            reply_to=channel.last_message,
        )
        assert "Divers found cracks" in texts(channel.last_message)

    async def test_a_direct_message_is_a_question(self, simcord_env):
        bob = simcord_env.create_user("bob")
        await bob.send_dm(_FERRY)
        assert _FOUND in texts(bob.dm_channel.last_message)

    async def test_what_the_articles_do_not_say_is_said_so_in_one_small_line(self, alice, channel, simcord_env):
        await alice.send(channel, f"<@{simcord_env.bot.user.id}> {_UNKNOWN}")
        said = texts(channel.last_message)
        assert said.startswith("-# Not in these articles")
        assert "\n" not in said

    @pytest.mark.parametrize("chatter", ["thanks!", "good bot", "lol", "🎉"])
    async def test_chatter_gets_one_small_line(self, alice, channel, simcord_env, chatter):
        await alice.send(channel, f"<@{simcord_env.bot.user.id}> {chatter}")
        assert texts(channel.last_message) == "-# Ask me something about the story; `/help` shows how."

    @pytest.mark.parametrize("said", [_FERRY, "lol", ""])
    async def test_who_asks_too_often_is_told_once(self, alice, channel, simcord_env, said):
        ask = f"<@{simcord_env.bot.user.id}> {said}"
        for _ in range(11):
            await alice.send(channel, ask)
        assert "a lot of questions" in texts(channel.last_message)
        again = await alice.send(channel, ask)
        assert channel.last_message.id == again.id

    async def test_a_mention_without_a_word_is_told_what_the_bot_can_do(self, alice, channel, simcord_env):
        await alice.send(channel, f"<@{simcord_env.bot.user.id}>")
        assert "What I can do" in texts(channel.last_message)

    async def test_what_somebody_else_asked_where_discord_does_not_show_it_is_asked_from_its_menu(
        self, alice, channel, simcord_env
    ):
        asked = await alice.send(channel, _FERRY)
        await alice.send(channel, f"<@{simcord_env.bot.user.id}>", reply_to=asked)
        assert texts(channel.last_message).endswith("Choose *Ask about this* in that message’s own menu, under *Apps*.")
        await alice.send(channel, f"<@{simcord_env.bot.user.id}> is this true?", reply_to=asked)
        assert texts(channel.last_message).endswith(
            "Choose *Check this quote* in that message’s own menu, under *Apps*."
        )

    async def test_a_message_that_is_not_for_the_bot_is_passed_over(self, alice, channel):
        message = await alice.send(channel, _FERRY)
        assert channel.last_message.id == message.id

    async def test_another_bot_is_passed_over(self, server, channel, simcord_env):
        other = server.add_member(simcord_env.create_user("other", bot=True))
        message = await other.send(channel, f"<@{simcord_env.bot.user.id}> {_FERRY}")
        assert channel.last_message.id == message.id

    async def test_a_message_that_is_gone_is_answered_without_a_reply(self, alice, channel, simcord_env, library):
        library.hold = Event()
        Timer(0.3, library.hold.set).start()
        asking = simcord_env.bot.user.id
        message = await alice.send(channel, f"<@{asking}> {_FERRY}")
        await alice.delete(message)
        assert _FOUND in texts(channel.last_message)


class TestAnsweringHere:
    @pytest.fixture
    def settings(self, tmp_path):
        return make_settings(tmp_path, discord={"message_content": True})

    async def test_a_question_is_answered_without_a_mention_and_small_talk_is_not(self, alice, channel, simcord_env):
        await simcord_env.bot.state.save_channel(channel.guild.id, Channel(id=channel.id, answers_here=True))
        chat = await alice.send(channel, "Good morning everybody")
        assert channel.last_message.id == chat.id
        await alice.send(channel, _FERRY)
        assert _FOUND in texts(channel.last_message)

    async def test_what_follows_a_card_is_checked_and_listed_too(self, alice, channel, simcord_env):
        await alice.send(channel, f"<@{simcord_env.bot.user.id}> Who runs the harbour office?")
        card = channel.last_message
        await alice.send(channel, f"<@{simcord_env.bot.user.id}> did she say “my grandfather built it”?", reply_to=card)
        assert "Did " in texts(channel.last_message)
        asked = await alice.slash(channel, "ask", question=_FERRY)
        box = await alice.click(asked.response, label="Ask a follow-up")
        assert "**Stories**" in texts((await alice.submit_modal(box, {"text": "what is the latest?"})).response)

    async def test_whether_somebody_said_some_words_is_checked_where_the_articles_hold_them(
        self, alice, channel, simcord_env
    ):
        await simcord_env.bot.state.save_channel(channel.guild.id, Channel(id=channel.id, answers_here=True))
        chat = await alice.send(channel, "did Anders Holm say “pigs fly now”?")
        assert channel.last_message.id == chat.id
        await alice.send(channel, "did Anders Holm say “nobody takes the early boat any more”?")
        assert "somebody else said them" in texts(channel.last_message)

    async def test_a_mention_of_the_bots_role_is_answered_where_it_can_be_read(self, alice, channel, role):
        await alice.send(channel, f"{role.mention} {_FERRY}")
        assert _FOUND in texts(channel.last_message)

    @pytest.mark.parametrize("said", ["", "^", "👆?", "can you answer this, please?"])
    async def test_a_mention_alone_in_reply_to_what_somebody_asked_asks_it(self, said, alice, channel, simcord_env):
        asked = await alice.send(channel, f"Hi! {_FERRY}")
        await alice.send(channel, f"<@{simcord_env.bot.user.id}> {said}", reply_to=asked)
        assert _FOUND in texts(channel.last_message)

    @pytest.mark.parametrize(
        ("doubt", "told"),
        [
            ("is this true?", "Yes, word for word"),
            ("stimmt das?", "Yes, word for word"),
            ("did Marta Quill say this?", "Yes, word for word"),
            ("did Anders Holm say this?", "but somebody else said them"),
        ],
    )
    async def test_a_doubt_in_reply_to_what_somebody_said_checks_it_for_all_to_see(
        self, doubt, told, alice, channel, simcord_env
    ):
        said = await alice.send(channel, "“We will close it before winter comes”")
        await alice.send(channel, f"<@{simcord_env.bot.user.id}> {doubt}", reply_to=said)
        assert told in texts(channel.last_message)
        assert channel.last_message.id != said.id

    async def test_a_doubt_of_what_the_articles_do_not_hold_is_told_in_small_lines(self, alice, channel, simcord_env):
        said = await alice.send(channel, "lol, pigs fly now")
        await alice.send(channel, f"<@{simcord_env.bot.user.id}> is this true?", reply_to=said)
        assert texts(channel.last_message).splitlines() == [
            "-# Not in these articles. I have read 3 articles, newest 5 August 2011.",
            "-# That does not mean it was never said: I know these articles and nothing else.",
        ]

    async def test_a_doubt_of_nothing_is_told_how_to_ask_it(self, alice, channel, simcord_env):
        await alice.send(channel, f"<@{simcord_env.bot.user.id}> is this true?")
        assert texts(channel.last_message) == (
            "-# Send that as a reply to the message you mean, or give its words to `/check`."
        )

    @pytest.mark.parametrize("doubt", ["is this true?", "did Marta Quill say this?"])
    async def test_a_doubt_of_the_bots_own_card_is_told_whose_words_it_shows(self, doubt, alice, channel, simcord_env):
        await alice.send(channel, f"<@{simcord_env.bot.user.id}> {_FERRY}")
        await alice.send(channel, f"<@{simcord_env.bot.user.id}> {doubt}", reply_to=channel.last_message)
        assert texts(channel.last_message) == (
            "-# I show the exact words of the articles that I name; whether they are true, I cannot know. "
            "`/check` finds out whether somebody said something."
        )

    async def test_one_with_words_of_its_own_asks_those(self, alice, channel, simcord_env):
        asked = await alice.send(channel, _FERRY)
        await alice.send(channel, f"<@{simcord_env.bot.user.id}> thanks!", reply_to=asked)
        assert "Ask me something" in texts(channel.last_message)

    async def test_one_in_reply_to_a_picture_is_told_that_there_are_no_words(self, alice, channel, simcord_env):
        shown = await alice.send(channel, attachments=[("pier.png", b"x")])
        await alice.send(channel, f"<@{simcord_env.bot.user.id}>", reply_to=shown)
        assert "no words in that message" in texts(channel.last_message)

    async def test_another_channel_is_left_alone(self, alice, channel, server, simcord_env):
        await simcord_env.bot.state.save_channel(server.id, Channel(id=channel.id, answers_here=True))
        other = server.create_text_channel("other")
        message = await alice.send(other, _FERRY)
        assert other.last_message.id == message.id


class TestThreadsAndPosts:
    @pytest.fixture
    def settings(self, tmp_path):
        return make_settings(tmp_path, discord={"message_content": True})

    @pytest.fixture
    def forum(self, server):
        return server.create_forum_channel("desk")

    @pytest.fixture
    def post(self, alice, forum, simcord_env):
        """Opens a post of alice's with its first message, which has the id of the post."""

        async def post(title, content):
            discord_ = simcord_env.backend
            opened = discord_.create_thread(forum.id, title, alice.id, broadcast=False)
            first = discord_.prepare_message(opened.id, alice.id, content)
            first.id = opened.id
            discord_.commit_message(first, broadcast=False)
            discord_.announce_thread_create(opened)
            discord_.announce_message_create(first)
            await simcord_env._settle_internal(dispatch="a post")
            return next(thread for thread in forum.threads if thread.id == opened.id)

        return post

    @pytest.mark.parametrize(
        ("title", "content"),
        [
            (_FERRY, "{me}"),
            (_FERRY, "{me} does anybody know?"),
            ("Ferry to Northholm", "{me} when will it stop running?"),
            ("hello", "{me} " + _FERRY),
        ],
    )
    async def test_a_mention_in_a_post_asks_what_its_title_asks_too(self, title, content, post, simcord_env):
        thread = await post(title, content.format(me=f"<@{simcord_env.bot.user.id}>"))
        assert _FOUND in texts(thread.last_message)

    async def test_where_posts_are_answered_a_title_is_a_question_and_so_is_what_comes_after(
        self, alice, server, forum, post, simcord_env
    ):
        await simcord_env.bot.state.save_channel(server.id, Channel(id=forum.id, answers_here=True))
        thread = await post(_FERRY, "The title says it.")
        assert _FOUND in texts(thread.last_message)
        await alice.send(thread, "And what did divers find in the eastern pier?")
        assert "Divers found cracks" in texts(thread.last_message)

    async def test_a_thread_is_answered_as_its_channel_is(self, alice, server, channel, simcord_env):
        simcord_env.backend.create_thread(channel.id, "the ferry", alice.id)
        (thread,) = channel.threads
        await alice.send(thread, f"<@{simcord_env.bot.user.id}> {_FERRY}")
        assert _FOUND in texts(thread.last_message)
        passed_over = await alice.send(thread, _FERRY)
        assert thread.last_message.id == passed_over.id
        await simcord_env.bot.state.save_channel(server.id, Channel(id=channel.id, answers_here=True))
        await alice.send(thread, _FERRY)
        assert _FOUND in texts(thread.last_message)


class TestQuotations:
    async def test_a_quotation_is_shown_word_for_word_with_its_speaker(self, alice, channel):
        result = await alice.slash(channel, "quote", speaker="amsel")
        assert not result.ephemeral
        assert "Judith Amsel" in texts(result.response)
        assert "I have never seen a May like it," in texts(result.response)

    async def test_a_quotation_about_something_is_the_nearest(self, alice, channel):
        result = await alice.slash(channel, "quote", about="grandfather built")
        assert "My grandfather built that pier," in texts(result.response)

    async def test_nothing_filled_in_gives_any_quotation(self, alice, channel):
        result = await alice.slash(channel, "quote")
        assert any(name in texts(result.response) for name in ("Quill", "Holm", "Amsel"))

    async def test_a_name_of_nothing_but_blanks_is_left_out(self, alice, channel):
        result = await alice.slash(channel, "quote", speaker="  ", about=" ")
        assert any(name in texts(result.response) for name in ("Quill", "Holm", "Amsel"))

    async def test_more_by_this_speaker_goes_round(self, alice, channel):
        first = await alice.slash(channel, "quote", speaker="Quill")
        second = await alice.click(first.response, label="More by this speaker")
        third = await alice.click(second.response, label="More by this speaker")
        assert texts(first.response) != texts(second.response)
        assert texts(first.response) == texts(third.response)

    async def test_a_topic_that_nobody_spoke_about_is_told_so(self, alice, channel, simcord_env):
        simcord_env.bot.engine.quote = _nothing
        result = await alice.slash(channel, "quote", about="pizza")
        assert "No quotation here is about “pizza”" in texts(result.response)

    @pytest.mark.parametrize("speaker", ["mayor", "the mayor of Velden", "Brek", "BREKKE, Tomas"])
    async def test_a_role_or_any_part_of_a_name_finds_who_it_is(self, alice, channel, library, speaker):
        library.articles = [
            article("dam", "harbour", "“The silence cost more,” said Tomas Brekke, the mayor of Velden.")
        ]
        result = await alice.slash(channel, "quote", speaker=speaker)
        assert "The silence cost more," in texts(result.response)

    async def test_what_is_only_reported_of_somebody_is_shown_as_that(self, alice, channel, library):
        said = "“It is late,” said Ada Holm. Ben Quill said that the ferry would stop in October."
        library.articles = [article("ferry", "harbour", said)]
        result = await alice.slash(channel, "quote", speaker="quill")
        assert "**the ferry would stop in October**" in texts(result.response)
        assert "reported, not quoted" in texts(result.response)

    async def test_a_topic_that_somebody_did_not_speak_about_is_told_so(self, alice, channel, simcord_env):
        ask = simcord_env.bot.engine.quote
        simcord_env.bot.engine.quote = lambda wanted: _nothing(wanted) if wanted.about else ask(wanted)
        result = await alice.slash(channel, "quote", speaker="Holm", about="pizza")
        assert "Holm is quoted here, but not about “pizza”" in texts(result.response)

    async def test_nobody_of_that_name_is_a_refusal(self, alice, channel):
        result = await alice.slash(channel, "quote", speaker="Nobody")
        assert result.ephemeral
        assert "Nobody called" in texts(result.response)

    @pytest.mark.parametrize("speaker", ["<@123456789012345678>", "**", "\u200b"])
    async def test_a_speaker_of_whom_no_word_is_to_be_seen_is_nobody_and_not_anybody(self, alice, channel, speaker):
        result = await alice.slash(channel, "quote", speaker=speaker)
        assert "Nobody called" in texts(result.response)
        result = await alice.slash(channel, "check", words="My grandfather built that pier", speaker=speaker)
        assert "somebody else said them" in texts(result.response)

    async def test_a_topic_of_which_no_word_is_to_be_seen_is_one_that_nobody_spoke_about(self, alice, channel, library):
        asked, quote = [], library.quote
        library.quote = lambda request: asked.append(request.about) or quote(request)
        await alice.slash(channel, "quote", about="<@123456789012345678>")
        assert asked[0] == "<@123456789012345678>"

    async def test_speakers_are_suggested_with_counts(self, alice, channel):
        await alice.slash(channel, "quote")
        choices = await alice.autocomplete(channel, "quote", "speaker", "")
        assert [(choice["name"], choice["value"]) for choice in choices] == [
            ("Marta Quill (2)", "Marta Quill"),
            ("Anders Holm (1)", "Anders Holm"),
            ("Judith Amsel (1)", "Judith Amsel"),
        ]

    async def test_words_that_were_said_are_confirmed(self, alice, channel):
        result = await alice.slash(channel, "check", words="My grandfather built that pier", speaker="Holm")
        assert "word for word" in texts(result.response)

    async def test_words_that_somebody_else_said_are_told_with_who_did(self, alice, channel):
        result = await alice.slash(channel, "check", words="My grandfather built that pier", speaker="Quill")
        assert "somebody else said them" in texts(result.response)
        assert "Anders Holm" in texts(result.response)

    async def test_words_that_differ_are_shown_with_the_difference(self, alice, channel):
        result = await alice.slash(channel, "check", words="My grandfather built the pier")
        assert "Nearly" in texts(result.response)

    async def test_words_that_are_nowhere_are_private_and_never_called_unsaid(self, alice, channel):
        result = await alice.slash(channel, "check", words="Bananas are blue")
        assert result.ephemeral
        assert "does not mean it was never said" in texts(result.response)

    async def test_the_message_menu_checks_what_a_message_asks_about_whom_it_names(self, alice, channel):
        message = await alice.send(channel, "did Marta Quill really say “my grandfather built that pier”?")
        result = await alice.context_menu(channel, "Check this quote", message)
        assert "somebody else said them" in texts(result.response)
        assert "Did Marta Quill say" in texts(result.response)

    async def test_the_message_menu_checks_what_a_message_says(self, alice, channel):
        message = await alice.send(channel, "My grandfather built that pier")
        result = await alice.context_menu(channel, "Check this quote", message)
        assert result.ephemeral
        assert "word for word" in texts(result.response)


class TestLookingAround:
    @pytest.mark.parametrize(
        ("name", "options"),
        [("ask", {"question": _FERRY}), ("quote", {}), ("check", {"words": "we wait"}), ("story", {})],
    )
    async def test_where_no_story_can_be_seen_it_is_said_what_to_do(
        self, name, options, alice, channel, server, simcord_env
    ):
        """As where the operator has given the story of a server another name."""
        gone = Server(id=server.id, gaps=False, feedback=False, stories=frozenset({StoryId("gone")}))
        await simcord_env.bot.state.save_server(gone)
        result = await alice.slash(channel, name, **options)
        assert result.ephemeral
        assert texts(result.response).startswith("There is no story to look in here. An admin can choose others")

    async def test_several_stories_are_listed_and_one_is_told(self, alice, channel):
        listed = await alice.slash(channel, "story")
        assert "harbour" in texts(listed.response)
        assert "orchard" in texts(listed.response)
        told = await alice.slash(channel, "story", story="orchard")
        assert "Late frost" in texts(told.response)

    @pytest.mark.parametrize("changes", [False, True])
    async def test_a_story_and_what_changed_in_it_can_be_looked_at_alone_and_shared_later(
        self, changes, alice, channel
    ):
        looked = await alice.slash(channel, "story", story="harbour", changes=changes, private=True)
        assert looked.ephemeral
        shared = await alice.click(looked.response, label="Share")
        assert not shared.ephemeral

    async def test_stories_are_suggested(self, alice, channel):
        await alice.slash(channel, "story")
        choices = await alice.autocomplete(channel, "story", "story", "or")
        assert [choice["value"] for choice in choices] == ["orchard"]

    async def test_help_is_private_and_has_the_admins_part_for_admins_alone(self, alice, server, channel, simcord_env):
        role = server.create_role("Managers", permissions=discord.Permissions(manage_guild=True))
        admin = server.add_member(simcord_env.create_user("admin"), roles=[role])
        for person, commands in ((alice, ()), (admin, ("/reindex", "/sources", "/verbatim"))):
            helped = await person.slash(channel, "help")
            assert helped.ephemeral
            shown = texts(helped.response)
            assert [name for name in ("/reindex", "/sources", "/verbatim") if name in shown] == list(commands)

    async def test_help_promises_replies_only_where_they_arrive(self, alice, channel):
        helped = await alice.slash(channel, "help")
        assert "mention me in a reply" in texts(helped.response)
        assert "Ask a follow-up" in texts(helped.response)

    async def test_privacy_tells_what_is_stored_and_erases_it(self, alice, channel):
        told = await alice.slash(channel, "privacy")
        assert told.ephemeral
        assert "By default nothing" in texts(told.response)
        assert "your id and the time of each question are kept for about a minute" in texts(told.response)
        erased = await alice.click(told.response, label="Erase what is stored about me")
        assert erased.ephemeral
        assert "Erased" in texts(erased.response)

    async def test_readers_commands_work_in_direct_messages(self, simcord_env):
        bob = simcord_env.create_user("bob")
        result = await bob.slash("ask", question=_FERRY)
        assert _FOUND in texts(result.response)


class TestButtons:
    async def test_the_context_of_an_answer_is_shown_privately(self, alice, channel):
        answer = await alice.slash(channel, "ask", question=_FERRY)
        context = await alice.click(answer.response, label="Show context")
        assert context.ephemeral
        assert _FOUND in texts(context.response)

    async def test_a_follow_up_is_asked_in_a_box_and_answered(self, alice, channel):
        answer = await alice.slash(channel, "ask", question=_FERRY)
        box = await alice.click(answer.response, label="Ask a follow-up")
        field = _only_field(box.modal)
        result = await alice.submit_modal(box, {field: "What did divers find in the eastern pier?"})
        assert "Divers found cracks" in texts(result.response)

    async def test_a_thumb_is_not_kept_where_the_server_did_not_ask_for_it(self, alice, channel, simcord_env):
        await simcord_env.bot.state.save_server(Server(id=channel.guild.id, gaps=False, feedback=True))
        answer = await alice.slash(channel, "ask", question=_FERRY)
        await simcord_env.bot.state.save_server(Server(id=channel.guild.id, gaps=False, feedback=False))
        assert "👍" not in labels((await alice.slash(channel, "ask", question=_FERRY)).response)
        voted = await alice.click(answer.response, custom_id="v1:vote:up")
        assert voted.ephemeral
        assert "has not switched that on" in texts(voted.response)
        assert await simcord_env.bot.state.missed.feedback(channel.guild.id) == []

    async def test_a_thumb_up_is_kept_where_the_server_asked_for_it(self, alice, server, channel, simcord_env):
        await simcord_env.bot.state.save_server(Server(id=server.id, gaps=False, feedback=True))
        answer = await alice.slash(channel, "ask", question=_FERRY)
        await alice.click(answer.response, custom_id="v1:vote:up")
        (kept,) = await simcord_env.bot.state.missed.feedback(server.id)
        assert (kept.user, kept.subject, kept.helpful) == (alice.id, _FERRY, True)

    async def test_a_thumb_down_asks_why_and_keeps_it(self, alice, server, channel, simcord_env):
        await simcord_env.bot.state.save_server(Server(id=server.id, gaps=False, feedback=True))
        answer = await alice.slash(channel, "ask", question=_FERRY)
        box = await alice.click(answer.response, custom_id="v1:vote:down")
        await alice.submit_modal(box, {_only_field(box.modal): "It is out of date."})
        (kept,) = await simcord_env.bot.state.missed.feedback(server.id)
        assert (kept.helpful, kept.reason) == (False, "It is out of date.")
        privacy = await alice.slash(channel, "privacy")
        await alice.click(privacy.response, label="Erase what is stored about me")
        assert await simcord_env.bot.state.missed.feedback(server.id) == []

    async def test_buttons_work_after_a_restart(self, alice, channel, simcord_env, make_bot):
        answer = await alice.slash(channel, "ask", question=_FERRY)
        old, new = simcord_env.bot, make_bot()
        await simcord_env.restart_bot(new)
        context = await alice.click(answer.response, label="Show context")
        assert _FOUND in texts(context.response)
        await asyncio.gather(old.engine.close(seconds=5), new.engine.close(seconds=5))

    async def test_the_context_of_an_article_that_is_gone_says_so(self, alice, channel, simcord_env, library):
        answer = await alice.slash(channel, "ask", question=_FERRY)
        library.successor = FakeLibrary(articles=[article("other", "harbour", "Something else stands here now.")])
        await simcord_env.bot.engine.adopt()
        context = await alice.click(answer.response, label="Show context")
        assert context.ephemeral
        assert "no longer in the index" in texts(context.response)


class TestPrivacy:
    """What follows from a private card is private, however many steps on, and whatever happened in between."""

    async def test_a_follow_up_its_follow_up_and_every_button_between(self, alice, channel, simcord_env, make_bot):
        answer = await alice.slash(channel, "ask", question=_FERRY, private=True)
        new, old = make_bot(), simcord_env.bot
        box = await alice.click(answer.response, label="Ask a follow-up")
        await simcord_env.restart_bot(new)
        second = await alice.submit_modal(box, {_only_field(box.modal): "What did divers find in the eastern pier?"})
        assert second.ephemeral
        assert "Divers found cracks" in texts(second.response)
        assert (await alice.click(second.response, label="Show context")).ephemeral
        box = await alice.click(second.response, label="Ask a follow-up")
        third = await alice.submit_modal(box, {_only_field(box.modal): _FERRY})
        assert third.ephemeral
        assert channel.last_message is None
        await asyncio.gather(old.engine.close(seconds=5), new.engine.close(seconds=5))


class TestFollowingOn:
    async def test_a_follow_up_keeps_the_story_and_the_date(self, alice, channel):
        answer = await alice.slash(channel, "ask", question=_FERRY, story="harbour")
        box = await alice.click(answer.response, label="Ask a follow-up")
        result = await alice.submit_modal(box, {_only_field(box.modal): "Who killed half of the apple blossom?"})
        assert "I have read 2 articles" in texts(result.response)

    async def test_a_follow_up_is_completed_from_the_card_it_was_asked_from(self, alice, channel):
        answer = await alice.slash(channel, "ask", question="Who is Marta Quill, who runs the harbour office?")
        box = await alice.click(answer.response, label="Ask a follow-up")
        result = await alice.submit_modal(box, {_only_field(box.modal): "What did she say about the early boat?"})
        assert "Understood as: What did Marta Quill say about the early boat?" in texts(result.response)

    async def test_the_words_that_a_follow_up_is_the_first_to_need_are_not_read_by_the_loop(self, alice, channel):
        answer = await alice.slash(channel, "ask", question="Who is Marta Quill, who runs the harbour office?")
        box = await alice.click(answer.response, label="Ask a follow-up")
        load.cache_clear()
        result = await alice.submit_modal(box, {_only_field(box.modal): "What did she say about the brigantine?"})
        assert "Understood as: What did Marta Quill say about the brigantine?" in texts(result.response)

    async def test_a_reply_is_completed_from_the_card_it_replies_to(self, alice, channel, simcord_env):
        mention = f"<@{simcord_env.bot.user.id}>"
        await alice.send(channel, f"{mention} Who is Marta Quill, who runs the harbour office?")
        await alice.send(channel, f"{mention} What did she say about the early boat?", reply_to=channel.last_message)
        assert "Understood as: What did Marta Quill say" in texts(channel.last_message)


class TestReadingWhatIsSeen:
    async def test_a_question_with_marks_tags_and_nothing_visible_in_it(self, alice, channel):
        result = await alice.slash(
            channel, "ask", question="**When** will the fer\xadry to <@1575> Northholm stop run\u200bning?"
        )
        heading = texts(result.response).split("\n")[0]
        assert heading == "### When will the ferry to Northholm stop running?"
        assert _FOUND in texts(result.response)

    async def test_a_quotation_in_a_block_with_marks(self, alice, channel):
        message = await alice.send(channel, "> ||My grandfather **built** that pier||")
        result = await alice.context_menu(channel, "Check this quote", message)
        assert "word for word" in texts(result.response)

    async def test_a_message_without_words_is_told_so(self, alice, channel):
        for said in ("<:sad:123456789012345678>", "🙂", "https://quay.example/the-pier-closes"):
            message = await alice.send(channel, said)
            for menu in ("Check this quote", "Ask about this"):
                result = await alice.context_menu(channel, menu, message)
                assert result.ephemeral
                assert "no words in that message" in texts(result.response)

    async def test_of_a_link_alone_what_discord_shows_of_its_page_is_read(self, alice, channel, simcord_env):
        message = await alice.send(channel, "https://quay.example/ferry")
        simcord_env.backend.get_message(channel.id, message.id).embeds.append({"type": "article", "title": _FERRY})
        result = await alice.context_menu(channel, "Ask about this", message)
        assert _FOUND in texts(result.response)

    async def test_a_message_that_is_too_long_to_be_a_quotation_is_told_so(self, alice, channel, simcord_env):
        message = await alice.send(channel, "word")
        for words, is_told in ((400, False), (401, True)):
            simcord_env.backend.get_message(channel.id, message.id).content = "word " * words
            result = await alice.context_menu(channel, "Check this quote", message)
            assert ("too long" in texts(result.response)) == is_told


async def test_what_could_not_be_answered_is_kept_nowhere_by_default(alice, server, channel, simcord_env):
    await alice.slash(channel, "ask", question=_UNKNOWN)
    assert await simcord_env.bot.state.missed.gaps(server.id) == []


class TestIsolation:
    async def test_a_story_of_one_server_is_not_seen_by_another_nor_in_direct_messages(self, simcord_env, library):
        here, there = simcord_env.create_guild("Here"), simcord_env.create_guild("There")
        secret = article("memo", f"g{here.id}-memo", "The mayor keeps seventeen llamas behind the townhall.")
        library.successor = FakeLibrary(articles=[*library.articles, secret])
        state = simcord_env.bot.state
        await state.sources.add(
            ServerSource(server=here.id, name="memo", file=Path("memo.md"), added_at=datetime.now(UTC))
        )
        await simcord_env.bot.engine.open()
        await simcord_env.bot.engine.adopt()
        question = "Where does the mayor keep seventeen llamas?"
        user = simcord_env.create_user("carol")
        inside, outside = here.add_member(user), there.add_member(user)
        inner, outer = here.create_text_channel("a"), there.create_text_channel("b")
        assert "llamas behind" in texts((await inside.slash(inner, "ask", question=question)).response)
        assert "llamas behind" not in texts((await outside.slash(outer, "ask", question=question)).response)
        assert "llamas behind" not in texts((await user.slash("ask", question=question)).response)
        refused = await outside.slash(outer, "ask", question=question, story=secret.story)
        assert "no story" in texts(refused.response)
        suggested = await outside.autocomplete(outer, "story", "story", "")
        assert secret.story not in [choice["value"] for choice in suggested]
        await state.sources.remove(here.id, "memo")
        assert "llamas behind" not in texts((await inside.slash(inner, "ask", question=question)).response)

    async def test_a_channel_that_is_bound_to_a_story_answers_from_it_alone(self, alice, server, channel, simcord_env):
        await simcord_env.bot.state.save_channel(server.id, Channel(id=channel.id, story=StoryId("orchard")))
        result = await alice.slash(channel, "ask", question=_FERRY)
        assert "I have read 1 article" in texts(result.response)


_MOMENT = 0.1  # seconds; long enough for a question that nothing holds back


class TestTime:
    @pytest.fixture
    async def simcord_bot(self, make_bot):
        bot = make_bot(patience=_MOMENT)
        yield bot
        await bot.close()

    @pytest.fixture
    async def slow(self, simcord_env, library):
        """Holds every question back until ``library.hold`` is set; the simulation must not wait for it."""
        engine, library.hold = simcord_env.bot.engine, Event()
        await engine.open()
        ask = engine.ask
        engine.ask = lambda question: simcord_env.external_wait(ask(question), reason="the index thinks")
        yield
        library.hold.set()

    async def test_what_takes_longer_than_a_moment_is_deferred_privately_and_then_answered_for_all(
        self, slow, alice, channel, simcord_env, library
    ):
        result = await alice.slash(channel, "ask", question=_FERRY)
        await simcord_env.advance_time(2 * _MOMENT)
        assert result.deferred
        assert result.ephemeral
        library.hold.set()
        await _settle(simcord_env)
        assert result.response is None
        (answer,) = result.followups
        assert not answer.ephemeral
        assert _FOUND in texts(answer)

    async def test_what_was_deferred_and_is_not_found_stays_private(self, slow, alice, channel, simcord_env, library):
        result = await alice.slash(channel, "ask", question=_UNKNOWN)
        await simcord_env.advance_time(2 * _MOMENT)
        library.hold.set()
        await _settle(simcord_env)
        assert result.followups == []
        assert result.response.ephemeral
        assert "Not in these articles" in texts(result.response)
        assert channel.last_message is None

    async def test_an_interaction_that_expired_is_noted_and_nothing_breaks(
        self, slow, alice, channel, simcord_env, library, caplog
    ):
        caplog.set_level("INFO")
        await alice.slash(channel, "ask", question=_FERRY)
        await simcord_env.advance_time(2 * _MOMENT)
        await simcord_env.advance_time(16 * 60)
        library.hold.set()
        await _settle(simcord_env)
        (line,) = [record for record in caplog.records if record.name == "verbatim.interactions"]
        assert line.facts["result"].startswith("lost:")

    async def test_who_asks_too_often_is_told_privately_when_the_next_is_free(self, alice, channel):
        for _ in range(10):
            await alice.slash(channel, "ask", question=_FERRY)
        result = await alice.slash(channel, "ask", question=_FERRY)
        assert result.ephemeral
        assert "<t:" in texts(result.response)


async def _settle(env):
    """Lets the worker's thread come back to the loop, then the bot finish what it does."""
    for _ in range(3):
        await asyncio.sleep(0.05)
        await env.settle()


async def test_one_line_is_logged_for_an_interaction_without_the_question(alice, channel, caplog):
    caplog.set_level("INFO")
    await alice.slash(channel, "ask", question=_FERRY)
    (line,) = [record for record in caplog.records if record.name == "verbatim.interactions"]
    assert line.facts["result"] == "Answer"
    assert "ferry" not in " ".join(
        str(record.__dict__) for record in caplog.records if record.name.startswith("verbatim")
    )


class TestLoggingQuestions:
    @pytest.fixture
    def settings(self, tmp_path):
        return make_settings(tmp_path, privacy={"log_questions": True})

    async def test_a_question_is_logged_where_the_operator_switched_it_on(self, alice, channel, caplog):
        caplog.set_level("INFO")
        await alice.slash(channel, "ask", question=_FERRY)
        (line,) = [record for record in caplog.records if record.name == "verbatim.interactions"]
        assert line.facts["question"] == _FERRY


async def _nothing(_request):
    return []


def _only_field(modal) -> str:
    """The custom id of the one text field of a box."""
    (component,) = modal["components"]
    inner = component.get("component") or component["components"][0]
    return inner["custom_id"]
