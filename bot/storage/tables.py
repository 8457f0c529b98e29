"""The tables (those of sign-in: `sign_in_tables`). They are the only truth: what is not here did not happen.

Rules (docs/adr/0002): no cascades, no enums, named constraints, instants in UTC, partial indexes on what is open.
"""

import sqlalchemy as sa

from bot.storage import columns
from bot.storage.columns import Id, Instant, primary_key

metadata = columns.metadata

requests = sa.Table(
    "requests",
    metadata,
    primary_key(),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("turn", sa.Text, nullable=False),
    sa.Column("requester", sa.Text, nullable=False),
    sa.Column("profile", sa.JSON, nullable=False),
    sa.Column("place", sa.JSON, nullable=False),
    sa.Column("question", sa.Text, nullable=False),
    sa.Column("lang", sa.Text, nullable=False),
    sa.Column("topic", sa.Text),
    sa.Column("choices", sa.JSON, nullable=False),
    sa.Column("asked", sa.JSON, nullable=False),
    sa.Column("keeper_department", sa.Text, nullable=False),
    sa.Column("keeper_person", sa.Text),
    sa.Column("due_at", Instant, nullable=False),
    sa.Column("original_due_at", Instant, nullable=False),
    sa.Column("policy", sa.JSON, nullable=False),
    sa.Column("plan", sa.JSON, nullable=False),
    sa.Column("next_at", Instant),
    sa.Column("answer", sa.JSON),
    sa.Column("memory", sa.JSON, nullable=False, server_default="{}"),
    sa.Column("post", sa.Text, nullable=False, server_default=""),  # what was posted, as its platform names it
    sa.Column("under", Id),  # an older request that this one hangs under ("me too")
    sa.Column("table_version", sa.Integer, nullable=False),
    sa.Column("opened_at", Instant, nullable=False),
    sa.Column("closed_at", Instant),
    sa.Column("closing_reason", sa.Text),
    # P2 in the database itself: open means that something will happen by itself.
    sa.CheckConstraint("state = 'closed' OR next_at IS NOT NULL", name="open_has_next_time"),
    sa.CheckConstraint("state <> 'closed' OR closing_reason IS NOT NULL", name="closed_has_reason"),
    sa.CheckConstraint("keeper_person IS NULL OR keeper_person <> requester", name="keeper_is_not_requester"),
    sqlite_autoincrement=True,
)
_OPEN = sa.text("state <> 'closed'")
sa.Index("ix_requests_due", requests.c.next_at, requests.c.id, sqlite_where=_OPEN, postgresql_where=_OPEN)
sa.Index("ix_requests_kept", requests.c.keeper_person, sqlite_where=_OPEN, postgresql_where=_OPEN)
sa.Index("ix_requests_open_topic", requests.c.topic, requests.c.id, sqlite_where=_OPEN, postgresql_where=_OPEN)
sa.Index("ix_requests_open_requester", requests.c.requester, sqlite_where=_OPEN, postgresql_where=_OPEN)
sa.Index("ix_requests_requester", requests.c.requester, requests.c.id)
_UNDER, _POSTED = sa.text("under IS NOT NULL"), sa.text("post <> ''")
sa.Index("ix_requests_under", requests.c.under, sqlite_where=_UNDER, postgresql_where=_UNDER)
sa.Index("ix_requests_post", requests.c.post, sqlite_where=_POSTED, postgresql_where=_POSTED)
sa.Index("ix_requests_department", requests.c.keeper_department, requests.c.id)

# Whose queue a request is in while it is open: its keeper's, their department's, everybody's who was asked.
queues = sa.Table(
    "queues",
    metadata,
    sa.Column("request_id", Id, sa.ForeignKey("requests.id"), primary_key=True),
    sa.Column("who", sa.Text, primary_key=True),  # a person or the id of a department
)
sa.Index("ix_queues_who", queues.c.who, queues.c.request_id)

