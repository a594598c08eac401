"""What an admin can do, and that nobody else can."""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import discord
import pytest
from discord import app_commands

from bot.cards.sources import progress_card
from bot.cogs.reindex import _put_up
from bot.cogs.sources import name_upload
from bot.connection import SURFACES
from bot.rules.access import Admin
from bot.server_sources import Upload
from bot.state.missed import Feedback
from bot.state.notices import WantedNotices
from bot.state.sources import ServerSource
from bot.state.state import Channel, Server
from bot.texts.translation import load_translations
from index.articles.visits import Visit, keep_visits
from index.progress import Changes, Failure, to_line
from tests.bot.conftest import PROGRESS, REPORT, make_settings
from tests.bot.seeing import texts
from tests.fakes import ORCHARD, FakeLibrary
from tests.index.web.web_server import serve

_WITH_KEYS = "https://reader:hunter2@example.com/wire.xml?key=s3cret#top"
_ARTICLE = ("Late news.md", b"---\ntitle: A bridge opens\n---\nThe bridge over the Aller opened on Sunday.\n")


@pytest.fixture
def reader(simcord_env, server):
    return server.add_member(simcord_env.create_user("reader"))


def _admins_commands():
    return [command for command in SURFACES.commands if command.name in ("reindex", "sources", "verbatim")]


async def _asking(bot, server, channel):
    """An admin who asks in a channel, for what no command stands before."""
    chosen = await bot.state.server(server.id)
    return Admin(server=chosen, channel=Channel(id=channel.id), translate=bot.askers.translations.to("en"))


class TestPermissions:
    def test_every_command_says_where_it_may_be_used_and_how_it_is_installed(self):
        for command in SURFACES.commands:
            assert command.allowed_contexts is not None, command.name
            assert command.allowed_installs is not None, command.name

    def test_admins_commands_are_for_servers_alone_and_declare_the_permission(self):
        for command in _admins_commands():
            sent = command.to_dict(_tree())
            assert sent["contexts"] == [0], command.name
            assert sent["integration_types"] == [0], command.name
            assert int(sent["default_member_permissions"]) == discord.Permissions(manage_guild=True).value

    def test_readers_commands_are_for_everywhere(self):
        for command in SURFACES.commands:
            if command not in _admins_commands():
                sent = command.to_dict(_tree())
                assert sent["contexts"] == [0, 1, 2], command.name
                assert sent["integration_types"] == [0, 1], command.name
                assert sent["default_member_permissions"] is None

    def test_command_names_are_unique(self):
        names = [(command.name, type(command)) for command in SURFACES.commands]
        assert len(names) == len(set(names))

    async def test_the_role_that_the_server_named_will_do(self, server, channel, simcord_env):
        role = server.create_role("Editors")
        editor = server.add_member(simcord_env.create_user("editor"), roles=[role])
        _let_through(server, simcord_env, "verbatim", editor)
        await simcord_env.bot.state.save_server(Server(id=server.id, gaps=False, feedback=False, admin_role=role.id))
        result = await editor.slash(channel, "verbatim gaps")
        assert "Questions that found no answer" in texts(result.response)


class TestTheOperatorsRole:
    @pytest.fixture
    def settings(self, tmp_path):
        return make_settings(tmp_path, discord={"admin_role": "Newsroom"})

    async def test_the_role_that_the_operator_named_will_do(self, server, channel, simcord_env):
        role = server.create_role("Newsroom")
        editor = server.add_member(simcord_env.create_user("editor"), roles=[role])
        _let_through(server, simcord_env, "verbatim", editor)
        result = await editor.slash(channel, "verbatim gaps")
        assert "Questions that found no answer" in texts(result.response)


# Builds: one that reports only when it is asked for a story, one that fails, one that finds nothing new, and one that
# finds something broken in every story.
_OF_ONE_STORY = f"import sys; sys.argv[sys.argv.index('--story') + 1] == 'orchard' and print({to_line(REPORT)!r})"
_FAILING = """print('{"error": "NoArticles", "message": "No articles in /srv/secret"}'); raise SystemExit(1)"""
_SAME = Changes(new=0, changed=0, removed=0, unchanged=3)
_OF_NOTHING_NEW = f"print({to_line(replace(REPORT, by_story={'harbour': _SAME}))!r})"
_BROKEN = tuple(Failure(story=story, message="It is broken.") for story in ("harbour", "orchard", None, "g7-memo"))
_BROKEN_EVERYWHERE = f"print({to_line(replace(REPORT, failed=_BROKEN))!r})"


