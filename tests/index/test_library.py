import json
import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from index.articles import Source, read
from index.building import build
from index.encoding.encoder import EncodedQuestion
from index.errors import BadQuestion, LanguageNotRead, UnknownSpeaker, UnknownStory, WrongEncoder
from index.library import Library, QuotationRequest
from index.search.judging import Ranking
from index.settings import AnswerSettings, DataSettings, IndexSettings
from index.store.folder.data_folder import DataFolder
from index.types import Answer, Claim, Kind, NoAnswer, PassageId, Question, Reason, Related, Ruling, Scope, StoryId
from tests.fakes import article
from tests.index.articles.test_passages import HOSTILE
from tests.index.building import open_generation
from tests.index.fake_encoder import FakeEncoder

BRIDGE = "Bridge\n\nThe old bridge was closed on Monday. “We had no choice,” said Mayor Ann Lee, who ordered it.\n"
ASKED = (
    "When was the old bridge closed",
    "How far did the river rise",
    "Who ordered it",
    "What did Omar Diaz say",
    "Has Ann Lee resigned",
)
FLOOD = "Flood\n\nThe river rose by two metres. “We lost everything,” Omar Diaz, a farmer, told reporters.\n"


def open_library(folder: Path, *sources: str, encoder: FakeEncoder | None = None) -> Library:
    made = IndexSettings(data=DataSettings(dir=folder / "data"), answers=AnswerSettings(level="open"))
    used = encoder or FakeEncoder()
    build([Source.parse(source) for source in sources], made, lambda: used)
    return Library(DataFolder(made.data.dir).open_current(), lambda: used, made)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    for name, text in (("bridge", BRIDGE), ("flood", FLOOD)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    return open_library(tmp_path, f"city={tmp_path / 'bridge.txt'}", f"country={tmp_path / 'flood.txt'}")


def scope(*stories: str) -> Scope:
    return Scope(stories=frozenset(map(StoryId, stories)))


def test_an_answer_is_a_slice_that_holds_the_question_s_words(library: Library) -> None:
    (outcome,) = library.ask([Question(text="When was the old bridge closed?")])
    assert isinstance(outcome, Answer)
    assert outcome.hits[0].marked == "The old bridge was closed on Monday."


def test_many_questions_at_once_come_to_what_each_comes_to_alone(library: Library, tmp_path: Path) -> None:
    texts = [f"{asked} {when}?" for asked in ASKED for when in ("", "on Monday", "last night", "this year")]
    questions = [Question(text=text) for text in texts]
    alone = open_library(tmp_path, f"city={tmp_path / 'bridge.txt'}", f"country={tmp_path / 'flood.txt'}")
    assert library.ask(questions) == [alone.ask([question])[0] for question in questions]


class BreakingEncoder(FakeEncoder):
    """Breaks at ships; ``parts`` are the texts that were encoded together."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[Sequence[str]] = []

    def encode_questions(self, questions: Sequence[str]) -> list[EncodedQuestion]:
        self.parts.append(questions)
        if any("ship" in question for question in questions):
            raise MemoryError
        time.sleep(0.05)
        return super().encode_questions(questions)


def test_what_breaks_a_batch_ends_with_it_and_the_next_is_answered(library: Library, tmp_path: Path) -> None:
    encoder = BreakingEncoder()
    breaking = open_library(
        tmp_path, f"city={tmp_path / 'bridge.txt'}", f"country={tmp_path / 'flood.txt'}", encoder=encoder
    )
    questions = [Question(text=f"{asked} {year}?") for asked in ASKED for year in range(1990, 2000)]
    with pytest.raises(MemoryError):
        breaking.ask([questions[0], Question(text="Where is the ship?"), *questions[1:]])
    assert not [thread for thread in threading.enumerate() if "encoder" in thread.name]
    assert breaking.ask(questions[:1]) == library.ask(questions[:1])
    assert list(encoder.parts[-1]) == [questions[0].text]
    assert len(encoder.parts) <= 3  # of seven: what broke, what was begun beside it, and the last


@pytest.mark.parametrize(
    ("text", "reason"), [("Has Dunholt won a cup?", Reason.NAMES), ("Who won a cup in 1998?", None)]
)
def test_of_what_is_about_something_else_it_is_told_only_what_is_named_nowhere(
    library: Library, text: str, reason: Reason | None
) -> None:
    (outcome,) = library.ask([Question(text=text)])
    assert isinstance(outcome, NoAnswer)
    assert outcome.reason is reason


@pytest.mark.parametrize("question", ["¿Quién es Omar Diaz?", "Wer ist eigentlich Omar Diaz?"])
def test_a_question_in_another_language_leads_to_the_passage_with_its_name(library: Library, question: str) -> None:
    (outcome,) = library.ask([Question(text=question)])
    assert isinstance(outcome, Related)
    assert "Omar Diaz" in outcome.hits[0].passage.text


def test_a_question_in_another_language_without_a_known_name_is_told_not_to_be_read(library: Library) -> None:
    (ranking,) = library.rank([Question(text="Qui a fermé le pont hier soir ?")])
    assert isinstance(ranking, Ranking)
    outcome = library.decide(ranking, "strict")
    assert isinstance(outcome, NoAnswer)
    assert outcome.reason is Reason.LANGUAGE


def test_only_stories_in_scope_are_searched(library: Library) -> None:
    (outcome,) = library.rank([Question(text="When was the old bridge closed?", scope=scope("country"))])
    assert not isinstance(outcome, Exception)
    assert {hit.passage.article.story for hit in outcome.hits} == {"country"}
    assert outcome.coverage.articles == 1


def test_a_scope_that_admits_nothing_finds_nothing(library: Library) -> None:
    since = Scope(since=datetime(2020, 1, 1, tzinfo=UTC))
    (ranking,) = library.rank([Question(text="When was the old bridge closed?", scope=since)])
    assert not isinstance(ranking, Exception)
    assert (ranking.hits, ranking.coverage.articles) == ((), 0)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("  \n", "is empty"),
        ("x" * 10_000, "10,000 characters long"),
        ("?!… —", "has no words"),
        ("when \udcff?", "not valid text"),
    ],
)
def test_a_question_that_cannot_be_asked_says_why_and_spares_the_others(library: Library, text: str, told: str) -> None:
    problem, outcome = library.ask([Question(text=text), Question(text="When was the old bridge closed?")])
    assert isinstance(problem, BadQuestion)
    assert told in str(problem)
    assert isinstance(outcome, Answer)


@pytest.mark.parametrize("text", ["hello", "Thanks!", "thank you so much", "ok cool", "good bot", "the of and"])
def test_small_talk_is_never_answered(library: Library, text: str) -> None:
    (outcome,) = library.ask([Question(text=text)])
    assert not isinstance(outcome, Answer)


def test_a_claim_without_words_says_so(library: Library) -> None:
    with pytest.raises(BadQuestion, match=r"The claim is empty\."):
        library.check(Claim(words=" "))


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=HOSTILE)
def test_any_question_gives_an_outcome_or_says_why_not(library: Library, text: str) -> None:
    (outcome,) = library.ask([Question(text=text)])
    assert isinstance(outcome, Answer | Related | NoAnswer | BadQuestion)


def test_an_unknown_story_is_an_error_that_names_the_known_ones(library: Library) -> None:
    (problem,) = library.ask([Question(text="What?", scope=scope("sea"))])
    assert isinstance(problem, UnknownStory)
    assert problem.known == ("city", "country")
    with pytest.raises(UnknownStory):
        library.quote(QuotationRequest(scope=scope("sea")))


def test_quotations_are_found_by_speaker_and_by_topic(library: Library) -> None:
    (by_speaker,) = library.quote(QuotationRequest(speaker="ann le"))
    assert by_speaker.text == "We had no choice,"
    assert by_speaker.speaker is not None
    assert by_speaker.speaker.name == "Ann Lee"
    by_topic = library.quote(QuotationRequest(about="river"))
    assert [quotation.text for quotation in by_topic] == ["We lost everything,"]
    assert library.quote(QuotationRequest(kinds=frozenset({Kind.INDIRECT}), about="zebra")) == []
    with pytest.raises(UnknownSpeaker):
        library.quote(QuotationRequest(speaker="Zebediah Quux"))
    with pytest.raises(UnknownSpeaker, match="Did you mean Omar Diaz"):
        library.quote(QuotationRequest(speaker="Omri Dioza"))
    with pytest.raises(UnknownSpeaker, match=r"quoted in these articles\.$"):  # "imam" is not Omar
        library.quote(QuotationRequest(speaker="imam"))


def test_people_of_one_story_are_not_known_in_another(library: Library) -> None:
    assert [person.name for person in library.people(scope("city"))] == ["Ann Lee"]
    verdict = library.check(Claim(words="We had no choice", speaker="Ann Lee", scope=scope("country")))
    assert (verdict.ruling, verdict.is_quoted) == (Ruling.ABSENT, False)
    assert library.check(Claim(words="We had no choice", scope=scope("country"))).ruling is Ruling.ABSENT


def test_a_claim_is_checked_against_the_quotations(library: Library) -> None:
    assert library.check(Claim(words="We had no choice", speaker="Lee")).ruling is Ruling.EXACT
    assert library.check(Claim(words="We had no choice", speaker="Omar Diaz")).ruling is Ruling.SOMEONE_ELSE


def test_a_claim_of_empty_words_is_found_where_it_stands(tmp_path: Path) -> None:
    told = article("ferry", "harbour", "The ferry sank in the harbour on Monday. It is what it is, and we will go on.")
    library = Library(open_generation(tmp_path, [told]), FakeEncoder, IndexSettings())
    assert library.check(Claim(words="It is what it is")).ruling is Ruling.OWN_WORDS


def test_a_story_lists_its_articles_newest_first(tmp_path: Path) -> None:
    for name, date in (("old", "2011-01-01"), ("new", "2012-01-01"), ("undated", "")):
        (tmp_path / f"{name}.md").write_text(f"---\ntitle: {name}\npublished_at: {date}\n---\nbody", encoding="utf-8")
    (story,) = open_library(tmp_path, f"s={tmp_path}").stories(Scope())
    assert [article.title for article in story.articles] == ["new", "old", "undated"]


def test_a_passage_is_found_by_its_id_and_an_unknown_one_is_not(library: Library) -> None:
    for passage in library.generation.passages:
        assert library.passage(passage.id) == passage
    assert library.passage(PassageId("0" * 20)) is None
    assert library.passage(PassageId('","')) is None


def test_an_index_of_another_encoder_is_refused_with_both_names(tmp_path: Path, library: Library) -> None:
    with pytest.raises(WrongEncoder, match=r"built with fake \(.*\), but the settings name other \("):
        Library(library.generation, lambda: FakeEncoder(name="other"), IndexSettings()).prepare()


def test_a_reopened_library_sees_the_new_generation_and_the_old_one_still_answers(
    tmp_path: Path, library: Library
) -> None:
    made = IndexSettings(data=DataSettings(dir=tmp_path / "data"))
    build([Source.parse(f"city={tmp_path / 'bridge.txt'}")], made, FakeEncoder)
    reopened = library.reopen()
    assert reopened.generation.manifest.stories == ("city",)
    assert library.generation.manifest.stories == ("city", "country")
    assert isinstance(library.ask([Question(text="When was the old bridge closed?")])[0], Answer)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(bodies=st.lists(HOSTILE.filter(lambda body: any(map(str.isalnum, body))), min_size=1, max_size=4))
@example(bodies=["À\x80"])  # what a zero byte is when it was read in a wrong encoding
def test_every_span_that_is_shown_is_a_slice_of_the_article_as_it_was_read(
    tmp_path_factory: pytest.TempPathFactory, bodies: list[str]
) -> None:
    """The exact-span invariant, from a file of hostile articles to what is shown."""
    folder = tmp_path_factory.mktemp("hostile")
    lines = [json.dumps({"id": str(number), "text": body}) for number, body in enumerate(bodies)]
    (folder / "articles.jsonl").write_text("\n".join(lines), encoding="utf-8")
    reading = read([Source(path=folder / "articles.jsonl")])
    assume(not reading.failures)  # one that is damaged, or of which nothing is left once it is mended
    bodies_read = {article.id: article.body for article in reading.articles}
    library = open_library(folder, str(folder / "articles.jsonl"))
    for ranking in library.rank([Question(text="aZé1 word"), Question(text="שלום U.S.")]):
        assert not isinstance(ranking, Exception)
        for hit in ranking.hits:
            body = bodies_read[hit.passage.article.id]
            assert hit.passage.article.body == body
            assert hit.passage.text == body[hit.passage.span.start : hit.passage.span.end]
            assert hit.passage.span.contains(hit.highlight)
    try:
        quotations = library.quote(QuotationRequest(kinds=frozenset(Kind)))
    except LanguageNotRead:  # said where no article is in a language that is read
        quotations = []
    for quotation in quotations:
        body = bodies_read[quotation.article.id]
        assert quotation.text == body[quotation.span.start : quotation.span.end]


def test_nobody_is_listed_whose_words_would_not_be_shown(tmp_path: Path) -> None:
    told = "The ministry called them “informal” talks. “We will go,” said Ann Lee.\n\nOmar Diaz said that he agreed."
    text = f"Talks\n\n{told}\n"
    (tmp_path / "talks.txt").write_text(text, encoding="utf-8")
    library = open_library(tmp_path, f"talks={tmp_path / 'talks.txt'}")
    for person in library.people(Scope()):
        assert len(library.quote(QuotationRequest(speaker=person.name))) == person.quotations > 0


def test_what_another_story_tells_excuses_no_name_that_the_answers_own_story_lacks(tmp_path: Path) -> None:
    ferry = article("ferry", "harbour", "A ferry sank on Monday. Forty people drowned when the ferry sank.")
    pier = article("pier", "harbour", "The ferry had come from Northholm, its owner said. Divers look for the ferry.")
    vote = article("vote", "election", "The mayor of Southwick has lost the vote.")
    library = Library(open_generation(tmp_path, [ferry, pier, vote]), FakeEncoder, IndexSettings())
    for place, veto in (("Northholm", None), ("Southwick", Reason.NAMES)):
        asked = Question(text=f"How many people drowned when the ferry of {place} sank?")
        (ranking,) = library.rank([asked])
        assert isinstance(ranking, Ranking)
        assert (ranking.hits[0].passage.article.id, ranking.veto) == ("ferry", veto)


def test_a_misspelt_story_is_answered_with_the_one_that_is_meant() -> None:
    assert str(UnknownStory("Kelmor", ["harbour", "kelmore"])).endswith(
        "no story 'Kelmor'. Did you mean kelmore? The index has: harbour, kelmore."
    )
    assert "Did you mean" not in str(UnknownStory("mars", ["harbour"]))
    assert str(UnknownStory(" ", ["harbour"])).startswith(
        "There is no story ' '. The name is empty; give one, or leave"
    )
    assert str(UnknownStory("mars", [f"s{number}" for number in range(99)])).endswith("s18, s19, ….")


def test_what_was_not_found_tells_how_many_of_the_articles_say_they_are_not_in_english(tmp_path: Path) -> None:
    seilbahn = "---\nlanguage: de\n---\nDie Bürger von Oberthal haben am Sonntag gegen eine neue Seilbahn gestimmt.\n"
    for name, text in (("bridge.txt", BRIDGE), ("seilbahn.md", seilbahn)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    library = open_library(tmp_path, f"city={tmp_path / 'bridge.txt'}", f"hill={tmp_path / 'seilbahn.md'}")
    asked = [Question(text="Has Dunholt won a cup?", scope=one) for one in (Scope(), scope("city"))]
    assert [outcome.coverage.foreign for outcome in library.ask(asked) if isinstance(outcome, NoAnswer)] == [1, 0]
