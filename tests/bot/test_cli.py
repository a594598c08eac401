"""The ``verbatim`` command as a person meets it."""

import contextlib
import json
import os
import re
import shlex
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer
from click.testing import Result
from typer.testing import CliRunner

from bot.cli.commands import app
from bot.operations import setup
from index import __version__
from index.articles.visits import Visit, keep_visits
from index.library import Library
from tests.index.web.web_server import serve
from tests.libraries import SAMPLE_SOURCES

ROOT = Path(__file__).parents[2]
Run = Callable[..., Result]


def _commands(group: typer.core.TyperGroup) -> Iterator[tuple[str, ...]]:
    for name, command in group.commands.items():
        if isinstance(command, typer.core.TyperGroup):
            yield from ((name, *below) for below in _commands(command))
        else:
            yield (name,)


COMMANDS = tuple(_commands(typer.main.get_command(app)))


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command in an empty folder, with the sample story's index where ``--data`` is not given."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VERBATIM_DATA__DIR", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "200")
    return lambda *arguments: CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def data(sample_library: Library) -> Path:
    return sample_library.generation.folder.parents[1]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("quote --kind loud", "Invalid value for '--kind': 'loud' is not one of 'direct', 'mixed'"),
        ("index build a --threads many", "Invalid value for '--threads': it must be a whole number"),
        ("index build a --threads -1", "Invalid value for '--threads': it must be at least 0"),
        ("index build a --progress loud", "Invalid value for '--progress': 'loud' is not one of 'bar', 'json'"),
        (
            "check Yes --speaker ''",
            "Invalid value for '--speaker': it is empty; give a value, or leave the option out",
        ),
        ("quote --about ' '", "Invalid value for '--about': it is empty"),
        ("run --processes 1000", "Invalid value for '--processes': it must be at most 256"),
        ("ask Who? --since soon", "Invalid value for '--since': 'soon' is not a date. Write it as 2011-08-18, "),
        ("ask", 'Invalid value: give a "question", or --batch'),
        ("ask Who? --batch q.jsonl --run r.jsonl", 'Invalid value: give a "question", or --batch'),
        ("ask Who? --yes", "Invalid value: --yes works only with --batch"),
        ("ask --batch q.jsonl --run r.jsonl --story x", "Invalid value: --story, --since and --json do not work with"),
    ],
)
def test_what_an_option_does_not_take_or_go_with_is_told_in_plain_words(run: Run, line: str, told: str) -> None:
    done = run(*shlex.split(line))
    assert done.exit_code == 2
    assert f"Error: {told}" in done.output


def plain(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def test_every_command_explains_itself(run: Run) -> None:
    group = typer.main.get_command(app)
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        told = run(name, "--help")
        assert told.exit_code == 0
        assert (command.help or "").split(".")[0].split("\n")[0][:40] in " ".join(told.output.split())


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_shows_an_example_of_itself(run: Run, command: tuple[str, ...]) -> None:
    told = run(*command, "--help")
    assert f"verbatim {' '.join(command)}" in told.output.partition("Example")[2].partition("Options:")[0]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [(("qoute",), "'quote'"), (("index", "buidl"), "'build'"), (("ask", "--stroy", "x", "Who?"), "--story")],
)
def test_a_slip_is_answered_with_what_was_meant(run: Run, typed: tuple[str, ...], meant: str) -> None:
    told = run(*typed)
    assert told.exit_code == 2
    assert meant in told.output


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("-h", "--help"),
        ("help", "--help"),
        ("help ask", "ask --help"),
        ("help sources check", "sources check --help"),
        ("index help build", "index build --help"),
        ("sources help check", "sources check --help"),
        ("store help migrate", "store migrate --help"),
        ("sources help", "sources --help"),
        ("help help", "--help"),
        ("index build -h", "index build --help"),
    ],
)
def test_help_is_given_however_it_is_asked_for(run: Run, typed: str, meant: str) -> None:
    told = run(*typed.split())
    assert (told.exit_code, told.output) == (0, run(*meant.split()).output)


