"""Settings → a running bot: the commands, the index behind them, signals, and what Discord may refuse at the door."""

from __future__ import annotations

import asyncio
import importlib.util
import logging
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import discord

from bot.client import Surfaces, Verbatim
from bot.cluster.children import Children
from bot.cluster.cluster import Times
from bot.cogs import ask, boxes, buttons, conversation, quotes, reindex, sources, story, verbatim
from bot.engine.engine import Engine
from bot.errors import TokenRefused
from bot.operations.lock import locked
from bot.operations.logs import set_up
from bot.operations.restoring import end_broken_off
from bot.operations.stopping import LAST_SECONDS, end_now, stop_on_signals
from bot.reindexing import Reindexing
from bot.settings import Settings
from bot.wire.adapter import use_wire_adapter
from bot.wire.sharding import use_resuming_shards
from bot.wire.transport import point_at
from index.errors import SettingsError
from index.library import Library
from index.settings import variable_of
from index.versions import describe_versions

SURFACES = Surfaces(
    commands=(
        *ask.COMMANDS,
        *quotes.COMMANDS,
        *story.COMMANDS,
        *reindex.COMMANDS,
        *sources.COMMANDS,
        *verbatim.COMMANDS,
    ),
    items=(buttons.ActionButton, verbatim.PanelItem),
    take=boxes.take,
    hear=conversation.hear,
)
_GOODBYE_SECONDS = 0.5  # for the library to end by itself
_LOADING_SECONDS = 3.0  # for a model that is loaded for nobody any more
_log = logging.getLogger("verbatim")
_INTENT_OFF = (
    "[discord] message_content: the intent is off. Switch it on at https://discord.com/developers/applications > your "
    "application > Bot > Privileged Gateway Intents > Message Content Intent, or set message_content = false"
)

_MORE_SHARDS = (
    "[discord] shards: Discord lets no shard serve more than 2,500 servers, and the bot is in more; set one shard for "
    "every 1,000 of them"
)
_TOKEN_UNKNOWN, _SHARDS_WANTED = 4004, 4011  # Discord, "gateway close event codes"


def command_names() -> frozenset[str]:
    """The names under which Discord knows the commands and menus."""
    return frozenset(command.name for command in SURFACES.commands)


def make_bot(
    settings: Settings,
    config: Path | None = None,
    *,
    open_library: Callable[[Settings], Library] = Library.open,
    times: Times | None = None,
) -> Verbatim:
    """The bot over the index that the settings name, one among many where the ``times`` of a cluster are given; opens
    nothing yet."""
    questions = settings.questions
    engine = Engine(lambda: open_library(settings), waiting=questions.waiting, batch=questions.batch)
    reindexing = Reindexing(
        settings.data.dir,
        config,
        niceness=settings.reindex.niceness,
        threads=settings.reindex.threads,
        memory=settings.reindex.memory_mb * 1_000_000,
    )
    return Verbatim(settings, engine, reindexing, SURFACES, times=times)


def run(
    settings: Settings, config: Path | None = None, *, open_library: Callable[[Settings], Library] = Library.open
) -> None:
    """Connects, and answers until SIGTERM or Ctrl-C.

    Raises:
        SettingsError: there is no token, the settings ask for an intent that is off in the Developer Portal, or for too
            few shards.
        TokenRefused: Discord does not recognise the token.
        AlreadyRunning: another process runs the bot on this data folder.
        BuildInProgress, OSError: a restore that was broken off cannot be ended.
    """
    set_up(settings.log)
    _log.info(describe_versions("discord.py"), extra={"facts": {"data": str(settings.data.dir)}})
    point_at(settings.discord.api_url, settings.discord.gateway_url)
    with locked(settings.data.dir):
        end_broken_off(settings.data.dir)
        _run(make_bot(settings, config, open_library=open_library))


def run_in_cluster(settings: Settings, config: Path | None = None) -> None:
    """Connects as one process of many, and answers what its shards hear until SIGTERM or Ctrl-C.

    Raises:
        SettingsError: likewise, or there is no database. TokenRefused, DatabaseAway, OldDatabase, OtherSchema.
    """
    require_database(settings)
    set_up(settings.log)
    _log.info(describe_versions("discord.py"), extra={"facts": {"cluster": True}})
    point_at(settings.discord.api_url, settings.discord.gateway_url)
    _run(make_bot(settings, config, times=Times()))


def _run(bot: Verbatim) -> None:
    """Runs a bot to its end. A thread that still opens the index would have the process end by a crash, as it is in a
    library of C++: it is waited for a little, and left with the process otherwise. Raises like ``run``."""
    try:
        asyncio.run(serve(bot))
    finally:
        is_over = bot.engine.wait(seconds=_LOADING_SECONDS)
    if not is_over:
        end_now(0)


def run_children(settings: Settings, arguments: Sequence[str], processes: int) -> bool:
    """Runs so many processes of a cluster, with these ``arguments`` of ``verbatim``, until SIGTERM or Ctrl-C; each has
    its own port for metrics, counted up from the settings'. Gives whether none was beyond restarting, as
    ``Children.run``. Raises SettingsError like ``run_in_cluster``."""
    require_database(settings)
    _read_token(settings)  # told once, and not by each child
    set_up(settings.log)
    port = settings.metrics.port
    ports = [str(port + number) if port else "0" for number in range(processes)]
    environments = [{**os.environ, variable_of("metrics", "port"): port} for port in ports]
    return asyncio.run(Children((sys.executable, "-m", "bot", *arguments), environments).run())


def require_database(settings: Settings) -> None:
    """Raises SettingsError where there is no database that processes could share, or nothing to speak to it with."""
    if not settings.store.url:
        raise SettingsError(["[store] url: it is not set; several processes need one PostgreSQL to share"])
    if importlib.util.find_spec("psycopg") is None:
        raise SettingsError(["[store] url: PostgreSQL's client is not installed: pip install 'verbatim-bot[postgres]'"])


def _read_token(settings: Settings) -> str:
    if settings.discord.token is None:
        raise SettingsError(
            ["[discord] token: there is no token; set VERBATIM_DISCORD__TOKEN or VERBATIM_DISCORD__TOKEN_FILE"]
        )
    return settings.discord.token.get_secret_value()


async def serve(bot: Verbatim) -> None:
    """Runs a bot until it is told to stop. Raises like ``run``."""
    token = _read_token(bot.settings)
    use_wire_adapter()
    use_resuming_shards()
    stop_on_signals(bot.close, seconds=LAST_SECONDS + bot.handing_over)
    connecting = asyncio.create_task(bot.start(token))
    leaving = asyncio.create_task(bot.left.wait())
    await asyncio.wait({connecting, leaving}, return_when=asyncio.FIRST_COMPLETED)
    await bot.close()
    await asyncio.wait({connecting}, timeout=_GOODBYE_SECONDS)
    connecting.cancel()  # the library may be waiting, for minutes, before it connects again
    leaving.cancel()
    try:
        await connecting
    except asyncio.CancelledError:
        pass  # as asked
    except discord.LoginFailure as error:
        raise TokenRefused from error
    except discord.PrivilegedIntentsRequired as error:
        raise SettingsError([_INTENT_OFF]) from error
    except discord.ConnectionClosed as error:
        if error.code == _TOKEN_UNKNOWN:  # it was reset while the bot ran
            raise TokenRefused from error
        if error.code == _SHARDS_WANTED:
            raise SettingsError([_MORE_SHARDS]) from error
        raise
