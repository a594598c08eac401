"""What an operator is told of a cluster."""

import asyncio
import json
import os
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from rich.console import Console
from typer.testing import CliRunner

from bot.cli.commands import app
from bot.cluster.children import BEYOND_RESTARTING
from bot.cluster.identifying import Budget
from bot.cluster.watching import ClusterProcess, Watched
from bot.settings import PrivacySettings
from bot.state.state import State
from bot.terminal.show_cluster import in_ranges, show_watched
from tests.bot.discord_double import TOKEN
from tests.bot.process import verbatim
from tests.databases import make_empty_database
from tests.forking import Forked

_NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VERBATIM_DATA__DIR", str(tmp_path / "data"))
    return lambda *arguments, url="": CliRunner(env={"VERBATIM_STORE__URL": url}).invoke(app, arguments)


@pytest.mark.parametrize(
    ("arguments", "status"),
    [(("run", "--cluster"), BEYOND_RESTARTING), (("run", "--processes", "2"), 1), (("status", "--cluster"), 1)],
)
def test_many_processes_without_a_database_are_told_what_is_missing(run, arguments, status):
    told = run(*arguments)
    assert told.exit_code == status
    assert "[store] url" in told.output


def test_json_of_an_index_is_refused_and_not_passed_over(run):
    told = run("status", "--json")
    assert told.exit_code == 2
    assert "--cluster" in told.output


def test_a_token_that_is_missing_is_told_once_and_not_by_every_process_for_ever(run):
    told = run("run", "--processes", "2", url="postgresql://nobody@127.0.0.1:1/nothing")
    assert told.exit_code == 1
    assert "[discord] token: there is no token" in told.output


@pytest.mark.parametrize(
    ("token", "has_tables", "closes_with", "said"),
    [
        ("wrong.token", False, None, "token"),
        (TOKEN, False, None, "verbatim store upgrade"),
        (TOKEN, True, 4011, "[discord] shards"),
        (TOKEN, True, 4014, "[discord] message_content"),
    ],
)
async def test_a_process_that_no_restart_mends_says_why_and_asks_not_to_be_started_again(
    double, postgres_server, state_url, tmp_path, token, has_tables, closes_with, said
):
    double.closes_with = closes_with
    settings = {
        "VERBATIM_DISCORD__TOKEN": token,
        "VERBATIM_DISCORD__API_URL": double.api_url,
        "VERBATIM_DISCORD__GATEWAY_URL": double.gateway_url,
        "VERBATIM_STORE__URL": state_url if has_tables else make_empty_database(postgres_server),
        "VERBATIM_DATA__DIR": str(tmp_path),
    }
    process = Forked(verbatim, "run", "--cluster", environment={**os.environ, **settings}, folder=tmp_path)
    async with asyncio.timeout(60):
        assert await process.ended() == BEYOND_RESTARTING
    assert said in process.said
    assert "Traceback" not in process.said


def test_tables_that_are_not_there_are_told_of_with_the_command_that_makes_them(run, postgres_server):
    assert "verbatim store upgrade" in run("status", "--cluster", url=postgres_server).output


def test_the_tables_are_made_by_one_command_and_made_again_they_stay(run, postgres_server):
    owner = make_empty_database(postgres_server)
    for _ in range(2):
        told = run("store", "upgrade", owner)
        assert told.exit_code == 0
        assert {line.partition(":")[0] for line in told.output.splitlines()} == {"index", "state", "cluster"}
    assert "0 of 0 shards served by 0 processes." in run("status", "--cluster", url=owner).output


_WITHOUT_CLIENT = """
import sys
sys.modules["psycopg"] = None
from bot.cli import main
for command in ("upgrade", "migrate", "tune"):
    sys.argv[1:] = ["store", command, "postgresql://nowhere/verbatim"]
    try:
        main()
    except SystemExit as error:
        print(command, error.code, flush=True)
"""


def test_a_client_that_is_not_installed_is_named():
    told = subprocess.run([sys.executable, "-c", _WITHOUT_CLIENT], capture_output=True, text=True, check=True)
    assert told.stdout.splitlines() == ["upgrade 1", "migrate 1", "tune 1"]
    for complaint in told.stderr.splitlines():
        assert complaint.startswith("PostgreSQL's client is not installed")
    assert len(told.stderr.splitlines()) == 3


def test_processes_shards_and_sessions_are_shown():
    member = {"host": "here", "started": _NOON, "waiting": 3, "latency_ms": 41.6}
    watched = Watched(
        members=[
            ClusterProcess(name="a", pid=11, shards=[0, 1, 2, 7], lag=0.4, **member),
            ClusterProcess(name="b", pid=12, shards=[], lag=28.0, **member),
        ],
        shards=8,
        unserved=[3, 4, 5, 6],
        budget=Budget(total=1000, remaining=987, max_concurrency=1, resets_at=_NOON),
    )
    console = Console(width=200)
    with console.capture() as captured:
        console.print(show_watched(watched))
    told = captured.get()
    for part in (
        "11",
        "0-2, 7",
        "none",
        "28.0 s",
        "42 ms",
        "4 of 8 shards served by 1 process.",
        "nobody: 3-6",
        "987 of 1000",
    ):
        assert part in told


def test_runs_of_numbers_are_short():
    assert [in_ranges(numbers) for numbers in ([], [3], [0, 1], [0, 2, 3, 4, 9])] == ["", "3", "0-1", "0, 2-4, 9"]


def test_the_status_of_a_cluster_is_also_json(run, state_url):
    document = json.loads(run("status", "--cluster", "--json", url=state_url).output)
    assert document == {"members": [], "shards": 0, "unserved": [], "budget": None}


def test_what_is_kept_is_copied_there_and_back_and_nothing_in_a_dry_run(run, tmp_path, state_url):
    async def keep(place, *, gap=None):
        state = await State.open(place, PrivacySettings())
        if gap:
            await state.missed.add_gap(1, gap, at=_NOON)
        gaps = await state.missed.gaps(None)
        await state.close()
        return [kept.question for kept in gaps]

    file, copy = tmp_path / "data" / "state.sqlite", tmp_path / "copy"
    asyncio.run(keep(file, gap="why?"))
    assert "gaps: 1 row" in run("store", "migrate", state_url, "--dry-run").output
    assert asyncio.run(keep(state_url)) == []
    assert "row for row" in run("store", "migrate", state_url).output
    assert asyncio.run(keep(state_url)) == ["why?"]
    assert run("store", "migrate", state_url).exit_code == 1  # something is kept there now
    assert run("store", "migrate", state_url, "--back", "--data", str(copy)).exit_code == 0
    assert asyncio.run(keep(copy / "state.sqlite")) == ["why?"]


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_what_is_in_a_database_is_saved_with_its_own_tools(run, tmp_path, command):
    told = run(command, str(tmp_path / "backup.zip"), url="postgresql://verbatim_bot@nowhere/verbatim")
    assert told.exit_code == 1
    assert "pg_dump" in told.output
