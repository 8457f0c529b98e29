"""The tables of sign-in to the pages, by the rules of `tables`."""

import sqlalchemy as sa

from bot.storage.columns import Instant
from bot.storage.tables import metadata

identities = sa.Table(  # who is behind an account of the sign-in provider, since its first sign-in
    "identities",
    metadata,
    sa.Column("issuer", sa.Text, primary_key=True),
    sa.Column("subject", sa.Text, primary_key=True),  # the provider's own name of the account, never an e-mail
    sa.Column("person", sa.Text, nullable=False),  # e-mail in lower case, as verified then
    sa.Column("since", Instant, nullable=False),
    sa.UniqueConstraint("issuer", "person"),
)

sessions = sa.Table(
    "sessions",
    metadata,
    sa.Column("mark", sa.Text, primary_key=True),  # a digest of what the browser holds: what is here opens no page
    sa.Column("person", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),  # as the provider gave it, for people who are not in the table
    sa.Column("seen_at", Instant, nullable=False),
    sa.Column("ends_at", Instant, nullable=False),
)
sa.Index("ix_sessions_ends", sessions.c.ends_at)
sa.Index("ix_sessions_person", sessions.c.person)

sign_ins = sa.Table(  # begun and not come back yet
    "sign_ins",
    metadata,
    sa.Column("mark", sa.Text, primary_key=True),  # a digest of what the browser holds
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("nonce", sa.Text, nullable=False),
    sa.Column("verifier", sa.Text, nullable=False),
    sa.Column("onward", sa.Text, nullable=False),  # the page they wanted
    sa.Column("ends_at", Instant, nullable=False),
)
sa.Index("ix_sign_ins_ends", sign_ins.c.ends_at)
