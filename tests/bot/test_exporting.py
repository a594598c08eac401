"""What readers missed, as a table that is safe to open and as questions that ``verbatim eval`` takes."""

import asyncio
import csv
import io
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from bot.cli.commands import app
from bot.operations.exporting import write_questions, write_table
from bot.state.missed import Feedback, Gap
from bot.state.state import State
from index.measuring.evaluation import read_questions
from tests.bot.conftest import make_settings

_DAY = datetime(2011, 10, 21, tzinfo=UTC)
_READER = 318_000_000_000_000_001


def _gap(question):
    return Gap(question=question, times=2, asked_at=_DAY)


def _opinion(subject, reason="", *, helpful=False):
    return Feedback(user=_READER, subject=subject, helpful=helpful, reason=reason, given_at=_DAY)


def _rows(table):
    return list(csv.reader(io.StringIO(table.removeprefix("\ufeff"), newline="")))


def test_a_table_holds_gaps_and_thumbs_down_with_their_reasons_and_no_thumbs_up():
    table = write_table([_gap("Who won?")], [_opinion("Who leads?", "too old"), _opinion("When?", helpful=True)])
    assert _rows(table) == [
        ["type", "question", "times", "reason", "day"],
        ["gap", "Who won?", "2", "", "2011-10-21"],
        ["thumbs-down", "Who leads?", "1", "too old", "2011-10-21"],
    ]


@pytest.mark.parametrize(
    "written",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r\n=1", " =1", "\u200b=1", "＝1+1", "＠x", "|cmd", "%0A=1", "**=1**"],
)
def test_no_cell_is_a_formula(written):
    for row in _rows(write_table([_gap(written)], [_opinion(written, written)]))[1:]:
        assert all(cell[:1].isalnum() or cell[:1] in ("", "'") for cell in row)


def test_what_was_written_stays_in_its_cell():
    table = write_table([_gap('He said "no", twice;\nwhy?')], [])
    assert _rows(table)[1][1] == 'He said "no", twice; why?'


def test_nobody_is_named_by_an_id():
    gaps, opinions = [_gap(f"<@{_READER}> who leads?")], [_opinion(f"<@!{_READER}> why?", f"ask <@{_READER}>")]
    for text in (write_table(gaps, opinions), write_questions(gaps, opinions)):
        assert str(_READER) not in text
        assert "who leads?" in text


def test_the_questions_are_ones_that_eval_takes_each_once(tmp_path):
    gaps = [_gap("Who won?"), _gap("who won?"), _gap("\u200b")]
    file = tmp_path / "questions.jsonl"
    file.write_text(write_questions(gaps, [_opinion("Who leads?", "old"), _opinion("Who leads?"), _opinion("")]))
    read = read_questions(file)
    assert [(question.question.lower(), question.type) for question in read] == [
        ("who won?", "gap"),
        ("who leads?", "thumbs-down"),
    ]
    assert not any(question.is_answerable for question in read)


class TestInTheTerminal:
    @pytest.fixture
    def run(self, tmp_path):
        """Runs ``verbatim export`` over the state of two servers."""
        settings = make_settings(tmp_path / "data")

        async def keep():
            state = await State.open(settings.state_file, settings.privacy)
            await state.missed.add_gap(1, "Who won here?", at=_DAY)
            await state.missed.add_gap(2, "Who won there?", at=_DAY)
            await state.close()

        asyncio.run(keep())

        def invoke(*given, answer=None):
            return CliRunner().invoke(app, ["export", *map(str, given), "--data", str(settings.data.dir)], input=answer)

        return invoke

    @pytest.mark.parametrize("name", ["gaps.csv", "questions.JSONL"])
    def test_the_name_of_the_file_says_what_is_written_and_a_server_which(self, run, tmp_path, name):
        file = tmp_path / name
        assert run(file).output == f"2 questions without an answer and 0 thumbs-down in {file}.\n"
        assert all(word in file.read_text(encoding="utf-8") for word in ("here", "there"))
        assert run(file, "--server", 2, "--yes").exit_code == 0
        assert "here?" not in file.read_text(encoding="utf-8").replace("there", "")

    @pytest.mark.parametrize("answer", ["n\n", ""])
    def test_what_somebody_may_have_worked_on_is_written_over_only_where_they_agree(self, run, tmp_path, answer):
        file, worked_on = tmp_path / "questions.jsonl", '{"answers": ["hers"]}\n'
        file.write_text(worked_on)
        told = run(file, answer=answer)
        assert (told.exit_code, "Nothing was saved" in told.output, file.read_text()) == (1, True, worked_on)
        assert run(file, answer="y\n").exit_code == 0
        assert "Who won here?" in file.read_text(encoding="utf-8")
        file.write_text("")
        assert run(file, answer=answer).exit_code == 0  # nothing is lost with an empty one

    def test_another_name_is_not_understood(self, run, tmp_path):
        told = run(tmp_path / "gaps.xlsx")
        assert (told.exit_code, ".csv or .jsonl" in told.output) == (2, True)
        assert not (tmp_path / "gaps.xlsx").exists()

    def test_where_it_cannot_be_written_and_where_nothing_is_kept_are_one_sentence(self, run, tmp_path):
        for told in (
            run(tmp_path / "nowhere" / "gaps.csv"),
            CliRunner().invoke(app, ["export", "gaps.csv", "--data", str(tmp_path / "empty")]),
        ):
            assert (told.exit_code, len(told.output.splitlines())) == (1, 1)
        assert not (tmp_path / "empty").exists()
