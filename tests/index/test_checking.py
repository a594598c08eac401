"""Did X say Y: the rules one by one, and what holds for any text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.checking import check, claimed_words, read_claim
from index.checking.narration import find_own_words
from index.checking.wording import Wording
from index.checking.words import compared_words, word_spans
from index.errors import LanguageNotRead
from index.quotations import extract
from index.types import (
    Article,
    ArticleId,
    Claim,
    Coverage,
    Evidence,
    Kind,
    Quotation,
    Ruling,
    Span,
    Speaker,
    StoryId,
    Verdict,
)

READ = Coverage(articles=1, newest=None)


def quote(
    body: str, words: str, name: str | None = "Mira Holt", *, kind: Kind = Kind.DIRECT, sure: bool = True
) -> Quotation:
    article = Article(id=ArticleId("a"), story=StoryId("s"), title="t", body=body)
    span = Span(start=body.index(words), end=body.index(words) + len(words))
    speaker = Speaker(name=name, mention=span, evidence=Evidence.NAMED, sure=sure) if name else None
    return Quotation(article=article, span=span, kind=kind, speaker=speaker)


def said(words: str, name: str | None = "Mira Holt", *, kind: Kind = Kind.DIRECT, sure: bool = True) -> Quotation:
    return quote(words, words, name, kind=kind, sure=sure)


def rule(claimed: str, *quotations: Quotation, speaker: str | None = "Mira Holt") -> Verdict:
    return check(Claim(words=claimed, speaker=speaker), quotations, READ)


def differences(verdict: Verdict) -> list[tuple[str, str]]:
    return [(edit.claimed, edit.said) for edit in verdict.edits if edit.claimed != edit.said]


def test_the_same_words_are_exact_whatever_the_typography() -> None:
    quotation = said("We won’t move the “old” mill — it’s 1,200 years old.")

    verdict = rule("we won't move the 'old' mill, IT'S 1200 years old", quotation)

    assert verdict.ruling is Ruling.EXACT
    assert verdict.quotation is quotation
    assert differences(verdict) == []


def test_a_dropped_not_is_shown() -> None:
    verdict = rule("we will move the mill", said("We will not move the mill."))

    assert verdict.ruling is Ruling.OPPOSITE
    assert differences(verdict) == [("", "not")]


@pytest.mark.parametrize(
    ("claimed", "words"),
    [
        ("this is the easiest choice of all", "This is the hardest choice of all."),
        ("the board approved the plan for the mill", "The board rejected the plan for the mill."),
        ("rents in the valley rose again", "Rents in the valley dropped again."),
        ("it was an unfair trial for her", "It was a fair trial for her."),
        ("I always said it was him", "I never said it was him, I said it was somebody with a key."),
    ],
)
def test_a_word_turned_into_its_contrary_is_the_opposite(claimed: str, words: str) -> None:
    assert rule(claimed, said(words)).ruling is Ruling.OPPOSITE


def test_a_dropped_not_is_shown_in_the_last_of_three_clauses_that_begin_alike() -> None:
    words = "The city will pay for it, the city will publish it, and the city will not wait for the insurers."
    verdict = rule("the city will wait for the insurers", said(words))

    assert verdict.ruling is Ruling.OPPOSITE
    assert differences(verdict) == [("", "not")]


def test_an_added_not_is_shown() -> None:
    verdict = rule("we will not move the mill", said("We will move the mill."))

    assert verdict.ruling is Ruling.OPPOSITE
    assert differences(verdict) == [("not", "")]


@pytest.mark.parametrize(
    ("claimed", "words"),
    [
        ("it is not a rope", "It is a rope, and somebody has to climb it."),
        ("six months is not a rope", "Six months is not a rescue. It is a rope, and somebody has to climb it."),
        ("I do not want a list", "I do not want revenge, I want a list."),
        ("it is not about respect", "It's not about money, it's about respect."),
        ("the school is unsafe", "The school is safe."),
    ],
)
def test_a_denial_of_what_was_affirmed_is_the_opposite(claimed: str, words: str) -> None:
    assert rule(claimed, said(words)).ruling is Ruling.OPPOSITE


@pytest.mark.parametrize(
    ("claimed", "words"),
    [
        ("the bridge is dead on its feet", "The bridge is not tired, it is dead on its feet."),
        ("the plan will cost us a fortune", "The plan won't save money, it will cost us a fortune."),
        ("the families are fighting for homes", "The families are not on a picnic: they are fighting for homes."),
    ],
)
def test_what_is_said_in_place_of_what_is_denied_is_no_opposite(claimed: str, words: str) -> None:
    assert rule(claimed, said(words)).ruling is Ruling.NEARLY


@pytest.mark.parametrize(
    ("claimed", "words"),
    [
        ("the bridge is dead on its feet", "The bridge is not, as they say, dead on its feet."),
        ("the bridge is safe for lorries", "The bridge is not structurally, let alone legally, safe for lorries."),
        ("the water is safe to drink", "The water is not officially, at least, safe to drink."),
        ("the army did fire on the crowd", "The army did not deliberately, or by accident, fire on the crowd."),
        ("the plan will cost us a fortune", "The plan will save money, it will not cost us a fortune."),
        ("we will close the northern school", "We will not even think of closing the northern school."),
    ],
)
def test_a_denial_of_the_claim_itself_is_its_opposite(claimed: str, words: str) -> None:
    assert rule(claimed, said(words)).ruling is Ruling.OPPOSITE


@pytest.mark.parametrize(
    ("claimed", "words"),
    [
        ("we are not afraid of storms or snow", "We are not afraid of wind, storms and rain, or of snow."),
        ("I do not want a long list", "I do not want any list that is long."),
        ("I do not think they should go there", "I do not think that they should all go there tomorrow."),
    ],
)
def test_what_is_denied_in_both_is_no_opposite(claimed: str, words: str) -> None:
    assert rule(claimed, said(words)).ruling is Ruling.NEARLY


@pytest.mark.parametrize(
    ("claimed", "words", "differing"),
    [
        ("I want revenge", "I do not want revenge, I want a list.", [("", "do not")]),
        ("He is wrong. I would go", "He is right. I would go.", [("wrong.", "right.")]),
        ("the sea waits for us", "We ask the shore for patience, but the sea never waits for us.", [("", "never")]),
        ("we have bread and milk", "We have no bread, no milk and no time.", [("", "no"), ("and", "no")]),
    ],
)
def test_the_difference_is_the_smallest(claimed: str, words: str, differing: list[tuple[str, str]]) -> None:
    assert differences(rule(claimed, said(words)))[: len(differing)] == differing


def test_what_nobody_claimed_before_and_behind_a_part_is_no_difference() -> None:
    verdict = rule("we will move the mill", said("By the end of the summer we will move the mill to the new harbour."))

    assert verdict.ruling is Ruling.CUT_SHORT
    assert differences(verdict) == []


def test_a_part_cut_from_a_denial_is_cut_short_and_the_denial_is_shown() -> None:
    verdict = rule("we will move the mill", said("I don’t think we will move the mill. It is too old."))

    assert verdict.ruling is Ruling.CUT_SHORT
    assert differences(verdict) == [("", "I don’t think")]


@pytest.mark.parametrize(
    "whole",
    [
        "If the council pays, we will move the mill.",
        "We will move the mill unless somebody buys it.",
        "My rivals say we will move the mill.",
        "Do you believe we will move the mill?",
        "Perhaps we will move the mill.",
        "I don't think Mr. Orr knows whether we will move the mill.",
        "It is not easy, but we will move the mill.",
        "We will move the mill because we cannot lose it.",
        "Listen to me: we will move the mill on Friday morning.",
        "They said we will move the mill.",
        "We will move the mill before you do.",
    ],
)
def test_a_part_of_a_sentence_is_cut_short(whole: str) -> None:
    assert rule("we will move the mill", said(whole)).ruling is Ruling.CUT_SHORT


@pytest.mark.parametrize(
    "whole",
    [
        "It is not easy. We will move the mill.",
        "It is not easy; we will move the mill.",
        "And then we will move the mill.",
        "Oh yes, we will move the mill!",
    ],
)
def test_a_whole_sentence_is_exact(whole: str) -> None:
    assert rule("we will move the mill", said(whole)).ruling is Ruling.EXACT


@pytest.mark.parametrize(
    ("whole", "shown"),
    [
        ("It is not easy, but we will move the mill.", []),
        ("It is not easy and we will move the mill.", [("", "It is not easy and")]),
        ("It was not hard, but I doubt that we will move the mill.", [("", "It was not hard, but I doubt that")]),
        ("We will move the mill, and we will not wait.", []),
        ("We will move the mill because nobody wants it there.", []),
        ("We will move the mill and not the barn.", [("", "and not the barn")]),
        ("We will move the mill, or maybe the barn, and not wait.", [("", "or maybe the barn, and not wait")]),
        ("We will move the mill unless it rains.", [("", "unless it rains")]),
        ("Do you think we will move the mill?", [("", "Do you think")]),
        ("In the spring we will move the mill!", []),
    ],
)
def test_of_what_was_cut_off_only_that_is_shown_which_may_turn_it(whole: str, shown: list[tuple[str, str]]) -> None:
    verdict = rule("we will move the mill", said(whole))

    assert verdict.ruling is Ruling.CUT_SHORT
    assert differences(verdict) == shown


def test_a_denial_that_goes_on_behind_the_tag_is_not_lost() -> None:
    body = "“We will move the mill,” Holt said, “if the council pays.”"
    halves = [quote(body, "We will move the mill,"), quote(body, "if the council pays.")]

    assert rule("we will move the mill", *halves).ruling is Ruling.CUT_SHORT


def test_a_claim_may_run_over_the_tag_between_two_halves() -> None:
    body = "“The mill is old,” Holt said on Monday. “It will fall down.”"
    halves = [quote(body, "The mill is old,"), quote(body, "It will fall down.")]

    verdict = rule("the mill is old. It will fall down", *halves)

    assert verdict.ruling is Ruling.EXACT
    assert verdict.quotation is halves[0]


def test_halves_of_two_speakers_are_not_joined() -> None:
    body = "“The mill is old,” Holt said. “It will fall down.”"
    halves = [quote(body, "The mill is old,"), quote(body, "It will fall down.", "Jon Orr")]

    assert rule("the mill is old. It will fall down", *halves).ruling is not Ruling.EXACT


def test_halves_with_the_reporters_story_between_them_are_not_joined() -> None:
    body = "“The mill is old,” Holt said. The wind had risen. Orr went home. “It will fall down.”"
    halves = [quote(body, "The mill is old,"), quote(body, "It will fall down.")]

    assert rule("the mill is old. It will fall down", *halves).ruling is not Ruling.EXACT


@pytest.mark.parametrize(
    ("claimed", "whole", "ruling"),
    [
        ("we will … move the mill", "We will, with great care, move the mill.", Ruling.CUT_SHORT),
        ("we will ... move the mill", "We will not move the mill.", Ruling.OPPOSITE),
        ("we will … move the mill", "We will, if the council pays, move the mill.", Ruling.NEARLY),
        ("the mill is old … it will fall", "The mill is old. Nobody knows why. It will fall.", Ruling.CUT_SHORT),
        ("the mill is old … it will fall", "The mill is old. I do not think it will fall.", Ruling.OPPOSITE),
        ("I held the rope … until you came", "I held the rope and I did not rest until you came.", Ruling.NEARLY),
        ("we will … move the mill", "We will move the mill.", Ruling.EXACT),
        ("we will move the mill …", "We will move the mill to the harbour.", Ruling.CUT_SHORT),
    ],
)
def test_words_with_a_marked_gap_are_cut_short_and_a_gap_may_not_turn_them(
    claimed: str, whole: str, ruling: Ruling
) -> None:
    assert rule(claimed, said(whole)).ruling is ruling


def test_what_a_marked_gap_leaves_out_is_shown() -> None:
    verdict = rule("we will … move the mill", said("We will, with great care, move the mill."))

    assert differences(verdict) == [("", "with great care")]


def test_signs_and_points_in_numbers_are_words() -> None:
    quotation = said("The mill lost $3.5 million at -5 degrees.")

    for claimed in ("The mill lost 3.5 million", "The mill lost $35 million", "million at 5 degrees"):
        assert rule(claimed, quotation).ruling is not Ruling.EXACT


def test_words_without_content_are_not_exact_in_passing() -> None:
    assert rule("we will", said("We will move the mill tomorrow.")).ruling is Ruling.ABSENT


@pytest.mark.parametrize("pause", [", ", ": ", " – ", "—"])
def test_words_without_content_are_cut_short_when_they_are_three_and_all_of_the_first_clause(pause: str) -> None:
    quotation = said(f"It was off{pause}and everybody in the mill knew it was off.")

    assert rule("it was off", quotation).ruling is Ruling.CUT_SHORT
    assert rule("it was", quotation).ruling is Ruling.ABSENT


def test_words_without_content_are_exact_when_they_are_a_whole_sentence() -> None:
    assert rule("we will", said("Will we move it? We will.")).ruling is Ruling.EXACT


def test_words_of_another_person_are_someone_elses() -> None:
    quotation = said("The mill is falling down.", "Jon Orr")

    verdict = rule("the mill is falling down", quotation)

    assert verdict.ruling is Ruling.SOMEONE_ELSE
    assert verdict.quotation is quotation


def test_what_the_named_person_nearly_said_comes_before_what_another_said() -> None:
    own, other = said("The mill is not falling down."), said("The mill is falling down.", "Jon Orr")

    assert rule("the mill is falling down", other, own).quotation is own


@pytest.mark.parametrize(
    "quotation",
    [
        said("The mill is falling down.", None),
        said("The mill is falling down.", "a senior miller"),
    ],
    ids=["nobody", "anonymous"],
)
def test_words_of_a_speaker_who_is_not_known_are_neither_exact_nor_someone_elses(quotation: Quotation) -> None:
    verdict = rule("the mill is falling down", quotation, said("Good morning."))

    assert verdict.ruling is Ruling.UNNAMED
    assert differences(verdict) == []


@pytest.mark.parametrize("sure", [True, False])
@pytest.mark.parametrize("others", [(), (said("Good morning."),)], ids=["never quoted", "quoted"])
def test_words_of_a_likely_speaker_are_somebody_elses_only_as_likely(others: tuple[Quotation, ...], sure: bool) -> None:
    verdict = rule("the mill is falling down", said("The mill is falling down.", "Jon Orr", sure=sure), *others)

    assert (verdict.ruling, verdict.is_likely) == (Ruling.SOMEONE_ELSE, not sure)


@pytest.mark.parametrize("sure", [True, False])
def test_exactly_these_words_are_theirs_only_as_likely_as_they_spoke(sure: bool) -> None:
    verdict = rule("the mill is falling down", said("The mill is falling down.", "Jon Orr", sure=sure), speaker="Orr")

    assert (verdict.ruling, verdict.is_likely) == (Ruling.EXACT, not sure)


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        ("a relative", "the relative"),
        ("a relative", "relative"),
        ("one resident", "a local resident"),
        ("a neighbour", "the neighbor"),
        ("two witnesses", "a witness"),
        ("several dockers", "dockers"),
        ("a senior State Department official", "an official at the State Department"),
        ("the woman’s lawyer", "the woman's attorney"),
        ("a spokeswoman for the sheriff", "the sheriff's spokesperson"),
        ("ein Angehöriger", "Angehöriger"),
        ("un porte-parole du ministère", "le porte-parole"),
    ],
)
def test_somebody_unnamed_speaks_under_every_form_of_the_description(told: str, asked: str) -> None:
    assert rule("We never saw the boat sink.", said("We never saw the boat sink.", told), speaker=asked).is_quoted


@pytest.mark.parametrize(
    ("told", "asked", "ruling"),
    [
        ("a relative", "a relative", Ruling.UNNAMED),
        ("A council engineer", "the engineer", Ruling.UNNAMED),
        ("Mira Holt", "Mira Holt", Ruling.EXACT),
        ("Water Board", "the Water Board", Ruling.EXACT),
    ],
)
def test_words_of_somebody_unnamed_are_so_even_when_just_that_is_claimed(told: str, asked: str, ruling: Ruling) -> None:
    quotation = said("We never saw the boat sink.", told)

    assert rule("We never saw the boat sink", quotation, speaker=asked).ruling is ruling
    assert rule("We saw the boat sink", quotation, speaker=asked).ruling is Ruling.OPPOSITE


@pytest.mark.parametrize("asked", [None, "the council", "the county council"])
def test_a_body_that_is_called_by_its_kind_is_somebody(asked: str | None) -> None:
    quotation = said("We never saw the boat sink.", "The county council")

    assert rule("We never saw the boat sink", quotation, speaker=asked).ruling is Ruling.EXACT
    assert rule("We never saw the boat sink", quotation, speaker="Mira Holt").ruling is Ruling.SOMEONE_ELSE


@pytest.mark.parametrize("asked", ["a neighbour", "the mayor", "an official of the ministry"])
def test_somebody_unnamed_is_nobody_who_is_described_in_another_way(asked: str) -> None:
    verdict = rule("We never saw the boat sink.", said("We never saw the boat sink.", "a relative"), speaker=asked)

    assert verdict.ruling is Ruling.UNNAMED


@pytest.mark.parametrize("asked", ["Tad Boone", "Tad"])
def test_a_person_is_found_by_what_the_article_says_she_goes_by(asked: str) -> None:
    body = "Thaddeus Boone, who goes by Tad, won. “We did not spend one dime,” Thaddeus Boone said."

    verdict = rule(
        "We did not spend one dime", quote(body, "We did not spend one dime,", "Thaddeus Boone"), speaker=asked
    )

    assert verdict.ruling is Ruling.EXACT


def test_words_without_a_long_one_are_found_all_the_same() -> None:
    assert rule("So you cannot say who went in?", said("So you cannot say who went in?")).ruling is Ruling.EXACT


def test_words_of_a_speaker_who_is_not_known_are_somebodys_unnamed_when_anybody_is_asked_for() -> None:
    verdict = rule("the mill is falling down", said("The mill is falling down.", None), speaker=None)

    assert verdict.ruling is Ruling.UNNAMED


def test_the_reporters_words_only_report() -> None:
    verdict = rule("the mill would be moved", said("the mill would be moved", kind=Kind.INDIRECT))

    assert verdict.ruling is Ruling.REPORTED
    assert verdict.edits == ()


def test_each_half_of_what_was_said_in_two_sentences_is_exact_in_german() -> None:
    text = "„Wir suchen die Bienen noch“, sagte Mira Holt. „Wir geben nicht auf.“"
    bees = Article(id=ArticleId("bees"), story=StoryId("s"), title="Bees", body=text, language="de")
    found = extract(bees)
    for words in ("Wir suchen die Bienen noch", "Wir geben nicht auf"):
        assert rule(words, *found).ruling is Ruling.EXACT


def test_words_that_stand_in_a_language_that_is_not_read_are_not_said_to_be_absent() -> None:
    text = "«Мы не можем рисковать людьми», — сказал Лебедев."
    unread = Article(id=ArticleId("b"), story=StoryId("s"), title="t", body=text)
    claim = Claim(words="Мы не можем рисковать людьми", speaker=None)
    with pytest.raises(LanguageNotRead):
        check(claim, [said("We will go.")], READ, [unread])
    other = replace(claim, words="Они не хотят рисковать мостами")
    assert check(other, [said("We will go.")], READ, [unread]).ruling is Ruling.ABSENT


def test_a_report_of_the_contrary_is_the_opposite() -> None:
    report = said("the mill would not be moved in spring", kind=Kind.INDIRECT)

    assert rule("the mill will be moved in spring", report).ruling is Ruling.OPPOSITE


@pytest.mark.parametrize(
    ("claimed", "ruling"),
    [
        ("Jedes dritte Kind kann nicht sicher schwimmen", Ruling.REPORTED),
        ("Jedes dritte Kind kann sicher schwimmen", Ruling.OPPOSITE),
    ],
)
def test_a_german_report_says_so_or_the_contrary_and_whom_it_reports_is_quoted(claimed: str, ruling: Ruling) -> None:
    verdict = rule(claimed, said("jedes dritte Kind könne nicht sicher schwimmen", kind=Kind.INDIRECT))

    assert (verdict.ruling, verdict.is_quoted) == (ruling, True)


def test_a_report_may_have_whoever_says_so_within_it() -> None:
    report = said("Both mills, she said, had a point", kind=Kind.INDIRECT)

    assert rule("Both mills had a point", report).ruling is Ruling.REPORTED


@pytest.mark.parametrize(
    ("claimed", "differing"),
    [
        ("the mill lost 50 tiles in the storm", [("50", "40")]),
        ("We will lose 50 tiles in the storm", [("50", "40")]),
        ("the mill lost 40 tiles in the storm over Ostrava", [("Ostrava", "Tarsk")]),
        ("the mill lost 50 tiles in the storm over Ostrava", [("50", "40"), ("Ostrava", "Tarsk")]),
    ],
)
def test_a_report_with_another_number_or_name_is_near_and_shows_no_more_than_that(
    claimed: str, differing: list[tuple[str, str]]
) -> None:
    verdict = rule(claimed, said("the mill had lost 40 tiles in the storm over Tarsk", kind=Kind.INDIRECT))

    assert (verdict.ruling, differences(verdict)) == (Ruling.NEARLY, differing)


@pytest.mark.parametrize(
    "claimed", ["the mill lost 40 windows in the storm", "the mill lost 50 sheep", "the barn lost 40 tiles in spring"]
)
def test_a_report_with_another_thing_reports_nothing(claimed: str) -> None:
    report = said("the mill had lost 40 tiles in the storm over Tarsk", kind=Kind.INDIRECT)

    assert rule(claimed, report).ruling is Ruling.ABSENT


def test_the_article_s_own_words_come_before_a_report_with_another_number() -> None:
    report = said("the old mill would cost 40 crowns", kind=Kind.INDIRECT)
    told = replace(NARRATED, body="The old mill will cost 50 crowns, the council decided.")

    verdict = check(Claim(words="The old mill will cost 50 crowns", speaker="Mira Holt"), [report], READ, near=[told])

    assert verdict.ruling is Ruling.OWN_WORDS


@pytest.mark.parametrize(
    ("report", "claimed", "ruling"),
    [
        ("the mill will cost 40 crowns instead of 30 crowns", "the mill will cost 40 crowns", Ruling.REPORTED),
        ("the mill will cost 40 crowns instead of 30 crowns", "the mill will cost 30 crowns", Ruling.ABSENT),
        ("line 7, which opened in 2011, was finished on time", "line 7 was finished on time", Ruling.REPORTED),
        ("line 7, which opened in 2011, was finished on time", "line 8 was finished on time", Ruling.NEARLY),
        ("line 7, which opened in 2011, was finished on time", "line 7 was finished late", Ruling.ABSENT),
    ],
)
def test_a_report_supports_its_own_numbers_and_words_alone(report: str, claimed: str, ruling: Ruling) -> None:
    assert rule(claimed, said(report, kind=Kind.INDIRECT)).ruling is ruling


def test_a_report_about_somebody_else_reports_nothing() -> None:
    report = said("the mill would be moved in spring", "Jon Orr", kind=Kind.INDIRECT)

    assert rule("the mill will be moved in spring", report).ruling is Ruling.ABSENT


NARRATED = Article(
    id=ArticleId("n"),
    story=StoryId("s"),
    title="t",
    body="The hill is bare, and the old mill is gone.\n\nIt rained. The old mill was moved to the top of the hill. No.",
    language="en",
)


def narrate(claimed: str, *quotations: Quotation) -> Verdict:
    return check(Claim(words=claimed, speaker="Mira Holt"), quotations, READ, near=[NARRATED])


@pytest.mark.parametrize(
    ("claimed", "is_found"), [("the MILL moves on", True), ("The mill moves", False), ("moves", False)]
)
def test_an_article_s_whole_headline_is_its_own_words_where_its_text_does_not_say_them(
    claimed: str, is_found: bool
) -> None:
    told = replace(NARRATED, title="The mill moves on")

    verdict = check(Claim(words=claimed), [], READ, near=[told])

    assert (verdict.ruling, verdict.headline) == ((Ruling.OWN_WORDS, told) if is_found else (Ruling.ABSENT, None))
    assert verdict.quotation is None


def test_articles_are_taken_one_by_one_up_to_the_one_that_says_it() -> None:
    near = iter([replace(NARRATED, title="The hill is bare", body="It rained."), NARRATED, NARRATED])

    verdict = check(Claim(words="The hill is bare"), [], READ, near=near)

    assert (verdict.headline, verdict.quotation is not None) == (None, True)
    assert next(near) is NARRATED


def test_what_an_article_says_is_shown_from_its_text_though_it_is_its_headline_too() -> None:
    verdict = check(Claim(words="The hill is bare"), [], READ, near=[replace(NARRATED, title="The hill is bare")])

    assert (verdict.headline, verdict.quotation is not None) == (None, True)


@pytest.mark.parametrize(
    ("claimed", "shown"),
    [
        ("the old mill was moved to the top", "The old mill was moved to the top of the hill."),
        ("It rained. The old mill was moved", "It rained. The old mill was moved"),
        ("the hill is bare", "The hill is bare, and the old mill is gone."),
        ("the old mill is gone", "The hill is bare, and the old mill is gone."),
    ],
)
def test_the_article_s_own_words_are_shown_with_their_sentence(claimed: str, shown: str) -> None:
    verdict = narrate(claimed)

    assert verdict.ruling is Ruling.OWN_WORDS
    assert verdict.quotation is not None
    assert verdict.quotation.text == shown
    assert verdict.quotation.kind is Kind.NARRATION


@pytest.mark.parametrize(
    ("claimed", "shown"),
    [
        ("I think that we should let it be", "I had a boat, and I think that we should let it be."),
        ("it is what it is", "It is what it is, and so are we."),
        ("he trusts her", "He trusts her."),
        ("so be it", "So be it."),
        ("We were there", "We were there."),
    ],
)
def test_common_words_alone_are_the_article_s_own_where_they_stand(claimed: str, shown: str) -> None:
    told = "I had a boat, and I think that we should let it be.\n\nIt is what it is, and so are we. He trusts her."
    article = replace(NARRATED, body=f"{told} So be it. We were there when it was. We were there.")

    verdict = check(Claim(words=claimed, speaker="Mira Holt"), [], READ, near=[article])
    assert verdict.ruling is Ruling.OWN_WORDS
    assert verdict.quotation is not None
    assert verdict.quotation.text == shown


@pytest.mark.parametrize("claimed", ["I think that we should let it go on", "so are we", "he trusts", "that we should"])
def test_a_few_common_words_out_of_a_sentence_are_nobody_s_own(claimed: str) -> None:
    told = replace(NARRATED, body="He trusts her. I think that we should let it be, and so are we.")
    assert check(Claim(words=claimed, speaker="Mira Holt"), [], READ, near=[told]).ruling is Ruling.ABSENT


@pytest.mark.parametrize("claimed", ["We cannot wait for a fifth", "They cannot wait for a fourth"])
def test_a_claim_with_one_word_changed_is_near_whatever_that_word_is(claimed: str) -> None:
    verdict = rule(claimed, said("We cannot wait for a fourth"))
    assert verdict.ruling is Ruling.NEARLY
    assert len(differences(verdict)) == 1


@pytest.mark.parametrize("claimed", ["the mill was moved to the hill", "of the hill", "top of the old hill was moved"])
def test_words_that_do_not_stand_in_a_row_are_not_the_article_s_own(claimed: str) -> None:
    assert narrate(claimed).ruling is Ruling.ABSENT


def test_words_that_somebody_says_are_the_article_s_own_where_it_says_them_too() -> None:
    told = replace(NARRATED, body="“The old mill burned,” he said. Nobody knows why the old mill burned.")
    quoted = Quotation(article=told, span=Span(start=1, end=21), kind=Kind.DIRECT, speaker=None)
    own, _ = find_own_words(Wording(text="the old mill burned"), [told], [quoted])

    assert own is not None
    assert own.text == "Nobody knows why the old mill burned."


def test_words_that_somebody_says_are_not_the_article_s_own() -> None:
    span = Span(start=NARRATED.body.index("It rained"), end=len(NARRATED.body))
    quoted = Quotation(article=NARRATED, span=span, kind=Kind.DIRECT, speaker=None)
    assert narrate("the old mill was moved to the top", quoted).ruling is not Ruling.OWN_WORDS


@pytest.mark.parametrize("claimed", ["", "?!…", "'", "—", "\n", "no " * 2000, "🙂"])
def test_claims_that_say_nothing_are_absent(claimed: str) -> None:
    assert rule(claimed, said("The mill is falling down.")).ruling is Ruling.ABSENT


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("did she really say 'we don't move mills'?", "we don't move mills"),
        ("Holt told us “we will” and then “move the mill”", "we will … move the mill"),
        ('is it true she said "we will move', "we will move"),
        ("« Le moulin tombe », said Holt", "Le moulin tombe"),
        ('we will never sell the "old" mill', 'we will never sell the "old" mill'),
        ("  we don't move mills ", "we don't move mills"),
    ],
)
def test_claimed_words_are_what_stands_between_the_marks(text: str, words: str) -> None:
    assert claimed_words(text) == words


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        ('Holt: "we will" 😂', "we will", "Holt"),
        ("“We will move it,” — Mira Holt, engineer", "We will move it", "Mira Holt"),
        ("wow, Mira Holt just said “we will”!!", "we will", "Mira Holt"),
        ('Mira Holt called it "a fine old mill"', "a fine old mill", "Mira Holt"),
        ("Ana Lind told us “we will”", "we will", "Ana Lind"),  # whom nobody quotes
        ("Holt: we will move it", "we will move it", "Holt"),
        ("we will move it ~ Mira Holt", "we will move it", "Mira Holt"),
        ("The plan: we will move it", "The plan: we will move it", None),
        ('The engineer shouted: "we will"', "we will", None),
        ("BREAKING: “we will move it”", "we will move it", None),
        ("The Echo: “we will move it”", "we will move it", None),
        ("My dad said “we will”", "we will", None),
        ("He said “we will”", "we will", None),
        ("Mira Holt said “we will”, Ana Lind said “we will not”", "we will … we will not", None),
    ],
)
def test_whom_a_claim_names_beside_the_marks_is_who_is_said_to_have_said_it(
    text: str, words: str, speaker: str | None
) -> None:
    read = read_claim(Claim(words=text), [said("We will move it.")])
    assert (read.words, read.speaker) == (words, speaker)


def test_a_name_that_is_one_of_the_words_is_no_label() -> None:
    said_so = said("I trust one man – Mira Holt, and nobody else.", "Ana Lind")
    read = read_claim(Claim(words="I trust one man – Mira Holt"), [said_so, said("We will move it.")])
    assert (read.words, read.speaker) == ("I trust one man – Mira Holt", None)


def test_who_is_asked_of_beside_a_claim_goes_before_whom_it_names() -> None:
    read = read_claim(Claim(words="Mira Holt said “we will”", speaker="Ana Lind"), [said("We will move it.")])
    assert (read.words, read.speaker) == ("we will", "Ana Lind")


@pytest.mark.parametrize("speaker", ["MIRA HOLT", "Ms. Mira Holt", "Mira J. Holt", "Mrs Holt", "Holt", "mira"])
def test_a_speaker_is_meant_by_any_form_of_the_name(speaker: str) -> None:
    assert rule("The mill is falling down", said("The mill is falling down."), speaker=speaker).ruling is Ruling.EXACT


@pytest.mark.parametrize("speaker", ["Jon Holt", "Mira Orr", "Barack Obama", "the miller"])
def test_anybody_else_gets_that_somebody_else_said_it(speaker: str) -> None:
    verdict = rule("The mill is falling down", said("The mill is falling down."), speaker=speaker)
    assert (verdict.ruling, verdict.is_quoted) == (Ruling.SOMEONE_ELSE, False)


PLAIN = st.sampled_from("mill river stone harvest wagon the of in our was stands on Friday 12 bridge's".split())
JOINTS = st.sampled_from([" ", ", ", " — ", ": ", ". ", "\n"])
ANY_TEXT = st.text(max_size=200) | st.text(alphabet="notif .,…'’“\"-n5$\n", max_size=60)


@pytest.mark.parametrize(
    ("claimed", "text"),
    [
        ("I was told by mail. That is not how we do it", "I was told by phone. That is not how we do it"),
        ("It sank! Then we left the harbour", "It sank; we left the old harbour"),
        ("Why by mail? I was told nothing at all", "Why by phone? I was told nothing at all"),
    ],
)
def test_the_stops_between_what_was_said_are_shown_beside_a_difference(claimed: str, text: str) -> None:
    assert " ".join(edit.said for edit in rule(claimed, said(f"{text}.")).edits if edit.said) == text


@st.composite
def plain_texts(draw: st.DrawFn) -> str:
    words = draw(st.lists(PLAIN, min_size=4, max_size=30))
    return "".join(word + draw(JOINTS) for word in words).strip(" ,—:\n")


@given(plain_texts(), st.data())
def test_any_run_of_words_of_a_quotation_is_exact_or_cut_short(text: str, data: st.DataObject) -> None:
    spans = word_spans(text)
    first = data.draw(st.integers(0, len(spans) - 4))
    last = data.draw(st.integers(first + 3, len(spans) - 1))
    verdict = rule(text[spans[first][0] : spans[last][1]], said(text))

    assert verdict.ruling in (Ruling.EXACT, Ruling.CUT_SHORT)


@given(st.lists(PLAIN | st.sampled_from(["not", "never", "if"]), min_size=1, max_size=12), st.data())
def test_edits_lead_from_the_claimed_words_to_words_of_the_quotation(words: list[str], data: st.DataObject) -> None:
    claimed = " ".join(word for word in words if data.draw(st.integers(0, 5)))
    text = " ".join(words)

    verdict = rule(claimed, said(text))

    if verdict.edits:
        joined = " ".join(edit.said for edit in verdict.edits if edit.said)
        assert compared_words(" ".join(edit.claimed for edit in verdict.edits)) == compared_words(claimed)
        assert f" {joined} " in f" {text} "


@given(ANY_TEXT, ANY_TEXT.filter(bool), ANY_TEXT.filter(bool))
def test_no_text_breaks_the_check(claimed: str, text: str, report: str) -> None:
    verdict = rule(claimed_words(claimed), said(text), said(report, kind=Kind.INDIRECT))

    assert isinstance(verdict.ruling, Ruling)


@given(ANY_TEXT)
def test_every_word_has_a_place_in_the_text(text: str) -> None:
    assert len(compared_words(text)) == len(word_spans(text))
