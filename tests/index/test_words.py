import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.languages.chatter import tidy
from index.languages.words import Mark, find_words, read_words
from index.search.questions import Expectation, read_question
from index.search.spelling import Speller
from tests.timing import taking_less_than


def marks(word: str) -> int:
    ((_, found),) = read_words(word)
    return found


@pytest.mark.parametrize(
    ("word", "mark"),
    [
        ("Baghdad", Mark.NAME),
        ("2011", Mark.NUMBER | Mark.TIME),
        ("1,500", Mark.NUMBER),
        ("twelve", Mark.NUMBER),
        ("Tuesday", Mark.NAME | Mark.TIME),
        ("because", Mark.CAUSE | Mark.EMPTY),
        ("The", Mark.EMPTY),
        ("won’t", Mark.NEGATION),
        ("troops", 0),
    ],
)
def test_a_word_is_marked_by_what_it_looks_like(word: str, mark: int) -> None:
    assert marks(word) == mark


def test_forms_of_a_word_share_a_stem_whatever_their_case_and_accents() -> None:
    assert len({stem for stem, _ in read_words("withdraw Withdraws WITHDRAWING withdraw’s")}) == 1
    assert read_words("Café")[0][0] == read_words("cafe")[0][0]


@given(st.text())
def test_words_are_found_where_they_are_read(text: str) -> None:
    spans = find_words(text, 0, len(text))
    assert [read_words(text[start:end]) for start, end in spans] == [[word] for word in read_words(text)]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who leads the talks?", Expectation.PERSON),
        ("which senator objected", Expectation.PERSON),
        ("How many soldiers are left?", Expectation.NUMBER),
        ("when does it end", Expectation.TIME),
        ("In which country was it?", Expectation.PLACE),
        ("Why did they stop?", Expectation.REASON),
        ("What is the ship called?", Expectation.NAME),
        ("What happened?", Expectation.ANYTHING),
    ],
)
def test_a_question_says_what_kind_of_answer_it_expects(question: str, expected: Expectation) -> None:
    assert read_question(question).expectation is expected


def test_a_question_is_read_into_terms_pairs_and_negation() -> None:
    asked = read_question("Who did not sign the Baghdad agreement, the Baghdad deal?")
    assert asked.stems == ("sign", "baghdad", "agreement", "deal")
    assert asked.pairs == ((1, 2), (1, 3))
    assert asked.is_negated
    assert [asked.words[place] for place in asked.term_words] == list(asked.stems)


@pytest.mark.parametrize(
    ("said", "tidied"),
    [
        ("hey, can you tell me when the bridge closed? thanks", "when the bridge closed"),
        ("wat did the mayor say abt it", "what did the mayor say about it"),
        ("What is the plan?", "What is the plan?"),
        ("How long must drivers wait?", "How long must drivers wait?"),
        ("Did the talks start again?", "Did the talks start again?"),
        ("is the u-turn about r&d or u s troops", "is the u-turn about r&d or u s troops"),
        ("who didnt sign?", "who didn't sign?"),
        ("did the bridge actually, like really close?", "did the bridge like close?"),
        ("R. Kelly was sentenced when?", "R. Kelly was sentenced when?"),
        ("hi there! quick one, when did it close? thx", "when did it close"),
        ("Hey all, do we know when it closed, asap?", "when it closed?"),
        ("um so like, when did it close??", "when did it close??"),
        ("Like father, like son: who said that?", "Like father, like son: who said that?"),
        ("Sorry if this was asked before, but when did it close?", "when did it close?"),
        ("thanks!", ""),
        ("good morning everyone", ""),
        ("how was your weekend?", ""),
        ("are you a robot?", ""),
        ("who made you?", ""),
        ("shut up", ""),
    ],
)
def test_chatter_around_a_question_is_left_out(said: str, tidied: str) -> None:
    assert tidy(said) == tidied


def test_a_slip_of_the_pen_is_corrected_to_the_likeliest_word_of_the_articles() -> None:
    speller = Speller(
        {"spokeswoman": 3, "baghdad": 5, "sheriff": 1, "shetiff": 0, "troops": 9}, is_known={"trooper"}.__contains__
    )
    assert speller.correct("Wat did teh spokeswmoan say in Bagdad?") == "Wat did teh spokeswoman say in Baghdad?"
    assert speller.correct("the sherrif") == "the sheriff"
    assert speller.correct("a trooper, one troop, no qroops") == "a trooper, one troop, no qroops"
    assert speller.correct("zebra 20111") == "zebra 20111"
    assert speller.correct("Spokeswmoann") == "Spokeswmoann"  # a name is not taken for one that is two slips away


@given(st.text())
def test_any_question_can_be_tidied_and_corrected(question: str) -> None:
    assert isinstance(Speller({"baghdad": 1}, is_known=().__contains__).correct(tidy(question)), str)


@pytest.mark.parametrize(
    "remark", ["see you later ", "ok ", "thank you so much ", "good morning ", "what's up ", "no "]
)
def test_a_message_of_nothing_but_remarks_is_read_in_no_time(remark: str) -> None:
    with taking_less_than(0.2):
        tidy(remark * (2_000 // len(remark)) + "x")


@pytest.mark.parametrize(
    "piece", [" ", ",", ".", "\n", "a ,", "please ", "i wonder ", "any idea ", "😀", "<a:x", "i forgot ", "i, who "]
)
def test_tidying_takes_no_longer_than_a_message_is_long(piece: str) -> None:
    """It is done on the event loop: two seconds for 4,000 commas, once."""
    with taking_less_than(0.2):
        tidy("so " + piece * (4_000 // len(piece)) + "x")
