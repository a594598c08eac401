"""A bot whose state may only be read, because the file is another user's: ``python -m tests.bot.read_only_state``.

Says what becomes of questions and of a setting, first of one that may be written. Root writes to what nobody may write
to, so root becomes nobody for it.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from pathlib import Path

from bot.admins import Admins
from bot.engine.engine import Engine
from bot.operations.doctor.machine import look_at_state
from bot.readers import Readers
from bot.refreshing import Refreshing
from bot.reindexing import Reindexing
from bot.rules.access import Admin, Asker
from bot.server_sources import ServerSources
from bot.settings import Settings
from bot.state.state import Server, State
from bot.texts.translation import Translate, load_translations
from bot.wire.responding import explain
from index.errors import VerbatimError
from tests.fakes import FakeLibrary

_NOBODY = 65_534  # a user's number


async def main(folder: Path) -> None:
    settings, translate = Settings.model_validate({"data": {"dir": folder}}), load_translations().to("en-GB")
    engine = Engine(FakeLibrary, waiting=5, batch=5)
    engine.start()
    await engine.open()
    state = await State.open(settings.state_file, settings.privacy)
    await state.save_server(Server(id=7, gaps=True, feedback=True))
    # This also loads what nobody might not be allowed to read.
    await ask_and_change(engine, state, settings, translate, "off")
    await state.close()
    (folder / "closed").mkdir()
    closed = Path(shutil.copy(settings.state_file, folder / "closed"))
    take_rights_away(settings.state_file, in_folder=0o777)  # where a bot keeps its lock
    state = await State.open(settings.state_file, settings.privacy)
    await ask_and_change(engine, state, settings, translate, "on")
    await state.close()
    await engine.close(seconds=5)
    give_rights_back()
    take_rights_away(closed, in_folder=0o555)
    try:
        await State.open(closed, settings.privacy)
    except VerbatimError as error:
        print(type(error).__name__)
    give_rights_back()


def take_rights_away(file: Path, *, in_folder: int) -> None:
    file.parent.chmod(in_folder)
    file.chmod(0o444)
    if os.geteuid() == 0:
        os.setresuid(_NOBODY, _NOBODY, 0)


def give_rights_back() -> None:
    if os.getresuid()[2] == 0:
        os.setresuid(0, 0, 0)


async def ask_and_change(engine: Engine, state: State, settings: Settings, translate: Translate, feedback: str) -> None:
    readers = Readers(engine, state, settings)
    server = await state.server(7)
    asker = Asker(user=1, server=server, channel=None, translate=translate)
    for question in ("Which ferry to Northholm will stop running?", "Are zebras striped?"):
        print((await readers.questions.ask(asker, question)).result)
    print("gaps:", len(await state.missed.gaps(7)))
    reindexing = Reindexing(settings.data.dir, None, niceness=0, threads=1)
    refreshing, sources = Refreshing(engine, state, reindexing, settings), ServerSources(state, reindexing, settings)
    admin = Admin(server=server, channel=server.channel(1), translate=translate)
    try:
        reply = await Admins(engine, state, refreshing, sources, settings).change_setting(
            admin, f"feedback:{feedback}", []
        )
    except VerbatimError as error:
        reply = explain(error, translate)
    print(reply.result)
    print("feedback:", (await state.server(7)).feedback)
    print(look_at_state(settings).what)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        asyncio.run(main(Path(place)))
