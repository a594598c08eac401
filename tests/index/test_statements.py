"""A sentence makes the questions that it answers; a sentence of another shape makes none."""

import pytest

from index.building.statements import ask_of


@pytest.mark.parametrize(
    ("sentence", "questions"),
    [
        ("Ada Quill, the harbour master, leads the works on the pier.", ["Who leads the works on the pier?"]),
        ("Some 160 will stay behind with the ferry, the office said.", ["How many will stay behind with the ferry?"]),
        ("Some 300 US sailors were taken from their homes.", ["How many US sailors were taken from their homes?"]),
        ("The storm has cost nearly 40 Danish boats since May.", ["How many Danish boats has the storm cost?"]),
        ("Works have been under way since Aug. 2, she said.", ["Since when have works been under way?"]),
        (
            "He wants it gone by May 1, the day on which the Harbour Works Act signed in 2008 runs out.",
            ["When does the Harbour Works Act run out?"],
        ),
        (
            "They warned that one pier would be too few for summer, because boats queue.",
            ["Why would one pier be too few for summer?"],
        ),
        ("Mooring, it said, should take place on the north quay only.", ["Where should mooring take place?"]),
    ],
)
def test_a_sentence_makes_the_question_that_it_answers(sentence, questions):
    assert list(ask_of(sentence)) == questions


@pytest.mark.parametrize(
    "sentence",
    [
        "“Nobody takes the early boat any more,” said Marta Quill.",
        "She left the harbour in 2008.",
        "About 46,000 boats are still in the harbour, the office says.",
        "Ada Quill said that she was tired.",
        "The pier is old.",
        "It was closed because of the storm.",
        "She has led it since 2015.",
        "They will stay behind, because it is late.",
        "He warned that it would be too few for summer, because boats queue.",
        "The Quill paintings belong to the city.",
        "Harbour Board boats were counted twice, clerk admits",
        "Ada Quill, the harbour master, leads the works on the pier",
        "Ada Quill carries her tools in a fishing bag.",
        "Ada Quill was the only one to vote against the plan, because the pier is old.",
        'Ada Quill called the pier "a good first step towards summer."',
        "",
    ],
)
def test_a_sentence_of_another_shape_makes_none(sentence):
    assert list(ask_of(sentence)) == []
