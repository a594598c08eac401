"""Articles that state different numbers for one thing, and all that only looks like it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from index.articles.passages import split
from index.languages.read_text import ReadText
from index.search.differing import find_differing
from index.search.differing.amounts import find_amounts
from index.search.differing.comparing import Point
from index.search.reader.reading import Pointing
from index.types import Article, ArticleId, Hit, Span, StoryId

_QUESTION = "How many people were injured in the bus crash?"
_EARLIER = "A bus crash near Capel Head blocked the road. Police said 17 people were injured, two of them badly."
_LATER = "The bus had no brakes. The number of people injured in the crash at Capel Head has risen to 19."

# A question, and what two articles state to it.
_DIFFERS = """
How many flights were cancelled?
  More than 400 flights were cancelled.
  In all 327 flights were cancelled.
How many troops remain in Basra?
  About 46,000 troops remain in Basra.
  Some 39,000 troops remain in Basra.
How much will the hospital cost?
  The new hospital will cost £210m.
  The hospital will cost £268m.
How much does the mayor earn?
  The mayor earns 58,000 crowns.
  The mayor earns 71,500 crowns a year.
What was the turnout in the poll?
  Turnout in the poll was 52%.
  Turnout in the poll was 56 per cent.
How many votes did the bill fail by?
  The bill failed by three votes.
  The bill failed by 5 votes.
How many miners died in the fire?
  Nine miners died in the fire.
  The fire: twenty-one miners died.
How many miners died in the fire?
  At least four miners of Tosk died in the fire.
  The miners of Tosk were buried. The death toll of the fire rose to nine.
How many miners are missing after the fire?
  After the fire 14 miners were missing.
  The miners are home. After the fire no one is unaccounted for, she said.
What is the ransom?
  The gang of Black Heron demanded a ransom of €5m.
  The men of Black Heron have doubled their demand to €10m.
"""
# Rounded and hedged numbers; another thing or deed; another day, place or year; what is not stated plainly.
_DOES_NOT_DIFFER = """
How many boats sank in the storm?
  A dozen boats sank in the storm.
  In the storm 12 boats sank.
How many whales were stranded?
  About 20 whales were stranded.
  There were 19 whales stranded.
How many troops remain in Basra?
  About 46,000 troops remain in Basra.
  Some 48,000 troops remain in Basra.
How many flights were cancelled?
  At least 300 flights were cancelled.
  In all 327 flights were cancelled.
How many flights were cancelled?
  Up to 400 flights were cancelled.
  In all 327 flights were cancelled.
How much did the council borrow?
  The council borrowed £1.2m.
  The council borrowed 1,230,000 pounds.
How much was stolen from the shop?
  Nearly £500,000 was stolen from the shop.
  From the shop £492,000 was stolen.
How many people took part in the march?
  Some 12,000 took part in the march.
  12,380 took part in the march.
How many soldiers were killed in the raid?
  Five soldiers were killed in the raid.
  The raid: 11 wounded soldiers.
How many pupils were in the school bus?
  There were 17 pupils in the school bus.
  In the school bus were 3 teachers and pupils.
How many visitors came to the museum?
  On Saturday 8,300 visitors came to the museum.
  On Sunday 5,100 visitors came to the museum.
How many stations opened late in the poll?
  Nine stations opened late in Marn for the poll.
  Three stations opened late in Loon for the poll.
How many people died in the quake at Marn?
  The quake at Marn killed nobody; 9 people died in 1954.
  The quake at Marn: 3 people died.
How many homes burned on the main island?
  Nine homes burned on the main island.
  On the small island 3 homes burned.
How many miners died in the fire?
  Nine miners died in the fire.
  After the fire it is feared that 14 miners died.
How many miners died in the fire?
  Nine miners died in the fire.
  The fire: it was denied that 14 miners died.
How many miners died in the fire?
  Nine miners died in the fire.
  In the fire 30 miners died or were hurt.
How many miners died in the fire?
  Nine miners died in the fire.
  Of 600 miners 9 died in the fire.
How many miners died in the fire?
  Nine miners died in the fire.
  The number of miners who died in the fire rose from 4 to 9.
How many people had to leave their homes in Brack?
  About 2,300 people had to leave their homes in Brack.
  In Brack the river flooded 600 homes.
How many people were hurt?
  17 people were hurt.
  19 people were hurt.
What is the ransom?
  The gang of Black Heron demanded a ransom of €5m.
  The gang of Black Heron is known, and the fee was raised to €10m.
