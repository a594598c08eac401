"""The build child: its progress, its ends, and that there is never more than one. The children are small scripts."""

import asyncio
import json
import sys
from datetime import UTC, datetime, timedelta

import pytest

from bot.child import Bounds, Child
from bot.errors import ReindexCancelled, ReindexFailed, ReindexRunning
from bot.reindexing import Build, Reindexing
from index.progress import BuildReport, Changes, Failure, Preview, Progress, Stage, WantedSources, to_line

_REPORT = BuildReport(
    generation="g2",
    changes=Changes(new=2, changed=1, removed=1, unchanged=3),
    encoded=7,
    failed=(Failure(story="harbour", message="a.txt: “empty”"),),
)
_BEYOND = Bounds(niceness=2**80, memory=0, silence=9)  # what no system takes
_LAST_LINE = repr(to_line(_REPORT))
_PREAMBLE = "import json, os, signal, sys, time\ndef say(text): print(text, flush=True)\n"


@pytest.fixture
def reindexing(tmp_path):
    def make(script):
        command = (sys.executable, "-c", _PREAMBLE + script)
        return Reindexing(tmp_path, None, niceness=3, threads=1, command=command)

    return make


def _ignore(_):
    pass


async def test_progress_is_told_and_the_report_is_given(reindexing):
    told = []
    script = f"""say('{{"stage": "encoding", "done": 1, "total": 4}}'); say('noise'); say({_LAST_LINE})"""
    report = await reindexing(script).run(["a"], Build(), told.append)
    assert told == [Progress(stage=Stage.ENCODING, done=1, total=4)]
    assert report == _REPORT


async def test_how_the_last_build_ended_is_remembered_and_a_dry_run_is_none(reindexing):
    well = reindexing(f"say({_LAST_LINE})")
    await well.run(["a"], Build(dry_run=True), _ignore)
    assert well.last is None
    await well.run(["a"], Build(), _ignore)
    assert well.last.succeeded
    badly = reindexing("sys.exit(1)")
    with pytest.raises(ReindexFailed):
        await badly.run(["a"], Build(), _ignore)
    assert not badly.last.succeeded


async def test_the_build_is_asked_for_as_agreed(tmp_path):
    asked = tmp_path / "asked"
    script = f"import json, sys; json.dump(sys.argv[1:], open({str(asked)!r}, 'w')); print({_LAST_LINE})"
    command = (sys.executable, "-c", script)
    child = Reindexing(tmp_path, tmp_path / "v.toml", niceness=0, threads=2, command=command)
    await child.run(["a", "s=b"], Build(story="s", full=True, dry_run=True), _ignore)
    assert json.loads(asked.read_text()) == [
        "build", "-", "--data", str(tmp_path), "--threads", "2", "--config", str(tmp_path / "v.toml"),
        "--story", "s", "--full", "--dry-run", "--skip-broken", "--progress", "json",
    ]  # fmt: skip


async def test_a_failure_that_the_build_names_is_told(reindexing):
    script = """say('{"error": "NoArticles", "message": "nothing there"}'); sys.exit(1)"""
    with pytest.raises(ReindexFailed) as caught:
        await reindexing(script).run(["a"], Build(), _ignore)
    assert caught.value.reason == "nothing there"


async def test_a_child_that_dies_without_a_word_is_a_failure(reindexing):
    child = reindexing("os.kill(os.getpid(), signal.SIGKILL)")
    with pytest.raises(ReindexFailed, match="without a report"):
        await child.run(["a"], Build(), _ignore)
    assert not child.is_running


async def test_a_second_reindex_is_refused_while_one_runs_and_welcome_after(reindexing):
    child = reindexing(f"sys.stdin.readline(); time.sleep(0.2); say({_LAST_LINE})")
    first = asyncio.create_task(child.run(["a"], Build(), _ignore))
    await asyncio.sleep(0)
    with pytest.raises(ReindexRunning) as refused:
        await child.run(["a"], Build(), _ignore)
    assert timedelta() <= datetime.now(UTC) - refused.value.since < timedelta(minutes=1)
    assert (await first).generation == "g2"
    assert (await child.run(["a"], Build(), _ignore)).generation == "g2"


async def test_a_cancelled_reindex_ends_its_child(reindexing):
    child = reindexing("""say('{"stage": "encoding", "done": 0, "total": 0}'); time.sleep(60)""")
    started = asyncio.Event()
    running = asyncio.create_task(child.run(["a"], Build(), lambda _: started.set()))
    await asyncio.wait_for(started.wait(), 10)
    process = child._child
    await child.cancel()
    with pytest.raises(ReindexCancelled):
        await running
    assert process.returncode is not None