class TestReindexing:
    @pytest.fixture
    def settings(self, tmp_path):
        return make_settings(tmp_path, reindex={"sources": ("articles",)})

    @pytest.fixture(autouse=True)
    async def _is_open(self, simcord_env):
        await simcord_env.bot.engine.open()

    async def test_a_reindex_shows_its_progress_and_its_report_and_takes_the_new_index_into_use(
        self, admin, channel, simcord_env, library
    ):
        library.successor = FakeLibrary(articles=ORCHARD, name="next")
        result = await admin.slash(channel, "reindex")
        assert result.ephemeral
        assert "+2 new, 1 changed, 1 removed, 0 failed" in texts(result.response)
        assert channel.last_message is None
        assert simcord_env.bot.engine.catalogue.manifest.id == "next"

    async def test_everything_is_built_anew_by_the_admins_of_the_only_server(self, admin, channel):
        result = await admin.slash(channel, "reindex", mode="full")
        assert "+2 new" in texts(result.response)

    @pytest.mark.parametrize(("story", "is_built"), [(None, False), ("Orchard", False), ("late news", True)])
    async def test_where_there_are_other_servers_only_a_story_of_the_servers_own_is_built_anew(
        self, story, is_built, admin, channel, simcord_env
    ):
        await admin.slash(channel, "sources add", file=_ARTICLE)
        simcord_env.create_guild("There")
        result = await admin.slash(channel, "reindex", mode="full", **({"story": story} if story else {}))
        assert ("+2 new" in texts(result.response)) == is_built
        assert ("for every server that I serve" in texts(result.response)) != is_built

    async def test_where_there_are_other_servers_what_has_changed_is_read_for_all(self, admin, channel, simcord_env):
        simcord_env.create_guild("There")
        assert "+2 new" in texts((await admin.slash(channel, "reindex")).response)

    async def test_it_is_shown_to_everybody_where_that_is_asked_for(self, admin, channel):
        result = await admin.slash(channel, "reindex", announce=True)
        assert result.ephemeral
        assert "in this channel" in texts(result.response)
        assert "+2 new" in texts(channel.last_message)

    async def test_while_the_index_opens_it_waits_for_its_turn(self, admin, channel, simcord_env):
        simcord_env.bot.engine._has_tried = False
        result = await admin.slash(channel, "reindex")
        assert "is being opened" in texts(result.response)

    async def test_a_story_that_the_server_cannot_see_is_not_reindexed(self, admin, channel, simcord_env):
        result = await admin.slash(channel, "reindex", story="g123456789012345678-memo")
        assert "no story “g123456789012345678-memo”" in texts(result.response).replace("\\", "")
        assert channel.last_message is None
        assert not simcord_env.bot.reindexing.is_running

    async def test_stories_are_suggested_the_servers_own_included_before_they_are_built(self, admin, channel):
        await admin.slash(channel, "sources add", file=_ARTICLE)
        choices = await admin.autocomplete(channel, "reindex", "story", "")
        assert [choice["value"] for choice in choices] == ["late news", "harbour", "orchard"]

    async def test_a_second_reindex_is_refused_while_one_runs_and_told_since_when(self, admin, channel, simcord_env):
        simcord_env.bot.reindexing.running_since = datetime(2011, 8, 20, tzinfo=UTC)
        result = await admin.slash(channel, "reindex")
        assert "already running; it began <t:1313798400:R>" in texts(result.response)

    async def test_where_the_bot_may_not_write_the_report_stands_in_the_private_answer(self, admin, server):
        closed = server.create_text_channel(
            "closed", overwrites={server.default_role: discord.PermissionOverwrite(send_messages=False)}
        )
        result = await admin.slash(closed, "reindex", announce=True)
        assert "+2 new" in texts(result.response)

    @pytest.mark.parametrize("build", [_OF_ONE_STORY])
    async def test_the_build_is_told_of_the_story(self, build, admin, channel):
        result = await admin.slash(channel, "reindex", story="Orchard")
        assert "+2 new, 1 changed, 1 removed, 0 failed" in texts(result.response)

    @pytest.mark.parametrize("build", [_FAILING])
    async def test_where_it_fails_the_old_index_stays_and_the_admin_is_told_without_paths(
        self, build, admin, channel, simcord_env
    ):
        before = simcord_env.bot.engine.catalogue
        result = await admin.slash(channel, "reindex")
        assert "The current index stays in use" in texts(result.response)
        assert "/srv/secret" not in texts(result.response)
        assert simcord_env.bot.engine.catalogue is before

    @pytest.mark.parametrize("build", [_OF_NOTHING_NEW])
    async def test_where_nothing_has_changed_it_says_so(self, build, admin, channel):
        result = await admin.slash(channel, "reindex")
        assert "Nothing has changed" in texts(result.response)
        assert "live" not in texts(result.response)


class TestAReindexOfWhatIsNotOffered:
    @pytest.fixture
    def settings(self, tmp_path):
        return make_settings(tmp_path, reindex={"sources": ("articles",), "offered": ("harbour",)})

    @pytest.mark.parametrize("build", [_BROKEN_EVERYWHERE])
    async def test_only_what_concerns_the_server_is_counted_as_failed(self, build, admin, channel, simcord_env):
        await simcord_env.bot.engine.open()
        result = await admin.slash(channel, "reindex")
        assert "1 failed" in texts(result.response)


class _Gone(discord.abc.Messageable):
    """A channel that was deleted a moment ago."""

    async def send(self, **_):
        response = SimpleNamespace(status=404, reason="Not Found")
        raise discord.NotFound(response, {"code": 10003, "message": "Unknown Channel"})


