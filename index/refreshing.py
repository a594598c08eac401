"""Reading the sources for a build, and remembering what came of each of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime

from index.articles import Reading, Source
from index.articles.visits import Visit, hold, keep_visits, note, recall_visits
from index.errors import VerbatimError
from index.progress import Progress, Stage
from index.settings import IndexSettings
from index.store.homes import read_manifest
from index.streams import count
from index.types import Article, StoryId, split_story
from index.web import given
from index.web.given import ReadsPages
from index.web.links import forget_unnamed, read_all
from index.web.visiting import Terms

_MOST_REMOVED = 0.5  # of an index's articles, by a reading that nobody asked for


class Refresh:
    """One reading. With ``only``, what is not among them stays as it is in the index; a dry run is not remembered. Only
    a build of all the sources that there are, ``is_whole``, knows which pages nobody names any more. ``pages`` reads
    what links give."""

    def __init__(
        self,
        settings: IndexSettings,
        *,
        accept: bool = False,
        dry_run: bool = False,
        only: Collection[Source] | None = None,
        is_whole: bool = True,
        pages: ReadsPages = given,
    ) -> None:
        self._settings = settings
        self._may_forget = is_whole and not dry_run
        again = None if only is None else frozenset(only)
        self._terms = Terms(accept=accept, dry_run=dry_run, only=again, pages=pages)
        self._sources: Sequence[Source] = ()
        self._stories = frozenset[StoryId | None]()
        self._visits: list[Visit] = []
        self._missed: Sequence[Article] = ()

    def read(self, sources: Sequence[Source], report: Callable[[Progress], None]) -> Reading:
        """What ``build`` builds from; tells of every page and file that was read. Raises NoArticles."""
        self._sources = sources
        terms = replace(self._terms, tell=lambda done: report(Progress(stage=Stage.READING, done=done, total=0)))
        reading = read_all(sources, self._settings, terms)
        self._stories = frozenset({article.story for article in reading.articles} | _find_stories(sources))
        self._visits = note(reading, recall_visits(self._settings.data.dir), at=datetime.now(UTC))
        return reading

    @contextmanager
    def remembered(self) -> Iterator[None]:
        """Keeps what came of each source: what failed in any case, and what was read when the build that it is for has
        ended well, after which what nobody names any more is forgotten. What a build lost is read again, but for the
        files of which too many have gone: that is held until a person says so."""
        try:
            yield
        except VerbatimError:
            self._keep([*(visit for visit in self._visits if not visit.is_well), *self._hold_back()])
            raise
        self._keep(self._visits, {source.written for source in self._sources} if self._may_forget else None)
        if self._may_forget:
            with suppress(OSError):  # what is left over is found by the next one
                forget_unnamed(self._sources, self._settings.data.dir, self._terms)

    def may_have_given(self, article: Article) -> bool:
        """Whether what was read, or what a server's admins have removed, may have been where the article came from; a
        file or folder that names no story may hold articles of any of the operator's."""
        return article.story in self._stories or None in self._stories or bool(split_story(article.story)[0])

    def is_plausible(self, gone: Sequence[Article]) -> bool:
        """Whether so many articles may go without a person who says so. Of a source that its server has removed all
        may."""
        named = {source.story for source in self._sources}
        missed = [article for article in gone if article.story in named or not split_story(article.story)[0]]
        try:
            held = read_manifest(self._settings).counts.articles
        except VerbatimError:
            return True
        is_plausible = len(missed) <= max(1, _MOST_REMOVED * held)
        self._missed = () if is_plausible else missed
        return is_plausible

    def _hold_back(self) -> list[Visit]:
        """The visits of the files and folders from which the missed articles have gone."""
        if not self._missed:
            return []
        before, stories = recall_visits(self._settings.data.dir), {None, *(article.story for article in self._missed)}
        problem = (
            f"{count(len(self._missed), 'article')} in the index are no longer in their sources, too many to remove "
            "without asking, so they stay. `/reindex` or `verbatim index build` removes them."
        )
        places = {source.written for source in self._sources if source.link is None and source.story in stories}
        return [hold(visit, before.get(visit.source), problem) for visit in self._visits if visit.source in places]

    def _keep(self, visits: Sequence[Visit], named: Collection[str] | None = None) -> None:
        if not self._terms.dry_run:
            with suppress(OSError):  # the index is what counts; what is not remembered is read again
                keep_visits(self._settings.data.dir, visits, named=named)


def _find_stories(sources: Sequence[Source]) -> set[StoryId | None]:
    """The stories that sources name; with None where a file or folder names none."""
    return {source.story for source in sources if source.story is not None or source.link is None}