async def test_a_call_that_is_cancelled_ends_the_child(reindexing):
    child = reindexing("""say('{"stage": "encoding", "done": 0, "total": 0}'); time.sleep(60)""")
    started = asyncio.Event()
    running = asyncio.create_task(child.run(["a"], Build(), lambda _: started.set()))
    await asyncio.wait_for(started.wait(), 10)
    process = child._child
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert process.returncode is not None
    assert not child.is_running


async def test_the_child_stands_back(reindexing):
    told = []
    script = """time.sleep(0.1); say(json.dumps({"stage": "reading", "done": os.nice(0), "total": 0}))"""
    with pytest.raises(ReindexFailed):
        await reindexing(script).run(["a"], Build(), told.append)
    assert told[0].done >= 3


async def test_a_bot_that_stands_back_itself_has_a_child_that_stands_back_as_far():
    """A process of its own: nobody but the administrator may stand forward again."""
    program = (
        "import asyncio, os, sys; os.nice(10)\n"
        "from bot.child import Bounds, Child, WantedSources\n"
        "command = sys.executable, '-c', 'import os, time; time.sleep(0.5); raise SystemExit(os.nice(0))'\n"
        "async def run():\n"
        "    child = await Child.start(command, Bounds(niceness=5, memory=0, silence=9), WantedSources(sources=()))\n"
        "    print(await child._process.wait())\n"
        "asyncio.run(run())"
    )
    asking = await asyncio.create_subprocess_exec(sys.executable, "-c", program, stdout=asyncio.subprocess.PIPE)
    said, _ = await asking.communicate()
    assert int(said) >= 10


async def test_a_child_that_the_system_does_not_start_is_a_failure_like_any_other(tmp_path):
    child = Reindexing(tmp_path, None, niceness=0, threads=1, command=(str(tmp_path / "nowhere"),))
    for read in (lambda: child.run(["a"], Build(), _ignore), lambda: child.preview("a")):
        with pytest.raises(ReindexFailed) as caught:
            await read()
        assert caught.value.reason == "the build cannot be started: No such file or directory."
    assert not child.is_running
    assert not child.last.succeeded


async def test_a_child_that_cannot_be_held_is_ended(monkeypatch):
    started, start = [], asyncio.create_subprocess_exec

    async def note(*command, **options):
        started.append(await start(*command, **options))
        return started[-1]

    monkeypatch.setattr(asyncio, "create_subprocess_exec", note)
    with pytest.raises((OverflowError, TypeError)):
        await Child.start((sys.executable, "-c", "import time; time.sleep(60)"), _BEYOND, WantedSources(sources=()))
    assert started[0].returncode is not None


async def test_the_child_does_not_learn_the_token(reindexing, monkeypatch):
    monkeypatch.setenv("VERBATIM_DISCORD__TOKEN", "secret")
    told = []
    script = """say(json.dumps({"stage": "reading", "done": "VERBATIM_DISCORD__TOKEN" in os.environ, "total": 0}))"""
    with pytest.raises(ReindexFailed):
        await reindexing(script).run(["a"], Build(), told.append)
    assert told[0].done == 0


async def test_a_preview_learns_neither_the_token_nor_the_way_into_the_database(reindexing, monkeypatch):
    for name in ("VERBATIM_DISCORD__TOKEN", "VERBATIM_STORE__URL", "VERBATIM_STORE__STANDBY_URL", "PGPASSWORD"):
        monkeypatch.setenv(name, "postgresql://verbatim:secret@database/verbatim")
    script = (
        "from index.progress import Preview, to_line\n"
        "known = tuple(name for name, value in os.environ.items() if 'secret' in value)\n"
        "say(to_line(Preview(articles=(), count=0, failures=known)))"
    )
    assert (await reindexing(script).preview("https://example.org/a")).failures == ()


async def test_a_build_finds_the_database_that_the_environment_names(reindexing, monkeypatch):
    monkeypatch.setenv("VERBATIM_STORE__URL", "postgresql://database/verbatim")
    told = []
    script = """say(json.dumps({"stage": "reading", "done": len(os.environ["VERBATIM_STORE__URL"]), "total": 0}))"""
    with pytest.raises(ReindexFailed):
        await reindexing(script).run(["a"], Build(), told.append)
    assert told[0].done == len("postgresql://database/verbatim")


async def test_a_report_of_ten_thousand_failures_is_read(reindexing):
    script = (
        "failed = [{'story': None, 'message': 'x' * 300}] * 10_000\n"
        f"report = json.loads({_LAST_LINE}); report['report']['failed'] = failed; say(json.dumps(report))"
    )
    report = await reindexing(script).run(["a"], Build(), _ignore)
    assert len(report.failed) == 10_000


