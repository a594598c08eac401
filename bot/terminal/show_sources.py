"""Sources as text for a terminal: what one gives before it goes live, and what came of each when it was read. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from rich.console import Group, RenderableType
from rich.text import Text

from bot.terminal.printing import printable
from index.articles.visits import Visit
from index.languages import guess_language, language_of
from index.languages.sentences import paragraphs
from index.progress import Preview
from index.streams import count
from index.types import Article

_PARAGRAPHS, _LISTED = 4, 10  # shown at most, of an article; of a list


def show_preview(preview: Preview) -> RenderableType:
    """The articles of a source as readers would see them, what was left out of the first, remarks and failures."""
    parts = [part for article in preview.articles for part in _show_article(article)]
    if (left := preview.count - len(preview.articles)) > 0:
        parts += [Text(), Text(f"… and {count(left, 'article')} more")]
    parts += _list("Not taken from the page:", preview.left_out)
    parts += _list("Remarks:", preview.remarks)
    parts += _list("Could not be read:", preview.failures)
    return Group(*parts, Text(), Text("Nothing was kept."))


def show_visits(visits: Sequence[Visit], unread: Sequence[str], unnamed: Sequence[Visit] = ()) -> RenderableType:
    """A line a source, as it is written: when it was last read, what it gave, and what of it could not be read;
    ``unread`` are those that have not been read yet, ``unnamed`` those that a command has read and nobody names."""
    lines = [line for visit in visits for line in _show_visit(visit)]
    lines += [Text(f"{printable(source)}: not read yet") for source in unread]
    if unnamed:
        lines.append(Text("Read by a command, and not again by the bot, as [reindex] sources does not name them:"))
        lines += [line for visit in unnamed for line in _show_visit(visit)]
    return Group(*lines) if lines else Text("There are no sources. Name some in [reindex] sources.")


def _show_visit(visit: Visit) -> Iterator[Text]:
    since = f", failing since {_moment(visit.failing_since)}" if visit.failing_since else ""
    told = f"read {_moment(visit.read_at)}, {count(visit.articles, 'article')}{since}"
    yield Text(f"{printable(visit.source)}: {told}")
    if visit.problem:
        yield Text(f"  {printable(visit.problem)}", style="yellow")


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def _show_article(article: Article) -> list[Text]:
    date = f"{article.published_at:%Y-%m-%d}" if article.published_at else "undated"
    facts = [
        article.outlet or "no outlet",
        f"by {article.author}" if article.author else "no author",
        date,
        article.language or f"{language_of(article) or guess_language(article.body)} by its words",
        count(len(article.body.split()), "word"),
    ]
    shown = paragraphs(article.body)[:_PARAGRAPHS]
    return [
        Text(),
        Text(printable(article.title) or "untitled", style="bold"),
        Text(printable(" · ".join(facts))),
        *([Text(printable(article.url))] if article.url else []),
        Text(f"story: {printable(article.story)}"),
        *(Text(f"\n  {printable(paragraph.of(article.body))}") for paragraph in shown),
    ]


def _list(heading: str, lines: Sequence[str]) -> list[Text]:
    if not lines:
        return []
    left = [f"… and {len(lines) - _LISTED} more"] if len(lines) > _LISTED else []
    return [Text(), Text(heading), *(Text(f"  {printable(line)}") for line in [*lines[:_LISTED], *left])]
