"""The settings file, the environment and the code say the same."""

import ast
import json
import re
import time
import tomllib
from datetime import timedelta
from inspect import getsource
from itertools import pairwise
from pathlib import Path

import pytest

from bot.settings import Settings, read_bot_settings, read_duration
from index.errors import SettingsError
from index.settings import IndexSettings, read_settings, variable_of

_FILE = Path(__file__).parents[2] / "config" / "verbatim.toml"


def test_the_settings_file_holds_every_setting_with_its_default():
    written = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    written["data"]["dir"] = str(Settings().data.dir)
    assert written == Settings().model_dump(mode="json")


def test_every_setting_in_the_file_has_one_comment_above_it():
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    settings = [number for number, line in enumerate(lines) if " = " in line and not line.startswith("#")]
    assert all(lines[number - 1].startswith("# ") for number in settings)


def test_every_setting_says_what_it_is():
    for table in Settings.model_fields.values():
        (written,) = ast.parse(getsource(table.annotation)).body
        for setting, saying in pairwise([*written.body, None]):
            assert not isinstance(setting, ast.AnnAssign) or isinstance(saying, ast.Expr), ast.unparse(setting)


def test_every_number_has_bounds():
    for table in Settings.model_fields.values():
        for name, setting in table.annotation.model_fields.items():
            if setting.annotation is int:
                assert len(setting.metadata) == 2, name


def test_a_bound_is_told_in_digits_that_can_be_written():
    with pytest.raises(SettingsError, match=r"upload_bytes: it must be at most 100000000$"):
        read_bot_settings("[reindex]\nupload_bytes = 200_000_000", {})


@pytest.mark.parametrize("written", ["https://example.org/", "example.org/a", "*.example.org", "example.org:443", ""])
def test_a_host_is_written_as_one(written):
    for table in ("allowed_hosts", "open_hosts"):
        with pytest.raises(SettingsError, match=r"is no host; write one such as example\.org"):
            read_bot_settings(f"[web]\n{table} = [{json.dumps(written)}]", {})


def test_a_host_may_be_an_address_or_have_letters_of_any_kind():
    written = ["10.0.0.1", "::1", "Zeitung.Österreich.at", "localhost"]
    hosts = read_bot_settings(f"[web]\nopen_hosts = {json.dumps(written)}", {}).web.open_hosts
    assert hosts == ("10.0.0.1", "::1", "zeitung.xn--sterreich-z7a.at", "localhost")


def test_the_token_comes_from_the_environment():
    settings = read_bot_settings("", {"VERBATIM_DISCORD__TOKEN": " a.b.c\n"})
    assert settings.discord.token.get_secret_value() == "a.b.c"


def test_the_token_comes_from_a_file_that_the_environment_names(tmp_path):
    (tmp_path / "token").write_text("a.b.c\n")
    settings = read_bot_settings("", {"VERBATIM_DISCORD__TOKEN_FILE": str(tmp_path / "token")})
    assert settings.discord.token.get_secret_value() == "a.b.c"


@pytest.mark.parametrize("written", ["Bot a.b.c", "a.b.c\nmore", "a.b.c\tx"])
def test_a_token_with_something_beside_it_is_a_mistake_that_does_not_show_it(written):
    with pytest.raises(SettingsError, match="white space") as caught:
        read_bot_settings("", {"VERBATIM_DISCORD__TOKEN": written})
    assert "a.b" not in str(caught.value)


def test_a_token_in_the_settings_file_is_a_mistake_that_does_not_show_it():
    with pytest.raises(SettingsError) as caught:
        read_bot_settings('[discord]\ntoken = "hidden"', {})
    assert "VERBATIM_DISCORD__TOKEN" in str(caught.value)
    assert "hidden" not in str(caught.value)


def test_a_token_file_that_is_missing_is_a_mistake():
    with pytest.raises(SettingsError, match="TOKEN_FILE: /nowhere/token cannot be read: No such file"):
        read_bot_settings("", {"VERBATIM_DISCORD__TOKEN_FILE": "/nowhere/token"})


def test_the_token_is_shown_by_no_representation():
    assert "a.b.c" not in repr(read_bot_settings("", {"VERBATIM_DISCORD__TOKEN": "a.b.c"}))


def test_a_variable_holds_a_list_with_commas():
    settings = read_bot_settings("", {"VERBATIM_REINDEX__SOURCES": "articles, talks=more/articles"})
    assert settings.reindex.sources == ("articles", "talks=more/articles")


def test_a_misspelt_variable_is_a_mistake():
    with pytest.raises(SettingsError, match="waiting"):
        read_bot_settings("", {"VERBATIM_QUESTIONS__WAITNG": "3"})


@pytest.mark.parametrize("written", ["15min", "2h", "90 seconds", "1 day 6 hours", "1d", ""])
def test_a_time_is_written_as_people_write_it(written):
    assert read_bot_settings(f'[refresh]\nlinks = "{written}"', {}).refresh.links == written


