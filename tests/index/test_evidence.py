"""What speaks for a passage and a sentence, column by column, against loops that say it slowly."""

import math
from types import SimpleNamespace

import numpy as np
import pytest

from index.encoding.encoder import WORD_SCALE
from index.languages.words import Mark, read_words
from index.search.evidence import PassageEvidence, gather, weigh
from index.search.questions import read_question
from index.types import Scope
from tests.fakes import article
from tests.index.building import open_generation
from tests.index.fake_encoder import FakeEncoder, hash_word, stems

_ARTICLES = (
    article(
        "ferry",
        "harbour",
        "The ferry to Northholm will stop in October.\n\n“Nobody takes the early boat,” said Marta Quill. "
        "The ferry office has 40 clerks.\n\nRepairs cost four crowns because the pier is old.\n\n* * *",
        title="Ferry stops",
    ),
    article("pier", "harbour", "Divers found cracks in the eastern pier.\n\nThe ferry is late.", title="Pier closes"),
    article("frost", "orchard", "A late frost did not kill the blossom in May. Judith Amsel grows apples.", day=5),
)
_QUESTIONS = [
    "When will the ferry to Northholm stop?",
    "Who takes the early boat from the eastern pier?",
    "How many clerks has the ferry office?",
    "Why are the repairs of the pier dear?",
    "Where do unicorns graze?",
    "Is it?",
]


@pytest.fixture(scope="module")
def generation(tmp_path_factory):
    return open_generation(tmp_path_factory.mktemp("evidence"), _ARTICLES, words=12)


@pytest.fixture(params=_QUESTIONS)
def case(request, generation):
    """The evidence for a question over some of the passages, and what it is to be held to."""
    asked = read_question(request.param)
    question = FakeEncoder().encode_questions([request.param])[0]
    chosen = np.array([0, 1, 3, 4, 5], np.int64)
    shelf = generation.shelf(Scope())
    passages = [generation.passage(int(number)) for number in chosen]
    return SimpleNamespace(
        asked=asked,
        question=question,
        chosen=chosen,
        passages=passages,
        evidence=gather(asked, question, shelf.rows(chosen), shelf.words),
        generation=generation,
        sentences=[[sentence.of(one.article.body) for sentence in one.sentences] for one in passages],
    )


def _shares(case):
    """Each term's share of the question's idf."""
    texts = [{*_title(one), *stems(one.text)} for one in case.generation.passages]
    held = [sum(term in text for text in texts) for term in case.asked.stems]
    weights = [math.log(1 + (len(texts) - count + 0.5) / (count + 0.5)) for count in held]
    return [weight / max(sum(weights), 1e-6) for weight in weights]


def _title(one):
    return stems(f"{one.article.title} {one.article.published_at:%d %B %Y}")


def _likeness(case, sentence):
    """The best cosine of each of the question's words with a word of the sentence."""
    rows = [np.round(hash_word(stem) * WORD_SCALE) / WORD_SCALE for stem in stems(sentence)]
    return [max((float(row @ word) for row in rows), default=0.0) for word in case.question.words]


def _each_passage(case):
    return zip(case.passages, case.sentences, strict=True)


def _present(case, one, sentences):
    words = {*_title(one), *(stem for sentence in sentences for stem in stems(sentence))}
    return [term in words for term in case.asked.stems]


def _approx(expected):
    return pytest.approx(np.array(expected, np.float64), abs=2e-2)


def test_the_passages_and_the_passage_of_each_sentence_are_told(case):
    assert case.evidence.passages.tolist() == case.chosen.tolist()
    places = [place for place, sentences in enumerate(case.sentences) for _ in sentences]
    assert case.evidence.passage_of.tolist() == places
    assert case.evidence.lengths.tolist() == [len(stems(one)) for several in case.sentences for one in several]


def test_dense_and_sentence_are_cosines(case):
    encoder, columns = FakeEncoder(), case.evidence.of_passages
    whole = [encoder._hash(f"{one.article.title} {one.text}") @ case.question.vector for one in case.passages]
    assert columns.dense == _approx(whole)
    best = [max(encoder._hash(one) @ case.question.vector for one in several) for several in case.sentences]
    assert columns.sentence == _approx(best)


def test_covered_is_the_share_of_the_terms_that_stand_there(case):
    shares = _shares(case)
    expected = [
        sum(share for share, is_there in zip(shares, _present(case, one, sentences), strict=True) if is_there)
        for one, sentences in _each_passage(case)
    ]
    assert case.evidence.of_passages.covered == _approx(expected)
    of_sentences = [
        sum(share for share, term in zip(shares, case.asked.stems, strict=True) if term in stems(sentence))
        for sentences in case.sentences
        for sentence in sentences
    ]
    assert case.evidence.of_sentences.covered == _approx(of_sentences)


def test_alike_is_the_mean_of_the_nearest_words(case):
    of_sentences = [np.mean(_likeness(case, one)) for several in case.sentences for one in several]
    assert case.evidence.of_sentences.alike == _approx(of_sentences)
    of_passages = [np.mean(np.max([_likeness(case, one) for one in several], axis=0)) for several in case.sentences]
    assert case.evidence.of_passages.alike == _approx(of_passages)


