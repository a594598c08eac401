"""The same question in other clothes is the same question."""

from __future__ import annotations

import pytest

from index.languages.chatter import asks_for_overview, overview_of, tidy
from index.languages.variants import find_variants
from index.languages.wording import Rewording
from index.languages.words import BASES, read_words, stem


def worded(question: str, articles: str) -> str:
    return Rewording({stem for stem, _ in read_words(articles)}).suit(question)


@pytest.mark.parametrize(
    ("question", "articles", "expected"),
    [
        ("What did the UN decide?", "The U.N. decided.", "What did the U.N. decide?"),
        ("What did the U.N. decide?", "The UN decided.", "What did the UN decide?"),
        ("What did the United Nations decide?", "The UN decided.", "What did the UN decide?"),
        ("What did the UN decide?", "The United Nations decided.", "What did the United Nations decide?"),
        ("Who is the CEO?", "The chief executive left.", "Who is the chief executive?"),
        ("Who rules South America?", "The US rules South American seas.", "Who rules South America?"),
        ("Who rules South Los Angeles?", "A gang rules south LA.", "Who rules South LA?"),
        ("Who rules America?", "The US rules.", "Who rules US?"),
        ("Who told us?", "The United States told nobody.", "Who told us?"),
        (
            "When does the SOFA end?",
            "The Status of Forces Agreement ends.",
            "When does the Status of Forces Agreement end?",
        ),
        ("Who broke the ceasefire?", "A cease-fire was broken.", "Who broke the cease-fire?"),
        ("Who broke the cease-fire?", "A ceasefire was broken.", "Who broke the ceasefire?"),
        ("What did OShea say?", "O'Shea said nothing.", "What did o'shea say?"),
        ("What did O’Shea say?", "OShea said nothing.", "What did OShea say?"),
        ("Was sagte Mu\u0308ller?", "Müller schwieg.", "Was sagte Müller?"),
        ("Who runs the har\u00adbor?", "The harbor is run.", "Who runs the harbor?"),
    ],
)
def test_a_question_is_worded_as_the_articles_are(question: str, articles: str, expected: str) -> None:
    assert worded(question, articles) == expected


def test_what_the_articles_know_stays_as_it_was_typed() -> None:
    assert worded("What did the UN say of cease-fires?", "The UN and the U.N. cease fire") == (
        "What did the UN say of cease-fires?"
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("led", "leads"),
        ("12500", "12,500"),
        ("lorries", "trucks"),
        ("harbour", "harbor"),
        ("17", "seventeen"),
        ("two", "2"),
        ("British", "Britain"),
    ],
)
def test_words_that_count_as_one_another(one: str, other: str) -> None:
    first, second = (read_words(word)[0][0] for word in (one, other))
    assert second in find_variants(first)
    assert first in find_variants(second)


@pytest.mark.parametrize("word", ["found", "saw", "ground", "harbor", "ship"])
def test_a_word_that_is_more_often_another_is_no_bent_verb(word: str) -> None:
    assert word not in BASES
    assert stem(word) not in find_variants(stem(word))


@pytest.mark.parametrize(
    ("message", "question"),
    [
        ("Hi! I love rivers and so on. How tall was the dam before they took it down?? Thank you kindly",
         "How tall was the dam before they took it down??"),
        ("My brother serves there. How many American soldiers stay?", "How many American soldiers stay?"),
        ("Morning! I read there are boats in this deal. Who pays for those? cheers",
         "I read there are boats in this deal. Who pays for those"),
        ("hey, I was on it and I'm wondering when the ferries run again, any idea?", "when the ferries run again?"),
        ("A character was added this week. What color is she?", "A character was added this week. What color is she?"),
        ("Did Mr. Smith resign? I heard so.", "Did Mr. Smith resign?"),
        ("can't keep up with them 🙄 what did the mayor tell the envoys?", "what did the mayor tell the envoys?"),
        ("love that place 😍 who runs it now?", "love that place \n who runs it now?"),  # "it" points back
        ("off to the lake on sunday 🛶🏕️ which beaches are closed? the kids want to swim", "which beaches are closed?"),
        ("not my kind of music <:meh:123> anyway when does the hall open?", "when does the hall open?"),
        ("Hey, can someone help me out? I forgot how long the strike took.", "how long the strike took."),
        ("Who won the cup? 🏆", "Who won the cup?"),
        ("I teach geography, what share of the crop does it grow?", "what share of the crop does it grow?"),
        ("my dad worked there for years lol, but did the boss go to jail", "did the boss go to jail"),
        ("My aunt lives in Ruhl, did the river reach it?", "My aunt lives in Ruhl, did the river reach it?"),
        ("We saw the heron, what does it eat?", "We saw the heron, what does it eat?"),  # "it" points back
        ("my tap runs brown, what should i do with the water", "my tap runs brown, what should i do with the water"),
        ("What were we told, by when will it open?", "What were we told, by when will it open?"),
        ("I met Ann Moe. The man who shot her, is he free?", "The man who shot her, is he free?"),
    ],
)  # fmt: skip
def test_of_a_chat_the_question_stays(message: str, question: str) -> None:
    assert tidy(message) == question


@pytest.mark.parametrize(
    "question",
    ["What is this about?", "what's the latest?", "Hi! What are these articles about? thanks", "What happened?",
     "any news?",      "any recent developments?", "summarize this please", "What's going on?", "tldr",
     "What is the latest news?", "Any updates on this?", "can you summarise this?", "what are the latest developments?",
     "Give me a quick summary of the articles", "anything new today?", "summary please", "What can I ask you?",
     "which newspapers do you read?", "list all articles", "What are your sources?", "how many articles do you have?",
     "Who is quoted?"],
)  # fmt: skip
def test_who_asks_for_all_of_it_asks_for_an_overview(question: str) -> None:
    assert asks_for_overview(question)


@pytest.mark.parametrize(
    "question",
    ["What happened on Tuesday?", "What is the latest on it?", "What is this ferry?", "hello", "What is new in it?",
     "Who is quoted on the ferry?", "what do you know about the ferry?", "which sources do the police have?"],
)  # fmt: skip
def test_who_asks_for_a_part_does_not(question: str) -> None:
    assert not asks_for_overview(question)


@pytest.mark.parametrize(
    ("question", "name"),
    [("What's the latest on Kelmore?", "Kelmore"), ("hi! any news about the market hall please?", "market hall"),
     ("latest on kelmore", "kelmore"),              ("Summarise the Kelmore story", "Kelmore"),
     ("What is going on in Port Ellery", "Port Ellery"), ("give me a short summary of the strike", "strike"),
     ("What is the latest?", None),                 ("Who has the latest figures on Kelmore?", None),
     ("What is the latest figure on Kelmore?", None), ("What did Ann say about Kelmore?", None),
     ('latest on "harbour fire"', "harbour fire"),  ("any news on the “harbour fire” story?", "harbour fire"),
     ("news about « Côte d’Azur »", "Côte d’Azur"), ("What's going on with the IT outage?", "IT outage"),
     ("What's new with the US?", "US"),             ("What's new with us?", None),
     ("What's going on with it?", None),            ("Anything new about it?", None),
     ("any news in all?", None),                    ("any news on the", None),
     ("any news on “this”?", None),                 ("what's new with everyone here?", None),
     ("WHAT'S NEW WITH IT?", None),                 ("ANY NEWS ON KELMORE?", "KELMORE")],
)  # fmt: skip
def test_whose_latest_is_asked_for_is_told_by_name(question: str, name: str | None) -> None:
    assert overview_of(question) == name
