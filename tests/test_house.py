"""The house holds to its own rules: what the README says is there is there, and the other way round."""

import re
import subprocess
from pathlib import Path

import pytest
import typer

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_command_of_the_terminal_stands_in_the_readme() -> None:
    from bot.cli import app

    group = typer.main.get_command(app)
    for name in group.commands:  # type: ignore[attr-defined]
        assert f"verbatim {name}" in README
    assert set(re.findall(r"`verbatim ([a-z]+)", README)) <= set(group.commands)  # type: ignore[attr-defined]


def test_every_command_on_discord_stands_in_the_readme() -> None:
    from bot.connection import command_names

    for name in command_names():
        assert re.search(rf"`/{re.escape(name)}\b|\*{re.escape(name)}\*", README), name


def test_every_dependency_is_pinned_and_explained() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pinned = {
        line.partition("==")[0].lower().replace("_", "-")
        for line in (ROOT / "config" / "constraints.txt").read_text(encoding="utf-8").splitlines()
        if "==" in line
    }
    for requirement in [*project["dependencies"], *project["optional-dependencies"]["test"]]:
        name = re.split(r"[<>=\[]", requirement)[0].lower()
        assert name in pinned
    for requirement in project["dependencies"]:
        assert re.split(r"[<>=\[]", requirement)[0].lower() in README.lower()


def test_the_readme_shows_only_pictures_that_are_there() -> None:
    for picture in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", README):
        assert (ROOT / picture).is_file()


def test_the_top_level_holds_what_was_agreed() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    top = {name.split("/")[0] for name in listed.stdout.splitlines()}
    assert {name for name in top if not name.startswith(".")} == {
        "LICENSE",
        "README.md",
        "bot",
        "config",
        "index",
        "pyproject.toml",
        "tests",
    }