async def test_a_child_that_complains_a_lot_does_not_stand_still(reindexing):
    script = f"""sys.stderr.write('x' * 1_000_000); say({_LAST_LINE})"""
    report = await asyncio.wait_for(reindexing(script).run(["a"], Build(), _ignore), 20)
    assert report.generation == "g2"


async def test_a_child_is_told_what_to_read_however_much_it_is_and_no_command_line_tells_it_to_others(reindexing):
    sources = [f"g{number:018}-wire=https://example.org/{'feed' * 20}?key={number}" for number in range(30_000)]
    script = (
        "from index.progress import wanted_from_line\n"
        "wanted = wanted_from_line(sys.stdin.readline())\n"
        "places = len(wanted.sources), len(wanted.only), len(' '.join(sys.argv))\n"
        "[say(json.dumps({'stage': 'reading', 'done': place, 'total': 0})) for place in places]\n"
    )
    told = []
    with pytest.raises(ReindexFailed):
        await reindexing(script).run(sources, Build(only=sources[7:]), told.append)
    assert [progress.done for progress in told[:2]] == [30_000, 29_993]
    assert told[2].done < 1_000
    preview = "say('{\"preview\": {\"articles\": [], \"count\": %d}}' % ('key' in ' '.join(sys.argv)))"
    assert (await reindexing(preview).preview("s=https://example.org/?key=1")).count == 0


async def test_a_child_that_does_not_listen_is_heard_all_the_same(reindexing):
    report = await reindexing(f"say({_LAST_LINE})").run(["a" * 1_000] * 5_000, Build(), _ignore)
    assert report == _REPORT


async def test_a_child_that_hangs_is_ended_when_it_has_been_silent_for_too_long(tmp_path):
    script = "import time; time.sleep(60)"
    child = Reindexing(tmp_path, None, niceness=0, threads=1, silence=0.5, command=(sys.executable, "-c", script))
    with pytest.raises(ReindexFailed, match="has said nothing for"):
        await asyncio.wait_for(child.run(["a"], Build(), _ignore), 20)
    assert not child.is_running


async def test_a_child_that_says_that_it_ends_and_hangs_is_ended(reindexing, monkeypatch):
    monkeypatch.setattr("bot.child._PATIENCE_SECONDS", 0.3)
    with pytest.raises(ReindexFailed, match="without a report"):
        await asyncio.wait_for(reindexing("os.close(1); time.sleep(60)").run(["a"], Build(), _ignore), 20)


async def test_three_sources_are_looked_at_beside_each_other_and_no_more(reindexing, tmp_path):
    line = to_line(Preview(articles=(), count=0))
    script = f"""
from pathlib import Path
folder = Path({str(tmp_path)!r})
(folder / f"began-{{os.getpid()}}").touch()
(runs := folder / f"runs-{{os.getpid()}}").touch()
while len(list(folder.glob("began-*"))) < 3: time.sleep(0.01)
count = len(list(folder.glob("runs-*")))
runs.unlink()
say({line!r}.replace('"count": 0', f'"count": {{count}}'))
"""
    looking = reindexing(script)
    previews = await asyncio.wait_for(asyncio.gather(*(looking.preview("a") for _ in range(5))), 90)
    assert max(preview.count for preview in previews) <= 3
    assert len(list(tmp_path.glob("began-*"))) == 5


async def test_a_child_that_prints_garbage_is_a_failure_and_its_garbage_is_not_shown(reindexing):
    script = "[say(x) for x in ('{', '[1]', '{\"report\": 7}', '\\x00\\xff', 'null', '{\"stage\": \"?\"}')]"
    with pytest.raises(ReindexFailed, match="without a report"):
        await reindexing(script).run(["a"], Build(), _ignore)


async def test_a_child_that_says_a_line_without_an_end_is_ended(reindexing, monkeypatch):
    monkeypatch.setattr("bot.child._LINE_LIMIT", 1_000)
    monkeypatch.setattr("bot.child._PATIENCE_SECONDS", 60)  # it ends when it is asked to, and is not waited for
    with pytest.raises(ReindexFailed, match="without an end"):
        await asyncio.wait_for(reindexing("while True: print('x' * 999, end='')").run(["a"], Build(), _ignore), 20)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux alone can bound another process")
async def test_a_child_that_eats_memory_fails_alone(tmp_path):
    script = f"import time; time.sleep(0.3); kept = [bytearray(10_000_000) for _ in range(100)]; print({_LAST_LINE})"
    command = (sys.executable, "-c", script)
    child = Reindexing(tmp_path, None, niceness=0, threads=1, memory=300_000_000, command=command)
    with pytest.raises(ReindexFailed, match="MemoryError"):
        await child.run(["a"], Build(), _ignore)
