"""What has changed in articles as text for a terminal. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from bot.terminal.dates import at_minute
from bot.terminal.marks import Excerpt
from bot.terminal.printing import printable
from index.streams import count
from index.types import Article, Change, Revised, Span

_CHANGES = 20  # of an article, shown at most


def show_changes(revised: Sequence[Revised]) -> RenderableType:
    """The exact words that were added, removed and corrected, article by article, with the times of both texts."""
    if not revised:
        return Text("No article's text has changed since it was first read.", style="yellow")
    return Group(*(_show_article(one) for one in revised))


def _show_article(revised: Revised) -> RenderableType:
    article, changes = revised.later, revised.changes
    outlet = f" — {printable(article.outlet)}" if article.outlet else ""
    left = [Text(f"  … and {count(len(changes) - _CHANGES, 'change')} more")] if len(changes) > _CHANGES else []
    return Group(
        Text(f"{printable(article.title)}{outlet}", style="bold"),
        Text(f"as read {at_minute(revised.read_at)}, and {at_minute(revised.replaced_at)}", style="dim"),
        *(_show_change(revised, change) for change in changes[:_CHANGES]),
        *left,
        Text(),
    )


def _show_change(revised: Revised, change: Change) -> RenderableType:
    parts: list[RenderableType] = [Text(f"  {change.kind}:", style="cyan")]
    if change.before:
        parts.append(_quote(revised.earlier, change.before, change.before_words))
    if change.kind == "corrected":
        parts.append(Text("  now:", style="cyan"))
    if change.after:
        parts.append(_quote(revised.later, change.after, change.after_words))
    return Group(*parts)


def _quote(article: Article, sentence: Span, words: Span | None) -> Excerpt:
    return Excerpt(article.body, sentence, words)
