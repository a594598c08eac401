"""Which articles an index holds after a build, and what that changes. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, replace

from index.articles import Reading
from index.errors import DuplicateArticle, UnknownStory
from index.progress import Changes
from index.types import Article, StoryId, split_story


def choose_articles(
    old: Iterable[Article], reading: Reading, story: StoryId | None, *, keeps: Callable[[Article], bool]
) -> tuple[list[Article], list[Article]]:
    """What the index holds, as it was read, and what the new one holds: with a story, only its articles change, and
    what it ``keeps`` stays in any case.

    Raises:
        UnknownStory: nothing that was read belongs to the story.
        DuplicateArticle: an article of the story has the id of one of another story.
    """
    before = [replace(article, copies=(), copy_of=None) for article in old]
    chosen = [article for article in reading.articles if story in (None, article.story)]
    if story is not None and not chosen:
        raise UnknownStory(story, sorted({article.story for article in reading.articles}))
    ids = {article.id for article in chosen}
    others = {article.id: article for article in before if story not in (None, article.story)}
    for article in chosen:
        if article.id in others:
            raise DuplicateArticle(article.id, f"story {others[article.id].story}", f"story {story}")

    def stays(article: Article) -> bool:
        """A source that names no story, and is not there, gave no article of a server's."""
        may_be_of_a_gap = reading.has_gap and not split_story(article.story)[0]
        return keeps(article) or may_be_of_a_gap or article.id in reading.unread or article.story in reading.standing

    kept = others | {article.id: article for article in before if stays(article) and article.id not in ids}
    return before, [*kept.values(), *chosen]


def count_changes(old: Sequence[Article], new: Sequence[Article]) -> dict[StoryId, Changes]:
    """What became of the articles, by story; one that has moved has changed where it is now."""
    before, counts = {article.id: article for article in old}, defaultdict[StoryId, Counter[str]](Counter)
    for article in new:
        was = before.pop(article.id, None)
        counts[article.story]["new" if was is None else "unchanged" if was == article else "changed"] += 1
    for article in before.values():
        counts[article.story]["removed"] += 1
    kinds = [kind.name for kind in fields(Changes)]
    return {story: Changes(**{kind: count[kind] for kind in kinds}) for story, count in counts.items()}


def lost(old: Sequence[Article], new: Sequence[Article]) -> list[Article]:
    """The articles that are gone; one whose text stands under another name was renamed, and is not."""
    ids, texts = {article.id for article in new}, {(article.story, article.body) for article in new}
    return [article for article in old if article.id not in ids and (article.story, article.body) not in texts]
