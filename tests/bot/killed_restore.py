"""A restore over a data folder in use, killed at its moments: ``python -m tests.bot.killed_restore EVERY FOLDER``.

It is killed at one of EVERY so many.

What was there was made of "old" things, what the backup holds of "new" ones: state, an upload and an index of one
article each. After every kill an index answers; once whoever comes next has seen to it, all is old or all is new.
"""

from __future__ import annotations

import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from bot.operations.backup import back_up
from bot.operations.restoring import end_broken_off, restore
from bot.settings import Settings
from index.articles import Source
from index.building import build
from index.store.folder.data_folder import DataFolder
from tests.index.fake_encoder import FakeEncoder
from tests.killing import in_a_child, kill_at_moments


def main(every: int, folder: Path) -> None:
    used, new = folder / "used", _make(folder, "new")
    _make(folder, "old")
    back_up(new, None, folder / "backup.zip")
    settings = Settings.model_validate({"data": {"dir": used}})
    shutil.copytree(folder / "old", used)

    def look() -> None:
        assert len(list(DataFolder(used).open_current().articles)) == 1
        end_broken_off(used)
        assert not (used / ".restore").exists()
        found = _read(used)
        assert found in ({"old"}, {"new"}), found
        print(*found, flush=True)

    for moment in kill_at_moments(lambda: restore(folder / "backup.zip", settings, FakeEncoder), every):
        in_a_child(look)
        shutil.rmtree(used)
        shutil.copytree(folder / "old", used)
        print(moment, "moments", flush=True)


def _make(folder: Path, name: str) -> Settings:
    settings = Settings.model_validate({"data": {"dir": folder / name}})
    file = settings.uploads_dir / "7" / "memo.md"
    file.parent.mkdir(parents=True)
    file.write_text(f"# {name}\n\nThe {name} ferry runs again from Sunday on.\n")
    with closing(sqlite3.connect(settings.state_file)) as state, state:
        state.executescript("CREATE TABLE sources (file TEXT); CREATE TABLE chosen (word TEXT)")
        state.execute("INSERT INTO chosen VALUES (?)", (name,))
    build([Source.parse(str(file))], settings, FakeEncoder)
    return settings


def _read(folder: Path) -> set[str]:
    """What state, upload and index are of; both words where they are mixed."""
    with closing(sqlite3.connect(folder / "state.sqlite")) as state:
        words = {row[0] for row in state.execute("SELECT word FROM chosen")}
    words |= {(folder / "uploads" / "7" / "memo.md").read_text().split()[1]}
    words |= {article.title for article in DataFolder(folder).open_current().articles}
    return words


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