async def test_a_channel_that_has_just_gone_keeps_no_reindex_from_beginning():
    translate = load_translations().to("en")
    first = progress_card(PROGRESS, translate=translate)
    board = await _put_up(SimpleNamespace(channel=_Gone()), first, translate, announce=True)
    assert board.message is None


async def test_without_a_source_a_reindex_says_so(admin, channel, simcord_env):
    await simcord_env.bot.engine.open()
    result = await admin.slash(channel, "reindex")
    assert "There are no articles" in texts(result.response)


class TestSources:
    async def test_a_file_is_added_after_its_text_was_shown_and_can_be_removed(
        self, admin, channel, server, simcord_env
    ):
        added = await admin.slash(channel, "sources add", file=_ARTICLE)
        assert "The bridge over the Aller opened" in texts(added.response)
        assert "not live yet" in texts(added.response)
        (source,) = await simcord_env.bot.state.sources.of(server.id)
        assert source.story == f"g{server.id}-late-news"
        listed = await admin.slash(channel, "sources list")
        assert "late-news" in texts(listed.response)
        choices = await admin.autocomplete(channel, "sources remove", "path", "late")
        assert [choice["value"] for choice in choices] == ["late-news"]
        await admin.slash(channel, "sources remove", path="late-news")
        assert await simcord_env.bot.state.sources.of(server.id) == []
        assert not source.file.exists()

    @pytest.mark.parametrize(
        ("file", "fault"),
        [
            (("A picture.png", b"\x89PNG"), "is not a kind of file that Verbatim reads (.docx,"),
            (("Of port.jsonl", b'{"title": "A"}\n{"text": \n'), "line 1: the article has no text."),
            (("News.md", b"---\ndate: 08/09/2011\n---\nThe bridge opened."), "write it like 2011-08-25"),
            (("News.txt", b""), "“News.txt”: it is empty."),
        ],
    )
    async def test_a_file_without_an_article_is_refused_with_what_is_wrong_and_where_and_not_kept(
        self, file, fault, admin, channel, server, simcord_env
    ):
        result = await admin.slash(channel, "sources add", file=file)
        assert f"cannot read articles from “{file[0]}”" in texts(result.response)
        assert fault in texts(result.response).replace("\\", "")
        assert await simcord_env.bot.state.sources.of(server.id) == []

    async def test_a_file_that_discord_does_not_hand_over_is_to_be_sent_again(self, admin, channel, monkeypatch):
        async def fail(_file):
            raise discord.NotFound(SimpleNamespace(status=404, reason="Not Found"), "asset not found")

        monkeypatch.setattr(discord.Attachment, "read", fail)
        refused = await admin.slash(channel, "sources add", file=_ARTICLE)
        assert texts(refused.response).endswith("”: Discord does not hand it over; send it again.")

    async def test_a_time_to_read_again_is_for_links_and_told_as_such(self, admin, channel, simcord_env):
        for source in ({"file": _ARTICLE}, {"path": "news"}):
            refused = await admin.slash(channel, "sources add", refresh="2h", **source)
            assert "Only links are read again at intervals" in texts(refused.response)
        assert await simcord_env.bot.state.sources.of(None) == []

    async def test_a_broken_file_of_the_same_name_leaves_the_good_one_as_it_was(
        self, admin, channel, server, simcord_env
    ):
        await admin.slash(channel, "sources add", file=_ARTICLE)
        (before,) = await simcord_env.bot.state.sources.of(server.id)
        name = _ARTICLE[0].rpartition(".")[0]
        for broken in ((f"{name}.md", b""), (f"{name}.txt", b"\x00\x01"), (f"{name}.png", b"\x89PNG")):
            refused = await admin.slash(channel, "sources add", file=broken)
            assert "cannot read articles from" in texts(refused.response)
        assert await simcord_env.bot.state.sources.of(server.id) == [before]
        assert before.file.read_bytes() == _ARTICLE[1]
        assert [path.name for path in before.file.parent.iterdir()] == [before.file.name]

    async def test_a_newer_upload_takes_the_place_of_the_one_of_the_same_name(
        self, admin, channel, server, simcord_env
    ):
        await admin.slash(channel, "sources add", file=_ARTICLE)
        name = _ARTICLE[0].rpartition(".")[0]
        await admin.slash(channel, "sources add", file=(f"{name}.txt", b"The ferry\n\nThe ferry runs again."))
        (source,) = await simcord_env.bot.state.sources.of(server.id)
        assert source.file.read_bytes() == b"The ferry\n\nThe ferry runs again."
        assert [path.name for path in source.file.parent.iterdir()] == [source.file.name]

    @pytest.mark.parametrize(
        "names",
        [
            ("Новости порта.txt", "Мост открыт.txt"),
            ("أخبار.txt", "الجسر.txt"),
            ("AC/DC.txt", "BC/DC.txt"),
            ("🌉.txt", "⛴️.txt"),
            (
                f"{'The port council agrees to extend the talks'} on cranes.txt",
                f"{'The port council agrees to extend the talks'} on pay.txt",
            ),
        ],
    )
    async def test_files_of_different_names_never_take_each_others_place(
        self, names, admin, channel, server, simcord_env
    ):
        for number, name in enumerate(names):
            await admin.slash(channel, "sources add", file=(name, f"The ferry runs again, {number}.".encode()))
        kept = await simcord_env.bot.state.sources.of(server.id)
        assert sorted(source.file.read_bytes()[-2:] for source in kept) == [b"0.", b"1."]

    @pytest.mark.parametrize(
        ("filename", "title", "called"),
        [("late.md", None, "late.md"), ("_.md", "Новости", "Новости.md"), ("__.PDF", "أخبار", "أخبار.PDF")],
    )
    def test_a_file_is_called_as_whoever_sent_it_calls_it(self, filename, title, called):
        sent = {"id": 1, "size": 1, "url": "", "proxy_url": "", "filename": filename, "title": title}
        assert name_upload(discord.Attachment(data=sent, state=SimpleNamespace(http=None))) == called

    async def test_two_uploads_of_one_name_at_once_come_one_after_the_other(self, server, channel, simcord_env):
        bot, texts_of_both = simcord_env.bot, {".md": b"The bridge opened.", ".txt": b"The ferry runs again."}
        asking = await _asking(bot, server, channel)
        uploads = [Upload(filename=f"news{suffix}", content=text) for suffix, text in texts_of_both.items()]
        both = await asyncio.gather(*(bot.server_sources.add_upload(asking, upload) for upload in uploads))
        assert [preview.count for preview in both] == [1, 1]
        (source,) = await bot.state.sources.of(server.id)
        assert source.file.read_bytes() == texts_of_both[source.file.suffix]
        assert [path.name for path in source.file.parent.iterdir()] == [source.file.name]

    async def test_the_name_of_a_removed_source_is_shown_as_it_is(self, admin, channel, server, simcord_env, tmp_path):
        source = ServerSource(server=server.id, name="**a**", file=tmp_path / "a.md", added_at=datetime.now(UTC))
        await simcord_env.bot.state.sources.add(source)
        result = await admin.slash(channel, "sources remove", path="**a**")
        assert r"\*\*a\*\*" in texts(result.response)

    async def test_a_source_of_another_server_is_neither_listed_nor_removed(self, admin, channel, simcord_env):
        await admin.slash(channel, "sources add", file=_ARTICLE)
        there = simcord_env.create_guild("There")
        role = there.create_role("Managers", permissions=discord.Permissions(manage_guild=True))
        stranger = there.add_member(simcord_env.create_user("stranger"), roles=[role])
        outer = there.create_text_channel("b")
        assert "late-news" not in texts((await stranger.slash(outer, "sources list")).response)
        refused = await stranger.slash(outer, "sources remove", path="late-news")
        assert "no source of its own" in texts(refused.response)

    async def test_uploads_of_every_server_are_built_under_stories_of_their_own(
        self, admin, channel, server, simcord_env
    ):
        await admin.slash(channel, "sources add", file=_ARTICLE)
        (source,) = await simcord_env.bot.state.sources.of(None)
        assert source.file.read_bytes() == _ARTICLE[1]
        assert source.file.is_relative_to(simcord_env.bot.settings.uploads_dir / str(server.id))


