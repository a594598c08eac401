"""The loop is not held while the model loads and answers: measured in a process of its own, where nothing is loaded."""

import asyncio
import sys
import textwrap
from pathlib import Path

import pytest
from blockbuster import BlockingError

from bot.server_sources import _write

_ROOT = Path(__file__).parents[2]
_LONGEST = 0.1  # seconds of work

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
        longest, before = 0.0, (time.perf_counter(), time.process_time())
        while not asking.done():
            await asyncio.sleep(0.002)
            now = time.perf_counter(), time.process_time()
            # Whatever holds the loop works meanwhile; a machine that is busy with other programs does not.
            longest = max(longest, min(now[0] - before[0], now[1] - before[1]))
            before = now
        print(len(await asking), longest)
        await engine.close(seconds=5)

    asyncio.run(main())
"""


async def test_a_call_that_blocks_the_loop_would_be_caught_in_every_test(tmp_path):
    with pytest.raises(BlockingError):
        _write(tmp_path / "file", b"")


@pytest.mark.model
async def test_the_loop_is_never_held_for_long_while_the_model_loads(sample_library):
    index = sample_library.generation.folder.parents[1]
    script = textwrap.dedent(_SCRIPT.format(root=str(_ROOT), folder=str(index)))
    child = await asyncio.create_subprocess_exec(sys.executable, "-c", script, stdout=asyncio.subprocess.PIPE)
    said, _ = await child.communicate()
    answered, longest = said.split()
    assert int(answered) == 16
    assert float(longest) < _LONGEST
