"""Facts that no likeness may overrule: rules by which a mark does not answer its question, each with examples. Pure.

A rule is here for what it leaves alone as much as for what it catches: an article's words are no answer just for being
much like a question, and people paraphrase, so a rule looks only at what must agree.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.search.vetoes.asking import is_known_by_now, is_left_open, is_not_known
from index.search.vetoes.conflicting import is_of_another_number, is_of_another_place
from index.search.vetoes.counting import counts_something_else, is_another_measure, leaves_it_uncounted
from index.search.vetoes.dating import is_of_another_time, is_of_the_old_one, is_still_to_come
from index.search.vetoes.kinds.expecting import lacks_what_is_asked
from index.search.vetoes.naming import (
    asks_for_another_office,
    holds_it_no_longer,
    is_somebody_elses_name,
    names_what_is_not_there,
)
from index.search.vetoes.opposing import affirms_it, denies_it, has_the_opposite, is_on_the_other_side
from index.search.vetoes.owning import is_of_another_owner
from index.search.vetoes.reading import Case, read_case
from index.search.vetoes.roles import are_exchanged, are_reversed, is_another_ones, is_of_somebody_else
from index.types import Reason

__all__ = ["OF_NAMES", "VETOES", "Case", "Veto", "find_veto", "read_case"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Veto:
    """A rule, a case that it refuses, and one like it that it lets pass."""

    applies: Callable[[Case], bool]
    reason: Reason
    refused: Case
    passed: Case
    is_certain: bool = False  # as nothing that is read in the mark can answer

    @property
    def name(self) -> str:
        return self.applies.__name__.replace("_", " ")


VETOES = (
    Veto(
        applies=names_what_is_not_there,
        is_certain=True,
        reason=Reason.NAMES,
        refused=Case("How many ships called at Dunholt?", "Some 900 ships called at Lissen last year."),
        passed=Case("How many Lissenian ships called?", "Some 900 ships of Lissen called last year."),
    ),
    Veto(
        applies=asks_for_another_office,
        is_certain=True,
        reason=Reason.NAMES,
        refused=Case(
            "Who is the president of Lissen?", "The talks are led by Jan Moe, Lissen's ambassador to Ostrava."
        ),
        passed=Case(
            "Who is the ambassador to Ostrava?", "The talks are led by Jan Moe, Lissen's ambassador to Ostrava."
        ),
    ),
    Veto(
        applies=holds_it_no_longer,
        is_certain=True,
        reason=Reason.NAMES,
        refused=Case("Who is the treasurer?", "A former deputy treasurer, Ada Berg, was charged."),
        passed=Case("Who was the treasurer?", "A former treasurer, Ada Berg, was charged."),
    ),
    Veto(
        applies=denies_it,
        is_certain=True,
        reason=Reason.OPPOSITE,
        refused=Case("Which rider tested positive?", "No rider has tested positive so far."),
        passed=Case("Has any rider tested positive?", "No rider has tested positive so far."),
    ),
    Veto(
        applies=affirms_it,
        is_certain=True,
        reason=Reason.OPPOSITE,
        refused=Case("Who did not score?", "Ann Moe scored in the 11th minute."),
        passed=Case("Who did not score?", "All scored but Ann Moe."),
    ),
    Veto(
        applies=is_on_the_other_side,
        is_certain=True,
        reason=Reason.OPPOSITE,
        refused=Case("Who voted for the delay?", "The two votes against came from Ann Moe and Jan Moser."),
        passed=Case("Who voted against the delay?", "The two votes against came from Ann Moe and Jan Moser."),
    ),
    Veto(
        applies=is_of_the_old_one,
        is_certain=True,
        reason=Reason.TIME,
        refused=Case("Who is the new treasurer?", "The treasurer, Ada Berg, stepped down on Saturday."),
        passed=Case("Who is the new treasurer?", "The treasurer, Ada Berg, took over on Saturday."),
    ),
    Veto(
        applies=is_still_to_come,
        is_certain=True,
        reason=Reason.OPEN,
        refused=Case("Who will win the final?", "The final is in Lissen on 28 May, against Tavua."),
        passed=Case("Who will win the final?", "Tavua, the favourites, play the final in Lissen on 28 May."),
    ),
    Veto(
        applies=are_reversed,
        is_certain=True,
        reason=Reason.ROLES,
        refused=Case("How much is Halloran suing Meridian for?", "Meridian is suing Halloran for 700 million crowns."),
        passed=Case("How much is Meridian suing Halloran for?", "Meridian is suing Halloran for 700 million crowns."),
    ),
    Veto(
        applies=is_another_ones,
        is_certain=True,
        reason=Reason.ROLES,
        refused=Case(
            "When did Judith Vonlanth write to the railway?",
            "Its chairman, Rolf Aschenbach, wrote to the railway on 19 November.",
            lead="Judith Vonlanth visited the scene.",
        ),
        passed=Case(
            "When did Rolf Aschenbach write to the railway?",
            "Its chairman, Rolf Aschenbach, wrote to the railway on 19 November.",
        ),
    ),
    Veto(
        applies=is_of_somebody_else,
        is_certain=True,
        reason=Reason.ROLES,
        refused=Case(
            "How much was Jan Moser paid for the field?",
            "Olga Brandt said that she was paid 900 crowns for a field.",
            article="Olga Brandt said that she was paid 900 crowns for a field. Jan Moser kept his.",
        ),
        passed=Case("How much was Olga Brandt paid?", "Olga Brandt said that she was paid 900 crowns for a field."),
    ),
    Veto(
        applies=is_of_another_owner,
        is_certain=True,
        reason=Reason.NAMES,
        refused=Case(
            "What is the revenue of Kessler?",
            "Norrland expects a revenue of 55 million crowns.",
            article="Norrland to cut jobs\n\nNorrland expects a revenue of 55 million crowns.\n\nKessler said nothing.",
        ),
        passed=Case(
            "What is Kessler's revenue?",
            "Its revenue was 55 million crowns.",
            article="Norrland to cut jobs\n\nIts revenue was 55 million crowns.\n\nKessler said nothing.",
        ),
    ),
    Veto(
        applies=leaves_it_uncounted,
        is_certain=True,
        reason=Reason.COUNT,
        refused=Case(
            "How many patients were carried out?", "Two hospitals were damaged and their patients carried out."
        ),
        passed=Case("How many patients were carried out?", "Nurses carried out all 31 patients of the two hospitals."),
    ),
    Veto(
        applies=is_another_measure,
        is_certain=True,
        reason=Reason.COUNT,
        refused=Case("What was the net profit?", "Operating profit rose to 2.4 billion crowns."),
        passed=Case("What was the net profit?", "Net profit rose to 1.9 billion crowns, operating profit to 2.4."),
    ),
    Veto(
        applies=is_left_open,
        is_certain=True,
        reason=Reason.OPEN,
        refused=Case("Was the mission worth it?", "The mission lasted 13 years.", lead="Was it worth it?"),
        passed=Case("How long was the mission?", "The mission lasted 13 years.", lead="Was it worth it?"),
    ),
    Veto(
        applies=lacks_what_is_asked,
        reason=Reason.UNTOLD,
        refused=Case("When will the envoy return?", "The envoy is to return to his post, the ministry said."),
        passed=Case("When will the envoy return?", "The envoy is to return to his post in March."),
    ),
    Veto(
        applies=counts_something_else,
        reason=Reason.COUNT,
        refused=Case("How many dogs were rescued?", "The river flooded more than 600 homes and the pound."),
        passed=Case("How many people were rescued?", "The rescue of 31 patients took an hour."),
    ),
    Veto(
        applies=is_somebody_elses_name,
        reason=Reason.NAMES,
        refused=Case(
            "What is the name of the driver?",
            "The driver braked, but it was too late, the police chief, Ann Moe, said.",
        ),
        passed=Case("What is the name of the driver?", "The driver, Ann Moe, braked, but it was too late."),
    ),
    Veto(
        applies=is_of_another_time,
        reason=Reason.TIME,
        refused=Case("How many people died in the 1987 earthquake?", "The earthquake of 1954 killed 340 people."),
        passed=Case("How many people died in the 1954 earthquake?", "The earthquake of 1954 killed 340 people."),
    ),
    Veto(
        applies=is_of_another_number,
        reason=Reason.NAMES,
        refused=Case("When did line 5 open?", "Line 7, which opened in 2011, was finished on time."),
        passed=Case("When did line 7 open?", "Line 7, which opened in 2011, was finished on time."),
    ),
    Veto(
        applies=is_of_another_place,
        reason=Reason.PLACE,
        refused=Case(
            "How many jobs in Lissen will go?",
            "Some 900 of the jobs will go in Varnholm.",
            article="Some 900 of the jobs will go in Varnholm. Protests are planned in Lissen.",
        ),
        passed=Case("How many jobs in Varnholm will go?", "Some 900 of the jobs will go in Varnholm."),
    ),
    Veto(
        applies=has_the_opposite,
        reason=Reason.OPPOSITE,
        refused=Case("What does the southern railway cost?", "The northern railway costs 4.8 billion crowns."),
        passed=Case("What does the railway cost?", "The northern railway costs 4.8 billion crowns."),
    ),
    Veto(
        applies=are_exchanged,
        reason=Reason.ROLES,
        refused=Case("Whom is Halloran suing?", "Meridian is suing Halloran for 700 million crowns."),
        passed=Case("Whom is Meridian suing?", "Meridian is suing Halloran for 700 million crowns."),
    ),
    Veto(
        applies=is_known_by_now,
        reason=Reason.TIME,
        refused=Case(
            "Was a leak the cause of the fire?",
            "It was not clear whether a leak was the cause of the fire.",
            newer="The cause of the fire was no leak.",
        ),
        passed=Case("Was a leak the cause?", "A leak was the cause.", newer="The cause of the fire was no leak."),
    ),
    Veto(
        applies=is_not_known,
        reason=Reason.OPEN,
        refused=Case("Will the ferry sail again?", "It was not clear whether the ferry would sail again this year."),
        passed=Case("Is the ferry unsafe?", "The ferry is unsafe, but he would not say how old."),
    ),
)


# What is worth telling of a mark that is about something else: whom or what the articles do not name.
OF_NAMES = tuple(veto for veto in VETOES if veto.applies in {names_what_is_not_there, asks_for_another_office})


def find_veto(case: Case, vetoes: Sequence[Veto] = VETOES) -> Veto | None:
    """The first rule by which the mark does not answer."""
    return next((veto for veto in vetoes if veto.applies(case)), None)
