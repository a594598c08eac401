"""One text, once: copies of an article, and what is no copy."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles.duplicates import find_copies
from index.types import Article, ArticleId, StoryId
from tests.fakes import span_of
from tests.timing import assert_grows_no_faster

SHIP = [
    "A ship ran aground off Skarn Point on Monday with 21 people on board, the coast guard said.",
    "No one was hurt. Two tugs are on their way from Loon and should arrive by evening.",
    "“She is sitting upright, like a cow in a meadow,” said Lt. Signe Vik of the coast guard.",
    "The ship, the Marit Alba, carries flour.",
]


def article(name: str, *paragraphs: str, title: str = "Ship aground", story: str = "s") -> Article:
    return Article(
        id=ArticleId(name), story=StoryId(story), title=title, body="\n\n".join(paragraphs), outlet=name.title()
    )


def copies(*articles: Article) -> dict[str, str | None]:
    return {article.id: article.copy_of for article in find_copies(articles).articles}


@pytest.mark.parametrize(
    "other",
    [
        article("mail", *SHIP),
        article("mail", *SHIP, "Ferries are not affected."),
        article("mail", *SHIP[:3]),
        article("mail", *SHIP, title="Flour ship strands, crew safe"),
        article("mail", "SKARN POINT (Coastal Press) — " + SHIP[0], *SHIP[1:]),
        article("mail", *[paragraph.replace("“", '"').replace("”", '"') for paragraph in SHIP]),
        article("mail", *[paragraph.replace("on Monday", "Monday") for paragraph in SHIP]),
        article("mail", "Ship aground", *SHIP),
    ],
)
def test_a_line_more_another_headline_and_a_trimmed_end_make_no_other_text(other: Article) -> None:
    found = find_copies([article("standard", *SHIP), other])
    (first,) = [article for article in found.articles if article.copy_of is None]
    (copy,) = [article for article in found.articles if article.copy_of is not None]
    assert copy.copy_of == first.id
    assert [one.outlet for one in (*first.copies, *copy.copies)] == [copy.outlet, first.outlet]


@pytest.mark.parametrize(
    "other",
    [
        article("mail", *[paragraph.replace("21", "23") for paragraph in SHIP]),
        article("mail", *[paragraph.replace("No one was", "Two men were") for paragraph in SHIP]),
        article("mail", *SHIP[:3], "The ship, the Marit Alba, does not carry flour."),
        article(
            "mail", *SHIP[:1], "Divers found a bell. The harbour office will keep it.", "Nobody has asked for it yet."
        ),
        article("mail", *SHIP, story="another"),
    ],
)
def test_a_correction_another_report_and_another_story_are_no_copies(other: Article) -> None:
    assert set(copies(article("standard", *SHIP), other).values()) == {None}


def test_a_sentence_or_two_are_a_copy_only_of_what_is_equal_to_the_letter() -> None:
    same = (article("a", "“We ran,” said Ines Faro."), article("b", "“We ran,” said Ines Faro."))
    alike = (article("a", "“We ran,” said Ines Faro."), article("b", "»We ran«, said Ines Faro."))
    assert set(copies(*same).values()) != {None}
    assert set(copies(*alike).values()) == {None}


def test_reports_from_one_template_are_told_apart() -> None:
    line = "The water at Marn stood at {} centimetres on Monday. Boats may{} pass the lock."
    weeks = [
        article(name, line.format(*what), "The next reading is on Monday.")
        for name, what in (("a", (182, "")), ("b", (211, " not")))
    ]
    assert set(copies(*weeks).values()) == {None}


def test_likeness_is_not_handed_on_from_one_to_the_next() -> None:
    """Short is like both, but the two differ in a number: they are never called the same text."""
    long = [*SHIP, "Its owner has 12 ships."]
    longer = [*SHIP, "Its owner has 14 ships."]
    found = copies(article("a", *long), article("b", *longer), article("c", *SHIP))
    assert found["a"] != "b"
    assert found["b"] != "a"
    assert (found["a"] or "a") != (found["b"] or "b")


@given(st.lists(st.sets(st.sampled_from([*SHIP, "Ferries run.", "It is said to snow."]), min_size=1), max_size=6))
def test_of_every_copy_each_paragraph_stands_in_its_group_and_nothing_is_lost(texts: list[set[str]]) -> None:
    articles = [article(f"a{number}", *sorted(text)) for number, text in enumerate(texts)]
    found = find_copies(articles)
    assert [one.id for one in found.articles] == [one.id for one in articles]
    shown: dict[str, set[str]] = {}
    for one in found.articles:
        told = {span.of(one.body) for span in found.told.get(one.id, ())}
        shown.setdefault(one.copy_of or one.id, set()).update(set(one.body.split("\n\n")) - told)
    for one in found.articles:
        assert set(one.body.split("\n\n")) <= shown[one.copy_of or one.id]


def test_each_sentence_is_told_of_those_outlets_alone_that_carry_it() -> None:
    more = "Ferries are not affected."
    dateline = "SKARN POINT (Coastal Press) — "
    wire, mail, star = (
        article("wire", dateline + SHIP[0], *SHIP[1:]),
        article("mail", *SHIP, more),
        article("star", *SHIP[:3]),
    )
    told = {one.id: one for one in find_copies([wire, mail, star]).articles}

    def outlets(name: str, words: str) -> list[str]:
        return [copy.outlet for copy in told[ArticleId(name)].copies_with(span_of(told[ArticleId(name)], words))]

    assert sorted(outlets("wire", dateline + SHIP[0])) == ["Mail", "Star"]
    assert sorted(outlets("star", SHIP[1])) == ["Mail", "Wire"]
    assert outlets("wire", SHIP[3]) == ["Mail"]
    assert outlets("mail", more) == []
    assert outlets("mail", f"{SHIP[3]}\n\n{more}") == []


def test_an_outlet_is_named_once_and_never_beside_itself() -> None:
    same = replace(article("amp", *SHIP), outlet="Mail")
    found = find_copies([article("mail", *SHIP), same, article("wire", *SHIP), replace(same, id=ArticleId("m"))])
    assert {one.id: [copy.outlet for copy in one.copies] for one in found.articles} == {
        "mail": ["Wire"],
        "amp": ["Wire"],
        "m": ["Wire"],
        "wire": ["Mail"],
    }


def made_up(size: int, *lines: str) -> list[Article]:
    """Articles of a sentence each that no other has, and lines that they all have."""
    words = "Amber Birch Cedar Daisy Elder Ferns Grape Hazel Ivory Jasmin".split()
    own = [" ".join(words[int(digit)] for digit in f"{number * 7919 % 10**6:012}") for number in range(size)]
    return [article(str(number), f"{text}.", *lines) for number, text in enumerate(own)]


def test_a_line_that_every_article_has_costs_a_time_that_grows_with_their_number() -> None:
    lines = "All rights reserved.", "Share this.", "Subscribe now.", "Write to us.", "Read more."
    assert_grows_no_faster(lambda size: made_up(size, *lines), find_copies, 1_000, 12)


def test_two_texts_of_lines_that_repeat_are_compared_in_a_time_that_grows_with_their_length() -> None:
    def pair(size: int) -> list[Article]:
        rows = [f"{number * number % 7} goals" for number in range(size)]
        return [article("a", *SHIP, *rows), article("b", *SHIP, *rows[::-1])]

    assert_grows_no_faster(pair, find_copies, 1_000, 8)


def test_two_texts_that_say_a_lot_otherwise_are_no_copies_and_it_takes_little_to_say_so() -> None:
    def pair(size: int) -> list[Article]:
        shared, own, other = (
            [f"{word}{number} {word}-{number} {word}." for number in range(count)]
            for word, count in (("tug", 3 * size), ("bus", size), ("car", size))
        )
        return [article("a", *shared, *own), article("b", *shared, *other)]

    assert set(copies(*pair(500)).values()) == {None}
    assert_grows_no_faster(pair, find_copies, 250, 8)


def test_a_text_that_a_thousand_outlets_carry_names_a_hundred_at_most_and_none_of_them_is_lost() -> None:
    found = find_copies([article(f"outlet {number}", *SHIP) for number in range(1_000)]).articles
    assert [len(one.copies) for one in found] == [99] * 1_000
    assert sum(one.copy_of is None for one in found) == 10


def within(size: int) -> list[Article]:
    """A long article, and short ones that are nearly a part of it."""
    words = "Aa bb cc runs. Dd ee ff sits. Gg hh ii jj stays.".split()
    whole = [" ".join(f"{word[0]}{number}{word[1:]}" for word in words) for number in range(size)]
    parts = [article(str(number), f"{said} Own{number} words stand here.") for number, said in enumerate(whole)]
    return [*parts, article("whole", " ".join(f"{said} Its own {n} is this." for n, said in enumerate(whole)))]


def test_texts_that_are_made_to_be_compared_with_each_other_take_a_time_that_grows_with_their_length() -> None:
    assert_grows_no_faster(within, find_copies, 250, 8)


def test_what_is_in_one_story_changes_nothing_of_what_is_found_in_another() -> None:
    """However many articles of another story hold the same sentences: those are no standing lines for it."""
    ours = [article("standard", *SHIP), article("mail", *SHIP, "Ferries are not affected.")]
    theirs = [article(f"g{n}", *SHIP, f"It is {n} o'clock. And {n} more.", story="g1-memo") for n in range(150)]
    assert copies(*ours, *theirs).items() >= copies(*ours).items()
    assert any(copies(*ours).values())
