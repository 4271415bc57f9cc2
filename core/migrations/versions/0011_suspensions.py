"""What a version is suspended for, beside the step that says so."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "apps_suspensions",
        sa.Column("version_id", TEXT, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("traps_json", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("version_id", "number", name=op.f("pk_apps_suspensions")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["apps_versions.version_id"], name=op.f("fk_apps_suspensions_version_id")
        ),
    )
