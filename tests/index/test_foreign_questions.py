"""A question in another language is told from one in English, however short it is, and whatever names are in it."""

import pytest

from index.languages.chatter import is_foreign


@pytest.mark.parametrize(
    "question",
    [
        "Wie viele Menschen starben bei dem Erdbeben in Dariz?",
        "Wann lief das Abkommen aus?",
        "¿Quién es Ann Lee?",
        "Cuándo cerraron el puente",
        "Qui a fermé le pont ?",
        "Combien coûte la réparation du quai ?",
        "من أغلق الجسر؟",
        "Chi ha chiuso il ponte?",
        "Combien de maisons la lave a-t-elle détruites à Chã ?",
    ],
)
def test_a_question_in_another_language_is_foreign(question):
    assert is_foreign(question)


@pytest.mark.parametrize(
    "question",
    [
        "Who is Zofia Żółć?",
        "When did José María Aznar meet Gerhard Schröder?",
        "bridge closed when",
        "oil spill clean-up cost",
        "What does “Schadenfreude” mean?",
        "asdfgh",
        "?",
        "",
    ],
)
def test_a_question_in_english_is_not_whatever_names_are_in_it(question):
    assert not is_foreign(question)
