"""A parent and its children: who dies comes again, later each time; who is told to stop takes all along."""

import asyncio
import os
import signal
import sys
from itertools import pairwise

import pytest

from bot.cluster.children import BEYOND_RESTARTING, Children
from tests.bot.waiting import until

_SLEEPS = (sys.executable, "-c", "import time; print(flush=True); time.sleep(60)")


async def test_a_child_that_dies_is_started_again_and_the_others_go_on():
    children = Children(_SLEEPS, [os.environ] * 2, pauses=(0.05, 1.0))
    running = asyncio.create_task(children.run())
    await until(lambda: len(children.pids) == 2)
    first, second = children.pids
    os.kill(first, signal.SIGKILL)
    await until(lambda: len(children.pids) == 2 and first not in children.pids)
    assert second in children.pids
    children.stop()
    await asyncio.wait_for(running, 10)
    assert children.pids == []


async def test_one_that_cannot_live_is_tried_again_after_longer_and_longer(tmp_path):
    tried = tmp_path / "tried"
    body = f"import time; open({str(tried)!r}, 'a').write(f'{{time.monotonic()}}\\n'); raise SystemExit(1)"
    children = Children((sys.executable, "-S", "-c", body), [os.environ], pauses=(0.2, 60.0))
    running = asyncio.create_task(children.run())
    await until(lambda: tried.exists() and tried.read_text().count("\n") == 4)
    children.stop()
    await asyncio.wait_for(running, 20)
    moments = [float(line) for line in tried.read_text().splitlines()]
    waited = [later - earlier for earlier, later in pairwise(moments)]
    assert all(seconds >= pause for seconds, pause in zip(waited, (0.2, 0.4, 0.8), strict=True))


async def test_one_that_no_restart_mends_is_left_and_the_others_go_on(tmp_path):
    tried, other = tmp_path / "tried", tmp_path / "other"
    body = (
        "import os, sys, time\n"
        f"open({str(tried)!r}, 'a').write('x') if os.environ['REFUSED'] else "
        f"(open({str(other)!r}, 'w').write(str(os.getpid())), time.sleep(60))\n"
        f"sys.exit({BEYOND_RESTARTING})"
    )
    environments = [{**os.environ, "REFUSED": refused} for refused in ("yes", "")]
    children = Children((sys.executable, "-S", "-c", body), environments, pauses=(0.01, 0.01))
    running = asyncio.create_task(children.run())
    await until(lambda: other.exists() and [str(pid) for pid in children.pids] == [other.read_text()])
    children.stop()
    assert not await asyncio.wait_for(running, 10)
    assert tried.read_text() == "x"
    assert children.pids == []


async def test_where_no_restart_mends_any_the_parent_ends_by_itself():
    refused = (sys.executable, "-S", "-c", f"raise SystemExit({BEYOND_RESTARTING})")
    assert not await asyncio.wait_for(Children(refused, [os.environ] * 2).run(), 10)


@pytest.mark.parametrize("turns", range(6))
async def test_one_that_is_just_being_started_is_told_to_stop_like_the_others(turns):
    children = Children(_SLEEPS, [os.environ])
    running = asyncio.create_task(children.run())
    for _ in range(turns):
        await asyncio.sleep(0)
    children.stop()
    await asyncio.wait_for(running, 10)


async def test_each_child_has_its_environment(tmp_path):
    write = "import os; open(os.environ['WHERE'], 'w').write('here')"
    places = [tmp_path / str(number) for number in range(3)]
    children = Children((sys.executable, "-S", "-c", write), [{**os.environ, "WHERE": str(place)} for place in places])
    running = asyncio.create_task(children.run())
    await until(lambda: all(place.exists() for place in places))
    children.stop()
    await asyncio.wait_for(running, 20)


async def test_a_parent_that_is_told_to_stop_tells_its_children_and_waits_for_them(tmp_path):
    last_words = tmp_path / "last words"
    body = (
        "import signal, sys, time\n"
        f"signal.signal(signal.SIGTERM, lambda *_: (open({str(last_words)!r}, 'w').write('bye'), sys.exit()))\n"
        f"open({str(tmp_path / 'ready')!r}, 'w').close()\n"
        "time.sleep(60)"
    )
    children = Children((sys.executable, "-S", "-c", body), [os.environ])
    running = asyncio.create_task(children.run())
    await until((tmp_path / "ready").exists)
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(running, 10)
    assert last_words.read_text() == "bye"
