"""What channels are told unasked: once, and of what concerns them."""

import asyncio
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import discord
import pytest

from bot.notifying import Notifying
from bot.refreshing import KnownSource, Refreshing
from bot.state.notices import WantedNotices
from bot.state.sources import ServerSource
from bot.texts.translation import load_translations
from index.articles import Source
from index.articles.visits import Visit, keep_visits
from index.errors import UnknownStory
from tests.bot.conftest import make_settings
from tests.bot.discord_schema import check_limits, message_of
from tests.bot.seeing import texts
from tests.fakes import HARBOUR, ORCHARD, FakeLibrary, article

_NOW = datetime(2026, 11, 25, 6, 30, tzinfo=UTC)
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_HERE, _THERE, _CHANNEL = 111111111111111111, 222222222222222222, 5
_FEED = "https://example.org/feed.xml"
_TRANSLATE = load_translations().to("en")


class _Place:
    """A bot's insides over a fake library; ``said`` are the channels and texts that were posted."""

    def __init__(self, folder, state, engine, library, settings):
        self.folder, self.state, self.engine, self.library, self.settings = folder, state, engine, library, settings
        self.now, self.said = _NOW, []
        self.restart()

    def restart(self):
        builds = SimpleNamespace(is_running=False)
        self.refreshing = Refreshing(self.engine, self.state, builds, self.settings, now=lambda: self.now)
        self.notifying = Notifying(
            self.engine,
            self.state,
            self.refreshing,
            self.settings,
            speak=lambda server: _TRANSLATE if server in (_HERE, _THERE) else None,
            post=self._post,
            now=lambda: self.now,
        )

    async def _post(self, channel, card):
        check_limits(message_of(card))
        shown = [item.content for item in card.view.walk_children() if isinstance(item, discord.ui.TextDisplay)]
        self.said.append((channel, "\n".join(shown).replace("\\", "")))

    async def look(self):
        before = len(self.said)
        await self.notifying.look()
        return self.said[before:]

    async def visit(self, source, *, failing_since=None, well_at=None, is_held=False):
        visit = Visit(
            source=source,
            read_at=self.now,
            articles=1,
            failing_since=failing_since,
            well_at=well_at,
            failures=3 if failing_since else 0,
            problem="answered with error 500." if failing_since else None,
            is_held=is_held,
        )
        await asyncio.to_thread(keep_visits, self.folder, [visit])

    async def hold(self, *articles):
        self.library.successor = FakeLibrary(articles=articles, name=f"g{len(articles)}")
        await self.engine.adopt()


@pytest.fixture
def berlin(tmp_path):
    return make_settings(tmp_path, reindex={"sources": (_FEED,)}, digest={"time_zone": "Europe/Berlin"})


@pytest.fixture
async def place(tmp_path, berlin, open_engine, open_state):
    library = FakeLibrary(articles=HARBOUR)
    return _Place(tmp_path, await open_state(berlin), await open_engine(library), library, berlin)


