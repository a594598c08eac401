"""What the doctor finds on this side of the wire."""

from bot.connection import command_names
from bot.operations.doctor import examine, look_at_index, look_at_sources
from bot.operations.setup import user_link
from tests.bot.conftest import make_settings


def test_a_missing_index_is_named_with_the_command_that_builds_one(tmp_path):
    (finding,) = look_at_index(make_settings(tmp_path))
    assert not finding.healthy
    assert "verbatim index build" in finding.fix


def test_sources_that_are_not_set_are_named(tmp_path):
    (finding,) = look_at_sources(make_settings(tmp_path))
    assert "[reindex] sources" in finding.fix


def test_a_source_that_is_missing_is_named_and_one_that_is_there_is_well(tmp_path):
    (tmp_path / "here.txt").write_text("Title\n\nWords.")
    settings = make_settings(tmp_path, reindex={"sources": (str(tmp_path / "here.txt"), f"s={tmp_path}/gone")})
    here, gone = look_at_sources(settings)
    assert here.healthy
    assert not gone.healthy


def test_the_folder_that_is_open_to_admins_is_looked_for(tmp_path):
    _, finding = look_at_sources(make_settings(tmp_path, reindex={"folder": str(tmp_path / "gone")}))
    assert "[reindex] folder" in finding.fix
    assert len(look_at_sources(make_settings(tmp_path, reindex={"folder": str(tmp_path)}))) == 1


def test_the_link_for_one_person_asks_for_no_permission():
    assert "permissions" not in user_link(1)
    assert "integration_type=1" in user_link(1)


def test_everything_is_looked_at_even_without_a_token(tmp_path):
    troubles = [finding.what for finding in examine(make_settings(tmp_path), command_names()) if not finding.healthy]
    assert troubles == ["There is no index that can be used.", "No sources are set.", "There is no token."]
