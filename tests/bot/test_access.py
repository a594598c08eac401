"""Who may administer the bot."""

from types import SimpleNamespace

import discord
import pytest

from bot.errors import NotPermitted, ServerOnly
from bot.rules.access import Admin, Asker, is_admin, require_admin
from bot.state.state import Channel, Server
from bot.texts.translation import load_translations

_TRANSLATE = load_translations().to("en")
_SERVER = Server(id=1, gaps=False, feedback=False)
_MANAGE, _NOTHING = discord.Permissions(manage_guild=True), discord.Permissions.none()


class _Member(discord.Member):
    """A member of a server with roles of its own."""

    def __init__(self, roles):
        self._own = roles

    @property
    def roles(self):
        return self._own


def _asking(*roles, permissions=_NOTHING, member=True, channel=5):
    """Somebody with roles, each a name and an id."""
    roles = [SimpleNamespace(name=name, id=number) for name, number in roles]
    person = _Member(roles) if member else SimpleNamespace(roles=roles)
    return SimpleNamespace(user=person, permissions=permissions, channel_id=channel)


def _asker(server=_SERVER, channel=None):
    return Asker(user=1, server=server, channel=channel, translate=_TRANSLATE)


@pytest.mark.parametrize("permissions", [_MANAGE, discord.Permissions(administrator=True)])
def test_who_manages_the_server_may(permissions):
    assert is_admin(_asking(permissions=permissions), _SERVER, role_name="")


@pytest.mark.parametrize(
    "permissions", [_NOTHING, discord.Permissions(manage_messages=True, manage_roles=True, kick_members=True)]
)
def test_whoever_may_do_anything_else_may_not(permissions):
    asking = _asking(("Editors", 7), permissions=permissions)
    assert not is_admin(asking, _SERVER, role_name="")
    with pytest.raises(NotPermitted):
        require_admin(asking, _asker(), role_name="")


def test_the_servers_role_may_by_its_id():
    server = Server(id=1, gaps=False, feedback=False, admin_role=7)
    assert is_admin(_asking(("Editors", 7)), server, role_name="")
    assert not is_admin(_asking(("Editors", 8)), server, role_name="")


def test_the_operators_role_may_by_its_name():
    asking = _asking(("Readers", 1), ("Newsroom", 2))
    assert is_admin(asking, _SERVER, role_name="Newsroom")
    assert require_admin(asking, _asker(), role_name="Newsroom").server == _SERVER
    assert not is_admin(_asking(("newsroom", 2)), _SERVER, role_name="Newsroom")


def test_a_role_without_a_name_is_nobodys_when_the_operator_named_none():
    assert not is_admin(_asking(("", 2)), _SERVER, role_name="")


def test_where_there_is_no_server_nobody_may():
    asking = _asking(permissions=_MANAGE)
    assert not is_admin(asking, None, role_name="Newsroom")
    with pytest.raises(ServerOnly):
        require_admin(asking, _asker(server=None), role_name="")


def test_somebody_who_is_no_member_may_not():
    assert not is_admin(_asking(("Newsroom", 2), permissions=_MANAGE, member=False), _SERVER, role_name="Newsroom")


def test_an_admin_asks_in_the_channel_as_it_was_set():
    chosen = Channel(id=5, story="iraq")
    assert require_admin(_asking(permissions=_MANAGE), _asker(channel=chosen), role_name="") == Admin(
        server=_SERVER, channel=chosen, translate=_TRANSLATE
    )


@pytest.mark.parametrize(("channel", "known"), [(9, 9), (None, 0)])
def test_an_admin_in_a_channel_without_settings_has_its_defaults(channel, known):
    admin = require_admin(_asking(permissions=_MANAGE, channel=channel), _asker(), role_name="")
    assert admin.channel == Channel(id=known)
