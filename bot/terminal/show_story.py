"""A story as text for a terminal: what was read, who is quoted, what can be asked. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from rich.console import Group, RenderableType
from rich.text import Text

from bot.terminal.dates import in_numbers
from bot.terminal.printing import listed, printable
from index.quotations import Person
from index.streams import count
from index.types import Article, Story

_ARTICLES, _PEOPLE, _QUESTIONS = 25, 25, 5  # shown at most
_DAY = 86_400  # seconds


def show_story(story: Story, people: Sequence[Person], built_at: datetime, *, now: datetime) -> RenderableType:
    """Headlines newest first, outlets, people by number of quotations, questions, and the age of the index."""
    outlets = Counter(article.outlet for article in story.articles if article.outlet)
    parts = [
        Text(printable(story.id), style="bold"),
        Text(f"{count(len(story.articles), 'article')}{_dates(story.articles)}"),
        *listed("", [_headline(one) for one in story.articles if one.copy_of is None], most=_ARTICLES),
    ]
    if outlets:
        counted = (f"{printable(outlet)} ({number})" for outlet, number in outlets.most_common())
        parts += [Text(), Text(f"Outlets: {', '.join(counted)}")]
    parts += listed("Quoted:", [f"{one.name} ({one.quotations})" for one in people], most=_PEOPLE)
    parts += listed("You can ask:", story.questions[:_QUESTIONS], most=_QUESTIONS)
    return Group(*parts, Text(), Text(f"The index was built {describe_age(built_at, now)}."), Text())


def describe_age(moment: datetime, now: datetime) -> str:
    """ "today", "1 day ago", "12 days ago", by whole days of 24 hours."""
    days = int((now - moment).total_seconds() // _DAY)
    return "today" if days < 1 else f"{count(days, 'day')} ago"


def _headline(article: Article) -> str:
    outlets = [*([article.outlet] if article.outlet else []), *(copy.outlet for copy in article.copies)]
    told = f" — {', '.join(outlets)}" if outlets else ""
    return f"{in_numbers(article) or 'undated':<10}  {article.title or 'untitled'}{told}"


def _dates(articles: Sequence[Article]) -> str:
    dated = sorted((article.published_at, in_numbers(article)) for article in articles if article.published_at)
    return f", {dated[0][1]} to {dated[-1][1]}" if dated else ""
