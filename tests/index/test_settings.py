import pytest

from index.errors import SettingsError
from index.settings import IndexSettings, find_settings, read_settings


def problems(document: str = "", **environ: str) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as caught:
        read_settings(IndexSettings, document, environ)
    return caught.value.problems


def test_an_empty_file_gives_the_defaults() -> None:
    settings = read_settings(IndexSettings, "", {})
    assert settings == IndexSettings()
    assert settings.data.dir.name == "verbatim"


def test_a_variable_lays_over_the_file() -> None:
    document = "[passages]\nwords = 50\n[data]\ndir = 'here'\n"
    settings = read_settings(IndexSettings, document, {"VERBATIM_PASSAGES__WORDS": "70", "PATH": "/bin"})
    assert (settings.passages.words, str(settings.data.dir)) == (70, "here")


def test_an_empty_folder_is_the_default_folder() -> None:
    assert read_settings(IndexSettings, "[data]\ndir = ''\n", {}).data == IndexSettings().data


def test_all_mistakes_are_told_at_once() -> None:
    told = problems(
        "[passages]\nwords = 5\n[encoder]\nmodle = 'x'\n[answer]\nlevel = 'strict'\n",
        VERBATIM_DATA__KEEP_GENERATIONS="many",
        VERBATIM_WORDS="3",
    )
    text = "\n".join(told)
    assert len(told) == 5
    assert "[passages] words: it must be at least 30" in text
    assert "[encoder] modle: there is no such setting; did you mean model?" in text
    assert "[answer]: there is no such table; did you mean answers?" in text
    assert "[data] keep_generations (from VERBATIM_DATA__KEEP_GENERATIONS)" in text
    assert "VERBATIM_WORDS: variables are named" in text


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ("data = 5", "[data]: it is a table"),
        ("[data]\ndir = 5", "[data] dir: it must be the name of a folder"),
        ("[web]\nallowed_hosts = 5", '[web] allowed_hosts: it must be a list, such as ["one", "another"]'),
    ],
)
def test_what_is_of_another_kind_is_told_in_plain_words(document: str, told: str) -> None:
    assert problems(document)[0].startswith(told)


def test_a_variable_holds_hosts_with_commas() -> None:
    settings = read_settings(IndexSettings, "", {"VERBATIM_WEB__ALLOWED_HOSTS": "a.example, b.example"})
    assert settings.web.allowed_hosts == ("a.example", "b.example")


def test_a_file_that_is_not_toml_says_where() -> None:
    (told,) = problems("[passages\n")
    assert "not valid TOML" in told
    assert "line 1" in told


def test_tables_of_others_are_passed_over_only_when_asked() -> None:
    assert "[discord]: there is no such table" in problems("[discord]\ntoken = 'x'\n")[0]
    environ = {"VERBATIM_DISCORD__TOKEN": "x"}
    settings = read_settings(IndexSettings, "[discord]\nguild = 1\n", environ, other_tables=True)
    assert settings == IndexSettings()


@pytest.mark.parametrize("table", ["answer", "anwsers", "date", "stores"])
def test_a_table_that_is_nearly_the_indexs_own_is_told_even_then(table: str) -> None:
    variable = f"VERBATIM_{table.upper()}__LEVEL"
    with pytest.raises(SettingsError, match=rf"\[{table}\] \(from {variable}\): there is no such table; did you mean"):
        read_settings(IndexSettings, "", {variable: "open"}, other_tables=True)


def test_a_settings_file_that_was_named_must_be_there(tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.chdir(tmp_path)
    assert find_settings(None, {}) == ("", None)
    with pytest.raises(SettingsError, match=r"nowhere\.toml cannot be read"):
        find_settings(tmp_path / "nowhere.toml", {})
    with pytest.raises(SettingsError, match="cannot be read"):
        find_settings(None, {"VERBATIM_CONFIG": str(tmp_path / "nowhere.toml")})
