"""Who asks for all of it is shown how the newest articles begin."""

import pytest

from index.search.article_search import open_newest
from index.types import NoAnswer, Question, Related, Scope, StoryId

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
