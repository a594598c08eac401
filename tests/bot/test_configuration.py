"""``verbatim config``: what holds, where it comes from, and nothing secret."""

import tomllib

import pytest

from bot.operations.configuration import describe_settings
from bot.settings import read_bot_settings

_DOCUMENT = """
[data]
dir = ""
[reindex]
sources = ["articles", 'strike=C:\\wire "old".jsonl']
[questions]
per_user = 3
"""
_ENVIRON = {"VERBATIM_QUESTIONS__PER_SERVER": "50", "VERBATIM_DISCORD__TOKEN": "very.secret.token"}


def described(document=_DOCUMENT, environ=None, **places):
    environ = _ENVIRON if environ is None else environ
    settings = read_bot_settings(document, environ)
    return describe_settings(settings, document, environ, **{"file": None, "data": None, **places})


@pytest.mark.parametrize(
    ("setting", "origin"),
    [
        ("per_user = 3", "file"),
        ("per_server = 50", "VERBATIM_QUESTIONS__PER_SERVER"),
        ("waiting = 200", "default"),
        ("sources = ", "file"),
        ("dir = ", "default"),
    ],
)
def test_every_setting_stands_with_its_origin(setting, origin):
    (line,) = [line for line in described().splitlines() if line.startswith(setting)]
    assert line.endswith(f"# {origin}")


def test_what_is_printed_is_a_settings_file_that_says_the_same():
    settings = read_bot_settings(_DOCUMENT, _ENVIRON)
    assert tomllib.loads(described()) == settings.model_dump(mode="json")
    assert read_bot_settings(described(), {}).model_dump() == settings.model_dump()


def test_an_option_lays_over_all(tmp_path):
    assert "# --data" in described(data=tmp_path)


def test_the_settings_file_is_named(tmp_path):
    assert described(file=tmp_path / "v.toml").startswith(f"# settings file: {tmp_path / 'v.toml'}\n")


def test_a_token_is_never_printed_but_where_it_comes_from_is(tmp_path):
    assert "very.secret" not in described()
    assert "# token: set by VERBATIM_DISCORD__TOKEN\n" in described()
    (tmp_path / "token").write_text("very.secret.token")
    by_file = described(environ={"VERBATIM_DISCORD__TOKEN_FILE": str(tmp_path / "token")})
    assert "# token: set by VERBATIM_DISCORD__TOKEN_FILE\n" in by_file
    assert "very.secret" not in by_file
    assert "# token: not set" in described(environ={})


def test_a_password_in_an_address_is_never_printed():
    shown = described('[discord]\napi_url = "https://me:hunter2@proxy.example/api"', {})
    assert "hunter2" not in shown
    assert "https://…@proxy.example/api" in shown


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://me:hunter2@db.example/verbatim",
        "postgresql://me:hunter2@more@db.example/verbatim",
        "postgresql://db.example/verbatim?user=me&password=hunter2&sslmode=require",
        "postgresql://db.example/verbatim?sslpassword=hunter2",
    ],
)
def test_no_password_of_the_database_is_printed_however_it_is_written(url):
    shown = described(f'[store]\nurl = "{url}"', {})
    assert "hunter2" not in shown
    assert "more@" not in shown
    assert "db.example/verbatim" in shown
