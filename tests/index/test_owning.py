"""Whose something is: an office, a firm's figure or a trial of another's does not answer for one's own."""

from __future__ import annotations

import pytest

from index.search.vetoes import Case, Veto, find_veto, read_case
from index.search.vetoes.owning import is_of_another_owner
from index.types import Article
from tests.fakes import article, hit_of

_ROW = article(
    "row",
    "row",
    "Karsk has ordered the envoy of its neighbour Tavua to leave.\n\n"
    "Foreign Minister Ann Moe gave no reason.\n\n"
    "Tavua called it absurd. Prime Minister Ola Lind spoke of an insult in the Karskan capital.\n\n"
    "Ruvia has offered to help. Its foreign minister, Ida Dahl, spoke to both. The Rask union is against it, "
    "its chairman, Per Holt, said. Lumena is not. Its largest shareholder holds a third.\n\n"
    "“We sell fish to Karsk and Ruvia,” said the pilot, Jan Berg. "
    "Karsk buys a fifth of Tavua's catch.\n\n"
    "Olga Brandt, who sold the boat, was heard on Monday. Jan Moser was heard, too. He denied it. "
    "His trial begins in May, and the trial of the mate in June. Ruvia captain Tor Vik was fined. "
    "The catch of the day, Ruvia said, is eel.",
    title="Karsk expels envoy of Tavua",
)
_CUP = article(
    "cup", "cup", "The boys of Lissen won.\n\nThe queen, Ada Roth, gave them a cup.", title="Lissen wins cup in Holm"
)


def veto(question: str, mark: str, source: Article = _ROW) -> Veto | None:
    return find_veto(read_case(question, hit_of(source, mark), {}))


_MOE = "Foreign Minister Ann Moe gave no reason."
_LIND = "Prime Minister Ola Lind spoke of an insult in the Karskan capital."
_DAHL = "Its foreign minister, Ida Dahl, spoke to both."
_HOLT = "The Rask union is against it, its chairman, Per Holt, said."
_TRIALS = "His trial begins in May, and the trial of the mate in June."


@pytest.mark.parametrize(
    ("question", "mark"),
    [
        ("Who is the foreign minister of Tavua?", _MOE),
        ("Who is Tavua's foreign minister?", _MOE),
        ("Who is the prime minister of Karsk?", _LIND),
        ("Who is Karsk's foreign minister?", _DAHL),
        ("Who is the chairman of Lumena?", _HOLT),
        ("What is Karsk's catch?", "Karsk buys a fifth of Tavua's catch."),
        ("When does Olga Brandt's trial begin?", "His trial begins in May"),
        ("Who is Karsk's captain?", "Ruvia captain Tor Vik was fined."),
        ("Who is the chief executive of Lumena?", _MOE),
    ],
)
def test_what_is_anothers_is_refused_whatever_the_reader_says(question: str, mark: str) -> None:
    found = veto(question, mark)
    assert found is not None
    assert found.is_certain


@pytest.mark.parametrize(
    ("question", "mark"),
    [
        ("Who is the foreign minister of Karsk?", _MOE),
        ("Who is the Karskan foreign minister?", _MOE),
        ("Who is the prime minister of Tavua?", _LIND),
        ("Who is Ruvia's foreign minister?", _DAHL),
        ("Who is the chairman of the Rask union?", _HOLT),
        ("Who is Lumena's largest shareholder?", "Its largest shareholder holds a third."),
        ("What is Tavua's catch?", "Karsk buys a fifth of Tavua's catch."),
        ("When does Jan Moser's trial begin?", "His trial begins in May"),
        ("When does Olga Brandt's trial begin?", _TRIALS),
        ("Who is the captain of Ruvia?", "Ruvia captain Tor Vik was fined."),
        ("What minister spoke at Karsk?", _DAHL),
        ("What is the catch of Karsk?", "The catch of the day, Ruvia said, is eel."),
    ],
)
def test_what_is_the_owners_passes_and_what_may_be_theirs(question: str, mark: str) -> None:
    assert veto(question, mark) is None


def test_an_office_is_of_the_country_that_an_article_begins_in() -> None:
    mark = "The queen, Ada Roth, gave them a cup."
    elsewhere = article("cup", "cup", f"{_CUP.body}\n\nRuvia lost.", title="Lissen wins cup")
    assert veto("Who is the queen of Holm?", mark, _CUP) is None
    assert veto("Who is the queen of Ruvia?", mark, elsewhere) is not None


@pytest.mark.parametrize(
    "before",
    [
        "Rates rose.",
        "Ann Moe has resigned.",
        "Danish shipping firm Velora, and Danish steel.",
        "Ruvia. It has changed.",
    ],
)
def test_what_a_sentence_begins_with_is_no_country_or_firm_for_that(before: str) -> None:
    mark = "Chief Executive Ola Lind told reporters in Ruvia."
    source = article("firm", "firm", f"Sales at Lumena are up.\n\n{before} {mark} So is Ann Moe.", title="Sales")
    assert veto("Who is the chief executive of Lumena?", mark, source) is None


@pytest.mark.parametrize(
    ("question", "mark"),
    [
        ("What was Sunday's toll?", "The toll of the flood in Lissen is nine."),
        ("How many things has Ann Lind traced that passed through Jan Moe's hands?", "Lind traced 46 of his hands."),
        ("Who is Lumena's captain?", "Former captain Ann Moe spoke."),
    ],
)
def test_what_only_looks_like_anothers_is_left_alone(question: str, mark: str) -> None:
    told = "The flood came on Sunday, in Lumena and Tavua, to Ann Lind and Jan Moe."
    assert not is_of_another_owner(Case(question, mark, lead=f"A flood\n{told} ", article=f"A flood\n{told} {mark}"))


def test_an_office_is_told_beside_a_name_and_not_before_the_next_sentence() -> None:
    source = article(
        "cup", "cup", "Lumena lost to Tavua. Everybody greeted the captain. Ann Moe wept.", title="Tavua wins"
    )
    assert veto("Who is Lumena's captain?", "Everybody greeted the captain. Ann Moe wept.", source) is None


def test_a_sentence_may_be_about_a_name_behind_an_article() -> None:
    mark = "The Rask union is against it, its chairman, Per Holt, said."
    case = Case("Who is Lumena's chairman?", mark, lead="A sale\nLumena has sold. ", article=f"A sale\nLumena. {mark}")
    assert is_of_another_owner(case)


def test_initials_are_a_form_of_the_owners_name() -> None:
    lead = "The Rask Union was founded in 1990."
    for owner, is_other in (("The RU’s", False), ("The TU’s", True)):
        case = Case("What are the laws of the Rask Union?", f"{owner} laws are two treaties.", lead=lead)
        assert is_of_another_owner(case) is is_other


def test_somebody_of_a_firm_is_its_own_with_their_name_between() -> None:
    deal = article("deal", "deal", "Analyst Jan Lind of Holm Bank called it dear.", title="Karsk buys Tavua's mines")
    assert veto("Who is the analyst of Holm Bank?", deal.body, deal) is None
    assert veto("Who is the analyst of Karsk?", deal.body, deal) is not None
