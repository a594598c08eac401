"""The tables that the processes of a cluster share, beside the state's; their owner brings them up to date."""

from __future__ import annotations

from pathlib import Path

_MIGRATIONS = Path(__file__).parent / "migrations"
_VERSIONS = "cluster_versions"  # the table in which alembic keeps which migration was the last


def upgrade_cluster(url: str) -> str:
    """Brings the tables up to date, and gives their version. Raises DatabaseAway."""
    from index.store.postgres.migrating import upgrade

    return upgrade(url, migrations=_MIGRATIONS, versions=_VERSIONS)


def require_cluster(url: str) -> None:
    """Raises OldDatabase, OtherSchema where the tables are not this version's, and DatabaseAway."""
    from index.store.postgres.migrating import require

    require(url, migrations=_MIGRATIONS, versions=_VERSIONS)
