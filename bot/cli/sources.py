"""``verbatim sources``: what a source gives before it goes live, and what came of each when it was last read."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import Config, Data, load_settings
from index.commands.failing import make_group, plain_errors

if TYPE_CHECKING:
    from bot.settings import Settings

app = make_group("Where the articles come from.")


@app.command()
def check(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="A file, a folder, a link or a feed.")],
    data: Data = None,
    config: Config = None,
) -> None:
    """Show what a source gives before it goes live.

    Title, outlet, author, date, language and the first paragraphs as readers would see them, what was left out, and
    what could not be read; for a feed, of its three newest articles. Nothing is kept.

    \b
    Examples:
      verbatim sources check https://example.org/feed.xml
      verbatim sources check articles/
    """
    with plain_errors():
        from bot.terminal.printing import show
        from bot.terminal.show_sources import show_preview
        from index.articles import Source
        from index.previewing import preview

        found = preview(Source.parse(source), load_settings(config, data))
        show(show_preview(found))
        if not found.articles:
            raise typer.Exit(1)


@app.command("list")
def list_all(data: Data = None, config: Config = None) -> None:
    """List the sources and how each was last read.

    Those in [reindex] sources and those that servers added, with when each was last read and what could not be read;
    then those that gave articles before but are no longer named anywhere.

    \b
    Example:
      verbatim sources list
    """
    with plain_errors():
        from bot.terminal.printing import show
        from bot.terminal.show_sources import show_visits
        from index.articles import Source
        from index.articles.visits import recall_visits

        settings = load_settings(config, data)
        visits = recall_visits(settings.data.dir)
        named = [*settings.reindex.sources, *_find_added(settings)]
        written = [Source.parse(name).written for name in named]
        unread = [source for source in written if source not in visits]
        known = [visits.pop(source) for source in written if source in visits]
        show(show_visits(known, unread, [visit for visit in visits.values() if visit.articles]))


def _find_added(settings: Settings) -> list[str]:
    """The sources that servers added, as a build takes them. Raises BrokenState."""
    if isinstance(settings.state_place, Path) and not settings.state_place.exists():
        return []
    return asyncio.run(_read_added(settings))


async def _read_added(settings: Settings) -> list[str]:
    from bot.state.state import State

    state = await State.open(settings.state_place, settings.privacy)
    try:
        return [source.written for source in await state.sources.of(None)]
    finally:
        await state.close()