class TestLinks:
    @pytest.fixture
    def web(self):
        with serve() as running:
            page = "<body><article><h1>A bridge</h1><p>The bridge over the Aller opened on Sunday.</p></article></body>"
            running.put("/bridge", page)
            yield running

    async def test_a_link_is_shown_and_kept_with_how_often_it_is_read(self, admin, channel, server, simcord_env, web):
        link = f"{web.root}/bridge"
        for written, every in ((link, "15min"), (link, "2h")):
            added = await admin.slash(channel, "sources add", link=written, refresh=every)
            assert "The bridge over the Aller opened" in texts(added.response)
        (source,) = await simcord_env.bot.state.sources.of(server.id)
        assert (source.link, source.refresh) == (link, "2h")
        assert source.written == f"{source.story}={link}"
        assert source.name in texts((await admin.slash(channel, "sources list")).response).replace("\\", "")

    async def test_links_that_are_called_alike_are_sources_beside_each_other(self, server, channel, simcord_env, web):
        bot = simcord_env.bot
        asking = await _asking(bot, server, channel)
        long = "/2011/august/18/the-council-of-the-port-agrees-to"
        paths = ("/bridge?id=1", "/bridge?id=2", f"{long}/build", f"{long}/wait")
        for path in (*paths, paths[0], paths[-1]):
            page = "<body><article><h1>A bridge</h1><p>The bridge over the Aller opened.</p></article></body>"
            await bot.server_sources.add_link(asking, web.put(path, page), "")
        kept = await bot.state.sources.of(server.id)
        assert sorted(source.link for source in kept) == sorted(web.root + path for path in paths)

    async def test_what_a_link_gives_can_be_seen_before_and_nothing_is_kept(self, admin, channel, simcord_env, web):
        shown = texts((await admin.slash(channel, "sources check", link=f"{web.root}/bridge")).response)
        assert "The bridge over the Aller opened" in shown
        assert "Nothing was kept" in shown
        assert "with error 404" in texts((await admin.slash(channel, "sources check", link=f"{web.root}/x")).response)
        assert await simcord_env.bot.state.sources.of(None) == []

    @pytest.mark.parametrize(
        ("link", "refresh", "told"),
        [
            ("/etc/passwd", "", "not a web address"),
            ("g222222222222222222-memo=https://example.org/", "", "not a web address"),
            ("https://example.org/\n/../../../etc/passwd", "", "not a web address"),
            ("http://169.254.169.254/latest/", "", "not on the public internet"),
            ("http://127.0.0.1:9/", "", "article from “http://127.0.0.1:9/”: it cannot be fetched"),
            ("https://", "", "article from “https://”: it is not a web address"),
            ("https://example.org/", "1s", "less than 5 minutes"),
            ("https://example.org/", "soon", "is not a length of time"),
        ],
    )
    async def test_what_is_no_link_or_leads_inside_is_refused_and_not_kept(
        self, admin, channel, simcord_env, link, refresh, told
    ):
        refused = await admin.slash(channel, "sources add", link=link, refresh=refresh)
        assert told in texts(refused.response).replace("\\", "")
        assert await simcord_env.bot.state.sources.of(None) == []


