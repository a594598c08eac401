"""Where two articles differ it is said, and hardly ever where they do not."""

import json

import pytest

from index.types import Answer, Question, Scope, StoryId
from tests.eval.differing.pairs import ask_ordinary, judge, open_library, read_pairs

pytestmark = pytest.mark.model

# A question for yes or no, or for what is to come, and what two articles tell, the later one last.
_TURNS = """
Has anyone been arrested over the fire at the mill?
  The fire at the Tarn mill began at midnight on Monday. No one has been arrested over it, police said.
  Two men of 23 and 31 were arrested on Thursday over the fire at the Tarn mill.
Will Corrigan testify?
  Corrigan will not testify before the inquiry into the bridge, his lawyer said.
  Corrigan testified before the inquiry for three hours.
Has contact been made with the trapped men?
  Rescuers have not been able to make contact with the trapped men at Marn.
  Contact with the trapped men at Marn was made on Tuesday.
Is the museum open?
  The Lorvik museum will remain closed after the flood.
  The Lorvik museum opened its doors again on Friday.
Will the fireworks take place?
  The fireworks in Lorvik will take place as planned, the mayor said.
  The fireworks that were to be held in Lorvik on Friday were called off because of the wind.
Is it known whether data was stolen?
  It is not known whether data was stolen from the Lorvik hospital.
  The data of many patients was stolen from the hospital in Lorvik.
When will the king visit Lorvik?
  The king will visit Lorvik on Friday, the palace said.
  The king put off his visit to Lorvik, the palace said on Wednesday.
Has the missing boy been found?
  The boy who went missing in the Vik forest had not been found on Monday evening.
  The boy was found alive in a barn at Vik on Wednesday.
"""


def test_what_is_said_to_differ_does(tmp_path):
    judged = judge(read_pairs(), tmp_path)
    told = [one for one in judged if one.is_told]
    assert sum(one.is_right for one in told) >= 0.9 * len(told)
    assert len(told) >= 20


def test_articles_are_not_said_to_differ_where_ordinary_questions_are_asked(tmp_path):
    asked, told = ask_ordinary(tmp_path)
    assert asked > 200
    assert set(told) <= {  # which do: 11 or 12.5 million, 2,300 or 1,900 people
        "How much did the supporters' trust pay for Thornby Rovers?",
        "ok so i just got here, anybody know how many people they had to get out of brackwater lol",
    }


def test_what_was_not_so_and_is_now_or_is_called_off_is_answered_by_the_later_article(tmp_path):
    lines = [line.strip() for line in _TURNS.strip().splitlines()]
    stories = [(f"s{start}", *lines[start : start + 3]) for start in range(0, len(lines), 3)]
    articles = [
        {"id": f"{story}-{day}", "story": story, "title": "Lorvik", "text": text, "published_at": f"2026-03-0{day}"}
        for story, _, *texts in stories
        for day, text in enumerate(texts, 1)
    ]
    file = tmp_path / "turns.jsonl"
    file.write_text("".join(f"{json.dumps(article)}\n" for article in articles), encoding="utf-8")
    library = open_library(tmp_path, [file])
    asked = [Question(text=text, scope=Scope(stories=frozenset({StoryId(story)}))) for story, text, *_ in stories]
    outcomes = library.ask(asked)
    shown = [outcome.hits[0].marked for outcome in outcomes]
    assert all(isinstance(outcome, Answer) for outcome in outcomes)
    assert shown == [later for _, _, _, later in stories]
