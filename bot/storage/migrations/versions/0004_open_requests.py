"""What is open, by topic and by requester: what is asked for with every question must not read what is closed."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

OPEN = sa.text("state <> 'closed'")


def upgrade() -> None:
    for name, columns in (("ix_requests_open_topic", ["topic", "id"]), ("ix_requests_open_requester", ["requester"])):
        op.create_index(name, "requests", columns, unique=False, sqlite_where=OPEN, postgresql_where=OPEN)