class TestPasting:
    async def paste(self, admin, channel, **fields):
        box = await admin.slash(channel, "sources paste")
        return await admin.submit_modal(box, {"headline": "A bridge", "text": "The bridge opened.", **fields})

    async def test_a_pasted_text_is_a_source_with_all_that_was_said_of_it(self, admin, channel, server, simcord_env):
        said = {"date": "2011-08-18", "outlet": "The Courier", "address": "https://example.org/a"}
        shown = texts((await self.paste(admin, channel, **said)).response)
        for told in ("The bridge opened.", "The Courier", "18 August 2011", "not live yet"):
            assert told in shown
        (source,) = await simcord_env.bot.state.sources.of(server.id)
        assert source.story == f"g{server.id}-a-bridge"

    async def test_a_pasted_text_takes_the_place_of_none_but_that_of_its_own_headline(
        self, admin, channel, server, simcord_env
    ):
        for headline, text in (("اتفاق", "One."), ("إضراب", "Two."), ("اتفاق", "One, corrected.")):
            await self.paste(admin, channel, headline=headline, text=text)
        kept = [source.file.read_text() for source in await simcord_env.bot.state.sources.of(server.id)]
        assert sorted(json.loads(article)["text"] for article in kept) == ["One, corrected.", "Two."]

    async def test_a_date_that_can_be_read_in_two_ways_is_refused_in_a_sentence(self, admin, channel, simcord_env):
        refused = await self.paste(admin, channel, date="08/09/2011")
        assert "cannot use this text" in texts(refused.response)
        assert "2011-08-25" in texts(refused.response)
        assert await simcord_env.bot.state.sources.of(None) == []

    async def test_a_box_that_somebody_else_sends_changes_nothing(self, admin, channel, server, simcord_env):
        box = await admin.slash(channel, "sources paste")
        simcord_env.backend.get_guild(server.id).members[admin.id].role_ids.clear()
        refused = await admin.submit_modal(box, {"headline": "A bridge", "text": "The bridge opened."})
        assert "Manage Server" in texts(refused.response)
        assert await simcord_env.bot.state.sources.of(None) == []


