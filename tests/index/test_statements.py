"""A sentence makes the questions that it answers; a sentence of another shape makes none."""

import pytest

from index.building.statements import ask_of, find_topic


@pytest.mark.parametrize(
    ("sentence", "questions"),
    [
        ("Ada Quill, the harbour master, leads the works on the pier.", ["Who leads the works on the pier?"]),
        ("Some 160 will stay behind with the ferry, the office said.", ["How many will stay behind with the ferry?"]),
        ("Some 300 US sailors were taken from their homes.", ["How many US sailors were taken from their homes?"]),
        ("The storm has cost nearly 40 Danish boats since May.", ["How many Danish boats has the storm cost?"]),
        ("Works have been under way since Aug. 2, she said.", ["Since when have works been under way?"]),
        ("The quay has been closed to lorries since 2019.", ["Since when has the quay been closed to lorries?"]),
        (
            "He wants it gone by May 1, the day on which the Harbour Works Act signed in 2008 runs out.",
            ["When does the Harbour Works Act run out?"],
        ),
        (
            "They warned that one pier would be too few for summer, because boats queue.",
            ["Why would one pier be too few for summer?"],
        ),
        ("The ferry was late because a rope had torn.", ["Why was the ferry late?"]),
        ("Mooring, it said, should take place on the north quay only.", ["Where should mooring take place?"]),
        ("The old pier was torn down in March 2019 and sold.", ["When was the old pier torn down?"]),
        ("NORTHHOLM — Works on the pier will begin on 4 May, he said.", ["When will works on the pier begin?"]),
        ("Ada Quill, who built it, was honoured early on Sunday.", ["When was Ada Quill honoured?"]),
        ("The board bought a second ferry on Friday.", ["When did the board buy a second ferry?"]),
        (
            "Ada Quill, a diver, joined the crew in 2019.",
            ["When did Ada Quill join the crew?", "Who joined the crew in 2019?"],
        ),
        ("The hearing will be held at the Old Exchange in Northholm.", ["Where will the hearing be held?"]),
        ("The new pier will cost about 40 million crowns.", ["How much will the new pier cost?"]),
        ("Quill Marine was fined £40m, a record.", ["How much was Quill Marine fined?"]),
        ("The tour costs $12.", ["How much does the tour cost?"]),
        ("The repair will take three weeks, she said.", ["How long will the repair take?"]),
        ("The new pier will be 90 metres long.", ["How long will the new pier be?"]),
        ("The inquiry, led by a judge, heard 62 witnesses.", ["How many witnesses did the inquiry hear?"]),
        ("The pier has nine wooden pillars and a lamp.", ["How many wooden pillars does the pier have?"]),
        ("Ada Quill has been accused of theft.", ["What has Ada Quill been accused of?"]),
        ("Quill Marine was found guilty of fraud.", ["What was Quill Marine found guilty of?"]),
        ("The leak was found by Ada Quill, a diver.", ["Who found the leak?"]),
        ("The lamp on the pier was drawn by Ada Quill.", ["Who drew the lamp on the pier?"]),
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
        "The fourth was added in February.",
        "The fourth, of a boy, was added in February.",
        "The office said in May that it was closed on Sunday.",
        "The mayor announced the pier was closed on Sunday.",
        "The pier was not closed on Sunday.",
        "The pier is dangerous only because boats queue.",
        "The board had refused because it was late.",
        "A man was arrested on Sunday.",
        "Ice of such age was found in May.",
        "Two to 200 boats a year are lost on the reef.",
        "Twelve were in favour.",
        "At least 80 people were buried there.",
        "The pier was bought by May.",
        "The ferry was hit by a crane.",
        "Ada Quill opened the road herself at 6 p.m.",
        "Ada Quill was applauded.",
        "Ada Quill said on Sunday that she was tired.",
        "The trouble began at 9 p.m. on Sunday, he said.",
        "The board bought a second one on Sunday.",
        "The crew was found in good health.",
        "The old dam above the town of Orrin was found to have a crack of nine metres on Sunday.",
        "",
        "About two thirds of that was paid by the former owner.",
    ],
)
def test_a_sentence_of_another_shape_makes_none(sentence):
    assert list(ask_of(sentence)) == []


@pytest.mark.parametrize(
    ("words", "topic"),
    [
        ("The bridge is dead on its feet", "the bridge"),
        ("the inspection rules would be changed before summer", "the inspection rules"),
        ("Ada Quill had been warned,", "Ada Quill"),
        ("the bridge on which they stood was old", None),
        ("The company will appeal", None),
        ("The surprising thing would be a second whale", None),
        ("We threw everything at it", None),
        ("It was wet where it had been dry", None),
        ("the first one was late", None),
    ],
)
def test_what_is_talked_about_is_what_the_words_tell_something_of(words, topic):
    assert find_topic(words) == topic
