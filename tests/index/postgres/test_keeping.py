"""What a process remembers of a database, and what it forgets first."""

import pytest

pytest.importorskip("psycopg", reason="PostgreSQL's client is not installed: pip install -e '.[test]'")

from index.store.postgres.memory import Kept


def _read(word):
    return lambda: word


def test_what_was_used_longest_ago_is_forgotten_first():
    kept = Kept(2)
    for key in ("a", "b", "a", "c"):
        kept.find(key, _read(key))
    assert [kept.get(key) for key in "abc"] == ["a", None, "c"]


def test_no_more_is_kept_than_the_weights_of_what_is_kept_allow():
    kept = Kept(10, len)
    for word in ("four", "five", "sixes"):
        kept.find(word, _read(word))
    assert [kept.get(word) for word in ("four", "five", "sixes")] == [None, "five", "sixes"]
    kept.put("five", "5")
    kept.find("four", _read("four"))
    assert [kept.get(word) for word in ("four", "five", "sixes")] == ["four", "5", "sixes"]


def test_what_weighs_more_than_all_that_is_kept_is_kept_alone():
    kept = Kept(3, len)
    kept.find("a", _read("a"))
    kept.find("whales", _read("whales"))
    assert (kept.get("a"), kept.get("whales")) == (None, "whales")
    kept.find("b", _read("b"))
    assert (kept.get("whales"), kept.get("b")) == (None, "b")