class TestSourcesByPath:
    @pytest.fixture
    def settings(self, tmp_path):
        folder = tmp_path / "open"
        folder.mkdir()
        (folder / "Late news.md").write_bytes(_ARTICLE[1])
        (tmp_path / "secret.md").write_bytes(_ARTICLE[1])
        (folder / "way-out.md").symlink_to(tmp_path / "secret.md")
        return make_settings(tmp_path / "data", reindex={"folder": str(folder)})

    async def test_a_file_below_the_operators_folder_is_added_and_stays_when_it_is_removed(
        self, admin, channel, server, simcord_env
    ):
        added = await admin.slash(channel, "sources add", path="Late news.md")
        assert "The bridge over the Aller opened" in texts(added.response)
        (source,) = await simcord_env.bot.state.sources.of(server.id)
        assert source.story == f"g{server.id}-late-news"
        await admin.slash(channel, "sources remove", path="late-news")
        assert await simcord_env.bot.state.sources.of(server.id) == []
        assert source.file.exists()

    async def test_a_path_of_the_name_of_an_upload_is_refused_and_so_is_the_other_way_round(
        self, admin, channel, server, simcord_env
    ):
        await admin.slash(channel, "sources add", file=("Late news.md", _ARTICLE[1]))
        refused = await admin.slash(channel, "sources add", path="Late news.md")
        assert "already has another source called “late-news”" in texts(refused.response)
        (upload,) = await simcord_env.bot.state.sources.of(server.id)
        assert upload.file.read_bytes() == _ARTICLE[1]
        await admin.slash(channel, "sources remove", path="late-news")
        await admin.slash(channel, "sources add", path="Late news.md")
        refused = await admin.slash(channel, "sources add", file=("Late news.md", _ARTICLE[1]))
        assert "already has another source called “late-news”" in texts(refused.response)

    @pytest.mark.parametrize(
        "path", ["../secret.md", "/etc/passwd", "way-out.md", ".", "gone.md", "a\0b", "x" * 5_000, "~/x"]
    )
    async def test_what_leads_out_of_the_folder_is_refused(self, path, admin, channel, server, simcord_env):
        result = await admin.slash(channel, "sources add", path=path)
        assert "not in the folder" in texts(result.response)
        assert await simcord_env.bot.state.sources.of(server.id) == []

    @pytest.mark.parametrize("name", ["news.md", "newsletter.md"])
    async def test_of_a_folder_without_an_article_the_file_that_is_broken_is_named(
        self, name, admin, channel, settings
    ):
        folder = Path(settings.reindex.folder) / "news"
        folder.mkdir()
        (folder / name).write_text("")
        refused = await admin.slash(channel, "sources add", path="news")
        assert texts(refused.response).endswith(f"“news”: {name}: is empty.")

    async def test_a_file_and_a_path_together_are_refused_and_so_is_neither(self, admin, channel, server, simcord_env):
        for options in ({"file": _ARTICLE, "path": "Late news.md"}, {}):
            result = await admin.slash(channel, "sources add", **options)
            assert "only one of them" in texts(result.response)
        assert await simcord_env.bot.state.sources.of(server.id) == []


class TestDataInTheOperatorsFolder:
    @pytest.fixture
    def settings(self, tmp_path):
        (tmp_path / "news.md").write_bytes(_ARTICLE[1])
        return make_settings(tmp_path / "data", reindex={"folder": str(tmp_path)})

    async def test_what_another_server_uploaded_is_not_in_that_folder(self, admin, channel, settings):
        theirs = settings.uploads_dir / "222222222222222222" / "memo" / "memo.md"
        theirs.parent.mkdir(parents=True)
        theirs.write_text("Seventeen llamas\n\nThe mayor keeps seventeen llamas behind the townhall.")
        for place in (theirs, theirs.parent, settings.data.dir):
            refused = await admin.slash(channel, "sources add", path=str(place.relative_to(settings.reindex.folder)))
            assert "not in the folder" in texts(refused.response)
        shown = texts((await admin.slash(channel, "sources add", path=".")).response)
        assert "The bridge over the Aller opened" in shown
        assert "llamas" not in shown


async def test_a_path_is_refused_where_the_operator_opened_no_folder(admin, channel):
    result = await admin.slash(channel, "sources add", path="pyproject.toml")
    assert "not in the folder" in texts(result.response)


class TestTheOperatorsSources:
    @pytest.fixture
    def settings(self, tmp_path):
        (tmp_path / "wire").mkdir()
        (tmp_path / "wire" / "a.md").write_bytes(_ARTICLE[1])
        named = (f"bridge={tmp_path / 'wire'}", "gone", "https://example.org/feed.xml", _WITH_KEYS)
        return make_settings(tmp_path / "data", reindex={"sources": named})

    async def test_they_are_listed_by_name_and_not_by_path_with_what_came_of_them(self, admin, channel, tmp_path):
        wire, at = tmp_path / "wire", datetime(2026, 11, 25, tzinfo=UTC)
        gone = "gone: there is no such file or folder."
        visits = [
            Visit(source=f"bridge={wire}", read_at=at, articles=1, problem=f"{wire}/b.md: is empty."),
            Visit(source="gone", read_at=at, failing_since=at, failures=3, problem=gone),
        ]
        await asyncio.to_thread(keep_visits, tmp_path / "data", visits)
        for command in ("sources list", "sources check"):
            listed = texts((await admin.slash(channel, command)).response).replace("\\", "")
            assert f"wire** · 1 article · read <t:{at.timestamp():.0f}:R> · wire/b.md: is empty." in listed
            assert "· there is no such file or folder." in listed
            assert "**https://example.org/feed.xml** · not read yet" in listed
            assert str(tmp_path) not in listed

    async def test_what_a_link_holds_beside_its_page_is_shown_to_nobody(self, admin, channel, tmp_path):
        at = datetime(2026, 11, 25, tzinfo=UTC)
        problem = f"{_WITH_KEYS}: answered with error 500."
        visit = Visit(source=_WITH_KEYS, read_at=at, failing_since=at, failures=3, problem=problem)
        await asyncio.to_thread(keep_visits, tmp_path / "data", [visit])
        listed = texts((await admin.slash(channel, "sources list")).response).replace("\\", "")
        assert "**https://example.com/wire.xml**" in listed
        assert "https://example.com/wire.xml: answered with error 500." in listed
        assert "hunter2" not in listed
        assert "s3cret" not in listed