@pytest.mark.parametrize("arguments", [("--version",), ("--version", "ask")])
def test_the_version_is_said(run: Run, arguments: tuple[str, ...]) -> None:
    assert run(*arguments).output == f"verbatim {__version__}\n"


@pytest.mark.parametrize("command", [("ask", "Who?"), ("index", "status"), ("index", "build", "x.txt"), ("story",)])
def test_a_data_folder_that_is_a_file_is_said_in_a_sentence(run: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    (tmp_path / "x.txt").write_text("Bridge\n\nThe bridge was closed on Monday.")
    told = run(*command, "--data", tmp_path / "x.txt")
    assert told.exit_code == 1
    assert not isinstance(told.exception, OSError)
    assert "x.txt" in told.output


def test_without_an_index_the_command_that_builds_one_is_named(run: Run) -> None:
    told = run("ask", "When does it end?")
    assert told.exit_code == 1
    assert "verbatim index build PATH" in told.output
    assert "Traceback" not in told.output


def test_mistakes_in_the_settings_are_told_together(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text("[passages]\nwords = 1\n[answers]\nlevle = 'x'\n")
    told = run("ask", "x?", "--config", tmp_path / "bad.toml")
    assert told.exit_code == 1
    assert "did you mean level?" in told.output
    assert "it must be at least 30" in told.output


def test_a_run_never_takes_the_place_of_the_questions(run: Run, tmp_path: Path) -> None:
    asked = '{"id": "1", "question": "Who?"}'
    (questions := tmp_path / "q.jsonl").write_text(asked)
    (tmp_path / "linked.jsonl").symlink_to(questions)
    for place in (questions, "q.jsonl", "linked.jsonl"):
        told = run("ask", "--batch", questions, "--run", place, "--yes")
        assert (told.exit_code, "holds the questions" in told.output) == (1, True)
    assert questions.read_text() == asked


def test_a_run_takes_the_place_of_what_is_there_only_where_somebody_agrees(run: Run, tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text('{"id": "1", "question": "Who?"}')
    (there := tmp_path / "r.jsonl").write_text("an evening's work")
    line = ["ask", "--batch", "q.jsonl", "--run", "r.jsonl"]
    for answer in ("n\n", ""):
        told = CliRunner().invoke(app, line, input=answer)
        assert (told.exit_code, "Nothing was asked. Use --yes" in told.output) == (1, True)
    assert there.read_text() == "an evening's work"
    for told in (CliRunner().invoke(app, line, input="y\n"), run(*line, "--yes")):
        assert "There is no index" in told.output  # it went on


def test_no_token_is_said_before_anything_is_tried(run: Run) -> None:
    told = run("run")
    assert told.exit_code == 1
    assert "token" in told.output
    assert "Traceback" not in told.output


@pytest.mark.usefixtures("pointing_is_undone")
def test_a_discord_that_cannot_be_reached_is_said_without_a_traceback(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VERBATIM_DISCORD__TOKEN", "not.a.token")
    monkeypatch.setenv("VERBATIM_DISCORD__API_URL", "http://127.0.0.1:9/api/v10")  # the discard port: nobody listens
    told = run("run")
    assert told.exit_code == 1
    assert "Discord cannot be reached" in told.output
    assert "Traceback" not in told.output


@pytest.mark.usefixtures("pointing_is_undone")
def test_a_discord_that_answers_otherwise_is_said_without_a_traceback(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serve() as web:
        monkeypatch.setenv("VERBATIM_DISCORD__TOKEN", "not.a.token")
        monkeypatch.setenv("VERBATIM_DISCORD__API_URL", f"{web.root}/api/v10")
        told = run("run")
    assert (told.exit_code, isinstance(told.exception, SystemExit)) == (1, True)
    assert "404" in told.output
    assert "[discord] api_url" in told.output


def test_what_is_set_is_printed_with_its_origin_and_without_the_token(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VERBATIM_DISCORD__TOKEN", "very.secret")
    told = run("config", "--data", tmp_path / "other").output
    assert f'dir = "{tmp_path / "other"}"' in told
    assert "settings file: none" in told
    assert "very.secret" not in told


@pytest.mark.parametrize("content", [None, "[answers]\nlevel = ", b"\xff\xfe\x00", "[nonsense]\nx = 1"])
@pytest.mark.parametrize("command", [("config",), ("doctor",), ("run",), ("index", "status"), ("backup", "b.zip")])
def test_a_settings_file_that_is_missing_or_wrong_is_one_list_of_mistakes(
    run: Run, tmp_path: Path, command: tuple[str, ...], content: str | bytes | None
) -> None:
    file = tmp_path / "v.toml"
    if content is not None:
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    told = run(*command, "--config", file)
    if content == "[nonsense]\nx = 1" and command[0] == "index":
        assert "data folder" in told.output  # the index passes over tables that are the bot's
        return
    assert (told.exit_code, "The settings need correcting" in told.output) == (1, True)
    assert str(file) in told.output
    assert "Errno" not in told.output


@pytest.mark.parametrize("command", [("config",), ("doctor",), ("index", "status")])
def test_a_setting_that_is_wrong_is_told_with_the_file_or_the_variable_that_it_stands_in(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    (tmp_path / "v.toml").write_text("[passages]\nwords = 1\n[web]\npause_seconds = 61", encoding="utf-8")
    monkeypatch.setenv("VERBATIM_ANSWERS__LEVEL", "lax")
    told = run(*command, "--config", tmp_path / "v.toml")
    assert sorted(told.output.splitlines()) == [
        "  - [answers] level (from VERBATIM_ANSWERS__LEVEL): it must be 'strict', 'balanced' or 'open'",
        f"  - [passages] words (in {tmp_path / 'v.toml'}): it must be at least 30",
        f"  - [web] pause_seconds (in {tmp_path / 'v.toml'}): it must be at most 60",
        "The settings need correcting:",
    ]


def test_a_settings_file_may_begin_with_a_byte_order_mark(run: Run, tmp_path: Path) -> None:
    (tmp_path / "v.toml").write_bytes("\ufeff[answers]\nlevel = 'open'\n".encode())
    assert 'level = "open"' in run("config", "--config", tmp_path / "v.toml").output


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        (
            "a.txt",
            "Seilbahn\n\nDie Bürger haben am Sonntag gegen den Bau einer neuen Seilbahn gestimmt.",
            "de by its words",
        ),
        ("a.md", "---\nlanguage: en-GB\n---\nThe bridge was closed on Monday.", "en-GB"),
    ],
)
def test_an_article_that_does_not_tell_its_language_is_shown_with_what_it_is_read_as(
    run: Run, tmp_path: Path, name: str, text: str, told: str
) -> None:
    (tmp_path / name).write_text(text)
    assert f" · {told} · " in run("sources", "check", tmp_path / name).output


def test_a_restore_into_a_used_folder_asks(run: Run, tmp_path: Path, empty_state: Path) -> None:
    (tmp_path / "data" / "uploads").mkdir(parents=True)
    (tmp_path / "data" / "uploads" / "memo.md").write_text("A memo.")
    shutil.copyfile(empty_state, tmp_path / "data" / "state.sqlite")
    told = run("backup", tmp_path / "b.zip")
    assert told.output.startswith("0 articles, 2 files (state.sqlite, uploads), ")
    for answer in ("n\n", ""):
        told = CliRunner().invoke(app, ["restore", str(tmp_path / "b.zip")], input=answer)
        assert (told.exit_code, "Nothing was restored" in told.output) == (1, True)
    assert "are back in" in CliRunner().invoke(app, ["restore", str(tmp_path / "b.zip")], input="y\n").output
    assert "are back in" in run("restore", "--yes", tmp_path / "b.zip").output


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, ": No such file or directory."),
        (b"", "it is damaged, or is not a ZIP archive"),
        (b"no archive", "it is damaged, or is not a ZIP archive"),
    ],
)
def test_what_is_no_backup_is_one_sentence_before_anybody_is_asked_whether_it_may_take_the_place_of_something(
    run: Run, tmp_path: Path, content: bytes | None, told: str
) -> None:
    (tmp_path / "data" / "uploads").mkdir(parents=True)
    if content is not None:
        (tmp_path / "b.zip").write_bytes(content)
    restored = run("restore", tmp_path / "b.zip")
    (line,) = restored.output.splitlines()
    assert (restored.exit_code, line.startswith(f"{tmp_path}/b.zip"), told in line) == (1, True, True)


def test_building_tells_what_cannot_be_read_and_builds_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "broken.jsonl").write_text('{"id": 1, "text": "x"}\n{broken\n')
    told = run("index", "build", tmp_path / "broken.jsonl")
    assert told.exit_code == 1
    assert "broken.jsonl, line 2" in told.output
    assert run("index", "status").exit_code == 1


def test_what_is_to_be_read_again_and_is_not_built_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A bridge\n\nThe bridge opened.")
    told = run("index", "build", tmp_path / "a.txt", "--only", "b.txt", "--dry-run")
    assert told.exit_code == 2
    assert "--only: b.txt is not one of the sources" in told.output


@pytest.mark.parametrize(
    ("source", "only"),
    [
        ("notes", "{place}/notes"),
        ("{place}/notes", "./notes/../notes"),
        ("notes", "link"),
        ("bridge=notes", "notes"),
        ("bridge=notes", "{place}/link"),
        ("bridge=notes", "bridge"),
        ("bridge=notes", "bridge={place}/notes"),
    ],
)
def test_what_is_to_be_read_again_may_be_written_otherwise(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, only: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notes").mkdir()
    (tmp_path / "link").symlink_to("notes")
    (tmp_path / "notes" / "a.txt").write_text("A bridge\n\nThe bridge opened.")
    (tmp_path / "other.txt").write_text("A ferry\n\nThe ferry sank.")
    source, only = source.format(place=tmp_path), only.format(place=tmp_path)
    assert run("index", "build", source, "other.txt", "--only", only, "--dry-run").exit_code == 0
    assert run("index", "build", source, "other.txt", "--only", "ferry=notes", "--dry-run").exit_code == 2


def test_the_name_of_a_bot_is_shown_as_it_is(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    async def identify(_api_url: str, _token: str) -> setup.Application:
        return setup.Application(id=7, name="Verbatim [/dev] [bold]")

    monkeypatch.setattr(setup, "identify", identify)
    told = CliRunner().invoke(app, ["setup"], input="a.token\n")
    assert (told.exit_code, told.exception) == (0, None)
    assert "Discord knows it as Verbatim [/dev] [bold]." in told.output


def test_a_setup_without_a_terminal_and_without_a_token_says_what_is_wanted(run: Run) -> None:
    told = run("setup")
    assert (told.exit_code, told.output.splitlines()[-1]) == (1, "The token is expected on standard input.")


def test_sources_that_a_command_has_read_and_nobody_names_are_listed_as_that(run: Run, tmp_path: Path) -> None:
    assert "There are no sources" in run("sources", "list").output
    read_at = datetime(2026, 11, 25, 12, tzinfo=UTC)
    mistyped = Visit(source="artcles", read_at=read_at, articles=0, failing_since=read_at, problem="artcles: gone")
    keep_visits(tmp_path / "data", [Visit(source="articles", read_at=read_at, articles=6), mistyped])
    told = run("sources", "list").output
    assert told.splitlines() == [
        "Read by a command; the bot will not read these again, as [reindex] sources does not name them:",
        "articles: read 2026-11-25 12:00 UTC, 6 articles",
    ]


def test_a_build_tells_which_stories_it_has_made_and_how_many_files_it_has_read(run: Run, tmp_path: Path) -> None:
    for file in ("dam/a.txt", "dam/b.txt", "tram/c.txt"):
        (tmp_path / "news" / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "news" / file).write_text(f"The text of {file} is short.", encoding="utf-8")
    assert "Stories: dam (2), tram (1)." in run("index", "build", tmp_path / "news").output.splitlines()
    assert "Stories" not in run("index", "build", tmp_path / "news" / "tram", "--data", tmp_path / "other").output
    (tmp_path / "news" / "dam" / "c.md").write_text("", encoding="utf-8")
    assert re.search(r"^Reading articles\W+ 4 ", run("index", "build", tmp_path / "news").output)


def test_a_build_for_programs_tells_a_failure_as_json(run: Run, tmp_path: Path) -> None:
    told = run("index", "build", tmp_path / "nowhere", "--progress", "json")
    assert told.exit_code == 1
    assert json.loads(told.stdout.splitlines()[-1])["error"] == "BrokenSources"


@pytest.mark.model
def test_an_index_is_built_looked_at_verified_and_rolled_back(run: Run, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("Bridge\n\nThe bridge was closed on Monday.")
    assert "1 new" in run("index", "build", tmp_path / "one.txt").output
    assert "Nothing was written" in run("index", "build", tmp_path / "one.txt", "--dry-run").output
    told = run("index", "build", tmp_path / "one.txt", "--progress", "json", "--full")
    lines = [json.loads(line) for line in told.stdout.splitlines() if line.startswith("{")]
    assert lines[0] == {"stage": "reading", "done": 0, "total": 1}
    assert lines[-1]["report"]["unchanged"] == 1
    assert "1 article, 1 passage, " in run("index", "status").output
    assert run("index", "verify").output.count("Z-") == 2
    assert "is current again" in run("index", "rollback").output
    assert "no intact generation before" in run("index", "rollback").output
    told = run("index", "status").output
    assert f"data folder: {tmp_path / 'data'}" in told
    assert "settings file: none" in told
    assert f"verbatim {__version__}, Python 3." in told
    newer = re.findall(r"^(\S+Z-\w+)", told, re.MULTILINE)[0]
    assert f"{newer} is current again" in run("index", "rollback", newer).output
    assert f"There are: {newer}" in run("index", "rollback", "yesterday").output
    for articles in (tmp_path / "data" / "generations").glob("*/articles.jsonl"):
        articles.write_text("damaged")
    told = run("index", "verify")
    assert told.exit_code == 1
    assert told.output.count("articles.jsonl") == 2


@pytest.mark.model
def test_an_answer_stands_word_for_word_in_its_article(run: Run, data: Path) -> None:
    told = json.loads(run("ask", "Who leads the talks for the United States?", "--data", data, "--json").stdout)
    assert told["outcome"] == "answer"
    assert told["highlight"]["text"].startswith("James Jeffrey, the American ambassador in Baghdad, leads the talks")
    unquoted = "Who leads the talks for the United States?".split()
    shown = " ".join(plain(run("ask", *unquoted, "--data", data).output).split())
    assert f">>{told['highlight']['text']}<<" in shown
    assert "[1] At the State Department, “discussions” become “negotiations” — Potomac Wire, 18 August 2011" in shown


@pytest.mark.model
def test_what_the_articles_do_not_say_is_said_to_be_missing(run: Run, data: Path) -> None:
    question = "What did the German chancellor say about penguins?"
    assert "Not in these articles. I have read 6 articles" in " ".join(
        run("ask", question, "--data", data).output.split()
    )
    told = json.loads(run("ask", question, "--data", data, "--json").stdout)
    assert (told["outcome"], told["articles_read"]) == ("no answer", 6)


@pytest.mark.model
@pytest.mark.parametrize("question", ["Who leads the talks for the United States?", "What is the latest?"])
def test_a_day_after_all_articles_is_told(run: Run, data: Path, question: str) -> None:
    told = run("ask", question, "--since", "2011-10-23", "--data", data).output
    assert told.strip() == "No article here is dated 23 October 2011 or later. The newest is from 22 October 2011."


@pytest.mark.model
def test_whether_somebody_said_some_words_is_checked(run: Run, data: Path) -> None:
    asked = run("ask", "Did Obama say “You cannot ship a brigade home in a weekend”?", "--data", data)
    checked = run("check", "You cannot ship a brigade home in a weekend", "--speaker", "Obama", "--data", data)
    assert asked.output == checked.output
    assert asked.output.startswith("Someone else said it.")
    later = run("ask", "Did Obama say “We wait”?", "--since", "2031-01-01", "--data", data)
    assert later.output.startswith("No article here is dated 1 January 2031 or later.")


@pytest.mark.model
def test_the_latest_on_a_story_is_that_story(run: Run, data: Path) -> None:
    assert run("ask", "What's the latest on Iraq?", "--data", data).output == run("story", "--data", data).output


@pytest.mark.model
def test_a_story_is_told_with_its_headlines_people_and_questions(run: Run, data: Path) -> None:
    shown = run("story", "--data", data).output
    assert "6 articles, 2011-08-03 to 2011-10-22" in shown
    assert "2011-10-05  Trainers yes, immunity no, Iraqi leaders decide — Meridian Dispatch" in shown
    assert "The Harbor Gazette (2)" in shown
    assert "The index was built today." in shown
    told = json.loads(run("story", "us-iraq-2011", "--json", "--data", data).stdout)
    assert len(told["articles"]) == 6
    assert {"name": "Tom Reyes", "quotations": 2} in told["people"]
    assert [question in shown for question in told["questions"]] == [True] * 5 + [False] * (len(told["questions"]) - 5)
    assert "us-iraq-2011" in run("story", "mars", "--data", data).output


@pytest.mark.model
def test_what_has_changed_is_told_in_exact_words_of_both_texts(run: Run, tmp_path: Path) -> None:
    for people in (17, 19):
        (tmp_path / "bus.md").write_text(f"---\ntitle: Bus\n---\nThe bus left. {people} were hurt.", encoding="utf-8")
        assert run("index", "build", "bus.md").exit_code == 0
    shown = run("story", "--changes").output
    assert "    >>17<< were hurt.\n  now:\n    >>19<< were hurt." in shown
    told = json.loads(run("story", "--changes", "--json").stdout)
    assert [change["kind"] for change in told["changes"]] == ["corrected"]
    assert told["changes"][0]["after"]["text"] == "19 were hurt."


def test_a_build_of_a_story_without_a_name_is_not_one_of_all_of_them(run: Run, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("Bridge\n\nThe bridge was closed on Monday.")
    told = run("index", "build", tmp_path / "one.txt", "--story", "", "--dry-run")
    assert (told.exit_code, "no story ''" in told.output) == (1, True)


@pytest.mark.model
@pytest.mark.parametrize("story", ["mars", ""])
def test_an_unknown_story_is_answered_with_the_known_ones(run: Run, data: Path, story: str) -> None:
    told = run("ask", "Who leads the talks?", "--story", story, "--data", data)
    assert told.exit_code == 1
    assert "us-iraq-2011" in told.output


@pytest.mark.model
def test_quotations_and_checks_are_shown_with_their_speaker(run: Run, data: Path) -> None:
    shown = " ".join(plain(run("quote", "--speaker", "nulan", "--data", data).output).split())
    assert "Victoria Nuland" in shown
    every = plain(run("quote", "--about", "Iraq", "--all", "--data", data).output).count("paragraph ")
    some = plain(run("quote", "--about", "Iraq", "--data", data).output)
    assert (some.count("paragraph "), f"… and {every - 3} more: --all" in some) == (3, True)
    assert "Nobody called" in run("quote", "--speaker", "Zebediah Quux", "--data", data).output
    words = "Those discussions are ongoing, and you can understand that I won't comment on the detail"
    assert "Exactly these words" in run("check", words, "--speaker", "Nuland", "--data", data).output
    told = json.loads(run("check", "We are leaving Mars tomorrow", "--json", "--data", data).stdout)
    assert (told["ruling"], told["quotation"], told["articles_read"]) == ("absent", None, 6)


@pytest.mark.model
def test_whoever_is_only_reported_is_not_quoted_and_the_way_to_what_is_reported_is_told(run: Run, data: Path) -> None:
    told = run("quote", "--speaker", "Shaways", "--data", data)
    assert (told.exit_code, told.output.strip().endswith("--kind indirect")) == (1, True)
    assert "Shaways" in run("quote", "--speaker", "Shaways", "--kind", "indirect", "--data", data).output


@pytest.mark.model
def test_all_quotations_come_one_article_a_line_as_slices(run: Run, data: Path, sample_library: Library) -> None:
    bodies = {article.id: article.body for article in sample_library.generation.articles}
    lines = [json.loads(line) for line in run("quote", "--all", "--json", "--data", data).stdout.splitlines()]
    assert {line["id"] for line in lines} == set(bodies)
    quotes = [(line["id"], quote) for line in lines for quote in line["quotes"]]
    assert len(quotes) > 10
    for article, quote in quotes:
        assert bodies[article][quote["start"] - 1] in "“\"‘'"
        if quote["speaker_start"] is not None:
            assert bodies[article][quote["speaker_start"] : quote["speaker_end"]].strip()


@pytest.mark.model
def test_a_batch_of_questions_is_answered_in_the_run_format(run: Run, data: Path, tmp_path: Path) -> None:
    questions = [{"id": "1", "question": "Who leads the talks?", "within": ["2011-10-05-meridian-dispatch"]}]
    (tmp_path / "q.jsonl").write_text("\n".join(map(json.dumps, questions)))
    assert run("ask", "--batch", tmp_path / "q.jsonl", "--run", tmp_path / "r.jsonl", "--data", data).exit_code == 0
    (line,) = map(json.loads, (tmp_path / "r.jsonl").read_text().splitlines())
    assert {hit["doc"] for hit in line["ranked"]} == {"2011-10-05-meridian-dispatch"}


@pytest.mark.model
def test_a_run_that_cannot_be_written_is_named(run: Run, data: Path, tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text('{"id": "1", "question": "Who?"}')
    told = run("ask", "--batch", tmp_path / "q.jsonl", "--run", tmp_path / "no" / "r.jsonl", "--data", data)
    assert told.exit_code == 1
    assert "cannot be written" in told.output


@pytest.mark.model
def test_the_demo_tells_the_sample_story(run: Run) -> None:
    output = plain(run("demo").output)
    shown = " ".join(output.split())
    assert "(text, Markdown, HTML, JSON, Word or PDF):\n" in output  # a paragraph a line, as in every pipe
    assert shown.count("[1]") == 3
    assert "may not answer" not in shown
    assert ">>About 39,000 troops remain" in shown
    assert "Not in these articles." in shown
    assert "— Victoria Nuland" in shown
    assert "verbatim index build FOLDER verbatim ask" in shown


@pytest.mark.model
@pytest.mark.skipif(sys.platform != "linux", reason="needs a pseudo-terminal")
def test_the_demo_in_a_terminal_asks_for_a_question_and_ends_with_the_way_to_ones_own_story() -> None:
    import pty

    child, terminal = pty.fork()
    if child == 0:
        environ = os.environ | {"TERM": "xterm-256color", "COLUMNS": "100", "PYTHONPATH": str(ROOT)}
        os.execve(sys.executable, [sys.executable, "-m", "bot", "demo"], environ)
    shown, answers = b"", [b"Who asked for more troops?\n", b"\n"]
    with contextlib.suppress(OSError):  # how a terminal ends
        while said := os.read(terminal, 4096):
            shown += said
            prompt = plain(shown.decode(errors="replace")).splitlines()[-1:]
            if answers and prompt == ["> "] and b"Your turn" in shown:
                os.write(terminal, answers.pop(0))
                shown += b"\n"
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert b"\x1b[1;32mJames Jeffrey" in shown
    assert b"Commanders in Baghdad asked for more" in shown
    assert plain(shown.decode()).rstrip().splitlines()[-2:] == [
        "  verbatim index build FOLDER",
        '  verbatim ask "Your question"',
    ]


@pytest.mark.model
def test_an_operator_can_measure_their_own_questions(run: Run, tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    asked = {
        "id": "1",
        "question": "Who leads the talks for the United States?",
        "answers": ["James Jeffrey"],
        "gold_articles": ["2011-08-18-potomac-wire"],
    }
    questions.write_text(json.dumps(asked) + "\n")
    told = run("eval", SAMPLE_SOURCES[0].path, questions, "--json")
    assert told.exit_code == 0
    assert json.loads(told.stdout.splitlines()[-1])["overall"]


def test_a_program_can_run_the_commands_in_its_own_process() -> None:
    from bot.cli import app as offered

    assert CliRunner().invoke(offered, ["--version"]).stdout.startswith("verbatim ")
