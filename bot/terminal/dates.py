"""Dates of articles for a terminal, as exactly as they are known, and moments. Pure."""

from __future__ import annotations

from datetime import UTC, datetime

from index.types import Article, Precision

_WORDS = {Precision.DAY: "%d %B %Y", Precision.MONTH: "%B %Y", Precision.YEAR: "%Y"}
_NUMBERS = {Precision.DAY: "%Y-%m-%d", Precision.MONTH: "%Y-%m", Precision.YEAR: "%Y"}


def in_words(moment: datetime, precision: Precision) -> str:
    """ "3 March 2011", "March 2011" or "2011"."""
    return moment.strftime(_WORDS[precision]).removeprefix("0")


def in_numbers(article: Article) -> str | None:
    """ "2011-03-13", "2011-03" or "2011"; None where it is not known when the article was published."""
    return article.published_at.strftime(_NUMBERS[article.precision]) if article.published_at else None


def at_minute(moment: datetime) -> str:
    """ "2011-03-13 09:00 UTC"."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