class TestAlarms:
    async def test_a_channel_is_told_once_that_a_source_fails_and_once_that_it_is_well_again(self, place):
        await place.state.notices.send_alarms(_HERE, to=_CHANNEL)
        began = _NOW - 7 * _HOUR
        await place.visit(_FEED, failing_since=began, well_at=began)
        ((channel, said),) = await place.look()
        assert channel == _CHANNEL
        assert _FEED in said
        assert f"has not been read since <t:{began.timestamp():.0f}:R>" in said
        assert "answered with error 500." in said
        assert await place.look() == []
        place.restart()
        assert await place.look() == []
        await place.visit(_FEED, well_at=_NOW)
        ((_, said),) = await place.look()
        assert "can be read again" in said
        assert await place.look() == []

    async def test_a_source_that_has_failed_only_a_moment_ago_is_no_alarm(self, place):
        await place.state.notices.send_alarms(_HERE, to=_CHANNEL)
        await place.visit(_FEED, failing_since=_NOW - _HOUR, well_at=_NOW - _HOUR)
        assert await place.look() == []
        await place.visit(_FEED, well_at=_NOW)
        assert await place.look() == []

    async def test_what_waits_for_an_admins_word_is_told_at_once(self, place):
        await place.state.notices.send_alarms(_HERE, to=_CHANNEL)
        await place.visit(_FEED, failing_since=_NOW, well_at=_NOW - _HOUR, is_held=True)
        assert [channel for channel, _ in await place.look()] == [_CHANNEL]
        assert await place.look() == []

    async def test_nobody_is_told_who_did_not_want_to_be(self, place):
        await place.visit(_FEED, failing_since=_NOW - _DAY)
        assert await place.look() == []

    async def test_of_a_source_of_another_server_nothing_is_told(self, place):
        own = ServerSource(server=_THERE, name="wire", link="https://example.com/wire", added_at=_NOW)
        await place.state.sources.add(own)
        for server, channel in ((_HERE, 5), (_THERE, 6)):
            await place.state.notices.send_alarms(server, to=channel)
        await place.visit(own.written, failing_since=_NOW - _DAY)
        assert [channel for channel, _ in await place.look()] == [6]

    async def test_of_a_source_whose_story_is_offered_to_another_server_nothing_is_told(self, place):
        reindex = {"sources": (f"orchard={_FEED}",), "offered": ("harbour", f"{_THERE}:orchard")}
        place.settings = make_settings(place.folder, reindex=reindex)
        place.restart()
        for server, channel in ((_HERE, 5), (_THERE, 6)):
            await place.state.notices.send_alarms(server, to=channel)
        await place.visit(f"orchard={_FEED}", failing_since=_NOW - _DAY)
        assert [channel for channel, _ in await place.look()] == [6]

    async def test_a_source_that_was_removed_and_comes_back_is_told_of_anew(self, place):
        own = ServerSource(server=_HERE, name="wire", link="https://example.com/wire", added_at=_NOW)
        await place.state.notices.send_alarms(_HERE, to=_CHANNEL)
        await place.visit(own.written, failing_since=_NOW - _DAY)
        for _ in range(2):
            await place.state.sources.add(own)
            assert len(await place.look()) == 1
            assert await place.look() == []
            await place.state.sources.remove(_HERE, "wire")
            assert await place.look() == []

    async def test_a_site_that_is_down_for_three_days_is_told_of_once(self, place):
        await place.state.notices.send_alarms(_HERE, to=_CHANNEL)
        began = _NOW
        for hour in range(1, 73):
            place.now = began + hour * _HOUR
            await place.visit(_FEED, failing_since=began, well_at=began)
            await place.notifying.look()
        assert len(place.said) == 1
        assert place.refreshing.stale_since({"harbour"}) == began

    async def test_a_clock_that_was_set_back_makes_no_alarm(self, place):
        await place.state.notices.send_alarms(_HERE, to=_CHANNEL)
        await place.visit(_FEED, failing_since=_NOW, well_at=_NOW)
        place.now = _NOW - 30 * _DAY
        assert await place.look() == []

    async def test_what_goes_wrong_with_one_server_keeps_nothing_from_the_next(self, place, caplog):
        for server, channel in ((_HERE, 5), (_THERE, 6)):
            await place.state.notices.send_alarms(server, to=channel)
            await place.state.notices.send_digests(server, to=channel, hour=8)
        await place.look()
        stories, failures = place.engine.stories, [UnknownStory("harbour", ())]

        async def gone(scope):
            if failures:
                raise failures.pop()
            return await stories(scope)

        place.engine.stories = gone
        await place.hold(*HARBOUR, _NEW)
        place.now = _NOW + 2 * _HOUR
        assert [channel for channel, _ in await place.look()] == [6]
        assert "a server is not told" in caplog.text
        assert [channel for channel, _ in await place.look()] == [5]


