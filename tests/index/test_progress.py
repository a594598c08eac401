"""What a build writes into the pipe is what the bot reads from it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.progress import (
    BuildReport,
    Complaint,
    Progress,
    WantedSources,
    from_line,
    to_line,
    wanted_from_line,
    wanted_to_line,
)

_REPORTS = st.builds(BuildReport, recall=st.floats(0, 1))  # a share, never the NaN that equals nothing
_SAID = st.one_of(st.from_type(Progress), _REPORTS, st.from_type(Complaint))
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(["report", "error", "stage"]), inner),
    max_leaves=6,
)


@given(_SAID)
def test_what_one_end_says_the_other_hears(said):
    line = to_line(said)
    assert from_line(line) == said
    assert from_line(f"{line}\n".encode()) == said


@given(_SAID)
def test_whatever_is_said_is_one_line(said):
    assert len(to_line(said).encode().splitlines()) == 1


_NAMES = st.lists(st.text() | st.sampled_from(["caf\udce9.txt", "a\nb", "s=https://example.org/?key=1"])).map(tuple)


@given(_NAMES, _NAMES)
def test_a_child_hears_what_it_is_to_read(sources, only):
    line = wanted_to_line(WantedSources(sources=sources, only=only))
    assert wanted_from_line(line) == WantedSources(sources=sources, only=only)
    assert len(line.encode().splitlines()) == 1


@given(st.text() | _JSON.map(json.dumps))
def test_what_nobody_wants_is_refused(line):
    with pytest.raises(ValueError, match="does not say what is wanted"):
        wanted_from_line(line)


@given(st.text() | st.binary() | _JSON.map(json.dumps))
def test_what_a_library_prints_is_passed_over(line):
    assert from_line(line) is None


def test_a_stage_that_there_is_not_is_passed_over():
    assert from_line('{"stage": "resting", "done": 0, "total": 1}') is None