class TestTheSmallestUpload:
    @pytest.fixture
    def settings(self, tmp_path):
        return make_settings(tmp_path, reindex={"upload_bytes": 1_000})

    async def test_a_file_that_is_too_large_is_refused(self, admin, channel):
        result = await admin.slash(channel, "sources add", file=("long.txt", b"word " * 1_000))
        assert "too large" in texts(result.response)


class TestAsManySourcesAsAServerMayHave:
    @pytest.fixture
    def settings(self, tmp_path):
        (tmp_path / "open").mkdir()
        (tmp_path / "open" / "bridge.md").write_bytes(_ARTICLE[1])
        return make_settings(tmp_path / "data", reindex={"server_sources": 1, "folder": str(tmp_path / "open")})

    async def test_one_more_is_refused_however_it_comes_and_the_same_one_is_taken_again(
        self, admin, channel, server, simcord_env
    ):
        await admin.slash(channel, "sources add", file=_ARTICLE)
        one_more = (
            {"file": ("bridge.md", b"A bridge.")},
            {"path": "bridge.md"},
            {"link": "https://example.org/bridge"},
        )
        for added in one_more:
            refused = await admin.slash(channel, "sources add", **added)
            assert "as many sources as it may have (1)" in texts(refused.response)
        await admin.slash(channel, "sources add", file=_ARTICLE)
        (source,) = await simcord_env.bot.state.sources.of(server.id)
        assert source.file.read_bytes() == _ARTICLE[1]


