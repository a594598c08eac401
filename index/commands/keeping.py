"""``index status``, ``verify`` and ``rollback``: what looks after an index that is there."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from index.commands.failing import fail, plain_errors
from index.commands.options import Config, Data, load_settings
from index.errors import CorruptGeneration, NoIndexYet
from index.settings import IndexSettings, find_settings_file
from index.streams import count
from index.types import GenerationId
from index.versions import describe_versions

if TYPE_CHECKING:  # each command imports what it runs: they start in a fraction of the time
    from index.articles.visits import Visit
    from index.store.folder.data_folder import DataFolder
    from index.store.manifest import Manifest

_OF_DATABASE = (
    "The index is in PostgreSQL, which checks its own files and keeps no earlier generations; to go back, restore a "
    "backup of it (index/store/postgres/README.md)."
)


def status(data: Data = None, config: Config = None) -> None:
    """Show what the index holds.

    Its generations, which one is current and what is in it, and where everything is kept.

    \b
    Example:
      verbatim index status
    """
    from index.articles.visits import recall_visits
    from index.store.folder.data_folder import DataFolder
    from index.store.homes import read_manifest

    with plain_errors():
        settings = load_settings(config, data)
        folder = DataFolder(settings.data.dir)
        console = Console(highlight=False, soft_wrap=True)
        console.print(f"data folder: {folder.path.absolute()}", markup=False)
        console.print(f"settings file: {find_settings_file(config, os.environ) or 'none'}", markup=False)
        console.print(describe_versions(), markup=False)
        manifest = read_manifest(settings)
        if settings.store.url:
            console.print("home: PostgreSQL", markup=False)
        generations = [] if settings.store.url else folder.ids()
        for generation in generations:
            mark = "current" if generation == manifest.id else ""
            console.print(f"{generation}  {mark}", markup=False)
        console.print(_describe(manifest), markup=False)
        if generations and folder.current_id() != manifest.id:
            console.print("The generation that should be current is damaged; this one answers in its place.")
        for trouble in _find_troubles(manifest, recall_visits(folder.path).values()):
            console.print(trouble, markup=False, style="yellow")


def verify(data: Data = None, config: Config = None) -> None:
    """Check every file against its checksum.

    \b
    Example:
      verbatim index verify
    """
    with plain_errors():
        folder = _open_folder(load_settings(config, data))
        if not folder.ids():
            raise NoIndexYet(folder.path)
        damaged = [message for generation in folder.ids() if (message := _find_damage(folder, generation))]
        if damaged:
            fail("\n".join(damaged))
        Console(highlight=False).print(f"Intact: {', '.join(folder.ids())}.")


def rollback(
    generation: Annotated[str | None, typer.Argument(metavar="GENERATION", help="Make this one current.")] = None,
    data: Data = None,
    config: Config = None,
) -> None:
    """Make another generation current.

    The one named, older or newer, or else the last intact one before the current. `verbatim index status` lists them.

    \b
    Examples:
      verbatim index rollback
      verbatim index rollback 20260801T120000000000Z-1a2b3c4d
    """
    with plain_errors():
        folder = _open_folder(load_settings(config, data))
        current = folder.adopt(generation) if generation else folder.roll_back()
        Console(highlight=False).print(f"Generation {current} is current again.", markup=False)


def _open_folder(settings: IndexSettings) -> DataFolder:
    """The data folder, where the index lives in it."""
    from index.store.folder.data_folder import DataFolder

    if settings.store.url:
        fail(_OF_DATABASE)
    return DataFolder(settings.data.dir)


def _describe(manifest: Manifest) -> str:
    counts = manifest.counts
    counted = (count(number, noun.removesuffix("s")) for noun, number in asdict(counts).items())
    return (
        f"{', '.join(counted)}; stories: {', '.join(manifest.stories)}\n"
        f"built {manifest.created_at:%d %B %Y %H:%M} UTC with {manifest.encoder.name}\n"
        f"search: {manifest.method}, which finds {manifest.recall:.1%} of the nearest passages"
    )


def _find_troubles(manifest: Manifest, visits: Iterable[Visit]) -> Iterator[str]:
    """What is not seen, and which sources fail."""
    if manifest.others:
        yield f"not searched, because another encoder built them: {', '.join(manifest.others)}. Build them again."
    for visit in visits:
        if not visit.is_well:
            yield f"{visit.source} has been failing since {visit.failing_since:%d %B %Y %H:%M} UTC: {visit.problem}"


def _find_damage(folder: DataFolder, generation: GenerationId) -> str | None:
    try:
        folder.verify(generation)
    except CorruptGeneration as error:
        return str(error)
    return None
