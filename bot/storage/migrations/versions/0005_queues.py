"""Whose queue an open request is in: what somebody owes is found without reading everything that is open."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("SELECT id, keeper_department, keeper_person, asked FROM requests WHERE state <> 'closed'")


def upgrade() -> None:
    queues = op.create_table(
        "queues",
        sa.Column("request_id", ID, nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_queues_request_id_requests")),
        sa.PrimaryKeyConstraint("request_id", "who", name=op.f("pk_queues")),
    )
    op.create_index("ix_queues_who", "queues", ["who", "request_id"], unique=False)
    connection = op.get_bind()
    for request in connection.execute(OPEN).all():
        rows = [{"request_id": request.id, "who": who} for who in concerned(request)]
        connection.execute(sa.insert(queues), rows)


def concerned(request: Any) -> set[str]:
    asked = json.loads(request.asked) if isinstance(request.asked, str) else request.asked
    names = (request.keeper_department, request.keeper_person, *(asked if isinstance(asked, list) else ()))
    return {name for name in names if isinstance(name, str)}
