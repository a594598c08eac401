"""Who asks for all of it is shown how the newest articles begin."""

from datetime import UTC, datetime

import pytest

from index.search.article_search import open_newest
from index.types import Article, ArticleId, NoAnswer, Question, Related, Scope, StoryId

_LATEST = "What is the latest?"


@pytest.mark.model
def test_the_newest_articles_open_newest_first(sample_library) -> None:
    outcome = sample_library.ask([Question(text=_LATEST)])[0]
    assert isinstance(outcome, Related)
    days = [hit.passage.article.published_at for hit in outcome.hits]
    everything = [article.published_at for article in sample_library.generation.articles]
    assert days == sorted(everything, reverse=True)[:3]
    for hit in outcome.hits:
        assert hit.passage.article.body.lstrip().startswith(hit.passage.text[:40])


@pytest.mark.model
def test_a_scope_without_articles_has_no_opening(sample_library) -> None:
    nowhere = Question(text=_LATEST, scope=Scope(stories=frozenset[StoryId]()))
    assert isinstance(open_newest(sample_library.generation.shelf(nowhere.scope), nowhere), NoAnswer)


def test_the_newest_article_comes_first_and_one_without_a_date_last() -> None:
    moments = [None, datetime(1931, 5, 1, tzinfo=UTC), datetime(2024, 5, 1, tzinfo=UTC)]
    articles = [
        Article(id=ArticleId(str(moment)), story=StoryId("story"), title="", body="", published_at=moment)
        for moment in moments
    ]
    assert [article.published_at for article in sorted(articles, key=lambda article: article.age)] == moments[::-1]