class TestStaleness:
    async def test_only_the_stories_of_a_source_are_as_old_as_it_is(self, place):
        old = _NOW - 2 * _DAY
        own = ServerSource(server=_HERE, name="wire", link="https://example.com/wire", added_at=_NOW)
        await place.state.sources.add(own)
        await place.visit(own.written, failing_since=old, well_at=old)
        await place.notifying.look()
        assert place.refreshing.stale_since({own.story}) == old
        assert place.refreshing.stale_since({"harbour"}) is None


_NEW = article("strike-begins", "harbour", "The dockers stopped work.\n\n“We stay,” said Marta Quill.", day=9)


class TestDigests:
    async def wanted(self, place, hour=8):
        await place.state.notices.send_digests(_HERE, to=_CHANNEL, hour=hour)
        return await place.look()

    async def test_what_is_new_is_told_at_the_hour_of_the_place_with_the_exact_words_of_somebody(self, place):
        assert await self.wanted(place) == []
        await place.hold(*HARBOUR, _NEW)
        place.now = _NOW + timedelta(minutes=29)  # 07:59 in Berlin
        assert await place.look() == []
        place.now = _NOW + timedelta(minutes=31)
        ((channel, said),) = await place.look()
        assert channel == _CHANNEL
        assert "1 new article" in said
        assert "Strike begins" in said
        assert "We stay" in said
        assert "Ferry stops" not in said

    async def test_it_is_never_sent_twice_and_not_again_after_a_restart(self, place):
        await self.wanted(place)
        await place.hold(*HARBOUR, _NEW)
        place.now = _NOW + 2 * _HOUR
        assert len(await place.look()) == 1
        place.restart()
        assert await place.look() == []
        place.now = _NOW - 3 * _DAY  # the clock was set back
        assert await place.look() == []
        place.now = _NOW + _DAY + 2 * _HOUR
        assert await place.look() == []

    async def test_a_clock_that_was_far_ahead_holds_no_digest_up(self, place):
        place.now = _NOW + 400 * _DAY
        assert await self.wanted(place) == []
        place.now = _NOW
        await place.hold(*HARBOUR, _NEW)
        ((_, said),) = await place.look()
        assert "Strike begins" in said
        assert await place.look() == []

    async def test_an_hour_that_is_set_later_on_the_day_sends_nothing_again(self, place):
        place.now = _NOW + _HOUR
        assert await self.wanted(place) == []
        await place.hold(*HARBOUR, _NEW)
        assert await self.wanted(place, hour=20) == []

    async def test_where_nothing_is_new_nothing_is_sent(self, place):
        await self.wanted(place)
        for day in range(1, 4):
            place.now = _NOW + day * _DAY + 2 * _HOUR
            assert await place.look() == []

    async def test_a_bot_that_was_off_for_days_tells_all_of_it_in_one(self, place):
        await self.wanted(place)
        await place.hold(*HARBOUR, _NEW)
        place.now = _NOW + 9 * _DAY
        ((_, said),) = await place.look()
        assert "1 new article" in said

    async def test_what_a_server_may_not_see_is_not_in_its_digest(self, place):
        await self.wanted(place)
        secret = article("memo", f"g{_THERE}-memo", "The mayor keeps seventeen llamas behind the townhall.")
        await place.hold(*HARBOUR, secret)
        place.now = _NOW + 2 * _HOUR
        assert await place.look() == []

    async def test_fifty_new_articles_fit_on_a_card_that_says_how_many_more_there_are(self, place):
        await self.wanted(place)
        body = "A long sentence on it. " * 90 + "“We stay,” said Marta Quill."
        many = [article(f"a{number}", "harbour", body) for number in range(50)]
        await place.hold(*HARBOUR, *many, *ORCHARD)
        place.now = _NOW + 2 * _HOUR
        ((_, said),) = await place.look()
        assert "51 new articles" in said
        assert "and 45 more" in said


