"""Sources as text for a terminal: what one gives before it goes live, and what came of each when it was read. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from bot.terminal.dates import at_minute, in_numbers
from bot.terminal.printing import listed, printable
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
    parts += listed("Not taken from the page:", preview.left_out, most=_LISTED)
    parts += listed("Remarks:", preview.remarks, most=_LISTED)
    parts += listed("Could not be read:", preview.failures, most=_LISTED)
    return Group(*parts, Text(), Text("Nothing was kept."))


def show_visits(visits: Sequence[Visit], unread: Sequence[str], unnamed: Sequence[Visit] = ()) -> RenderableType:
    """A line a source, as it is written: when it was last read, what it gave, and what of it could not be read;
    ``unread`` are those that have not been read yet, ``unnamed`` those that a command has read and nobody names."""
    lines = [line for visit in visits for line in _show_visit(visit)]
    lines += [Text(f"{printable(source)}: not read yet") for source in unread]
    if unnamed:
        lines.append(
            Text("Read by a command; the bot will not read these again, as [reindex] sources does not name them:")
        )
        lines += [line for visit in unnamed for line in _show_visit(visit)]
    return Group(*lines) if lines else Text("There are no sources yet. Name some in [reindex] sources.")


def _show_visit(visit: Visit) -> Iterator[Text]:
    since = f", failing since {at_minute(visit.failing_since)}" if visit.failing_since else ""
    told = f"read {at_minute(visit.read_at)}, {count(visit.articles, 'article')}{since}"
    yield Text(f"{printable(visit.source)}: {told}")
    if visit.problem:
        yield Text(f"  {printable(visit.problem)}", style="yellow")


def _show_article(article: Article) -> list[Text]:
    facts = [
        article.outlet or "no outlet",
        f"by {article.author}" if article.author else "no author",
        in_numbers(article) or "undated",
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
