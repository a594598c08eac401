"""Quotations about a topic: the nearest first, and none that is about something else."""

import pytest

from index.languages.words import Mark, read_words
from index.search.quotation_search import QuotationSearch
from index.types import Scope
from tests.fakes import article
from tests.index.building import open_generation
from tests.index.fake_encoder import FakeEncoder

_ARTICLES = (
    article(
        "ferry",
        "harbour",
        "The ferry stops in winter. “Nobody takes the early boat,” said Marta Quill. “It is empty,” she said.\n\n"
        "“My grandfather built that pier,” said Anders Holm.",
    ),
    article("frost", "orchard", "“The frost killed the blossom,” said Judith Amsel. The pier was not hurt.", day=5),
)


@pytest.fixture(scope="module")
def generation(tmp_path_factory):
    return open_generation(tmp_path_factory.mktemp("topics"), _ARTICLES)


def _score(generation, quotation, about):
    """The best cosine of a sentence that the quotation overlaps, and the idf share of the topic in its paragraph."""
    encoder, words = FakeEncoder(), generation.words(None)
    body = quotation.article.body
    sentences = {
        sentence
        for passage in generation.passages
        if passage.article == quotation.article
        for sentence in passage.sentences
        if sentence.overlaps(quotation.span)
    }
    near = max(encoder._hash(sentence.of(body)) @ encoder._hash(about) for sentence in sentences)
    start = body.rfind("\n\n", 0, quotation.span.start) + 1
    around = {stem for stem, _ in read_words(body[start:].strip().split("\n\n")[0])}
    weights = {stem: float(words.weigh([stem])[0]) for stem, mark in read_words(about) if not mark & Mark.EMPTY}
    return near + sum(weight for stem, weight in weights.items() if stem in around) / (sum(weights.values()) or 1)


@pytest.mark.parametrize(
    "about", ["the early boat", "pier", "frost and blossom", "winter", "boats to Mars", "the", "zebra"]
)
def test_the_order_and_the_selection_are_those_of_the_slow_way(generation, about):
    quotations = list(generation.quotations)
    scores = {quotation: _score(generation, quotation, about) for quotation in quotations}
    expected = [one for one in sorted(quotations, key=lambda one: -scores[one]) if scores[one] >= 0.5]
    found = QuotationSearch(FakeEncoder()).rank(about, quotations, generation.shelf(Scope()))
    assert [one.text for one in found] == [one.text for one in expected]


def test_only_the_quotations_that_are_asked_for_are_found(generation):
    search, shelf = QuotationSearch(FakeEncoder()), generation.shelf(Scope())
    for quotation in generation.quotations:
        assert search.rank(quotation.text, [quotation], shelf) == [quotation]
    assert search.rank("pier", [], shelf) == []
