"""Platforms: who is behind an account, which organisation is served, which chat channels were linked from inside."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("lang", sa.Text(), nullable=True),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "account", name=op.f("pk_accounts")),
    )
    op.create_index("ix_accounts_person", "accounts", ["channel", "person"], unique=False)
    op.create_table(
        "tenants",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_tenants")),
    )
    op.create_table(
        "department_links",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "department", name=op.f("pk_department_links")),
    )
