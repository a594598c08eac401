"""The loop is not held while the model loads and answers: measured in a process of its own, where nothing is loaded."""

import asyncio
import sys
import textwrap
from pathlib import Path

import pytest
from blockbuster import BlockingError

from bot.admins import _measure

_ROOT = Path(__file__).parents[2]
_LONGEST = 0.1  # seconds
_TRIES = 3  # another program can hold a machine up; the bot would hold the loop up every time

_SCRIPT = """
    import asyncio, sys, time
    sys.path.insert(0, {root!r})
    from bot.connection import make_bot
    from bot.settings import Settings
    from index.types import Question

    async def main():
        engine = make_bot(Settings.model_validate({{"data": {{"dir": {folder!r}}}}})).engine
        engine.start()
        asking = asyncio.gather(*(engine.ask(Question(text="Who leads the talks?")) for _ in range(16)))
        longest = 0.0
        while not asking.done():
            before = time.perf_counter()
            await asyncio.sleep(0.002)
            longest = max(longest, time.perf_counter() - before)
        print(len(await asking), longest)
        await engine.close(seconds=5)

    asyncio.run(main())
"""


async def test_a_call_that_blocks_the_loop_would_be_caught_in_every_test(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(BlockingError):
        _measure(tmp_path)


@pytest.mark.model
async def test_the_loop_is_never_held_for_long_while_the_model_loads(sample_library):
    index = sample_library.generation.folder.parents[1]
    script = textwrap.dedent(_SCRIPT.format(root=str(_ROOT), folder=str(index)))
    pauses = []
    for _ in range(_TRIES):
        child = await asyncio.create_subprocess_exec(sys.executable, "-c", script, stdout=asyncio.subprocess.PIPE)
        said, _ = await child.communicate()
        answered, longest = said.split()
        assert int(answered) == 16
        pauses.append(float(longest))
        if pauses[-1] < _LONGEST:
            return
    pytest.fail(f"the loop stood still for {min(pauses):.3f} s")