@pytest.mark.parametrize("written", ["15", "soon", "0s", "-5min", "1500ms", "15 monkeys", "999999 years"])
def test_what_is_no_time_is_a_mistake_that_names_the_setting_and_shows_how(written):
    with pytest.raises(SettingsError, match=r"\[refresh\] links: .*15min"):
        read_bot_settings(f'[refresh]\nlinks = "{written}"', {})


def test_a_source_is_read_at_a_time_of_its_own():
    document = '[reindex]\nsources = ["https://a.example/x", "b"]\n[refresh]\neach = { "https://a.example/x" = "5min" }'
    refresh = read_bot_settings(document, {}).refresh
    assert refresh.interval("https://a.example/x", is_link=True) == timedelta(minutes=5)
    assert refresh.interval("https://b.example/", is_link=True) == timedelta(minutes=30)
    assert refresh.interval("b", is_link=False) == timedelta(seconds=10)


def test_a_time_for_what_is_no_source_is_a_mistake():
    with pytest.raises(SettingsError, match="no source in"):
        read_bot_settings('[refresh]\neach = { "https://a.example/" = "5min" }', {})


def test_a_variable_holds_times_of_sources_with_commas():
    given = {"VERBATIM_REINDEX__SOURCES": "s=a, b", "VERBATIM_REFRESH__EACH": "s=a=5min, b=1h"}
    assert read_bot_settings("", given).refresh.each == {"s=a": "5min", "b": "1h"}


@pytest.mark.parametrize("written", ["b 1h", "b", "b=1h, c"])
def test_times_of_sources_that_are_none_are_a_mistake(written):
    with pytest.raises(SettingsError, match=r"\[refresh\] each \(from VERBATIM_REFRESH__EACH\): .* SOURCE=TIME"):
        read_bot_settings("", {"VERBATIM_REINDEX__SOURCES": "b", "VERBATIM_REFRESH__EACH": written})


def _other_kinds(value):
    return [other for other in (True, 5, 1.5, "nonsense", [5], {"a": 5}) if type(other) is not type(value)]


def _mistakes(document):
    try:
        read_bot_settings(document, {})
    except SettingsError as error:
        return error.problems
    return ()


def test_whatever_is_written_in_a_settings_place_is_taken_or_is_a_mistake_that_names_it():
    for table, settings in Settings().model_dump(mode="json").items():
        for name, default in settings.items():
            for other in _other_kinds(default):
                written = "{ a = 5 }" if isinstance(other, dict) else json.dumps(other)
                told = _mistakes(f"[{table}]\n{name} = {written}")
                assert all(mistake.startswith(f"[{table}] {name}") for mistake in told), told


def test_every_setting_can_be_given_by_a_variable():
    for table, settings in Settings().model_dump(mode="json").items():
        for name, default in settings.items():
            written = (
                ",".join(default) if isinstance(default, list) else "" if isinstance(default, dict) else str(default)
            )
            given = read_bot_settings("", {variable_of(table, name): written})
            assert given.model_dump(mode="json")[table][name] == default, name


def test_a_time_zone_that_is_none_is_a_mistake():
    with pytest.raises(SettingsError, match="Europe/Berlin"):
        read_bot_settings('[digest]\ntime_zone = "Europe/Nowhere"', {})


_WRONG = ('"x y"', '""', "-1", "1000000000000", "1.5", "true", "[]", "[1]", "{}", "{ a = 1 }", "2999-01-01")


def test_whatever_stands_in_a_setting_is_refused_in_plain_words_that_name_it():
    """None of pydantic's own sentences reaches a person."""
    told = []
    for table, keys in Settings().model_dump().items():
        for key in keys:
            for wrong in _WRONG:
                try:
                    read_bot_settings(f"[{table}]\n{key} = {wrong}\n", {})
                except SettingsError as error:
                    told += [(f"[{table}] {key}", problem) for problem in error.problems]
    assert len(told) > 150
    for name, problem in told:
        assert problem.startswith(name)
        assert not re.search(r"\b(?:Input|String|Value|Tuple|Dictionary|List) should|a valid|pydantic", problem)


def test_the_address_of_a_database_that_is_refused_is_not_repeated():
    with pytest.raises(SettingsError, match=r"\[store\] url: it must be written as postgresql://") as caught:
        read_bot_settings('[store]\nurl = "mysql://verbatim:secret@host/verbatim"\n', {})
    assert "secret" not in str(caught.value)


def test_the_index_takes_no_table_of_the_bots_for_a_misspelt_one_of_its_own():
    theirs = Settings.model_fields.keys() - IndexSettings.model_fields.keys()
    document = "\n".join(f"[{table}]\nx = 1" for table in theirs)
    assert read_settings(IndexSettings, document, {}, other_tables=True) == IndexSettings()


def test_a_time_of_thousands_of_digits_is_none_at_once():
    began = time.process_time()
    with pytest.raises(ValueError, match="is not a usable length of time"):
        read_duration("1" * 6_000)
    assert time.process_time() - began < 0.5  # a second and more for a pattern that looks behind every digit
