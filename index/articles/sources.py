"""Which sources to read, and what came of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from index.articles.files import exists
from index.errors import SourceError, VerbatimError
from index.types import Article, ArticleId, StoryId, split_story

_LINK = re.compile(r"(?:(?P<story>[^=/:]+)=)?(?P<link>https?://.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file or folder to read, or a ``link``, which ``index.web`` reads. With a ``story``, everything in it belongs to
    that story, whatever it says of itself, and its article ids begin with the story's name, so that it cannot pass for
    an article of another source."""

    path: Path
    story: StoryId | None = None
    link: str | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """``PATH``, ``LINK``, ``STORY=PATH`` or ``STORY=LINK``; a path that exists is a path, whatever its name.

        Raises:
            SourceError: it names nothing.
        """
        if (match := _LINK.fullmatch(text)) and not exists(Path(text)):
            named = StoryId(match["story"]) if match["story"] else None
            return cls(path=Path(match["link"]), story=named, link=match["link"])
        story, separator, path = text.partition("=")
        if not (path if separator else text).strip():  # an unset variable of a shell, not the working folder
            raise SourceError(text or "a source", "names no file or folder. Write PATH, LINK or STORY=PATH.")
        if separator and story and not exists(Path(text)):
            return cls(path=Path(path), story=StoryId(story))
        return cls(path=Path(text))

    @property
    def server(self) -> int:
        """The server whose admins gave it, as its story tells; 0 for the operator's."""
        return split_story(self.story or "")[0]

    def name(self, own: str) -> ArticleId:
        """The id of an article of this source that calls itself so."""
        return ArticleId(f"{self.story}/{own}" if self.story else own)

    def means(self, other: Source) -> bool:
        """Whether ``other`` can be called so: by its place, however that is written, or by its story alone."""
        if self.story is None:
            return self.written == other.story or self._place == other._place
        return self.story == other.story and self._place == other._place

    @property
    def _place(self) -> str | Path:
        return self.link or self.path.resolve()

    @property
    def written(self) -> str:
        """What ``parse`` reads this source from: its name in what is kept of it."""
        place = self.link or str(self.path)
        return f"{self.story}={place}" if self.story else place


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The articles that could be read, in order of their source, and what could not, each with its source.

    ``remarks`` say what was passed over and what was mended. ``unread`` are the articles of files that could not be
    read, ``standing`` the stories whose source is not there, or is a feed, which names only the newest: what was read
    of them earlier has not gone for that. ``has_gap``: a source that names no story is not there, or a folder in one
    cannot be opened, so that nothing of what was read earlier can be said to have gone.

    ``given`` counts the articles of each source that was read; ``looks`` tells of each that is no link how its files
    looked before they were read; ``left_out`` names what pages hold beside their articles.
    """

    articles: tuple[Article, ...]
    failures: tuple[tuple[Source, VerbatimError], ...]
    remarks: tuple[tuple[Source, str], ...] = ()
    unread: frozenset[ArticleId] = frozenset()
    standing: frozenset[StoryId] = frozenset()
    has_gap: bool = False
    given: Mapping[Source, int] = field(default_factory=dict)
    looks: Mapping[Source, str] = field(default_factory=dict)
    left_out: Mapping[ArticleId, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def join(cls, readings: Sequence[Self]) -> Self:
        """All of them together; of articles of one id the first stays."""
        articles, left_out = dict[ArticleId, Article](), dict[ArticleId, tuple[str, ...]]()
        for reading in readings:
            for article in reading.articles:
                articles.setdefault(article.id, article)
            for article_id, texts in reading.left_out.items():
                left_out.setdefault(article_id, texts)
        return cls(
            articles=tuple(articles.values()),
            failures=tuple(failure for reading in readings for failure in reading.failures),
            remarks=tuple(remark for reading in readings for remark in reading.remarks),
            unread=frozenset().union(*(reading.unread for reading in readings)),
            standing=frozenset().union(*(reading.standing for reading in readings)),
            has_gap=any(reading.has_gap for reading in readings),
            given={source: count for reading in readings for source, count in reading.given.items()},
            looks={source: look for reading in readings for source, look in reading.looks.items()},
            left_out=left_out,
        )
