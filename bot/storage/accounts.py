"""Who is behind which account, which organisation a platform serves, which chat channels were linked from inside."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from bot.storage import tables
from bot.storage.columns import insert_for
from handlers.accounts import Account, account_in, unknown_person
from handlers.incoming import ChannelName, PersonId, Standing
from knowledge.models import DepartmentId, Lang

NOBODY_YET = ""  # the person of an account that was seen and whose platform was not asked yet
_WHEREABOUTS = ("channel", "lang", "timezone", "address")  # what seeing somebody tells
_ACCOUNTS, _TENANTS, _LINKS = tables.accounts, tables.tenants, tables.department_links
_ON = _ACCOUNTS.c.channel == sa.bindparam("channel")
_BY_ACCOUNT = sa.select(_ACCOUNTS).where(_ON & (_ACCOUNTS.c.account == sa.bindparam("account"))).limit(1)
_BY_PERSON = sa.select(_ACCOUNTS).where(_ON & (_ACCOUNTS.c.person == sa.bindparam("person"))).limit(1)


class SqlAccounts:
    """The accounts in the transaction of `connection`."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def get(self, channel: ChannelName, account: str) -> Account | None:
        return self._one(_BY_ACCOUNT, channel=channel, account=account)

    def of_person(self, channel: ChannelName, person: PersonId) -> Account | None:
        """The person's account on that platform; also by the name they go by until their platform has said it."""
        nameless = account_in(person)
        if nameless and nameless[0] == channel:
            return self.get(*nameless)
        return self._one(_BY_PERSON, channel=channel, person=person)

    def save(self, account: Account) -> None:
        """Remember the account as it is now; an empty address leaves the one that was known.

        One that was only seen changes nothing of who it is: its platform may have said so a moment ago.
        """
        values = _row(account)
        insert = insert_for(self._connection)(_ACCOUNTS).values(**values)
        kept = _WHEREABOUTS if not account.introduced else values.keys()
        known = {name: values[name] for name in kept if name != "address" or values[name]}
        self._connection.execute(insert.on_conflict_do_update(index_elements=["channel", "account"], set_=known))

    def bind(self, channel: ChannelName, tenant: str) -> str:
        """Record the organisation a platform serves, once; the one on record."""
        insert = insert_for(self._connection)(_TENANTS).values(channel=channel, tenant=tenant)
        self._connection.execute(insert.on_conflict_do_nothing())
        bound: str = self._connection.scalars(sa.select(_TENANTS.c.tenant).where(_TENANTS.c.channel == channel)).one()
        return bound

    def link(self, channel: ChannelName, department: DepartmentId, address: str) -> None:
        """The chat channel of a department on that platform, in place of an earlier one."""
        row = {"channel": channel, "department": department, "address": address}
        insert = insert_for(self._connection)(_LINKS).values(**row)
        changed = insert.on_conflict_do_update(index_elements=["channel", "department"], set_={"address": address})
        self._connection.execute(changed)

    def links(self, channel: ChannelName) -> Mapping[DepartmentId, str]:
        """The linked chat channels by department."""
        rows = self._connection.execute(
            sa.select(_LINKS.c.department, _LINKS.c.address).where(_LINKS.c.channel == channel)
        )
        return {DepartmentId(department): address for department, address in rows}

    def _one(self, query: sa.Select[Any], **values: str) -> Account | None:
        row = self._connection.execute(query, values).mappings().first()
        return _account(row) if row else None


def _row(account: Account) -> dict[str, Any]:
    return {
        "channel": account.channel,
        "account": account.account,
        "person": account.person if account.introduced else NOBODY_YET,
        "name": account.name,
        "lang": account.lang,
        "timezone": account.timezone,
        "standing": account.standing,
        "address": account.address,
    }


def _account(row: sa.RowMapping) -> Account:
    return Account(
        channel=ChannelName(row["channel"]),
        account=row["account"],
        person=PersonId(row["person"]) or unknown_person(row["channel"], row["account"]),
        name=row["name"],
        lang=Lang(row["lang"]) if row["lang"] else None,
        timezone=row["timezone"],
        standing=Standing(row["standing"]),
        address=row["address"],
        introduced=row["person"] != NOBODY_YET,
    )
