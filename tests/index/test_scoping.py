"""Which articles a scope admits, against a loop over all of them."""

from collections import Counter
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.types import Article, Coverage, Precision, Scope
from tests.index.building import open_generation

_EVENING = timezone(timedelta(hours=-4))
_TIMES = {
    "early": datetime(2011, 8, 17, 23, 59, 59, tzinfo=UTC),
    "midnight": datetime(2011, 8, 18, tzinfo=UTC),
    "noon": datetime(2011, 8, 18, 12, tzinfo=UTC),
    "evening": datetime(2011, 8, 18, 22, tzinfo=_EVENING),
    "undated": None,
}
_ARTICLES = [
    Article(id=name, story=story, title=name, body=f"Something of {name}.", published_at=time)
    for (name, time), story in zip(_TIMES.items(), ["a", "b", "a", "c", "b"], strict=True)
]
_scopes = st.builds(
    Scope,
    stories=st.none() | st.frozensets(st.sampled_from(["a", "b", "c", "d"])),
    articles=st.none() | st.frozensets(st.sampled_from([*_TIMES, "gone"])),
    since=st.none() | st.sampled_from([time for time in _TIMES.values() if time]),
)


@pytest.fixture(scope="module")
def generation(tmp_path_factory):
    return open_generation(tmp_path_factory.mktemp("scopes"), _ARTICLES)


def _is_admitted(article, scope):
    if scope.stories is not None and article.story not in scope.stories:
        return False
    if scope.articles is not None and article.id not in scope.articles:
        return False
    return scope.since is None or (article.published_at is not None and article.published_at >= scope.since)


@settings(deadline=None)
@given(scope=_scopes)
def test_a_scope_admits_what_it_names(generation, scope):
    expected = [article.id for article in _ARTICLES if _is_admitted(article, scope)]
    shelf = generation.shelf(scope)
    assert sorted(article.id for article in shelf.articles) == sorted(expected)
    assert {passage.article.id for passage in shelf.passages} == set(expected)
    for passage in generation.passages:
        assert (shelf.find_passage(passage.id) == passage) == (passage.article.id in expected)
    times = [_TIMES[name] for name in expected if _TIMES[name]]
    assert (shelf.coverage.articles, shelf.coverage.newest) == (len(expected), max(times, default=None))
    stories = Counter(article.story for article in _ARTICLES if article.id in expected)
    assert {story: shelf.count_articles(story) for story in generation.manifest.stories} == {
        story: stories[story] for story in generation.manifest.stories
    }


def test_what_was_published_on_the_very_day_is_not_left_out(generation):
    shelf = generation.shelf(Scope(since=datetime(2011, 8, 18, tzinfo=UTC)))
    assert {article.id for article in shelf.articles} == {"midnight", "noon", "evening"}


def test_the_newest_date_is_told_as_its_article_has_it_and_no_more_exactly_than_it_is_known(tmp_path):
    evening, month = datetime(2011, 8, 31, 22, tzinfo=_EVENING), datetime(2011, 10, 1, tzinfo=UTC)
    articles = [
        Article(id="day", story="a", title="Of a day", body="Of August.", published_at=evening),
        Article(
            id="month", story="b", title="Of a month", body="Of autumn.", published_at=month, precision=Precision.MONTH
        ),
    ]
    opened = open_generation(tmp_path, articles)
    told = opened.shelf(Scope(stories=frozenset({"a"}))).coverage
    assert (told.newest.isoformat(), told.precision) == (evening.isoformat(), Precision.DAY)
    assert opened.shelf(Scope()).coverage == Coverage(articles=2, newest=month, precision=Precision.MONTH)
