"""Sign-in to the pages: who is behind a provider's account, sessions, sign-ins under way."""

import sqlalchemy as sa
from alembic import op

from bot.storage.columns import Instant

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "identities",
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("since", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("issuer", "subject", name=op.f("pk_identities")),
        sa.UniqueConstraint("issuer", "person", name=op.f("uq_identities_issuer_person")),
    )
    op.create_table(
        "sessions",
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("seen_at", Instant(timezone=True), nullable=False),
        sa.Column("ends_at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_sessions")),
    )
    op.create_index("ix_sessions_ends", "sessions", ["ends_at"])
    op.create_index("ix_sessions_person", "sessions", ["person"])
    op.create_table(
        "sign_ins",
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("verifier", sa.Text(), nullable=False),
        sa.Column("onward", sa.Text(), nullable=False),
        sa.Column("ends_at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_sign_ins")),
    )
    op.create_index("ix_sign_ins_ends", "sign_ins", ["ends_at"])
