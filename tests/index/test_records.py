"""What is written as a line is read back as it was, and a line that is not a slice of its article is not read."""

import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.articles.passages import split
from index.store.records import (
    article_from_line,
    article_to_line,
    passage_from_line,
    passage_to_line,
    quotation_from_line,
    quotation_to_line,
)
from index.types import Article
from tests.bot.hostile import articles, quotations

_some = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@_some
@given(articles(), st.none() | st.text(), st.none() | st.sampled_from(["en", "de-AT"]))
def test_an_article_comes_back(article, author, language):
    article = replace(article, author=author, language=language)
    line = article_to_line(article)
    assert article_from_line(line) == article
    assert line.count(b"\n") == 1


@_some
@given(articles(), st.sampled_from([8, 120, 400]))
def test_passages_come_back(article, words):
    for passage in split(article, words=words):
        line = passage_to_line(passage)
        assert passage_from_line(line, article) == passage
        assert line.count(b"\n") == 1


@_some
@given(quotations())
def test_a_quotation_comes_back(quotation):
    line = quotation_to_line(quotation)
    assert quotation_from_line(line, quotation.article) == quotation
    assert line.count(b"\n") == 1


_ARTICLE = Article(id="a", story="s", title="Pier", body="The pier shut. “We had to,” Ada Quill said.")
_OTHER = Article(id="b", story="s", title="Pier", body=_ARTICLE.body)
_CHANGED = Article(id="a", story="s", title="Pier", body=_ARTICLE.body.replace("pier", "port"))
_MOVED = Article(id="a", story="s", title="Pier", body=f"{_ARTICLE.body} It opens in May.")


@pytest.mark.parametrize("article", [_OTHER, _CHANGED], ids=["another article", "changed words"])
def test_a_passage_of_another_text_is_not_read(article):
    (passage,) = split(_ARTICLE, words=120)
    with pytest.raises(ValueError, match="not a slice of article"):
        passage_from_line(passage_to_line(passage), article)
    assert passage_from_line(passage_to_line(passage), _MOVED).text == passage.text


@_some
@given(quotations())
def test_a_quotation_of_another_text_is_not_read(quotation):
    record = json.loads(quotation_to_line(quotation))
    for changed in ({"text": f"{record['text']}!"}, {"article": "another"}):
        with pytest.raises(ValueError, match="not a slice of article"):
            quotation_from_line(json.dumps(record | changed).encode(), quotation.article)


@pytest.mark.parametrize("line", [b"{}", b"[]", b"no JSON", b'{"id": 1}'])
def test_a_line_that_is_no_articles_is_not_read(line):
    with pytest.raises(ValueError):  # noqa: PT011 - pydantic's own
        article_from_line(line)


def test_an_article_of_an_index_that_named_outlets_alone_is_still_read():
    line = b'{"id":"a","story":"s","title":"t","body":"It sank.","also":["Mail"],"copy_of":null}\n'
    assert article_from_line(line) == Article(id="a", story="s", title="t", body="It sank.")
