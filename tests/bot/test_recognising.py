"""Which messages ask something."""

import pytest

from bot.rules.questions import asked_behind, asked_in, asks_twice, is_chatter, points_elsewhere
from bot.texts.reading import as_seen


@pytest.mark.parametrize(
    "content",
    [
        "Who leads the talks?",
        "how many soldiers are there",
        "Wann läuft das Abkommen aus?",
        "Quand l’accord expire-t-il ?",
        "¿Cuándo termina el acuerdo?",
        "متى ينتهي الاتفاق؟",
        "I read it. **Is that true?**",
        "hey @benno do you know who contradicted panetta",
        "helo, qestion: wat did he say",
        "kyle brandvold where did he serve",
        "has iraq asked for troops yet or no",
        "tell me what ruth okafor said pls",
        "whats the tea sellers name",
        "do you guys know who leads the talks",
        "what do you think will happen to the talks?",
    ],
)
def test_a_question_is_one(content):
    assert asked_in(as_seen(content))


@pytest.mark.parametrize(
    "content",
    [
        "",
        "?",
        "what?",
        "Good morning everybody",
        "https://example.org/?q=1",
        "lol",
        "How nice",
        "That was a question once.",
        "what??",
        "what a day",
        "how nice of you",
        "no worries, happens to all of us",
        "who?",
        "good night, dont stay up too late",
        "where do you live?",
        "which school did you go to?",
        "what should we order for lunch?",
    ],
)
def test_small_talk_is_not(content):
    assert asked_in(as_seen(content)) is None


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("**Who** le\xadads <@1> the <#2> talks <:a:3> ?", "Who leads the talks?"),
        ("@everyone who leads the talks? @here", "who leads the talks?"),
        ("mail me@here.org", "mail me@here.org"),
        ("[who leads](https://x.y/z) the [talks](<https://x.y>)?", "who leads the talks?"),
        ("“We left [the pier]” (https://x.y)", "“We left [the pier]” (https://x.y)"),
        ("- Who leads?\n* And -5 degrees - why?", "Who leads?\nAnd -5 degrees - why?"),
        ("Ｗｈｏ　ｌｅａｄｓ？", "Who leads?"),
        ("𝐖𝐡𝐨 𝗹𝗲𝗮𝗱𝘀 𝓽𝓱𝓮 ⓣⓐⓛⓚⓢ?", "Who leads the talks?"),
    ],
)
def test_a_text_is_read_as_it_looks(typed, seen):
    assert as_seen(typed) == seen


def test_the_sentence_that_asks_is_found_among_the_others():
    assert asked_in("I missed it lol. And who leads the talks? thanks") == "who leads the talks?"


@pytest.mark.parametrize(
    "content",
    [
        "thanks!",
        "ok thanks, that helps!",
        "thx, good to know",
        "good bot",
        "lol",
        "🎉",
        "hello",
        "https://example.org/?q=1",
        "2+2?",
        "what's 17 * 3.5 + 4 =",
        "How much is 10 divided by 4?",
        "",
    ],
)
def test_chatter_asks_nothing_of_the_articles(content):
    assert is_chatter(content)


@pytest.mark.parametrize(
    "content",
    [
        "who leads the talks",
        "Obama",
        "and when?",
        "thanks and when?",
        "thanks, but the minister",
        "thanks! who leads the talks",
        "is https://example.org/1 right about it",
        "46,000?",
        "What is 9/11?",
        "2011-08-18",
        "did 2 + 2 soldiers leave",
    ],
)
def test_anything_else_may(content):
    assert not is_chatter(content)


@pytest.mark.parametrize(
    "content",
    [
        *(
            "",
            "^",
            "👆?",
            "this",
            "This one please!",
            "can you answer this?",
            "please answer the question above",
            "pls",
        ),
        *("what about this?", "any idea?", "hey, do you know that?", "thoughts?", "see above"),
    ],
)
def test_what_only_points_at_another_message_has_no_words_of_its_own(content):
    assert points_elsewhere(content)


@pytest.mark.parametrize(
    "content", ["who is this?", "can you answer this: who leads the talks?", "what about the ferry?", "that mayor"]
)
def test_what_names_something_has(content):
    assert not points_elsewhere(content)


@pytest.mark.parametrize(
    "content",
    [
        "how long is his sentence and when does he report to prison?",
        "Who won the vote and what was the margin?",
        "When did the bridge close? And why?",
        "How many people died and how many were injured?",
        "what happened at the harbor and who is responsible",
        "Where was the ferry built, and when was it launched?",
        "Who is Ann Lee? What does she lead?",
        "How much will it cost and who pays for it?",
        "Did the mayor resign, and who replaces her?",
        "when is the trial and where does it take place",
        "Why did the talks fail and will they resume?",
        "What did Halloway say and how did Baghdad react?",
        "Is the school closed? When will it reopen?",
        "Who was arrested, when will they be charged?",
        "how old is she and where does she live?",
        "Which parties agreed and which refused?",
        "What is the new law, who drafted it, and when does it take effect?",
        "Has the road reopened and is the bus running again?",
        "Who designed the tower & how tall is it?",
        "What caused the fire? How many homes burned?",
    ],
)
def test_two_questions_are_two(content):
    assert asks_twice(content)


@pytest.mark.parametrize(
    "content",
    [
        "who was killed and injured?",
        "When and where was the treaty signed?",
        "How and why did the dam break?",
        "What did he say about the army and when it will leave?",
        "Who decides what happens to the ship and its crew?",
        "Did police say who was arrested and where?",
        "Is it true that the mayor resigned and left the city?",
        "What is the difference between the old and the new plan?",
        "Chelsea vs Arsenal: who won?",
        "Who is the woman who resigned and moved away?",
        "What did the report say about what went wrong and who is to blame?",
        "Do you know who won and when?",
        "Hi! How are you? Who won the election?",
        'What did she mean when she said "who cares and why should I"?',
        "How many men and women were hired?",
        "Who resigned and is now leading the opposition?",
        "What happened between when the alarm rang and when the police came?",
        "Is it known how the fire began and how it spread?",
        "I have been away and missed it all, who is the new coach?",
        "Any idea? Does anyone here know when the ferry to Dariz and back leaves?",
    ],
)
def test_a_question_that_only_looks_like_two_is_one(content):
    assert not asks_twice(content)


@pytest.mark.parametrize(
    ("sentence", "asked"),
    [
        (
            "In the report on the bridge, how many cracks were found by Ann Lee?",
            "how many cracks were found by Ann Lee?",
        ),
        ("After the talks, so they say, and before the vote: did Panetta resign?", "did Panetta resign?"),
        ("According to the mayor, who was there, what happened at the harbor?", None),
        ("Who leads the talks, and when did they begin?", None),
        ("After the storm, Ann Lee, who is the mayor, shut it.", None),
        ("The bridge at Quay Street is shut why?", None),
    ],
)
def test_what_leads_up_to_a_question_is_told_from_it(sentence, asked):
    assert asked_behind(sentence) == asked
