"""Candidates → evidence: what speaks for each passage and each sentence of them, as named columns. Pure.

Everything is on a fixed scale (cosines, shares of the question's idf) and nothing is scaled by the other candidates, so
that figures compare between questions, and between a whole library and one article. Arrays run over the candidate
passages (P), their sentences in order (S), the words of those (W), and the question's terms (T) and words (Q).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from index.encoding.encoder import WORD_SCALE, EncodedQuestion, WordVectors
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
    of_passages: PassageEvidence
    of_sentences: SentenceEvidence
    lengths: Places  # (S,) words in the sentence
    negated: Bools  # (S,) whether a negation stands in the sentence
    told: Floats  # (T, S) how far the sentence says the term: 1 where it has it, else the best cosine with a word of it
    in_article: Bools  # (P, T) whether the term stands in the article's title or any of its candidates


def weigh(columns: PassageEvidence | SentenceEvidence, weights: dict[str, float]) -> Floats:
    """The weighted sum of the columns, one figure a row."""
    total: Floats = sum(weights[column.name] * getattr(columns, column.name) for column in fields(columns))
    return total


def gather(asked: ParsedQuestion, question: EncodedQuestion, rows: Rows, words: Words) -> CandidateEvidence:
    """The evidence of the passages of ``rows`` for one question."""
    sentences, ids, marks = len(rows.word_counts), rows.words, rows.marks
    passage_of = np.repeat(np.arange(len(rows.numbers)), rows.sentence_counts)
    sentence_of = np.repeat(np.arange(sentences), rows.word_counts)
    first = np.searchsorted(passage_of, np.arange(len(rows.numbers)))  # each passage's first sentence

    stems, place_of = _find_terms(asked, words)
    weights = words.weigh(stems)
    weights /= max(float(weights.sum()), 1e-6)
    match = _look_up(place_of, ids)
    in_sentence = np.zeros((sentences, len(asked.stems)), bool)
    in_sentence[sentence_of[match >= 0], match[match >= 0]] = True
    in_title = _match_titles(rows, place_of, len(stems))
    present = np.logical_or.reduceat(in_sentence, first, axis=0) | in_title

    likeness = _compare_words(question, rows.word_vectors, rows.word_counts)  # (Q, S)
    of_passage = np.maximum.reduceat(likeness, first, axis=1)  # (Q, P)
    of_terms = np.array(asked.term_words, np.int64)
    unlike = (1 - of_passage[of_terms]) * ~present.T * weights[:, None]
    cosine = rows.sentence_vectors.astype(np.float32) @ question.vector
    covered = (in_sentence @ weights).astype(np.float32)
    typed = _find_expected(asked, _find_said(asked, ids, words), marks, sentence_of, sentences)

    return CandidateEvidence(
        passages=rows.numbers,
        passage_of=passage_of,
        of_passages=PassageEvidence(
            dense=rows.vectors @ question.vector,
            sentence=np.maximum.reduceat(cosine, first),
            alike=of_passage.mean(axis=0),
            together=np.maximum.reduceat(weights @ likeness[of_terms], first),
            absent=-unlike.sum(axis=0),
            covered=present @ weights,
            adjacent=_match_pairs(asked, weights, match, sentence_of, passage_of, len(rows.numbers)),
            typed=np.maximum.reduceat(typed * (covered + _TYPED_FLOOR), first),
            lead=rows.leads.astype(np.float32),
        ),
        of_sentences=SentenceEvidence(covered=covered, alike=likeness.mean(axis=0), typed=typed),
        lengths=rows.word_counts,
        told=np.maximum(likeness[of_terms], in_sentence.T),
        negated=np.bincount(sentence_of, weights=marks & Mark.NEGATION > 0, minlength=sentences) > 0,
        in_article=_spread_over_articles(present, rows.articles),
    )


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


def _look_up(place_of: Mapping[int, int], words: NDArray[np.integer]) -> Places:
    """The term that each word stands for, -1 for none."""
    if not place_of:
        return np.full(len(words), -1, np.int64)
    keys = np.array(sorted(place_of), np.int64)
    at = np.minimum(np.searchsorted(keys, words), len(keys) - 1)
    terms = np.array([place_of[int(key)] for key in keys], np.int64)
    return np.where(keys[at] == words, terms[at], -1)


def _match_titles(rows: Rows, place_of: Mapping[int, int], terms: int) -> Bools:
    """Whether each term stands in the title of each passage's article; shape (P, T)."""
    title_of = np.repeat(np.arange(len(rows.numbers)), rows.title_counts)
    match = _look_up(place_of, rows.title_words)
    matches = np.zeros((len(rows.numbers), terms), bool)
    matches[title_of[match >= 0], match[match >= 0]] = True
    return matches


