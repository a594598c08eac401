"""BM25 and what words count for, against the formulas of the book."""

import json
import math
from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.articles.passages import split
from index.languages.words import read_words
from index.store.lexical import LexicalIndex
from tests.fakes import article

_K1, _B = 1.2, 0.75
_VOCABULARY = ["ferry", "pier", "crown", "storm", "harbour", "winter", "boats", "the", "of", "1903"]
_texts = st.lists(st.sampled_from(_VOCABULARY), min_size=1, max_size=30).map(" ".join)


def _stems(text):
    return [stem for stem, _ in read_words(text)]


def _score(passages, articles, asked):
    """BM25 as Lucene has it, slowly: Robertson and Zaragoza 2009, formula 3.15, without the constant (k1 + 1)."""
    titles = {one.id: _stems(f"{one.title} {one.published_at:%d %B %Y}") for one in articles}
    texts = [[*titles[passage.article.id], *_stems(passage.text)] for passage in passages]
    mean = sum(map(len, texts)) / len(texts)
    scores = []
    for text in texts:
        count, total = Counter(text), 0.0
        for word in asked:
            holding = sum(word in other for other in texts)
            idf = math.log(1 + (len(texts) - holding + 0.5) / (holding + 0.5))
            total += idf * count[word] / (count[word] + _K1 * (1 - _B + _B * len(text) / mean))
        scores.append(total)
    return scores


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(_texts, min_size=1, max_size=5), st.lists(st.sampled_from(_VOCABULARY), max_size=4, unique=True))
def test_a_passage_scores_as_the_formula_says(bodies, asked):
    articles = [article(f"a-{number}", "s", body) for number, body in enumerate(bodies)]
    passages = [passage for one in articles for passage in split(one, words=8)]
    wanted = [stem for word in asked for stem in _stems(word)]
    known = [stem for stem in wanted if any(stem in _stems(f"{one.title} {one.body}") for one in articles)]
    index = LexicalIndex.build(articles, passages)
    assert index.score(wanted, _describe(index, passages)) == pytest.approx(_score(passages, articles, known), abs=1e-4)


@pytest.fixture
def harbour():
    return [
        article("one", "s", "The ferry stops. The ferry was old.\n\nNobody’s boat sails to Århus.", title="Ferry"),
        article("two", "s", "A storm closed the pier in 1903.", title="Pier closes"),
    ]


def _describe(index, passages):
    """What words count for where all is seen."""
    return index.describe(["s"], np.ones(len(passages), bool))


def _build(articles):
    return LexicalIndex.build(articles, [passage for one in articles for passage in split(one, words=10)])


def test_a_rare_word_counts_for_more_and_an_unseen_one_for_most(harbour):
    words = _describe(_build(harbour), range(3))
    ferry, pier, storm, unseen = words.weigh(["ferri", "pier", "storm", "zebra"])
    assert ferry < pier == storm < unseen
    assert unseen == pytest.approx(math.log(1 + (3 + 0.5) / 0.5), abs=1e-4)


def test_the_words_of_every_sentence_and_title_stand_in_their_order(harbour):
    index = _build(harbour)
    stems = {place: stem for stem, place in index.vocabulary.items()}
    said = [stems[word] for word in index.sentences.words]
    sentences = [said[start:end] for start, end in pairwise(index.sentences.starts)]
    assert sentences[0] == _stems("The ferry stops.")
    assert sentences[1] == _stems("The ferry was old.")
    assert sentences[-1] == _stems("A storm closed the pier in 1903.")
    titles = [stems[word] for word in index.titles.words]
    assert titles == _stems("Ferry 01 August 2011 Pier closes 01 August 2011")


def test_words_are_counted_as_they_are_written_for_the_speller(harbour):
    forms = _build(harbour).forms["s"]
    assert (forms["ferry"], forms["pier"], forms["arhus"], forms["closes"], forms["closed"]) == (3, 2, 1, 1, 1)
    assert not {"nobody", "nobodys", "1903", "was"} & forms.keys()


def test_what_was_written_scores_the_same_when_it_is_read(harbour, tmp_path):
    built = _build(harbour)
    built.write(tmp_path / "lexical")
    read = _read(tmp_path)
    for asked in (["ferri"], ["pier", "storm"], ["nothing"], []):
        assert np.array_equal(
            built.score(asked, _describe(built, range(3))), read.score(asked, _describe(read, range(3)))
        )
    assert (read.vocabulary, read.forms) == (built.vocabulary, built.forms)
    for rows in ("sentences", "titles", "postings"):
        for part in getattr(built, rows).__slots__:
            assert np.array_equal(getattr(getattr(read, rows), part), getattr(getattr(built, rows), part))


def test_what_an_earlier_version_wrote_is_counted_again(harbour, tmp_path):
    built = _build(harbour)
    built.write(tmp_path / "lexical")
    for file in (tmp_path / "lexical").glob("postings.*"):
        file.unlink()
    (tmp_path / "lexical" / "forms.json").write_text(json.dumps(built.forms["s"]))
    read = _read(tmp_path)
    assert np.array_equal(read.postings.passages, built.postings.passages)
    assert np.array_equal(read.postings.counts, built.postings.counts)
    assert _describe(read, range(3)).forms == built.forms["s"]


def test_words_that_are_not_seen_count_for_nothing(harbour):
    index = _build(harbour)
    words = index.describe([], np.array([True, True, False]))
    assert (words.texts, words.frequencies.get("storm"), words.forms) == (2, None, {})
    assert not index.score(["storm"], words).any()


def _read(folder):
    """The three passages of the harbour's two articles: of two sentences, of one and of one."""
    return LexicalIndex.read(folder / "lexical", np.array([0, 2, 3, 4]), np.array([0, 0, 1]))
