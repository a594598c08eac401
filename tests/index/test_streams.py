"""Commands write to whatever standard output is: another encoding, a reader that leaves, a disk that is full."""

import os
import subprocess
import sys

import pytest

_WRITE = "from index.streams import run_tidily; import sys; run_tidily(lambda: sys.stdout.write({text!r} * {times}))"


def write(text, *, encoding, times=1, **streams):
    code = _WRITE.format(text=text, times=times)
    environment = os.environ | {"PYTHONIOENCODING": encoding}
    return subprocess.run([sys.executable, "-c", code], env=environment, stderr=subprocess.PIPE, check=False, **streams)


@pytest.mark.parametrize(
    ("encoding", "written"),
    [
        ("utf-8", "“Né” – 3 € … Łódź 東 → \u2060x?"),
        ("ascii", '"Ne" - 3 EUR ... Lodz ? -> ?x?'),
        ("latin-1", '"Né" - 3 EUR ... Lódz ? -> ?x?'),
        ("cp1252", "“Né” – 3 € … Lódz ? -> ?x?"),
    ],
)
def test_a_character_that_the_output_lacks_is_written_with_those_it_has(encoding, written):
    done = write("“Né” – 3 € … Łódź 東 → \u2060x\udce9", encoding=encoding, stdout=subprocess.PIPE)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode(encoding) == written


def test_a_reader_that_leaves_early_is_no_failure():
    reading, writing = os.pipe()
    os.close(reading)
    done = write("much\n", encoding="utf-8", times=100_000, stdout=writing)
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no full disk to write to")  # noqa: PTH110
def test_a_full_disk_is_one_sentence():
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        done = write("much\n", encoding="utf-8", stdout=full)
    assert done.returncode == 1
    assert done.stderr == b"The output cannot be written: No space left on device.\n"