def _spread_over_articles(present: Bools, articles: Places) -> Bools:
    """What stands in a candidate stands in all candidates of its article; those lie side by side."""
    first = np.flatnonzero(np.diff(articles, prepend=-1))
    sizes = np.diff(first, append=len(articles))
    spread: Bools = np.repeat(np.logical_or.reduceat(present, first, axis=0), sizes, axis=0)
    return spread


def _compare_words(question: EncodedQuestion, word_vectors: WordVectors, lengths: Places) -> Floats:
    """The best cosine of each of the question's words with a word of each sentence; 0 for a sentence without words."""
    cosines = (question.words / WORD_SCALE) @ word_vectors.astype(np.float32).T
    best = np.zeros((len(question.words), len(lengths)), np.float32)
    filled = np.flatnonzero(lengths)
    if len(filled):
        best[:, filled] = np.maximum.reduceat(cosines, (np.cumsum(lengths) - lengths)[filled], axis=1)
    return best


def _find_said(asked: ParsedQuestion, words: NDArray[np.integer], known: Words) -> Bools:
    """Whether each word stands in the question, too."""
    return np.isin(words, [known.place(word) for word in asked.words if word in known.frequencies])


def _find_expected(
    asked: ParsedQuestion, said: Bools, marks: NDArray[np.uint8], sentence_of: Places, sentences: int
) -> Floats:
    """How far each sentence holds what the question expects, in words that the question has not."""
    new = ~said

    def holds(chosen: Bools) -> Floats:
        return (np.bincount(sentence_of, weights=chosen, minlength=sentences) > 0).astype(np.float32)

    names = new & (marks & Mark.NAME > 0)
    match asked.expectation:
        case Expectation.PERSON:
            full = np.zeros_like(names)  # two names in a row: "Ada Lovelace"
            full[:-1] = names[:-1] & names[1:] & (sentence_of[1:] == sentence_of[:-1])
            return 0.5 * holds(names) + 0.5 * holds(full)
        case Expectation.NUMBER:
            return holds(new & (marks & Mark.NUMBER > 0))
        case Expectation.TIME:
            times, numbers = holds(new & (marks & Mark.TIME > 0)), holds(new & (marks & Mark.NUMBER > 0))
            either: Floats = np.maximum(times, 0.5 * numbers)
            return either
        case Expectation.PLACE | Expectation.NAME:
            return holds(names)
        case Expectation.REASON:
            return holds(marks & Mark.CAUSE > 0)
        case Expectation.ANYTHING:
            return np.zeros(sentences, np.float32)


def _match_pairs(
    asked: ParsedQuestion, weights: Floats, match: Places, sentence_of: Places, passage_of: Places, passages: int
) -> Floats:
    share = np.zeros(passages, np.float32)
    total = sum(float(weights[a] + weights[b]) for a, b in asked.pairs)
    beside = sentence_of[1:] == sentence_of[:-1]
    for a, b in asked.pairs:
        found = np.flatnonzero((match[:-1] == a) & (match[1:] == b) & beside)
        share[np.unique(passage_of[sentence_of[found]])] += (weights[a] + weights[b]) / total
    return share
