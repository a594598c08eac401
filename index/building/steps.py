"""What a build does, wherever the index lives: read, choose, ask before anything goes, write, report."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from index.articles import Reading, Source, read
from index.articles.duplicates import Unique, find_copies
from index.building.choosing import choose_articles, count_changes, lost
from index.building.folder import open_folder_site
from index.encoding.encoder import Encoder
from index.errors import BrokenSources, NoArticles, WouldRemove
from index.progress import BuildReport, Changes, Failure, Progress, Remark, Stage
from index.search.reader.reading import LoadReader
from index.settings import IndexSettings
from index.store.manifest import Manifest
from index.streams import count
from index.types import Article, Revision, StoryId, story_name

_MOST_NAMED = 20  # articles without a date, of all stories; the others are counted


def build(
    sources: Sequence[Source],
    settings: IndexSettings,
    load_encoder: Callable[[], Encoder],
    *,
    story: StoryId | None = None,
    full: bool = False,
    dry_run: bool = False,
    skip_broken: bool = False,
    read: Callable[[Sequence[Source]], Reading] = read,
    keeps: Callable[[Article], bool] = lambda _: False,
    may_remove: Callable[[Sequence[Article]], bool] = lambda _: True,
    report: Callable[[Progress], None] = lambda _: None,
    load_reader: LoadReader = lambda: None,
    revisions: Sequence[Revision] = (),
) -> BuildReport:
    """Builds an index of what is in ``sources`` where the settings say; whatever goes wrong, the old one stays.

    With a ``story`` only its articles are looked at; the others stay as they are.
    Nothing is written when nothing has changed. ``full`` encodes everything again. ``dry_run`` only says what would
    change. ``skip_broken`` leaves out what cannot be read instead of refusing to build; what was read of it earlier
    stays. What it ``keeps`` stays, too, whatever was read. ``may_remove`` is asked before articles go. ``read`` gives
    the articles where they are no files. ``load_reader`` gives what reads along where it is found out which questions
    the index answers. ``revisions`` are earlier texts of the articles, for a folder that holds no index yet.

    Raises:
        NoArticles, BrokenSources, UnknownStory, DuplicateArticle, BuildInProgress, ModelError.
        WouldRemove: ``may_remove`` said no.
        BuildFailed: the disk is full, or the new index did not pass its check.
        DatabaseAway, OldDatabase, OtherSchema: the index lives in a database.
    """
    reading = _read_sources(sources, read, skip_broken=skip_broken, report=report)
    with _open_site(settings, reading, story, revisions, dry_run=dry_run) as site:
        before, articles = choose_articles(site.articles, reading, story, keeps=keeps)
        _require_some(articles, sources, reading)
        if dry_run:
            report(Progress(stage=Stage.READING, done=1, total=1))
            return _report_build(reading, count_changes(before, articles))
        if (gone := lost(before, articles)) and not may_remove(gone):
            raise WouldRemove([article.title for article in gone], len(before))
        unique = find_copies(articles)
        report(Progress(stage=Stage.READING, done=1, total=1))
        manifest, encoded = site.write(unique, load_encoder(), load_reader, full=full, report=report)
    return _report_build(reading, count_changes(before, articles), manifest, encoded)


class Site(Protocol):
    """Where a build happens: a home of which nobody else builds the same part meanwhile."""

    @property
    def articles(self) -> Sequence[Article]:
        """Those that are there, of all that the build may touch."""

    def write(
        self,
        unique: Unique,
        encoder: Encoder,
        load_reader: LoadReader,
        *,
        full: bool,
        report: Callable[[Progress], None],
    ) -> tuple[Manifest, int]:
        """Writes what has changed; gives what the index is then, and the number of passages that were encoded."""


def _open_site(
    settings: IndexSettings,
    reading: Reading,
    story: StoryId | None,
    revisions: Sequence[Revision],
    *,
    dry_run: bool,
) -> AbstractContextManager[Site]:
    if settings.store.url:
        from index.building.database import open_database_site  # which loads the database's client

        return open_database_site(settings, reading, story, dry_run=dry_run)
    return open_folder_site(settings, revisions, dry_run=dry_run)


def _read_sources(
    sources: Sequence[Source],
    read: Callable[[Sequence[Source]], Reading],
    *,
    skip_broken: bool,
    report: Callable[[Progress], None],
) -> Reading:
    """What is in the sources. Raises BrokenSources, NoArticles."""
    report(Progress(stage=Stage.READING, done=0, total=1))
    reading = read(sources)
    if reading.failures and not skip_broken:
        raise BrokenSources([error for _, error in reading.failures])
    if not (reading.standing or reading.has_gap):
        _require_some(reading.articles, sources, reading)
    return reading


def _require_some(articles: Sequence[Article], sources: Sequence[Source], reading: Reading) -> None:
    """Raises NoArticles where there are none, with what was wrong with the sources."""
    if not articles:
        raise NoArticles([source.path for source in sources], [str(error) for _, error in reading.failures])


def _report_build(
    reading: Reading, by_story: Mapping[StoryId, Changes], manifest: Manifest | None = None, encoded: int = 0
) -> BuildReport:
    """What a build did; a dry run has no manifest."""
    return BuildReport(
        generation=manifest.id if manifest else None,
        changes=Changes.total(by_story.values()),
        encoded=encoded,
        failed=tuple(Failure(story=source.story, message=str(error)) for source, error in reading.failures),
        recall=manifest.recall if manifest else None,
        remarks=(
            *(Remark(story=source.story, message=remark) for source, remark in reading.remarks),
            *_name_undated(reading.articles),
        ),
        by_story=by_story,
    )


def _name_undated(articles: Sequence[Article]) -> Iterator[Remark]:
    """Which articles of each story have no date, without which nothing of them is newer or older, and how they get
    one: by their titles, as an id may be a path. What is left when enough were named is counted together."""
    stories: dict[StoryId, list[Article]] = {}
    for article in articles:
        stories.setdefault(article.story, []).append(article)
    named = untold = 0
    for story, held in sorted(stories.items()):
        undated = [f"“{article.title}”" for article in held if article.published_at is None]
        if undated and named < _MOST_NAMED:
            shown = undated[: _MOST_NAMED - named]
            named += len(shown)
            verb, it = ("has", "it") if len(undated) == 1 else ("have", "each")
            listed = f"{', '.join(shown)}{', …' * (len(undated) > len(shown))}"
            yield Remark(
                story=story,
                message=f"{len(undated):,} of {count(len(held), 'article')} in {story_name(story)} {verb} no date, so "
                f"nothing shows which is newer: {listed}. Give {it} "
                "a published_at, or in plain text a line above it, such as “The Courier, 17 October 2026”.",
            )
        else:
            untold += len(undated)
    if untold:
        verb = "has" if untold == 1 else "have"
        yield Remark(story=None, message=f"{count(untold, 'more article')} in other stories {verb} no date either.")
