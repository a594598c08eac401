"""The house holds to its own rules: what the README says is there is there, and the other way round."""

import ast
import re
import subprocess
from collections import defaultdict
from pathlib import Path

import pytest
import typer

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")

_ROOMS = [ROOT / "bot", ROOT / "index"]
_CODE = [file for room in _ROOMS for file in sorted(room.rglob("*.py"))]
_LANDING_MAX = 12  # files of code in one folder


def test_every_command_of_the_terminal_stands_in_the_readme() -> None:
    from bot.cli.commands import app

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


def test_every_test_that_the_readme_names_is_there() -> None:
    names = {
        name
        for file in (ROOT / "tests").rglob("test_*.py")
        for name in [file.stem, *re.findall(r"def (test_\w+)", file.read_text(encoding="utf-8"))]
    }
    for told in re.findall(r"`(test_\w+…?)`", README):
        assert told in names or (told[-1] == "…" and any(name.startswith(told[:-1]) for name in names)), told


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


def test_a_public_class_has_a_name_of_its_own() -> None:
    places = defaultdict(set)
    for file in _CODE:
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].add(file.relative_to(ROOT).as_posix())
    assert not {name: sorted(files) for name, files in places.items() if len(files) > 1}


def test_every_folder_of_code_is_a_package() -> None:
    """What is no package is seen by no contract."""
    folders = [folder for room in _ROOMS for folder in [room, *room.rglob("*/")] if folder.name != "__pycache__"]
    for folder in folders:
        if any(folder.glob("*.py")):
            assert (folder / "__init__.py").is_file(), folder


def test_nobody_faces_more_than_a_dozen_files_on_one_landing() -> None:
    landings = defaultdict(list)
    for file in _CODE:
        if file.name not in ("__init__.py", "__main__.py"):
            landings[file.parent.relative_to(ROOT).as_posix()].append(file.name)
    assert not {folder: len(names) for folder, names in landings.items() if len(names) > _LANDING_MAX}


def test_a_package_of_more_than_five_files_has_layers_without_a_gap() -> None:
    import tomllib

    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layered = {
        container
        for contract in contracts
        if contract["type"] == "layers" and contract.get("exhaustive")
        for container in contract["containers"]
    }
    crowds = defaultdict(int)
    for file in _CODE:
        if file.name not in ("__init__.py", "__main__.py"):
            crowds[file.parent.relative_to(ROOT).as_posix()] += 1
    for folder, files in crowds.items():
        if files > 5:
            assert folder.replace("/", ".") in layered, folder


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a checkout")
def test_no_code_is_kept_out_of_the_repository() -> None:
    """As a folder named "build" is, by the list of what is not to be kept."""
    asked = ["git", "ls-files", "--others", "--ignored", "--exclude-standard", "--", "*.py"]
    found = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    assert not [file for file in found if file.startswith(("bot/", "index/", "tests/"))]
