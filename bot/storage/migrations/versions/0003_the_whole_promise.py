"""The whole promise: what a request remembers, what hangs under another, drafts of routing changes, absences."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("requests", sa.Column("memory", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("requests", sa.Column("post", sa.Text(), nullable=False, server_default=""))
    op.add_column("requests", sa.Column("under", ID, nullable=True))
    op.create_index(
        "ix_requests_under",
        "requests",
        ["under"],
        unique=False,
        sqlite_where=sa.text("under IS NOT NULL"),
        postgresql_where=sa.text("under IS NOT NULL"),
    )
    op.create_index(
        "ix_requests_post",
        "requests",
        ["post"],
        unique=False,
        sqlite_where=sa.text("post <> ''"),
        postgresql_where=sa.text("post <> ''"),
    )
    op.create_index("ix_cards_shown", "cards", ["channel", "platform_id"], unique=False)
    op.create_table(
        "drafts",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("request_id", ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=True),
        sa.Column("department", sa.Text(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_drafts_request_id_requests")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "absences",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("begins", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_absences")),
    )
    op.create_table(
        "languages",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("lang", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_languages")),
    )
