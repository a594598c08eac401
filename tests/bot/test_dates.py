"""Since when: what people write, and what is refused."""

from datetime import UTC, datetime

import pytest

from bot.errors import BadDate
from bot.rules.dates import parse_since

_NOW = datetime(2011, 8, 25, 14, 30, tzinfo=UTC)  # a Thursday


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2011-08-18", (2011, 8, 18)),
        ("today", (2011, 8, 25)),
        ("Yesterday", (2011, 8, 24)),
        ("2 days ago", (2011, 8, 23)),
        ("two  days ago", (2011, 8, 23)),
        ("a week ago", (2011, 8, 18)),
        ("last week", (2011, 8, 18)),
        ("the last 3 weeks", (2011, 8, 4)),
        ("1 month ago", (2011, 7, 26)),
        ("monday", (2011, 8, 22)),
        ("last Thursday", (2011, 8, 18)),
        ("18 August 2011", (2011, 8, 18)),
        ("Aug 18, 2011", (2011, 8, 18)),
        ("18.08.2011", (2011, 8, 18)),
        ("2011-08", (2011, 8, 1)),
        ("2011", (2011, 1, 1)),
    ],
)
def test_a_day_is_understood_as_people_write_it(written, day):
    assert parse_since(written, _NOW) == datetime(*day, tzinfo=UTC)


@pytest.mark.parametrize(
    "written", ["", "soon", "2011-02-30", "08/09/2011", "9999 years ago", "18-08", "tomorrow", "x" * 99]
)
def test_what_names_no_day_or_two_is_refused_with_what_to_write(written):
    with pytest.raises(BadDate, match="Write it as 2011-08-18, yesterday or 2 days ago"):
        parse_since(written, _NOW)
