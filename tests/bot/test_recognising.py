"""Which messages ask something."""

import pytest

from bot.rules.questions import is_question, without_mention


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
    ],
)
def test_a_question_is_one(content):
    assert is_question(content)


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
    ],
)
def test_small_talk_is_not(content):
    assert not is_question(content)


def test_a_mention_is_taken_out_wherever_it_stands():
    assert without_mention("<@1> who <@!1>", 1) == "who"
    assert without_mention("<@2> who", 1) == "<@2> who"
