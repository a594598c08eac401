"""The labelled quotations are what they say and their scorer counts right: nothing is judged before this holds."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path

import pytest

from index.types import Article, Evidence, Kind, Quotation, Span, Speaker
from tests.eval.quotations.labelled import ARTICLES_FILE, TRAPS_FILE, Figures, Labelled, names_agree, read, score

TRAPS = read(TRAPS_FILE)
ARTICLES = read(ARTICLES_FILE)

# The least number of passages for a trap.
# fmt: off
LEAST = dict.fromkeys([
    "curly", "straight", "mixed-marks", "doubled-apostrophes", "guillemets", "british-single", "nested",
    "multi-paragraph", "split", "dashes", "unclosed", "stray", "feet-and-inches", "apostrophes",
    "question-and-answer", "speaker-labels", "social-media", "nicknames", "headlines", "negation", "said-x",
    "x-said", "told", "according-to", "asked", "wrote", "saying", "and-said", "added", "apposition", "role",
    "organisation", "anonymous", "possessive", "object", "pronoun", "surname", "the-official", "carried",
    "relative-clause", "passive", "far-cue", "two-people", "same-surname", "courtesy-titles", "non-western",
    "particles", "unknown", "indirect",
], 3) | {"scare-quotes": 25, "titles": 15, "signs": 6}
# fmt: on


# --- the set ---------------------------------------------------------------------------------------------------------


def test_there_are_enough_passages_and_articles() -> None:
    assert len(TRAPS) >= 220
    assert len(ARTICLES) >= 32


def test_every_trap_is_set_and_no_other() -> None:
    found = Counter(passage.trap for passage in TRAPS)

    assert found.keys() == LEAST.keys()
    assert {trap: found[trap] for trap, least in LEAST.items() if found[trap] < least} == {}


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.article.id)
def test_an_article_is_long_and_quotes_a_lot(article: Labelled) -> None:
    assert 250 <= len(article.article.body.split()) <= 600
    assert 8 <= len(article.expected) <= 18


def test_articles_mostly_quote_people_without_their_names() -> None:
    counts = Counter(quotation.evidence for article in ARTICLES for quotation in article.marked)

    assert counts[Evidence.NAMED] / counts.total() <= 0.25
    assert (counts[Evidence.PRONOUN] + counts[Evidence.CARRIED]) / counts.total() >= 0.6
    assert counts[None] >= 10


def test_no_two_texts_share_an_id_or_a_body() -> None:
    texts = TRAPS + ARTICLES

    assert len({text.article.id for text in texts}) == len(texts)
    assert len({text.article.body for text in texts}) == len(texts)


def test_scare_quotes_and_titles_mostly_hold_no_speech() -> None:
    silent = [passage for passage in TRAPS if not passage.marked]

    assert len(silent) >= 50
    assert {"scare-quotes", "titles", "signs", "nicknames"} <= {passage.trap for passage in silent}


@pytest.mark.parametrize("path", [TRAPS_FILE, ARTICLES_FILE])
def test_spans_are_ordered_apart_and_hold_the_words_between_the_labels(path: Path) -> None:
    for line, text in zip(path.read_text(encoding="utf-8").splitlines(), read(path), strict=True):
        words = [piece.split("⟧", 1)[1] for piece in json.loads(line)["text"].split("⟦/q⟧")[:-1]]
        spans = [quotation.span for quotation in text.expected]

        assert [span.of(text.article.body) for span in spans] == words
        assert all(one.end <= other.start for one, other in pairwise(spans))


# --- the loader ------------------------------------------------------------------------------------------------------


@pytest.fixture
def read_text(tmp_path: Path) -> Callable[[str], Labelled]:
    def read_one(text: str) -> Labelled:
        path = tmp_path / "made.jsonl"
        path.write_text(json.dumps({"id": "t1", "trap": "made", "text": text}) + "\n", encoding="utf-8")
        (labelled,) = read(path)
        return labelled

    return read_one


def test_a_label_becomes_a_span_of_the_text_without_labels(read_text: Callable[[str], Labelled]) -> None:
    labelled = read_text("“⟦q:direct|Ana Ruiz|Mayor|named⟧Stop,⟦/q⟧” Mayor Ana Ruiz said. “⟦q:mixed|-|-|-⟧Why?⟦/q⟧”")

    named, unknown = labelled.expected
    assert labelled.article.body == "“Stop,” Mayor Ana Ruiz said. “Why?”"
    assert named.span == Span(start=1, end=6)
    assert (named.kind, named.speaker, named.role, named.evidence) == (Kind.DIRECT, "Ana Ruiz", "Mayor", Evidence.NAMED)
    assert (unknown.speaker, unknown.role, unknown.evidence) == (None, None, None)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("“⟦q:direct|-|-|-⟧Stop”", "not whole"),
        ("“Stop⟦/q⟧”", "not whole"),
        ("“⟦q:direct|-|-⟧Stop⟦/q⟧”", "not whole"),
        ("“⟦q:shouted|-|-|-⟧Stop⟦/q⟧”", "shouted"),
        ("“⟦q:direct|Ana|-|guessed⟧Stop⟦/q⟧” said Ana", "guessed"),
        ("“⟦q:direct|Ana|-|-⟧Stop⟦/q⟧” said Ana", "disagree"),
        ("“⟦q:direct|-|-|named⟧Stop⟦/q⟧”", "disagree"),
        ("“⟦q:direct|-|mayor|-⟧Stop⟦/q⟧” the mayor said", "disagree"),
        ("“⟦q:direct|Ana|-|named⟧Stop⟦/q⟧” she said", "'Ana' is not in the text"),
        ("“⟦q:direct|-|-|-⟧Stop ⟦/q⟧”", "white space"),
    ],
)
def test_a_broken_label_is_refused(read_text: Callable[[str], Labelled], text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read_text(text)


@pytest.mark.parametrize("line", ["{", '{"id": "t1", "trap": "made"}', '{"id": "t2", "text": "no trap and no title"}'])
def test_a_broken_line_is_named_with_its_file(tmp_path: Path, line: str) -> None:
    path = tmp_path / "made.jsonl"
    path.write_text('{"id": "t0", "trap": "made", "text": "whole"}\n' + line + "\n", encoding="utf-8")

    with pytest.raises(ValueError, match=r"made\.jsonl, line 2"):
        read(path)


# --- the scorer ------------------------------------------------------------------------------------------------------

Extract = Callable[[Article], Iterable[Quotation]]

TWO = (
    "“⟦q:direct|Ana Ruiz|Mayor|named⟧Stop the bus,⟦/q⟧” Mayor Ana Ruiz said. "
    "“⟦q:direct|Ana Ruiz|Mayor|pronoun⟧Now,⟦/q⟧” she said."
)


def find(article: Article, words: str) -> Span:
    start = article.body.index(words)
    return Span(start=start, end=start + len(words))


def quote(
    article: Article,
    words: str | Span,
    name: str | None,
    *,
    kind: Kind = Kind.DIRECT,
    role: str | None = None,
    is_sure: bool = True,
) -> Quotation:
    """A quotation of these words, where they first stand, by someone of this name."""
    speaker = None
    if name is not None:
        role_span = find(article, role) if role else None
        mention = Span(start=0, end=1)
        speaker = Speaker(name=name, mention=mention, evidence=Evidence.NAMED, role=role_span, sure=is_sure)
    return Quotation(
        article=article, span=words if isinstance(words, Span) else find(article, words), kind=kind, speaker=speaker
    )


def extract_as_labelled(texts: list[Labelled]) -> Extract:
    """An extractor that has read the labels."""
    known = {text.article.id: text for text in texts}

    def extract(article: Article) -> list[Quotation]:
        return [quote(article, q.span, q.speaker, kind=q.kind, role=q.role) for q in known[article.id].expected]

    return extract


def test_who_answers_as_labelled_has_every_figure_full() -> None:
    texts = TRAPS + ARTICLES
    unknown = sum(quotation.speaker is None for text in texts for quotation in text.marked)
    marked = sum(len(text.marked) for text in texts)

    assert score(texts, extract_as_labelled(texts)) == Figures(
        exact=1,
        false_speech=0,
        speaker=1,
        resolved=1,
        joint=1,
        role=1,
        sure_coverage=(marked - unknown) / marked,
        sure_precision=1,
        indirect=1,
    )


def test_who_finds_nothing_has_no_score_and_no_false_speech() -> None:
    figures = score(TRAPS, lambda article: ())

    assert (figures.exact, figures.joint, figures.indirect, figures.false_speech) == (0, 0, 0, 0)


def test_spans_must_be_exact_and_a_wrong_one_costs_precision(read_text: Callable[[str], Labelled]) -> None:
    figures = score(
        [read_text(TWO)],
        lambda article: [
            quote(article, "Stop the bus,", "Ana Ruiz", role="Mayor"),
            quote(article, "Now", "Ana Ruiz"),
            quote(article, "she", None),
        ],
    )

    assert figures.exact == pytest.approx(2 * 1 / (2 + 3))
    assert figures.joint == pytest.approx(2 * 1 / (2 + 3))
    assert figures.speaker == 1


def test_a_wrong_speaker_counts_against_speaker_joint_resolved_and_sure(read_text: Callable[[str], Labelled]) -> None:
    figures = score(
        [read_text(TWO)],
        lambda article: [
            quote(article, "Stop the bus,", "Ana Ruiz", role="Mayor"),
            quote(article, "Now,", "she", role="Mayor"),
        ],
    )

    assert (figures.exact, figures.speaker, figures.joint, figures.resolved) == (1, 0.5, 0.5, 0)
    assert (figures.sure_coverage, figures.sure_precision) == (1, 0.5)


def test_a_speaker_given_with_a_warning_is_not_covered(read_text: Callable[[str], Labelled]) -> None:
    figures = score(
        [read_text(TWO)],
        lambda article: [
            quote(article, "Stop the bus,", "Ana Ruiz"),
            quote(article, "Now,", "she", is_sure=False),
        ],
    )

    assert (figures.sure_coverage, figures.sure_precision) == (0.5, 1)


def test_a_name_where_nobody_can_know_is_wrong_and_none_is_right(read_text: Callable[[str], Labelled]) -> None:
    text = read_text("“⟦q:direct|-|-|-⟧It fell.⟦/q⟧” Ana Ruiz saw the bus.")

    assert score([text], lambda article: [quote(article, "It fell.", "Ana Ruiz")]).speaker == 0
    assert score([text], lambda article: [quote(article, "It fell.", None)]).speaker == 1


def test_a_missing_role_and_an_invented_role_are_both_wrong(read_text: Callable[[str], Labelled]) -> None:
    with_role, without = read_text(TWO), read_text("“⟦q:direct|Bo Li|-|named⟧Go,⟦/q⟧” Bo Li, late, said.")

    assert score([with_role], lambda article: [quote(article, "Now,", "Ana Ruiz")]).role == 0
    assert score([without], lambda article: [quote(article, "Go,", "Bo Li", role="late")]).role == 0
    assert score([with_role], lambda article: [quote(article, "Now,", "Ana Ruiz", role="Mayor")]).role == 1


def test_false_speech_is_the_share_of_silent_passages_with_a_quotation(read_text: Callable[[str], Labelled]) -> None:
    silent, named = read_text("The “smart” bins are full."), read_text("They read “Low Tide” aloud.")

    def extract(article: Article) -> list[Quotation]:
        return [quote(article, "smart", None)] if "smart" in article.body else []

    assert score([silent, named, read_text(TWO)], extract).false_speech == 0.5


def test_an_indirect_clause_is_found_by_half_its_words_and_never_held_against_anyone(
    read_text: Callable[[str], Labelled],
) -> None:
    text = read_text("Bo Li said that ⟦q:indirect|Bo Li|-|named⟧the bus was late⟦/q⟧.")

    near = score([text], lambda article: [quote(article, "bus was late", "Bo Li", kind=Kind.INDIRECT)])
    far = score([text], lambda article: [quote(article, "Bo Li said that the", "Bo Li", kind=Kind.INDIRECT)])

    assert (near.indirect, near.exact, near.false_speech) == (1, 1, 0)
    assert (far.indirect, far.exact, far.false_speech) == (0, 1, 0)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ana Ruiz", "ANA RUIZ"),
        ("Ana Ruiz", "Ms. Ana Ruiz"),
        ("a senior official", "the senior official"),
        ("Dwight “The Anvil” Corrigan", "Dwight Corrigan"),
        ("Its chief curator", "chief curator"),
        (None, None),
    ],
)
def test_names_agree_but_for_case_article_title_and_nickname(one: str | None, other: str | None) -> None:
    assert names_agree(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ana Ruiz", "Ruiz"), ("Ana Ruiz", None), (None, "Ana Ruiz"), ("Sen.", "Gov."), ("Ana", "Theana")],
)
def test_other_names_do_not_agree(one: str | None, other: str | None) -> None:
    assert not names_agree(one, other)