What is the ransom?
  The gang of Black Heron demanded a ransom of €5m.
  The gang of Black Heron raised the price of bread to €2.
How much did the attack in 2021 cost?
  The attack in 2021 cost €100m.
  The attack cost €38m.
Was the toll of the fire nine?
  The toll of the fire was nine.
  The toll of the fire was 14.
Where was the king born?
  The king was born in Lorvik.
  The king was born in Lorvik as the 2nd of 9 children.
Who was hurt in the bus crash?
  17 people were hurt in the bus crash.
  19 people were hurt in the bus crash.
"""


def _rows(table: str) -> list[list[str]]:
    lines = [line.strip() for line in table.strip().splitlines()]
    return [lines[start : start + 3] for start in range(0, len(lines), 3)]


def _hit(body: str, day: int | None, *, name: str, story: str = "coast") -> Hit:
    published = datetime(2026, 2, 3, tzinfo=UTC) + timedelta(days=day) if day is not None else None
    article = Article(
        id=ArticleId(name), story=StoryId(story), title="On the coast road", body=body, published_at=published
    )
    (passage,) = split(article, words=200)
    return Hit(passage=passage, score=1.0, highlight=passage.sentences[-1])


def _unread(_hit: Hit) -> None:
    """Points at nothing, as where there is no reader."""


def _compare(
    question: str, *texts: str, days: tuple[int | None, ...] = (0, 1, 2, 3), point: Point = _unread
) -> list[str]:
    """The sentences that differ, newest first; the answer is the last one of the first text."""
    hits = [_hit(text, day, name=f"a{day}-{text[:9]}") for text, day in zip(texts, days, strict=False)]
    mark, *others = hits
    rivals = [replace(hit, highlight=sentence) for hit in others for sentence in hit.passage.sentences]
    shown = find_differing(question, [mark], rivals, point)
    return [hit.marked for hit in shown]


@pytest.mark.parametrize("order", [(_EARLIER, _LATER), (_LATER, _EARLIER)])
def test_the_newer_statement_comes_first_and_the_older_one_with_it(order):
    days = {_EARLIER: 0, _LATER: 1}
    assert _compare(_QUESTION, *order, days=tuple(days[text] for text in order)) == [
        "The number of people injured in the crash at Capel Head has risen to 19.",
        "Police said 17 people were injured, two of them badly.",
    ]


@pytest.mark.parametrize(
    ("question", "one", "other", "differs"),
    [
        (
            "How many people died in the fire?",
            "The fire killed nine people.",
            "The number of dead in the fire is 14.",
            True,
        ),
        ("How many people were hurt in the fire?", "9 were injured in the fire.", "11 were wounded in the fire.", True),
        (
            "How many people died in the fire?",
            "The fire killed nine people.",
            "In the fire 14 people were hurt.",
            False,
        ),
        (
            "How many men are missing after the fire?",
            "After the fire 9 men are missing.",
            "3 men died in the fire.",
            False,
        ),
        (
            "How many men were arrested at the march?",
            "9 men were arrested at the march.",
            "11 men were detained at the march.",
            True,
        ),
        (
            "How many homes were destroyed in the fire?",
            "The fire destroyed 9 homes.",
            "11 homes were razed in the fire.",
            True,
        ),
        (
            "How many people were evacuated from the port?",
            "9 people were evacuated from the port.",
            "The port has 11 evacuees.",
            True,
        ),
    ],
)
def test_what_happened_is_known_in_other_words_and_nothing_else_is_taken_for_it(question, one, other, differs):
    assert bool(_compare(question, one, other)) == differs


def test_of_three_numbers_all_are_shown_and_of_two_articles_with_one_number_the_newer():
    middle = _EARLIER.replace("17", "18")
    newest, *others = _compare(_QUESTION, _EARLIER, middle, _LATER, _LATER.replace("The number", "Today the number"))
    assert newest.startswith("Today the number")
    assert ["18" in others[0], "17" in others[1], len(others)] == [True, True, 2]


def test_the_answer_is_always_among_what_differs_and_all_differs_from_it():
    told = [f"{number} troops remain in Basra." for number in ("About 46,000", "Some 48,000", "About 39,000")]
    assert _compare("How many troops remain in Basra?", *told) == [told[2], told[0]]


def test_without_dates_what_was_found_first_stays_first():
    first, other = _compare(_QUESTION, _EARLIER, _LATER, days=(None, None))
    assert ["17" in first, "19" in other] == [True, True]


@pytest.mark.parametrize("opening", ["Correction:", "CORRECTED –", "(Corrected)", "Update 2:", "[UPDATED]"])
def test_a_correction_without_a_date_comes_before_what_it_corrects(opening: str) -> None:
    first, other = _compare(_QUESTION, _EARLIER, f"{opening} {_LATER}", days=(3, None))
    assert ["19" in first, "17" in other] == [True, True]


@pytest.mark.parametrize("opening", ["Corrections officers came.", "Update on it.", "A correction: none.", ""])
@pytest.mark.parametrize("day", [2, None])
def test_a_text_that_corrects_nothing_or_has_a_date_keeps_its_place(opening: str, day: int | None) -> None:
    plain = _compare(_QUESTION, _EARLIER, f"{opening} {_LATER}", days=(3, day))
    dated = _compare(_QUESTION, _EARLIER, f"Correction: {_LATER}", days=(3, 2))
    assert ["17" in first for first, _ in (plain, dated)] == [True, True]


@pytest.mark.parametrize(("question", "one", "other"), _rows(_DIFFERS))
def test_what_cannot_both_be_right_differs(question, one, other):
    assert len(_compare(question, one, other)) == 2


@pytest.mark.parametrize(("question", "one", "other"), _rows(_DOES_NOT_DIFFER))
def test_what_can_both_be_right_or_is_something_else_does_not_differ(question, one, other):
    for texts in ((one, other), (other, one)):
        assert not _compare(question, *texts)


_BIG = "How big is the reward?"
_OLD, _NEW = "The Kessel Museum offers 100,000 euros.", "The Kessel Museum promises 200,000 euros to any of 40 finders."


@pytest.mark.parametrize(
    ("answers", "pointed", "differs"),
    [(3.0, "200,000 euros", True), (1.0, "200,000 euros", False), (3.0, "40", False), (3.0, "finders", False)],
)
def test_a_number_that_the_reader_points_at_is_compared_where_it_answers(answers: float, pointed: str, differs: bool):
    def point(hit: Hit) -> Pointing:
        body = hit.passage.article.body
        words = pointed if body == _NEW else "100,000 euros"
        start = body.index(words)
        span = Span(start=start, end=start + len(words))
        return Pointing(answers=answers if body == _NEW else 3.0, span=span)

    assert bool(_compare(_BIG, _OLD, _NEW, point=point)) == differs


def test_of_many_articles_two_are_read():
    read = []

    def point(hit: Hit) -> None:
        read.append(hit.passage.article.id)

    others = (f"There were {number} others there in Tosk." for number in (2, 3, 4))
    _compare("How many people were hurt?", "It was in Tosk that 17 people were hurt.", *others, point=point)
    assert len(read) == 2


def test_a_sentence_that_is_far_less_likely_is_not_read():
    mark = replace(_hit("17 people were hurt.", 0, name="a"), score=9.0)
    rival = replace(_hit("There were 40 there.", 1, name="b"), score=5.0)
    assert not find_differing("How many people were hurt?", [mark], [rival], pytest.fail)


def test_an_event_under_another_name_is_known_by_a_name_that_both_articles_have():
    question = "How many people were injured in the crash?"
    one = "The crash happened at dawn in Tosk. 17 people were injured."
    assert _compare(question, one, "The bus overturned in Tosk. The number of injured rose to 19.")
    assert not _compare(question, one, "The bus overturned in Loon. The number of injured rose to 19.")


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("17 people", 17, 17),
        ("twenty-one men", 21, 21),
        ("a dozen boats", 12, 12),
        ("two dozen boats", 24, 24),
        ("half a million pounds", 500_000, 500_000),
        ("£210m", 209_500_000, 210_500_000),
        ("12,000 people", 11_500, 12_500),
        ("about 20 whales", 18, 22),
        ("nearly 20 whales", 18, 20),
        ("more than 400 flights", 400, 440),
        ("at least six people", 6, 6.6),
        ("100,000 crowns", 90_000, 110_000),
        ("fewer than 40 people", 0, 40),
        ("3.2 percent", 3.15, 3.25),
        ("52 per cent", 51.5, 52.5),
    ],
)
def test_a_number_is_as_wide_as_it_is_meant(text, low, high):
    (amount,) = find_amounts(ReadText(text))
    assert (round(amount.low, 2), round(amount.high, 2)) == (low, high)


@pytest.mark.parametrize(
    "text", ["in 2011", "at 5:15 a.m.", "on 4 May", "the 21st time", "a 10-year-old", "dozens of men", "hundreds"]
)
def test_years_dates_times_and_vague_numbers_are_no_amounts(text):
    assert not list(find_amounts(ReadText(text)))