def test_together_is_the_likeness_of_the_terms_within_the_best_sentence(case):
    shares, words = _shares(case), case.asked.term_words
    expected = [
        max(
            sum(share * _likeness(case, one)[word] for share, word in zip(shares, words, strict=True))
            for one in sentences
        )
        for sentences in case.sentences
    ]
    assert case.evidence.of_passages.together == _approx(expected)


def test_absent_counts_against_a_passage_what_it_lacks_and_has_nothing_like(case):
    shares, words = _shares(case), case.asked.term_words
    expected = []
    for one, sentences in _each_passage(case):
        likeness = np.max([_likeness(case, sentence) for sentence in sentences], axis=0)
        lacking = zip(shares, words, _present(case, one, sentences), strict=True)
        expected.append(-sum(share * (1 - likeness[word]) for share, word, is_there in lacking if not is_there))
    assert case.evidence.of_passages.absent == _approx(expected)


def test_adjacent_is_the_share_of_neighbours_that_stay_neighbours(case):
    shares, asked = _shares(case), case.asked
    total = sum(shares[a] + shares[b] for a, b in asked.pairs)
    expected = []
    for sentences in case.sentences:
        found = 0.0
        for a, b in asked.pairs:
            pair = [asked.stems[a], asked.stems[b]]
            beside = any(stems(one)[at : at + 2] == pair for one in sentences for at in range(len(stems(one))))
            found += (shares[a] + shares[b]) / total if beside else 0
        expected.append(found)
    assert case.evidence.of_passages.adjacent == _approx(expected)


def test_a_term_of_an_article_stands_in_all_its_candidates(case):
    by_article = {}
    for one, sentences in _each_passage(case):
        there = by_article.setdefault(one.article.id, [False] * len(case.asked.stems))
        by_article[one.article.id] = [a or b for a, b in zip(there, _present(case, one, sentences), strict=True)]
    expected = [by_article[one.article.id] for one in case.passages]
    assert case.evidence.in_article.tolist() == expected


def test_lead_and_negated_are_marks(case):
    leads = [float(one.sentences[0].start == 0) for one in case.passages]
    assert case.evidence.of_passages.lead.tolist() == leads
    negated = [
        any(mark & Mark.NEGATION for _, mark in read_words(sentence))
        for sentences in case.sentences
        for sentence in sentences
    ]
    assert case.evidence.negated.tolist() == negated


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("Who stopped the ferry?", "“Nobody takes the early boat,” said Marta Quill.", 1.0),  # a full name
        ("Who is Marta?", "“Nobody takes the early boat,” said Marta Quill.", 0.5),  # but one name is in the question
        ("Who grows apples?", "The ferry office has 40 clerks.", 0.0),
        ("How many clerks?", "The ferry office has 40 clerks.", 1.0),
        ("How many clerks?", "Divers found cracks in the eastern pier.", 0.0),
        ("When does it stop?", "The ferry to Northholm will stop in October.", 1.0),
        ("When did it open?", "The ferry office has 40 clerks.", 0.5),  # a number may be a time
        ("Where does the boat go?", "The ferry to Northholm will stop in October.", 1.0),
        ("Why does it cost so much?", "Repairs cost four crowns because the pier is old.", 1.0),
        ("Why does it cost so much?", "The ferry is late.", 0.0),
        ("Does it stop in October?", "The ferry to Northholm will stop in October.", 0.0),
    ],
)
def test_a_sentence_is_typed_when_it_holds_what_the_question_expects(generation, question, sentence, expected):
    asked = read_question(question)
    everything = np.arange(generation.manifest.counts.passages)
    shelf = generation.shelf(Scope())
    evidence = gather(asked, FakeEncoder().encode_questions([question])[0], shelf.rows(everything), shelf.words)
    said = [one.of(passage.article.body) for passage in generation.passages for one in passage.sentences]
    assert evidence.of_sentences.typed[said.index(sentence)] == expected


def test_a_passage_is_as_typed_as_its_best_sentence_that_shares_terms(case):
    typed, covered = case.evidence.of_sentences.typed, case.evidence.of_sentences.covered
    expected = [
        max(typed[at] * (covered[at] + 0.2) for at in np.flatnonzero(case.evidence.passage_of == place))
        for place in range(len(case.passages))
    ]
    assert case.evidence.of_passages.typed == _approx(expected)


def test_weighing_adds_up_the_columns_by_their_weights():
    names = PassageEvidence.__dataclass_fields__
    columns = PassageEvidence(**{name: np.array([1.0, 2.0], np.float32) * at for at, name in enumerate(names)})
    weights = {name: 10.0**at for at, name in enumerate(names)}
    total = sum(at * 10.0**at for at in range(len(names)))
    assert weigh(columns, weights) == pytest.approx([total, 2 * total], rel=1e-5)