class TestLookingAfterTheBot:
    async def test_status_tells_the_age_of_the_index_and_how_much_is_in_it_for_the_server(
        self, admin, channel, simcord_env
    ):
        await simcord_env.bot.engine.open()
        result = await admin.slash(channel, "verbatim status")
        assert "3 articles" in texts(result.response)

    async def test_questions_beyond_those_that_are_compared_are_counted(self, admin, server, channel, simcord_env):
        state = simcord_env.bot.state
        await state.save_server(Server(id=server.id, gaps=True, feedback=False))
        for number in range(205):
            await state.missed.add_gap(server.id, f"Question {number}?", at=datetime(2011, 8, 20, tzinfo=UTC))
        groups = []
        simcord_env.bot.engine.group = lambda questions: _alone(questions, groups)
        shown = texts((await admin.slash(channel, "verbatim gaps")).response)
        assert len(groups) == 200
        listed = sum(line.startswith("- ") for line in shown.splitlines())
        assert f"and {205 - listed} more" in shown

    async def test_gaps_are_told_where_they_are_kept(self, admin, server, channel, simcord_env):
        await simcord_env.bot.state.save_server(Server(id=server.id, gaps=True, feedback=False))
        await admin.slash(channel, "ask", question="Zebra giraffe?")
        result = await admin.slash(channel, "verbatim gaps")
        assert "Zebra giraffe?" in texts(result.response)

    async def test_gaps_and_thumbs_down_are_exported_as_two_private_files(
        self, admin, reader, server, channel, simcord_env
    ):
        state, now = simcord_env.bot.state, datetime.now(UTC)
        await state.missed.add_gap(server.id, "Zebra giraffe?", at=now)
        for user, helpful in ((reader.id, False), (7, True)):
            opinion = Feedback(user=user, subject="Why?", helpful=helpful, reason="an old article", given_at=now)
            await state.missed.add_feedback(server.id, opinion)
        result = await admin.slash(channel, "verbatim export")
        assert result.ephemeral
        assert "1 question without an answer\n1 thumbs-down" in texts(result.response)
        names = [file.filename for file in result.response.message.attachments]
        assert names == ["verbatim-gaps.csv", "verbatim-questions.jsonl"]

    async def test_feedback_is_counted_and_its_reasons_told_but_never_who_gave_them(
        self, admin, reader, server, channel, simcord_env
    ):
        for user, helpful, reason in ((reader.id, False, "an old article"), (7, True, ""), (8, True, "")):
            opinion = Feedback(user=user, subject="Why?", helpful=helpful, reason=reason, given_at=datetime.now(UTC))
            await simcord_env.bot.state.missed.add_feedback(server.id, opinion)
        shown = texts((await admin.slash(channel, "verbatim gaps")).response)
        assert "Feedback from the last 90 days: 👍 2 · 👎 1" in shown
        assert "an old article" in shown
        assert str(reader.id) not in shown

    async def test_the_doctor_names_a_missing_permission_and_where_to_switch_it_on(self, admin, server):
        closed = server.create_text_channel(
            "closed", overwrites={server.default_role: discord.PermissionOverwrite(send_messages=False)}
        )
        result = await admin.slash(closed, "verbatim doctor")
        assert "Send Messages" in texts(result.response)
        assert "Edit Channel > Permissions" in texts(result.response).replace("\\", "")

    async def test_a_permission_is_named_as_discord_shows_it_to_whoever_asks(self, server, simcord_env, monkeypatch):
        german = load_translations().to("de")
        monkeypatch.setattr(simcord_env.bot.askers, "translations", SimpleNamespace(to=lambda _: german))
        role = server.create_role("Verwalter", permissions=discord.Permissions(manage_guild=True))
        admin = server.add_member(simcord_env.create_user("admin"), roles=[role])
        denied = {server.default_role: discord.PermissionOverwrite(send_messages=False)}
        closed = server.create_text_channel("closed", overwrites=denied)
        examined = texts((await admin.slash(closed, "verbatim doctor")).response)
        assert "Mir fehlt das Recht „Nachrichten senden“ in diesem Kanal." in examined
        refused = texts((await admin.slash(closed, "verbatim alarm", where="here")).response)
        assert "schalte „Nachrichten senden“ ein." in refused
        assert "Send Messages" not in examined + refused

    async def test_the_doctor_names_where_what_is_promised_cannot_be_told(self, admin, server, channel, simcord_env):
        denied = {server.default_role: discord.PermissionOverwrite(send_messages=False)}
        closed = server.create_text_channel("closed", overwrites=denied)
        gone, verbs = 987654321098765432, ("/verbatim alarm", "/verbatim digest")
        for places, named in (((channel.id, channel.id), (False, False)), ((closed.id, gone), (True, True))):
            await simcord_env.bot.state.notices.send_alarms(server.id, to=places[0])
            await simcord_env.bot.state.notices.send_digests(server.id, to=places[1], hour=7)
            said = texts((await admin.slash(channel, "verbatim doctor")).response)
            assert tuple(f"The channel for {verb} is gone" in said for verb in verbs) == named

    async def test_the_doctor_names_every_channel_that_it_sees_and_may_not_speak_in(self, admin, server, channel):
        for name, denied in (("dumb", {"send_messages": False}), ("blind", {"view_channel": False})):
            overwrites = {server.default_role: discord.PermissionOverwrite(**denied)}
            server.create_text_channel(name, overwrites=overwrites)
        said = texts((await admin.slash(channel, "verbatim doctor")).response).replace("\\", "")
        assert "Send Messages in #dumb." in said
        assert "blind" not in said

    async def test_the_doctor_names_a_story_to_which_questions_are_put_and_that_is_gone(
        self, admin, server, channel, simcord_env
    ):
        state = simcord_env.bot.state
        chosen = Server(id=server.id, gaps=False, feedback=False, stories=frozenset({"harbour", "old-name"}))
        await state.save_server(chosen)
        await state.save_channel(server.id, Channel(id=channel.id + 1, story="older-name"))
        said = texts((await admin.slash(channel, "verbatim doctor")).response).replace("\\", "")
        assert "❌ The story old-name, to which questions are put here, is gone." in said
        assert "The story older-name" in said
        assert "The story harbour" not in said

    async def test_what_two_admins_change_at_once_is_all_kept_and_one_that_looks_at_an_old_panel_undoes_nothing(
        self, server, channel, simcord_env
    ):
        bot = simcord_env.bot
        asking = await _asking(bot, server, channel)
        controls = ("gaps:on", "feedback:on", "marks:on", "here:on", "gaps:on")
        await asyncio.gather(*(bot.admins.change_setting(asking, control, []) for control in controls))
        kept = await bot.state.server(server.id)
        assert (kept.gaps, kept.feedback, kept.marks) == (True, True, True)
        assert kept.channel(channel.id).answers_here

    async def test_an_alarm_and_a_digest_that_two_admins_ask_for_at_once_are_both_kept(
        self, server, channel, simcord_env
    ):
        bot = simcord_env.bot
        asking = await _asking(bot, server, channel)
        await asyncio.gather(
            bot.admins.send_alarms(asking, to=5),
            bot.admins.send_digests(asking, to=6, hour=7),
        )
        chosen = WantedNotices(server=server.id, alarm_channel=5, digest_channel=6, digest_hour=7)
        assert await bot.state.notices.of(server.id) == chosen

    async def test_the_panel_switches_settings_and_keeps_them(self, admin, server, channel, simcord_env):
        await simcord_env.bot.engine.open()
        panel = await admin.slash(channel, "verbatim settings")
        await admin.click(panel.response, custom_id="panel:v1:gaps:on")
        await admin.select(panel.response, ["orchard"], custom_id="panel:v1:stories")
        await admin.select(panel.response, ["harbour"], custom_id="panel:v1:channel_story")
        role = server.create_role("Editors")
        await admin.select(panel.response, [role], custom_id="panel:v1:admin_role")
        kept = await simcord_env.bot.state.server(server.id)
        assert (kept.gaps, kept.feedback, kept.stories, kept.admin_role) == (True, False, {"orchard"}, role.id)
        assert kept.channel(channel.id).story == "harbour"


def _tree():
    return app_commands.CommandTree(discord.Client(intents=discord.Intents.none()))


def _let_through(server, env, command, member):
    """A server's own settings may show a command to anybody."""
    spec = env.backend.find_command(command, None)
    server.set_command_permissions(int(spec["id"]), {member: True})


async def _alone(questions, groups):
    """Each question asks something else."""
    groups += [[place] for place in range(len(questions))]
    return groups
