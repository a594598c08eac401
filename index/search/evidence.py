"""Candidates → evidence: what speaks for each passage and each sentence of them, as named columns. Pure.

Everything is on a fixed scale (cosines, shares of the question's idf) and nothing is scaled by the other candidates, so
that figures compare between questions, and between a whole library and one article. Arrays run over the candidate
passages (P), their sentences in order (S), the words of those (W), and the question's terms (T) and words (Q).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.encoding.encoder import WORD_SCALE, EncodedQuestion, SentenceVectors, WordVectors, widen
from index.languages.words import Mark
from index.search.questions import Expectation, ParsedQuestion
from index.store.shelf import Rows, Words

Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]
Places = NDArray[np.int64]

_TYPED_FLOOR = 0.2  # what the expected kind of answer counts in a sentence that shares no term with the question


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageEvidence:
    """Columns over the candidate passages, each of shape (P,)."""

    dense: Floats  # cosine of question and passage
    sentence: Floats  # the best cosine of question and a sentence
    alike: Floats  # mean over the question's words of the best cosine with a word of the passage
    together: Floats  # the same within one sentence, terms weighted by idf; the best sentence's
    absent: Floats  # minus the idf share of terms that passage and title lack, each by how unlike its words are
    covered: Floats  # idf share of the terms that stand in the passage or its title
    adjacent: Floats  # idf share of neighbouring terms that are neighbours in a sentence
    typed: Floats  # the best of: holds the expected kind of answer, times what the sentence covers
    lead: Floats  # 1 for the first passage of an article


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceEvidence:
    """Columns over the sentences of the candidates, each of shape (S,)."""

    covered: Floats  # idf share of the terms that stand in the sentence
    alike: Floats  # mean over the question's words of the best cosine with a word of the sentence
    typed: Floats  # how far it holds the expected kind of answer in words that the question has not: 0 to 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateEvidence:
    """``passages`` are a shelf's numbers, rising; ``passage_of`` leads from a sentence to its candidate."""

    passages: Places  # (P,)
    passage_of: Places  # (S,) place in ``passages``
    starts: Sequence[int]  # (P + 1,) candidate p has the sentences starts[p] to starts[p + 1]
    of_passages: PassageEvidence
    of_sentences: SentenceEvidence
    vectors: SentenceVectors  # (S, dimension)
    lengths: Places  # (S,) words in the sentence
    negated: Bools  # (S,) whether a negation stands in the sentence
    told: Floats  # (T, S) how far the sentence says the term: 1 where it has it, else the best cosine with a word of it
    in_article: Bools  # (P, T) whether the term stands in the article's title or any of its candidates


def weigh(columns: PassageEvidence | SentenceEvidence, weights: dict[str, float]) -> Floats:
    """The weighted sum of the columns, one figure a row."""
    total: Floats = sum(weights[column.name] * getattr(columns, column.name) for column in fields(columns))
    return total


def liken(evidence: CandidateEvidence, rows: Sequence[int]) -> Floats:
    """How far each sentence is about what the question and the sentences of ``rows``, one at least, are about: its best
    cosine with one of them, how far it says the question's terms on average, and its words; shape (S,), 3 at most."""
    vectors = widen(evidence.vectors)
    alike: Floats = (vectors @ vectors[[*rows]].T).max(axis=1) + evidence.told.mean(axis=0)
    return alike + evidence.of_sentences.alike


