"""What admins can ask for, on whatever surface: reindex, the sources of their server, its settings, and how all is.

Every verb takes an ``Admin``, which only the check of the permission makes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import replace

from bot.cards.admin import Finding, Status, doctor_card, export_card, gaps_card, status_card
from bot.cards.card import AttachedFile, Reply, say
from bot.cards.settings_panel import change, panel_card
from bot.cards.sources import SourceLine, preview_card, sources_card
from bot.engine.engine import Engine
from bot.operations.doctor.running import look_at_bot, look_at_stories
from bot.operations.exporting import thumbs_down, write_questions, write_table
from bot.refreshing import KnownSource, Refreshing
from bot.reindexing import Build
from bot.rules.access import Admin
from bot.rules.posting import OpenPlace
from bot.rules.scopes import concerns, narrow, visible_stories
from bot.server_sources import PastedText, ServerSources, Upload
from bot.settings import Settings
from bot.state.notices import WantedNotices
from bot.state.state import Server, State
from bot.texts.markdown import escape
from index.articles import Source
from index.progress import BuildReport, Changes, Preview, Progress
from index.types import Scope, StoryId

_GROUPED = 200  # questions, those asked most, are compared; the card has no room for more, and counts the others


class Admins:
    """Serves admins, over one engine, one state and one reindexing."""

    def __init__(
        self, engine: Engine, state: State, refreshing: Refreshing, sources: ServerSources, settings: Settings
    ) -> None:
        self._engine, self._state, self._refreshing, self._settings = engine, state, refreshing, settings
        self._sources = sources

    async def reindex(
        self,
        admin: Admin,
        tell: Callable[[Progress], None],
        *,
        story: StoryId | None = None,
        full: bool = False,
        dry_run: bool = False,
    ) -> BuildReport:
        """Builds a new index and takes it into use; what does not concern the server is left out of the report.

        Raises:
            NoArticles: there is no source. ReindexRunning, ReindexFailed, ReindexCancelled.
            VerbatimError: the new index cannot be opened; the old one stays in use.
        """
        report = await self._refreshing.build(Build(story=story, full=full, dry_run=dry_run), tell)
        theirs = {story: changes for story, changes in report.by_story.items() if self._may_know(admin, story)}
        return replace(
            report,
            changes=Changes.total(theirs.values()),
            failed=tuple(one for one in report.failed if self._may_know(admin, one.story)),
            remarks=tuple(one for one in report.remarks if self._may_know(admin, one.story)),
            by_story=theirs,
        )

    async def reindexable_stories(self, admin: Admin) -> frozenset[StoryId]:
        """The stories that the server could see, and the ones that sources name and no index holds yet."""
        operators = await asyncio.to_thread(lambda: [Source.parse(text) for text in self._settings.reindex.sources])
        named = {source.story for source in operators if source.story is not None}
        named |= {source.story for source in await self._sources.of(admin)}
        return self._choosable_stories(admin.server) | self._admitted(admin.server, named)

    async def find_story(self, admin: Admin, name: str) -> StoryId:
        """The story of that name, where the server may reindex it. Raises UnknownStory."""
        (story,) = narrow(await self.reindexable_stories(admin), name).stories or frozenset[StoryId]()
        return story

    async def list_sources(self, admin: Admin, *, troubles_first: bool = False) -> Reply:
        """The operator's sources, as far as offered to the server, and its own; what came of each when last read."""
        known = [one for one in await self._refreshing.sources() if self._may_know(admin, one.source.story)]
        if troubles_first:
            known.sort(key=lambda one: one.visit is None or one.visit.problem is None)
        lines = [_describe(one) for one in known]
        return Reply(card=sources_card(lines, translate=admin.translate), result="Sources")

    async def check_link(self, admin: Admin, link: str) -> Reply:
        """What a link gives now, before it is added. Raises UnreadableLink."""
        preview = await self._sources.check_link(admin, link)
        return Reply(card=preview_card(preview, is_kept=False, translate=admin.translate), result="SourceChecked")

    async def source_names(self, admin: Admin) -> list[str]:
        """The names of the server's own sources."""
        return [source.name for source in await self._sources.of(admin)]

    async def add_link(self, admin: Admin, link: str, refresh: str = "") -> Reply:
        """Adds a link or a feed. Raises like ``ServerSources.add_link``."""
        return _preview(admin, await self._sources.add_link(admin, link, refresh))

    async def add_path(self, admin: Admin, written: str) -> Reply:
        """Adds what lies below the operator's folder. Raises like ``ServerSources.add_path``."""
        return _preview(admin, await self._sources.add_path(admin, written))

    async def add_upload(self, admin: Admin, upload: Upload) -> Reply:
        """Adds an uploaded file. Raises like ``ServerSources.add_upload``."""
        return _preview(admin, await self._sources.add_upload(admin, upload))

    async def add_text(self, admin: Admin, pasted: PastedText) -> Reply:
        """Adds a pasted text. Raises like ``ServerSources.add_text``."""
        return _preview(admin, await self._sources.add_text(admin, pasted))

    async def remove_source(self, admin: Admin, name: str) -> Reply:
        """Forgets a source of the server's. Raises NoSuchSource."""
        await self._sources.remove(admin, name)
        return Reply(card=say(admin.translate("sources.removed", name=escape(name))), result="SourceRemoved")

    async def status(self, admin: Admin) -> Reply:
        """How the index is, and how much of it the server may see."""
        if self._engine.is_opening:
            return Reply(card=say(admin.translate("status.opening")), result="Status")
        return Reply(card=status_card(await self._look_at_index(admin), translate=admin.translate), result="Status")

    async def send_alarms(self, admin: Admin, *, to: OpenPlace | None) -> Reply:
        """Has a channel or thread, in which the admin asks, told when a source fails for too long, and when it is well
        again; None for no channel."""
        await self._state.notices.send_alarms(admin.server.id, to=to)
        told = admin.translate("notices.alarm_nowhere" if to is None else "notices.alarm_here")
        return Reply(card=say(told), result="Alarm")

    async def send_digests(self, admin: Admin, *, to: OpenPlace | None, hour: int | None) -> Reply:
        """Has a channel or thread, likewise, told once a day, at an hour, what is new; None and None for none."""
        await self._state.notices.send_digests(admin.server.id, to=to, hour=hour)
        if hour is None:
            return Reply(card=say(admin.translate("notices.digest_nowhere")), result="Digest")
        zone = self._settings.digest.time_zone
        return Reply(card=say(admin.translate("notices.digest_here", hour=f"{hour}:00", zone=zone)), result="Digest")

    async def settings(self, admin: Admin) -> Reply:
        """What the server, and the channel that the admin asks in, are set to, with the controls that change it."""
        card = panel_card(
            admin.server,
            admin.channel,
            stories=self._choosable_stories(admin.server),
            listens=self._settings.discord.message_content,
            translate=admin.translate,
        )
        return Reply(card=card, result="Settings")

    async def change_setting(self, admin: Admin, control: str, values: Sequence[str]) -> Reply:
        """The panel after one of its controls was used; ``values`` are those of a select. What other admins have
        changed since this one asked, or change at the same time, stays changed."""
        before = await self._state.server(admin.server.id)
        its = before.channel(admin.channel.id)
        server, channel = change(before, its, control, values)
        await self._state.save_server(server, before=before)
        await self._state.save_channel(server.id, channel, before=its)
        server = await self._state.server(server.id)
        return await self.settings(replace(admin, server=server, channel=server.channel(channel.id)))

    async def gaps(self, admin: Admin) -> Reply:
        """What the stories could not answer, and what readers thought of answers."""
        server = admin.server
        gaps, opinions = await self._state.missed.gaps(server.id), await self._state.missed.feedback(server.id)
        alike = await self._engine.group([gap.question for gap in gaps[:_GROUPED]])
        grouped = [[gaps[place] for place in group] for group in alike]
        card = gaps_card(
            [*grouped, *([gap] for gap in gaps[_GROUPED:])],
            opinions if opinions or server.feedback else None,
            kept=server.gaps,
            days=self._settings.privacy.retention_days,
            translate=admin.translate,
        )
        return Reply(card=card, result="Gaps")

    async def export(self, admin: Admin) -> Reply:
        """The same as files: a table, and questions for ``verbatim eval``."""
        gaps = [gap for gap in await self._state.missed.gaps(admin.server.id) if gap.closed_at is None]
        opinions = thumbs_down(await self._state.missed.feedback(admin.server.id))
        if not gaps and not opinions:
            return Reply(card=say(admin.translate("export.none")), result="Export")
        files = [
            AttachedFile(name="verbatim-gaps.csv", text=write_table(gaps, opinions)),
            AttachedFile(name="verbatim-questions.jsonl", text=write_questions(gaps, opinions)),
        ]
        return Reply(card=export_card(gaps, opinions, files, translate=admin.translate), result="Export")

    async def doctor(
        self,
        admin: Admin,
        of_server: Sequence[Finding],
        look_at_notices: Callable[[WantedNotices], Awaitable[Sequence[Finding]]],
        *,
        application: int | None = None,
    ) -> Reply:
        """What is misconfigured, with what was found in the server, and in the channels that are told unasked;
        ``application`` is whose portal page is linked."""
        answers_here = any(channel.answers_here for channel in admin.server.channels.values())
        of_bot = look_at_bot(self._settings, self._engine, answers_here=answers_here, application=application)
        if self._engine.catalogue is not None:
            of_bot += look_at_stories(admin.server, self._choosable_stories(admin.server))
        of_notices = await look_at_notices(await self._state.notices.of(admin.server.id))
        findings = [*of_bot, *of_server, *of_notices]
        return Reply(card=doctor_card(findings, translate=admin.translate), result="Doctor")

    async def _look_at_index(self, admin: Admin) -> Status | None:
        if (catalogue := self._engine.catalogue) is None:
            return None
        seen = self._choosable_stories(admin.server)
        stories = await self._engine.stories(Scope(stories=seen)) if seen else ()
        return Status(
            built_at=catalogue.manifest.created_at,
            articles=sum(len(story.articles) for story in stories),
            reindexing=self._refreshing.is_running,
            stale=sum(self._may_know(admin, one.source.story) for one in self._refreshing.stale),
        )

    def _may_know(self, admin: Admin, story: StoryId | None) -> bool:
        return concerns(story, self._settings.reindex.offered, admin.server.id)

    def _choosable_stories(self, server: Server) -> frozenset[StoryId]:
        """The stories of the index that a server may bind: all that it could see."""
        catalogue = self._engine.catalogue
        return self._admitted(server, catalogue.stories_of(server.id) if catalogue else ())

    def _admitted(self, server: Server, stories: Iterable[StoryId]) -> frozenset[StoryId]:
        """Those of the stories that the server could see, whichever it has bound."""
        unbound = replace(server, stories=frozenset())
        return visible_stories(stories, self._settings.reindex.offered, unbound, None)


def _preview(admin: Admin, preview: Preview) -> Reply:
    return Reply(card=preview_card(preview, is_kept=True, translate=admin.translate), result="SourceAdded")


def _describe(known: KnownSource) -> SourceLine:
    visit = known.visit
    return SourceLine(
        name=known.name,
        articles=visit.articles if visit else None,
        read_at=visit.read_at if visit else None,
        problem=known.problem,
    )