events = sa.Table(
    "events",
    metadata,
    primary_key(),
    sa.Column("request_id", Id, sa.ForeignKey("requests.id"), nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("actor", sa.Text),
    sa.Column("actor_name", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("internal", sa.Boolean, nullable=False),
    sqlite_autoincrement=True,
)
sa.Index("ix_events_request", events.c.request_id, events.c.id)

deliveries = sa.Table(
    "deliveries",
    metadata,
    primary_key(),
    sa.Column("status", sa.Text, nullable=False),  # decided | received
    sa.Column("received_at", Instant, nullable=False),
    sa.Column("fact", sa.JSON),  # only while it waits to be decided
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("next_at", Instant),
    sqlite_autoincrement=True,
)
_RECEIVED = sa.text("status = 'received'")
sa.Index(
    "ix_deliveries_received",
    deliveries.c.next_at,
    deliveries.c.id,
    sqlite_where=_RECEIVED,
    postgresql_where=_RECEIVED,
)

delivery_keys = sa.Table(
    "delivery_keys",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("delivery_id", Id, sa.ForeignKey("deliveries.id"), nullable=False),
)

lanes = sa.Table(
    "lanes",
    metadata,
    sa.Column("lane", sa.Text, primary_key=True),
    sa.Column("next_at", Instant),  # when its first message may be tried; while one is in flight, when that is given up
    sa.Column("attempt", sa.Text),  # whoever holds the lane; an older holder may no longer write
)
_BUSY = sa.text("next_at IS NOT NULL")
sa.Index("ix_lanes_due", lanes.c.next_at, sqlite_where=_BUSY, postgresql_where=_BUSY)

messages = sa.Table(
    "messages",
    metadata,
    primary_key(),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Column("lane", sa.Text, sa.ForeignKey("lanes.lane"), nullable=False),
    sa.Column("request_id", Id, sa.ForeignKey("requests.id")),
    sa.Column("is_card", sa.Boolean, nullable=False),
    sa.Column("first", sa.Boolean, nullable=False),
    sa.Column("message", sa.JSON, nullable=False),
    sa.Column("status", sa.Text, nullable=False),  # pending | sending | sent | replaced | dead
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("surface", sa.Integer, nullable=False),  # which of the recipient's surfaces is being tried
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("started_at", Instant),  # of the attempt under way: a look-up before a resend begins there
    sa.Column("sent_at", Instant),
    sqlite_autoincrement=True,
)
_WAITING = sa.text("status IN ('pending', 'sending')")
sa.Index(
    "ix_messages_waiting",
    messages.c.lane,
    messages.c.first,
    messages.c.id,
    sqlite_where=_WAITING,
    postgresql_where=_WAITING,
)
sa.Index("ix_messages_request", messages.c.request_id)

cards = sa.Table(
    "cards",
    metadata,
    sa.Column("request_id", Id, sa.ForeignKey("requests.id"), primary_key=True),
    sa.Column("lane", sa.Text, primary_key=True),
    sa.Column("message", sa.JSON, nullable=False),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("platform_id", sa.Text, nullable=False),
)

sa.Index("ix_cards_shown", cards.c.channel, cards.c.platform_id)

drafts = sa.Table(
    "drafts",
    metadata,
    primary_key(),
    sa.Column("request_id", Id, sa.ForeignKey("requests.id"), nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("topic", sa.Text),
    sa.Column("department", sa.Text),
    sa.Column("words", sa.Text, nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("at", Instant, nullable=False),
    sqlite_autoincrement=True,
)

absences = sa.Table(
    "absences",
    metadata,
    sa.Column("person", sa.Text, primary_key=True),
    sa.Column("begins", sa.Date, nullable=False),
    sa.Column("until", sa.Date, nullable=False),  # last day away
)

languages = sa.Table(
    "languages",
    metadata,
    sa.Column("person", sa.Text, primary_key=True),
    sa.Column("lang", sa.Text, nullable=False),  # what they chose themselves, over everything that is guessed
)

doors = sa.Table(
    "doors",
    metadata,
    sa.Column("person", sa.Text, primary_key=True),
    sa.Column("channel", sa.Text, nullable=False),  # the platform they last wrote from
    sa.Column("since", Instant, nullable=False),
    sa.Column("before", sa.Text),  # the one before that: what is under way already keeps to it
)

accounts = sa.Table(
    "accounts",
    metadata,
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("account", sa.Text, primary_key=True),  # the platform's id
    sa.Column("person", sa.Text, nullable=False),  # e-mail in lower case, else "channel:account"
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("lang", sa.Text),
    sa.Column("timezone", sa.Text, nullable=False),
    sa.Column("standing", sa.Text, nullable=False),
    sa.Column("address", sa.Text, nullable=False),  # where the platform takes direct messages for them
)
sa.Index("ix_accounts_person", accounts.c.channel, accounts.c.person)

tenants = sa.Table(
    "tenants",
    metadata,
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("tenant", sa.Text, nullable=False),  # the one organisation this ledger serves on that platform
)

department_links = sa.Table(
    "department_links",
    metadata,
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("department", sa.Text, primary_key=True),
    sa.Column("address", sa.Text, nullable=False),  # of a chat channel that cannot be named in the routing table
)

web_messages = sa.Table(
    "web_messages",
    metadata,
    primary_key(),
    sa.Column("conversation", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Column("content", sa.JSON, nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("mine", sa.Boolean, nullable=False),  # what the person typed, as opposed to what Guichet said
    sqlite_autoincrement=True,
)
sa.Index("ix_web_messages_conversation", web_messages.c.conversation, web_messages.c.id)

web_conversations = sa.Table(  # how often each conversation has changed: what open pages are told by
    "web_conversations",
    metadata,
    sa.Column("conversation", sa.Text, primary_key=True),
    sa.Column("revision", sa.Integer, nullable=False),
)

routing_versions = sa.Table(
    "routing_versions",
    metadata,
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("base", sa.Integer, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("published_at", Instant),
)

routing_rows = sa.Table(
    "routing_rows",
    metadata,
    primary_key(),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("since", sa.Integer, nullable=False),  # first version that has this row
    sa.Column("until", sa.Integer),  # first version that no longer has it
    sa.Column("data", sa.JSON, nullable=False),
    sa.UniqueConstraint("kind", "key", "since"),
    sqlite_autoincrement=True,
)
sa.Index("ix_routing_rows_live", routing_rows.c.until, routing_rows.c.since)

routing_published = sa.Table(
    "routing_published",
    metadata,
    sa.Column("id", sa.Integer, sa.CheckConstraint("id = 1", name="single"), primary_key=True, autoincrement=False),
    sa.Column("version", sa.Integer, nullable=False),
)
