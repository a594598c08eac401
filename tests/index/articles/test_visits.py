"""What came of each source when it was last read, kept beside the index."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from index.articles import Reading, Source
from index.articles.visits import Visit, hold, keep_visits, note, recall_visits
from index.errors import SourceError
from tests.timing import assert_grows_no_faster

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FEED = Source.parse("news=https://example.org/feed.xml")


def reading(articles: int, *problems: str) -> Reading:
    failures = tuple((FEED, SourceError("a", problem)) for problem in problems)
    return Reading(articles=(), failures=failures, given={FEED: articles})


def visit_after(before: Visit | None, articles: int, *problems: str, at: datetime = NOW) -> Visit:
    (visit,) = note(reading(articles, *problems), {before.source: before} if before else {}, at=at)
    return visit


def test_a_good_visit_says_when_it_was_and_how_much_there_was() -> None:
    visit = visit_after(None, 3)
    assert (visit.source, visit.read_at, visit.well_at, visit.articles) == (FEED.written, NOW, NOW, 3)
    assert visit.is_well
    assert visit.problem is None


def test_a_visit_with_some_failures_is_good_and_counts_them() -> None:
    visit = visit_after(None, 3, "is empty.", "is a paywall.")
    assert visit.is_well
    assert visit.problem == "2 of 5 cannot be read; the first: a: is empty."


def test_failures_in_a_row_are_counted_from_the_first_and_what_was_there_is_remembered() -> None:
    good = visit_after(None, 3)
    first = visit_after(good, 0, "answered with error 500.", at=NOW + HOUR)
    second = visit_after(first, 0, "answered with error 503.", at=NOW + 2 * HOUR)
    assert (second.failures, second.failing_since, second.well_at, second.articles) == (2, NOW + HOUR, NOW, 3)
    assert second.problem == "a: answered with error 503."
    assert visit_after(second, 2, at=NOW + 3 * HOUR).failures == 0


def test_a_site_that_is_down_for_three_days_is_stale_from_its_time_on_and_well_again_at_once() -> None:
    visit = visit_after(None, 3)
    stale = {}
    for hour in range(1, 73):
        now = NOW + hour * HOUR
        visit = visit_after(visit, 0, "cannot be fetched.", at=now)
        stale[hour] = visit.is_stale(now, 6 * HOUR)
    assert [hour for hour, is_stale in stale.items() if not is_stale] == [1, 2, 3, 4, 5, 6]
    assert visit.articles == 3
    well = visit_after(visit, 3, at=NOW + 3 * DAY)
    assert not well.is_stale(NOW + 3 * DAY, 6 * HOUR)


def test_a_source_that_never_worked_is_stale_from_its_first_failure_on() -> None:
    visit = visit_after(visit_after(None, 0, "x"), 0, "x", at=NOW + HOUR)
    assert not visit.is_stale(NOW + HOUR, 6 * HOUR)
    assert visit.is_stale(NOW + 7 * HOUR, 6 * HOUR)


def test_what_waits_for_a_persons_word_is_stale_at_once_and_until_it_is_read_well() -> None:
    good = visit_after(None, 3)
    held = hold(visit_after(good, 1, at=NOW + HOUR), good, "four are gone.")
    assert (held.problem, held.articles, held.well_at, held.failures) == ("four are gone.", 3, NOW, 1)
    assert held.is_stale(NOW + HOUR, 6 * HOUR)
    assert not visit_after(held, 1, at=NOW + 2 * HOUR).is_stale(NOW + 2 * HOUR, 6 * HOUR)


def test_a_clock_that_was_set_back_moves_no_moment_into_the_future() -> None:
    before = visit_after(visit_after(None, 3, at=NOW + DAY), 0, "x", at=NOW + DAY)
    after = visit_after(before, 0, "x", at=NOW)
    assert after.failing_since == after.well_at == after.read_at == NOW


def test_visits_are_kept_beside_those_of_other_sources(tmp_path: Path) -> None:
    keep_visits(tmp_path, [Visit(source="a", read_at=NOW), Visit(source="b", read_at=NOW)])
    keep_visits(tmp_path, [Visit(source="b", read_at=NOW + HOUR)])
    kept = recall_visits(tmp_path)
    assert {source: visit.read_at for source, visit in kept.items()} == {"a": NOW, "b": NOW + HOUR}
    assert [file.name for file in tmp_path.iterdir()] == ["sources.json"]


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b'[{"source": 1}]', b"\xff\x00"])
def test_a_damaged_file_is_as_good_as_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "sources.json").write_bytes(content)
    assert recall_visits(tmp_path) == {}
    keep_visits(tmp_path, [Visit(source="a", read_at=NOW)])
    assert set(recall_visits(tmp_path)) == {"a"}


@pytest.mark.parametrize("named", [None, {f"s{number}" for number in range(11_000)}])
def test_a_source_is_remembered_however_many_others_there_are(tmp_path: Path, named: set[str] | None) -> None:
    """What is forgotten is due at once: of too many sources some would be read again every few seconds."""
    keep_visits(tmp_path, [Visit(source=f"s{number}", read_at=NOW) for number in range(11_000)])
    keep_visits(tmp_path, [Visit(source="s1", read_at=NOW + HOUR)], named=named)
    assert len(recall_visits(tmp_path)) == 11_000


def test_thousands_of_sources_that_fail_are_noted_in_a_time_that_grows_with_their_number() -> None:
    def fail(size: int) -> Reading:
        sources = [Source.parse(f"https://example.org/{number}") for number in range(size)]
        failures = tuple((source, SourceError(source.path, "is away.")) for source in sources)
        return Reading(articles=(), failures=failures, given=dict.fromkeys(sources, 0))

    assert_grows_no_faster(fail, lambda read: note(read, {}, at=NOW), 500, 8)
