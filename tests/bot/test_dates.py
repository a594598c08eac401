"""Since when: what people write, and what is refused."""

import re
from datetime import UTC, datetime

import pytest

from bot.errors import BadDate, TwoDays
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
        ("eight days ago", (2011, 8, 17)),
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
        ("now", (2011, 8, 25)),
        ("February 2011", (2011, 2, 1)),
        ("Feb. 2011", (2011, 2, 1)),
        ("Feb 11", (2011, 2, 11)),
        ("11 Sept", (2010, 9, 11)),
        ("since the 11th of February", (2011, 2, 11)),
        ("since Monday", (2011, 8, 22)),
        ("from last week", (2011, 8, 18)),
        ("since yesterday", (2011, 8, 24)),
        ("from now", (2011, 8, 25)),
        ("August 25", (2011, 8, 25)),
        ("August 26", (2010, 8, 26)),
        ("29 Feb", (2008, 2, 29)),
        ("June", (2011, 6, 1)),
        ("13/08/2011", (2011, 8, 13)),
        ("08-13-2011", (2011, 8, 13)),
        ("08/08/2011", (2011, 8, 8)),
    ],
)
def test_a_day_is_understood_as_people_write_it(written, day):
    assert parse_since(written, _NOW) == datetime(*day, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "soon",
        "2011-02-30",
        "9999 years ago",
        "18-08",
        "tomorrow",
        "x" * 99,
        "30 February",
        "Feb 11 12",
        "13/13/2011",
    ],
)
def test_what_names_no_day_is_refused_with_all_that_may_be_written(written):
    with pytest.raises(BadDate, match=r"is not a date\. Write it as 2011-08-18,") as refused:
        parse_since(written, _NOW)
    forms = re.split(r", | or ", str(refused.value).rpartition("Write it as ")[2].rstrip("."))
    assert len(forms) == 12
    assert all(parse_since(form, _NOW) <= _NOW for form in forms)


def test_what_names_two_days_is_refused_with_both():
    with pytest.raises(TwoDays, match=r"'08/09/2011' could be 9 August 2011 or 8 September 2011\. Write it as"):
        parse_since("08/09/2011", _NOW)
