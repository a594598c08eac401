"""Which messages only ask whether what somebody else wrote is true, and of whom."""

import re

import pytest

from bot.rules.doubts import Doubt, claim_in, doubt_in
from bot.texts.reading import as_seen
from bot.texts.translation import load_translations

_TRANSLATIONS = load_translations()


@pytest.mark.parametrize(
    "content",
    [
        "Is this true?",
        "<@1> is that really true",
        "is **this** true or not??",
        "wait, is any of this real?",
        "Was that quote accurate?",
        "isn’t that a lie?",
        "is this a real quote",
        "true?",
        "Really?",
        "is it?",
        "fake or real?",
        "fact check",
        "can you fact-check this please",
        "pls verify this claim for me",
        "Did he really say that?",
        "did they say this or not",
        "has she ever said that?",
        "did anyone actually say something like this?",
        "who said this?",
        "Stimmt das?",
        "stimmt’s?",
        "Stimmt das wirklich so?",
        "hallo, ist das wahr?",
        "Ist dies echt erfunden?",
        "Hat er das wirklich gesagt?",
        "wahr?",
        "Faktencheck!",
        "C’est vrai ?",
        "Est-ce que c’est vrai ?",
        "c'est bien vrai, ça ?",
        "Vraiment ?",
        "cela est faux ?",
        "vrai ?",
        "A-t-il vraiment dit ça ?",
        "¿Es verdad?",
        "¿Esto es cierto?",
        "¿es cierto esto?",
        "¿De verdad?",
        "¿De verdad dijo eso?",
        "هل هذا صحيح؟",
        "صحيح؟",
        "حقا؟",
        "هل قال هذا فعلا؟",
    ],
)
def test_whether_something_is_true_is_a_doubt(content):
    assert doubt_in(as_seen(content)) == Doubt()


@pytest.mark.parametrize(
    ("content", "speaker"),
    [
        ("did Marta Quill say this?", "Marta Quill"),
        ("so did the harbour master really say that", "the harbour master"),
        ("Has Anders Holm ever said this?", "Anders Holm"),
        ("did O’Brien tweet that?", "O'Brien"),
        ("Hat Marta Quill das wirklich gesagt?", "Marta Quill"),
        ("Est-ce que Marta Quill a vraiment dit ça ?", "Marta Quill"),
        ("Marta Quill a-t-elle dit cela ?", "Marta Quill"),
        ("¿Marta Quill dijo eso?", "Marta Quill"),
        ("¿Ha dicho Marta Quill esto?", "Marta Quill"),
        ("هل قالت مارتا كويل هذا؟", "مارتا كويل"),
    ],
)
def test_who_is_said_to_have_said_it_is_named(content, speaker):
    assert doubt_in(as_seen(content)) == Doubt(speaker=speaker)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "?",
        "thanks!",
        "Is it true that the ferry stops in October?",
        "is this true of the eastern pier, too?",
        "Did Marta Quill say why?",
        "did Marta Quill say that the ferry stops?",
        "What did she say about this?",
        "Who leads the talks?",
        "true crime",
        "Why is that?",
        "is this the pier that closes?",
        "check the eastern pier",
        "Hat er gesagt, wann das Boot fährt?",
        "C’est quoi ?",
        "¿Qué dijo Marta Quill?",
    ],
)
def test_what_asks_something_of_its_own_is_none(content):
    assert doubt_in(as_seen(content)) is None


@pytest.mark.parametrize(
    ("content", "words", "speaker"),
    [
        ("did Marta Quill say “we wait”?", "we wait", "Marta Quill"),
        ('Hey, did the harbour master really say: "we don’t wait" ?!', "we don't wait", "the harbour master"),
        ("Has Anders Holm ever said ‘my grandfather built it’?", "my grandfather built it", "Anders Holm"),
        ("is it true that Marta Quill said that “we wait”", "we wait", "Marta Quill"),
        ("did anyone actually say “we wait”?", "we wait", None),
        ("Hat Marta Quill wirklich gesagt: „Wir warten“?", "Wir warten", "Marta Quill"),
        ("is “we wait” a real quote?", "we wait", None),
        ("check “we wait”", "“we wait”", None),
        ("hey, fact check: Marta Quill said “we wait”", "Marta Quill said “we wait”", None),
        ("can you check if Marta Quill said “we wait”?", "Marta Quill said “we wait”?", None),
        ("verify: we wait", "we wait", None),
        ("Did Marta Quill ever actually say “we wait”?", "we wait", "Marta Quill"),
        ("did Marta Quill say “we wait” or not?", "we wait", "Marta Quill"),
        ("is it true Marta Quill said “we wait”?", "we wait", "Marta Quill"),
        ("Fact check: did Marta Quill say “we wait”?", "we wait", "Marta Quill"),
    ],
)
def test_what_somebody_may_have_said_is_told_with_who(content, words, speaker):
    assert claim_in(as_seen(content)) == (words, speaker)
    assert doubt_in(as_seen(content)) is None


@pytest.mark.parametrize(
    "content",
    [
        "did Marta Quill say that the ferry stops?",
        "Did Marta Quill say why “the early boat” stops in October?",
        "Who said “we wait”?",
        "When did Marta Quill say “we wait”?",
        "did Marta Quill say “we wait” before it closed?",
        "check the eastern pier",
        "check: when does the ferry stop?",
        "verify: how many were on the ferry",
        "check if “the early boat” stops in October",
        "can you verify that the “Green Zone” was closed?",
        "is this true?",
    ],
)
def test_what_asks_more_than_whether_it_was_said_is_a_question(content):
    assert claim_in(as_seen(content)) is None


@pytest.mark.parametrize("language", sorted(_TRANSLATIONS.languages))
def test_what_help_names_as_a_doubt_is_one(language):
    named = re.findall(r"\*([^*]+)\*", _TRANSLATIONS.to(language)("help.mention", menu=""))
    assert doubt_in(named[0]) == Doubt()