def gather(asked: ParsedQuestion, question: EncodedQuestion, rows: Rows, words: Words) -> CandidateEvidence:
    """The evidence of the passages of ``rows`` for one question."""
    sentences = len(rows.word_counts)
    passage_of = np.repeat(np.arange(len(rows.numbers)), rows.sentence_counts)
    sentence_of = np.repeat(np.arange(sentences), rows.word_counts)
    ends = np.cumsum(rows.sentence_counts)
    first = ends - rows.sentence_counts  # each passage's first sentence

    stems, place_of = _find_terms(asked, words)
    weights = words.weigh(stems)
    weights /= max(float(weights.sum()), 1e-6)
    matches = _match(place_of, rows.words)
    in_sentence = np.zeros((sentences, len(asked.stems)), bool)
    in_sentence[sentence_of[matches.places], matches.terms] = True
    in_title = _match_titles(rows, place_of, len(stems))
    present = np.logical_or.reduceat(in_sentence, first, axis=0) | in_title

    likeness = _compare_words(question, rows.word_vectors, rows.word_counts)  # (Q, S)
    of_passage = np.maximum.reduceat(likeness, first, axis=1)  # (Q, P)
    of_terms = np.array(asked.term_words, np.int64)
    unlike = (1 - of_passage[of_terms]) * ~present.T * weights[:, None]
    cosine = widen(rows.sentence_vectors) @ question.vector
    covered = _weigh_terms(in_sentence, weights)
    typed = _find_expected(asked, rows, words, sentence_of)

    return CandidateEvidence(
        passages=rows.numbers,
        passage_of=passage_of,
        starts=[0, *ends.tolist()],
        of_passages=PassageEvidence(
            dense=rows.vectors @ question.vector,
            sentence=np.maximum.reduceat(cosine, first),
            alike=of_passage.mean(axis=0),
            together=np.maximum.reduceat(weights @ likeness[of_terms], first),
            absent=-unlike.sum(axis=0),
            covered=_weigh_terms(present, weights),
            adjacent=_match_pairs(asked, weights, matches, sentence_of, passage_of, len(rows.numbers)),
            typed=np.maximum.reduceat(typed * (covered + _TYPED_FLOOR), first),
            lead=rows.leads.astype(np.float32),
        ),
        of_sentences=SentenceEvidence(covered=covered, alike=likeness.mean(axis=0), typed=typed),
        vectors=rows.sentence_vectors,
        lengths=rows.word_counts,
        told=np.maximum(likeness[of_terms], in_sentence.T),
        negated=_hold(np.flatnonzero(rows.marks & Mark.NEGATION), sentence_of, sentences) > 0,
        in_article=_spread_over_articles(present, rows.articles),
    )


def _weigh_terms(present: Bools, weights: Floats) -> Floats:
    """The weights (T,) of the terms that are present (N, T), summed for each row. Not by ``@``, which warns falsely of
    invalid values in some products with booleans."""
    total: Floats = np.where(present, weights, np.float32(0)).sum(axis=1)
    return total


def _find_terms(asked: ParsedQuestion, words: Words) -> tuple[list[str], dict[int, int]]:
    """Each term as it is weighed, which is itself or the first variant that the articles know; and the term that each
    word of the articles stands for, by ``Words.place``. A term stands for itself before it stands for another."""
    known = [
        [word for word in (term, *variants) if word in words.frequencies]
        for term, variants in zip(asked.stems, asked.variants, strict=True)
    ]
    place_of: dict[int, int] = {}
    for term, spellings in enumerate(known):
        for word in spellings:
            place_of.setdefault(words.place(word), term)
    place_of |= {words.place(term): at for at, term in enumerate(asked.stems) if term in words.frequencies}
    return [next(iter(spellings), term) for term, spellings in zip(asked.stems, known, strict=True)], place_of


class _Matches(NamedTuple):
    """Words that stand for terms: their places, rising, and the terms."""

    places: Places
    terms: Places


def _match(place_of: Mapping[int, int], words: NDArray[np.integer]) -> _Matches:
    places = np.flatnonzero(_is_any(words, [*place_of]))
    return _Matches(places, np.array([place_of[word] for word in words[places].tolist()], np.int64))


def _is_any(words: NDArray[np.integer], few: Sequence[int]) -> Bools:
    """Whether each word is one of ``few``, which NumPy compares one by one if told not to make a table of all first."""
    return np.isin(words, few, kind="sort")


