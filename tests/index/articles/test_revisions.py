"""What has changed between two texts, as exact spans of both; and which earlier texts are kept."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles.revisions import compare_texts, keep_revisions, tell_revised
from index.types import Article, ArticleId, StoryId
from tests.timing import assert_grows_no_faster

_TEXT = "The bus left at dawn. Police said 17 people were injured, two of them badly.\n\nThe road is closed."
_ARTICLE = Article(id=ArticleId("a"), story=StoryId("s"), title="t", body=_TEXT)
_NOW = datetime(2026, 2, 3, tzinfo=UTC)


def _told(before: str, after: str) -> list[tuple[str, str | None, str | None]]:
    return [
        (change.kind, change.before and change.before.of(before), change.after and change.after.of(after))
        for change in compare_texts(before, after)
    ]


def test_a_sentence_that_was_corrected_is_shown_as_it_was_and_as_it_is_with_the_words_that_differ():
    after = _TEXT.replace("17 people", "19 people")
    (change,) = compare_texts(_TEXT, after)
    assert change.before.of(_TEXT) == "Police said 17 people were injured, two of them badly."
    assert change.after.of(after) == "Police said 19 people were injured, two of them badly."
    assert (change.before_words.of(_TEXT), change.after_words.of(after)) == ("17", "19")


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("They counted 840, and left.", "They counted 845, and left.", ("840", "845")),
        ("They said “nine people”.", "They said “ten”.", ("“nine people”", "“ten”")),
        ("They counted 840 and left.", "They counted 845, and left.", ("840", "845,")),
        ("They left there — at 9:30.", "They left there … at 9:30.", ("—", "…")),
    ],
)
def test_marks_behind_words_that_were_corrected_are_no_part_of_them_unless_they_were_corrected(before, after, words):
    (change,) = compare_texts(before, after)
    assert (change.before_words.of(before), change.after_words.of(after)) == words


def test_words_that_were_only_added_have_none_that_they_replace():
    after = _TEXT.replace("The road is", "The coast road is")
    (change,) = compare_texts(_TEXT, after)
    assert (change.before_words, change.after_words.of(after)) == (None, "coast")


@pytest.mark.parametrize(
    ("after", "told"),
    [
        (f"{_TEXT} It rains.", [("added", None, "It rains.")]),
        (_TEXT.replace("The bus left at dawn. ", ""), [("removed", "The bus left at dawn.", None)]),
        (
            _TEXT.replace("The road is closed.", "Nobody knows why a barrier was missing."),
            [("removed", "The road is closed.", None), ("added", None, "Nobody knows why a barrier was missing.")],
        ),
        (f"The road is closed.\n\n{_TEXT.removesuffix('The road is closed.')}", []),
        (_TEXT.replace("\n\n", "\n").replace(" at ", "  at "), []),
        (_TEXT, []),
    ],
)
def test_what_was_added_and_removed_is_told_and_what_moved_or_was_wrapped_otherwise_is_not(after, told):
    assert _told(_TEXT, after) == told


_SENTENCES = st.lists(
    st.sampled_from([*_TEXT.replace("\n\n", " ").split(". "), "It rains", "19 were hurt"]), max_size=8
)


@given(_SENTENCES, _SENTENCES)
def test_every_sentence_that_is_not_in_the_other_text_is_told_once(before, after):
    old, new = (". ".join(text) + "." for text in (before, after))
    told = _told(old, new)
    assert {was for _, was, _ in told if was} >= {f"{one}." for one in before if one not in after and "." not in one}
    assert {now for _, _, now in told if now} >= {f"{one}." for one in after if one not in before and "." not in one}


def _keep(kept, before, after, *, day=1):
    read_at = _NOW + timedelta(days=day - 1)
    return keep_revisions([before], kept, [after], read_at=read_at, replaced_at=read_at + timedelta(days=1))


def test_a_text_that_was_replaced_is_kept_with_both_times_and_another_line_break_replaces_none():
    (revision,) = _keep([], _ARTICLE, replace(_ARTICLE, body="It was a tram."))
    assert revision.article == _ARTICLE
    assert (revision.read_at, revision.replaced_at) == (_NOW, _NOW + timedelta(days=1))
    assert not _keep([], _ARTICLE, replace(_ARTICLE, body=_TEXT.replace("\n\n", "\n")))


def test_the_five_newest_texts_of_an_article_are_kept_and_none_of_one_that_is_gone():
    kept, texts = [], [replace(_ARTICLE, body=f"It was tram {number}.") for number in range(9)]
    for number in range(8):
        kept = _keep(kept, texts[number], texts[number + 1], day=number)
    assert [revision.article for revision in kept] == texts[3:8]
    assert not _keep(kept, texts[8], replace(_ARTICLE, id=ArticleId("b")))


def test_each_text_is_told_with_the_one_that_replaced_it_the_newest_change_first():
    texts = [replace(_ARTICLE, body=f"It was tram {number}.") for number in range(3)]
    kept = _keep(_keep([], texts[0], texts[1], day=0), texts[1], texts[2], day=1)
    told = tell_revised([texts[2]], kept)
    assert [(one.earlier, one.later) for one in told] == [(texts[1], texts[2]), (texts[0], texts[1])]
    assert [change.after_words.of(one.later.body) for one in told for change in one.changes] == ["2", "1"]
    assert not tell_revised([replace(_ARTICLE, id=ArticleId("b"))], kept)


def test_a_text_that_was_written_anew_is_removed_and_added_as_a_whole():
    before, after = (" ".join(f"{word} came on day {day}." for day in range(150)) for word in ("Rain", "Snow"))
    told = _told(before, after)
    assert [kind for kind, *_ in told] == ["removed"] * 150 + ["added"] * 150


@pytest.mark.parametrize(
    ("unit", "added"),
    [
        ("the a ", "x "),
        ("the ", "the "),
        ("one goal\ntwo goals\n", "Three!\n"),
        ("Breaking news follows soon.\n\n", "End.\n\n"),
        ("Rain. Wind. ", "Snow. "),
    ],
)
def test_time_grows_with_the_length_and_not_faster(unit: str, added: str) -> None:
    def write(length: int) -> tuple[str, str]:
        before = unit * (length // len(unit))
        middle = len(unit) * (len(before) // len(unit) // 2)
        return before, added + before[:middle] + added + before[middle:] + before[:middle]

    assert_grows_no_faster(write, lambda texts: compare_texts(*texts), 10_000, 8)


def test_of_sentences_that_were_all_written_anew_each_is_told_in_a_time_that_grows_with_their_number() -> None:
    def write(size: int) -> list[str]:
        return [" ".join(f"{word} came on day {day}." for day in range(size)) for word in ("Rain", "Snow")]

    assert len(compare_texts(*write(1_000))) == 2_000
    assert_grows_no_faster(write, lambda texts: compare_texts(*texts), 1_000, 8)


def test_of_two_equal_sentences_the_one_that_went_is_told() -> None:
    assert _told("It rains. It rains. It pours.", "It rains. It pours.") == [("removed", "It rains.", None)]
