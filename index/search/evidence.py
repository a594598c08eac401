"""Candidates → evidence: what speaks for each passage and each sentence of them, as named columns. Pure.

Everything is on a fixed scale (cosines, shares of the question's idf) and nothing is scaled by the other candidates, so
that figures compare between questions, and between a whole library and one article. Arrays run over the candidate
passages (P), their sentences in order (S), the words of those (W), and the question's terms (T) and words (Q).
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.encoding.encoder import WORD_SCALE, EncodedQuestion
from index.languages.words import Mark
from index.search.questions import Expectation, ParsedQuestion
from index.store.generations import Generation

if TYPE_CHECKING:
    from index.store.lexical import LexicalIndex

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
    """``passages`` are numbers in the generation, rising; ``passage_of`` leads from a sentence to its candidate."""

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


def gather(
    asked: ParsedQuestion, question: EncodedQuestion, passages: Places, generation: Generation
) -> CandidateEvidence:
    """The evidence of ``passages`` (numbers, rising) for one question."""
    layout, lexical = generation.layout, generation.lexical
    sentences, passage_of = _expand(layout.first_sentence, passages)
    words, sentence_of = _expand(lexical.sentences.starts, sentences)
    ids, marks = lexical.sentences.words[words], lexical.sentences.marks[words]
    lengths = np.bincount(sentence_of, minlength=len(sentences))
    first = np.searchsorted(passage_of, np.arange(len(passages)))  # each passage's first sentence

    known, place_of = _find_terms(asked, lexical.vocabulary)
    weights = np.where(known >= 0, lexical.idf[known], lexical.idf_unseen).astype(np.float32)
    weights /= max(float(weights.sum()), 1e-6)
    match = place_of[ids]
    in_sentence = np.zeros((len(sentences), len(asked.stems)), bool)
    in_sentence[sentence_of[match >= 0], match[match >= 0]] = True
    in_title = _match_titles(lexical, layout.passage_article[passages], place_of, len(known))
    present = np.logical_or.reduceat(in_sentence, first, axis=0) | in_title

    likeness = _compare_words(question, generation, words, lengths)  # (Q, S)
    of_passage = np.maximum.reduceat(likeness, first, axis=1)  # (Q, P)
    of_terms = np.array(asked.term_words, np.int64)
    unlike = (1 - of_passage[of_terms]) * ~present.T * weights[:, None]
    cosine = generation.sentence_vectors[sentences].astype(np.float32) @ question.vector
    covered = (in_sentence @ weights).astype(np.float32)
    typed = _find_expected(asked, ids, marks, sentence_of, len(sentences), generation)

    return CandidateEvidence(
        passages=passages,
        passage_of=passage_of,
        of_passages=PassageEvidence(
            dense=generation.passage_vectors.rows[passages] @ question.vector,
            sentence=np.maximum.reduceat(cosine, first),
            alike=of_passage.mean(axis=0),
            together=np.maximum.reduceat(weights @ likeness[of_terms], first),
            absent=-unlike.sum(axis=0),
            covered=present @ weights,
            adjacent=_match_pairs(asked, weights, match, sentence_of, passage_of, len(passages)),
            typed=np.maximum.reduceat(typed * (covered + _TYPED_FLOOR), first),
            lead=_are_leads(layout.passage_article, passages),
        ),
        of_sentences=SentenceEvidence(covered=covered, alike=likeness.mean(axis=0), typed=typed),
        lengths=lengths,
        told=np.maximum(likeness[of_terms], in_sentence.T),
        negated=np.bincount(sentence_of, weights=marks & Mark.NEGATION > 0, minlength=len(sentences)) > 0,
        in_article=_spread_over_articles(present, layout.passage_article[passages]),
    )


def _expand(starts: NDArray[np.integer], chosen: Places) -> tuple[Places, Places]:
    """The members of the chosen runs in order, and for each the place of its run in ``chosen``."""
    first = starts[chosen].astype(np.int64)
    sizes = starts[chosen + 1] - first
    run_of = np.repeat(np.arange(len(chosen)), sizes)
    begins = np.cumsum(sizes) - sizes
    return np.arange(len(run_of)) + (first - begins)[run_of], run_of


def _find_terms(asked: ParsedQuestion, vocabulary: dict[str, int]) -> tuple[Places, Places]:
    """Each term's word in the vocabulary, or a variant's, or -1 (T,); and each word's term, or -1 (vocabulary,)."""
    known = np.full(len(asked.stems), -1, np.int64)
    place_of = np.full(len(vocabulary), -1, np.int64)
    for place, (term, variants) in enumerate(zip(asked.stems, asked.variants, strict=True)):
        words = [vocabulary[word] for word in (term, *variants) if word in vocabulary]
        known[place] = words[0] if words else -1
        place_of[[word for word in words if place_of[word] < 0]] = place
    own = [(vocabulary[term], place) for place, term in enumerate(asked.stems) if term in vocabulary]
    for word, place in own:
        place_of[word] = place
    return known, place_of


def _match_titles(lexical: LexicalIndex, articles: NDArray[np.int32], place_of: Places, terms: int) -> Bools:
    """Whether each term stands in the title of each of ``articles``; shape (P, T)."""
    words, title_of = _expand(lexical.titles.starts, articles.astype(np.int64))
    match = place_of[lexical.titles.words[words]]
    matches = np.zeros((len(articles), terms), bool)
    matches[title_of[match >= 0], match[match >= 0]] = True
    return matches


def _spread_over_articles(present: Bools, articles: NDArray[np.int32]) -> Bools:
    """What stands in a candidate stands in all candidates of its article; those lie side by side."""
    first = np.flatnonzero(np.diff(articles, prepend=-1))
    sizes = np.diff(first, append=len(articles))
    spread: Bools = np.repeat(np.logical_or.reduceat(present, first, axis=0), sizes, axis=0)
    return spread


def _compare_words(question: EncodedQuestion, generation: Generation, words: Places, lengths: Places) -> Floats:
    """The best cosine of each of the question's words with a word of each sentence; 0 for a sentence without words."""
    cosines = (question.words / WORD_SCALE) @ generation.word_vectors.take(words, axis=0).astype(np.float32).T
    best = np.zeros((len(question.words), len(lengths)), np.float32)
    filled = np.flatnonzero(lengths)
    if len(filled):
        best[:, filled] = np.maximum.reduceat(cosines, (np.cumsum(lengths) - lengths)[filled], axis=1)
    return best


def _find_expected(
    asked: ParsedQuestion,
    ids: NDArray[np.int32],
    marks: NDArray[np.uint8],
    sentence_of: Places,
    sentences: int,
    generation: Generation,
) -> Floats:
    """How far each sentence holds what the question expects, in words that the question has not."""
    vocabulary = generation.lexical.vocabulary
    said = np.zeros(len(vocabulary), bool)
    said[[vocabulary[word] for word in asked.words if word in vocabulary]] = True
    new = ~said[ids]

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


def _are_leads(passage_article: NDArray[np.int32], passages: Places) -> Floats:
    before = passage_article[np.maximum(passages - 1, 0)]
    leads: Floats = ((passages == 0) | (before != passage_article[passages])).astype(np.float32)
    return leads