def _match_titles(rows: Rows, place_of: Mapping[int, int], terms: int) -> Bools:
    """Whether each term stands in the title of each passage's article; shape (P, T)."""
    title_of = np.repeat(np.arange(len(rows.numbers)), rows.title_counts)
    found = _match(place_of, rows.title_words)
    matches = np.zeros((len(rows.numbers), terms), bool)
    matches[title_of[found.places], found.terms] = True
    return matches


def _spread_over_articles(present: Bools, articles: Places) -> Bools:
    """What stands in a candidate stands in all candidates of its article; those lie side by side."""
    begins = np.concatenate([[True], articles[1:] != articles[:-1]])
    spread: Bools = np.logical_or.reduceat(present, np.flatnonzero(begins), axis=0)[np.cumsum(begins) - 1]
    return spread


def _compare_words(question: EncodedQuestion, word_vectors: WordVectors, lengths: Places) -> Floats:
    """The best cosine of each of the question's words with a word of each sentence; 0 for a sentence without words."""
    cosines = (question.words / WORD_SCALE) @ word_vectors.astype(np.float32).T
    best = np.zeros((len(question.words), len(lengths)), np.float32)
    filled = np.flatnonzero(lengths)
    if len(filled):
        best[:, filled] = np.maximum.reduceat(cosines, (np.cumsum(lengths) - lengths)[filled], axis=1)
    return best


def _find_expected(asked: ParsedQuestion, rows: Rows, known: Words, sentence_of: Places) -> Floats:
    """How far each sentence holds what the question expects, in words that the question has not."""
    said = [known.place(word) for word in asked.words if word in known.frequencies]
    sentences = len(rows.word_counts)

    def find(mark: Mark) -> Places:
        places = np.flatnonzero(rows.marks & mark)
        return places[~_is_any(rows.words[places], said)]

    def hold(places: Places) -> Floats:
        return _hold(places, sentence_of, sentences)

    match asked.expectation:
        case Expectation.PERSON:
            names = find(Mark.NAME)
            full = names[1:][_are_neighbours(names, sentence_of)]  # two names in a row: "Ada Lovelace"
            return 0.5 * hold(names) + 0.5 * hold(full)
        case Expectation.NUMBER:
            return hold(find(Mark.NUMBER))
        case Expectation.TIME:
            either: Floats = np.maximum(hold(find(Mark.TIME)), 0.5 * hold(find(Mark.NUMBER)))
            return either
        case Expectation.PLACE | Expectation.NAME:
            return hold(find(Mark.NAME))
        case Expectation.REASON:
            return hold(np.flatnonzero(rows.marks & Mark.CAUSE))
        case Expectation.ANYTHING:
            return np.zeros(sentences, np.float32)


def _hold(places: Places, sentence_of: Places, sentences: int) -> Floats:
    """1 for each sentence that one of the words at ``places`` stands in, 0 for the others."""
    held = np.zeros(sentences, np.float32)
    held[sentence_of[places]] = 1
    return held


def _are_neighbours(places: Places, sentence_of: Places) -> Bools:
    """Whether each word but the first stands right after the one before it, in the same sentence."""
    before, after = places[:-1], places[1:]
    beside: Bools = (after - before == 1) & (sentence_of[after] == sentence_of[before])
    return beside


def _match_pairs(
    asked: ParsedQuestion, weights: Floats, matches: _Matches, sentence_of: Places, passage_of: Places, passages: int
) -> Floats:
    share = np.zeros(passages, np.float32)
    total = sum(float(weights[a] + weights[b]) for a, b in asked.pairs)
    beside = np.flatnonzero(_are_neighbours(matches.places, sentence_of))
    before, after = matches.terms[beside], matches.terms[beside + 1]
    passage = passage_of[sentence_of[matches.places[beside]]]
    for a, b in asked.pairs:
        share[passage[(before == a) & (after == b)]] += (weights[a] + weights[b]) / total
    return share