class TestCommands:
    async def test_an_admin_chooses_the_channel_of_alarms_and_digests_and_takes_it_back(
        self, admin, server, channel, simcord_env
    ):
        notices = simcord_env.bot.state.notices
        said = await admin.slash(channel, "verbatim alarm", where="here")
        assert "I will tell this channel" in texts(said.response)
        said = await admin.slash(channel, "verbatim digest", hour=7)
        assert "Every day at 7:00 (UTC)" in texts(said.response)
        chosen = WantedNotices(server=server.id, alarm_channel=channel.id, digest_channel=channel.id, digest_hour=7)
        assert await notices.of(server.id) == chosen
        await admin.slash(channel, "verbatim alarm", where="nowhere")
        await admin.slash(channel, "verbatim digest")
        assert await notices.of(server.id) == WantedNotices(server=server.id)

    async def test_who_asks_in_a_thread_is_told_there(self, admin, server, simcord_env):
        desk = server.create_forum_channel("desk")
        await simcord_env.settle()
        await simcord_env.bot.get_channel(desk.id).create_thread(name="Sources", content="What fails?")
        (post,) = desk.threads
        await admin.slash(post, "verbatim alarm", where="here")
        await admin.slash(post, "verbatim digest", hour=7)
        wanted = await simcord_env.bot.state.notices.of(server.id)
        assert (wanted.alarm_channel, wanted.digest_channel) == (post.id, post.id)

    async def test_where_the_bot_may_not_post_nothing_is_promised(self, admin, server, simcord_env):
        denied = {server.default_role: discord.PermissionOverwrite(send_messages=False)}
        closed = server.create_text_channel("closed", overwrites=denied)
        for verb, options in (("alarm", {"where": "here"}), ("digest", {"hour": 7})):
            said = texts((await admin.slash(closed, f"verbatim {verb}", **options)).response).replace("\\", "")
            assert "Edit Channel > Permissions: switch on Send Messages." in said
        assert await simcord_env.bot.state.notices.of(server.id) == WantedNotices(server=server.id)
        assert "I will not tell any channel" in texts(
            (await admin.slash(closed, "verbatim alarm", where="nowhere")).response
        )

    async def test_an_alarm_reaches_the_channel_and_status_is_amber(self, admin, channel, simcord_env):
        bot = simcord_env.bot
        await bot.engine.open()
        await admin.slash(channel, "sources add", file=("late.md", b"The bridge over the Aller opened."))
        ((source, *_),) = [await bot.state.sources.of(None)]
        old = datetime.now(UTC) - 2 * _DAY
        failing = Visit(source=source.written, read_at=old, failing_since=old, failures=1, problem="is empty.")
        await asyncio.to_thread(keep_visits, bot.settings.data.dir, [failing])
        await admin.slash(channel, "verbatim alarm", where="here")
        await bot.notifying.look()
        assert "**late** has not been read since" in texts(channel.last_message)
        status = await admin.slash(channel, "verbatim status")
        assert "1 source has failed for too long" in texts(status.response)

    @pytest.mark.parametrize("question", ["Where did divers find cracks in the eastern pier?", "Zebra giraffe?"])
    async def test_an_answer_says_since_when_its_source_has_not_been_read_and_no_other_does(
        self, admin, channel, simcord_env, question
    ):
        bot, since = simcord_env.bot, datetime.now(UTC).replace(microsecond=0) - 2 * _DAY
        await bot.engine.open()
        before = await admin.slash(channel, "ask", question=question)
        assert "has not been read since" not in texts(before.response)
        visit = Visit(source=f"harbour={_FEED}", read_at=since, failing_since=since, failures=1, well_at=since)
        source = Source.parse(visit.source)
        bot.refreshing.stale = (KnownSource(source=source, added=None, interval=_HOUR, visit=visit),)
        after = await admin.slash(channel, "ask", question=question)
        assert f"a source has not been read since <t:{since.timestamp():.0f}:R>" in texts(after.response)
        other = await admin.slash(channel, "ask", question="Who killed half of the apple blossom?", story="orchard")
        assert "has not been read since" not in texts(other.response)
