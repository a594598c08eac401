"""What processes of the index's tests do."""

import resource
import signal
import time
from pathlib import Path

from index.articles import Source
from index.building import build
from index.errors import BuildFailed
from index.settings import DataSettings, IndexSettings
from tests.index.fake_encoder import FakeEncoder


def build_on_a_full_disk(sources: Path, data: Path, limit: int) -> None:
    """Builds where the system lets no file have more than ``limit`` bytes, and says what went wrong."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, most))
    try:
        build([Source(path=sources)], IndexSettings(data=DataSettings(dir=data)), FakeEncoder)
    except BuildFailed as error:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        print(error)


def build_for_a_minute(sources: Path, data: Path) -> None:
    """Builds until it is killed, and says when it encodes."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # what runs in the background is started without it

    class Slow(FakeEncoder):
        def encode_passages(self, passages, advance):  # type: ignore[no-untyped-def]
            print("encoding", flush=True)
            time.sleep(60)

    build([Source(path=sources)], IndexSettings(data=DataSettings(dir=data)), Slow)
