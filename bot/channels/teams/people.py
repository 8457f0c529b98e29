"""Who is behind an account and where they are reached: remembered before an acknowledgement, asked for after it."""

from dataclasses import replace

from bot.channel import InDoubt, ProfileResult, Refused, TryLater
from bot.channels.teams import whereabouts
from bot.channels.teams.connector import Connector, Done
from bot.channels.teams.whereabouts import NAME, Whereabouts
from bot.reception import Reception
from bot.wire import Json, text_at
from handlers.accounts import Account, unknown_person
from handlers.incoming import PersonId, Standing
from knowledge.models import Email

MOST_REMEMBERED = 50_000


class People:
    """The accounts of this platform, in the ledger; what was written lately is not written again."""

    def __init__(self, reception: Reception, connector: Connector, tenant: str) -> None:
        self._reception = reception
        self._connector = connector
        self._tenant = tenant
        self._seen: dict[str, Account] = {}

    async def see(self, account: Account) -> bool:
        """Remember where they are reached, if that is news: then it is committed. Whether their name is unknown yet."""
        if self._seen.get(account.account) == account:
            return False
        known = await self.known(unknown_person(NAME, account.account))
        merged = _merged(known, account)
        if merged != known:
            await self._reception.learn(merged)
        if len(self._seen) >= MOST_REMEMBERED:
            self._seen.clear()
        self._seen[account.account] = account
        return not merged.introduced

    async def introduce(self, account: str) -> None:
        """Ask who they are, so that requests can be brought to them before they ask anything themselves."""
        found = await self.profile(account)
        if isinstance(found, Account):
            await self._reception.learn(found)

    async def known(self, person: PersonId) -> Account | None:
        """The person's account, if it was ever seen."""
        return await self._reception.account_of(NAME, person)

    async def chat_with(self, account: Account) -> Whereabouts | TryLater | Refused:
        """Their personal chat, opened if need be."""
        reached = whereabouts.load(account.address)
        if reached is None:
            return Refused("never_seen")
        if reached.conversation:
            return reached
        opened = await self._connector.open_chat(reached)
        if not isinstance(opened, str):
            return opened
        reached = replace(reached, conversation=opened)
        await self._reception.learn(replace(account, address=whereabouts.dump(reached)))
        return reached

    async def profile(self, account: str) -> ProfileResult:
        """Who they are, as the connector says in the conversation they were seen in."""
        known = await self.known(unknown_person(NAME, account))
        reached = whereabouts.load(known.address) if known else None
        if known is None or reached is None:
            return Refused("never_seen")
        place = reached.conversation or reached.seen_in
        if not place:
            return Refused("never_seen")
        match await self._connector.member(reached.service_url, place, reached.user):
            case Done(data=member):
                return self._introduced(known, member)
            case InDoubt():
                return TryLater()
            case TryLater() | Refused() as result:
                return result

    async def meet(self, place: Whereabouts) -> None:
        """Learn the addresses of those members of a team whom the routing table knows: they may get requests."""
        async for member in self._connector.members(place.service_url, place.conversation):
            account = text_at(member, "aadObjectId") or text_at(member, "objectId") or text_at(member, "id")
            if account and self._is_in_table(member):
                await self._meet(account, member, place)

    async def _meet(self, account: str, member: Json, team: Whereabouts) -> None:
        reached = replace(team, user=text_at(member, "id"), conversation="", seen_in=team.conversation)
        person = unknown_person(NAME, account)
        seen = Account(channel=NAME, account=account, person=person, address=whereabouts.dump(reached))
        known = await self.known(person)
        introduced = self._introduced(_merged(known, seen), member)
        if introduced != known:
            await self._reception.learn(introduced)

    def _is_in_table(self, member: Json) -> bool:
        return any(email in self._reception.table.people for email in _emails(member))

    def _introduced(self, account: Account, member: Json) -> Account:
        """The account with its person's name and e-mail; the directory's name for them where that is in the table."""
        emails = _emails(member)
        known = [email for email in emails if email in self._reception.table.people]
        email = next(iter(known or emails), None)
        return replace(
            account,
            person=PersonId(email) if email else account.person,
            name=text_at(member, "name") or account.name,
            standing=Standing.GUEST if self._is_guest(member) else Standing.MEMBER,
            introduced=True,
        )

    def _is_guest(self, member: Json) -> bool:
        tenant = text_at(member, "tenantId")
        return (
            text_at(member, "userRole").lower() in {"guest", "anonymous"}
            or "#ext#" in text_at(member, "userPrincipalName").lower()
            or bool(self._tenant and tenant and tenant != self._tenant)
        )


def _emails(member: Json) -> list[Email]:
    """The mail address first, then the name they sign in with."""
    found = (text_at(member, "email"), text_at(member, "userPrincipalName"))
    return [Email(address.strip().lower()) for address in found if "@" in address and "#ext#" not in address.lower()]


def _merged(known: Account | None, seen: Account) -> Account:
    """What was known, with what is new; a personal chat is not forgotten for a word in a channel."""
    if known is None:
        return seen
    return replace(
        known,
        name=known.name or seen.name,
        lang=seen.lang or known.lang,
        timezone=seen.timezone or known.timezone,
        address=_merged_address(known.address, seen.address),
    )


def _merged_address(known: str, seen: str) -> str:
    before, after = whereabouts.load(known), whereabouts.load(seen)
    if before is None or after is None:
        return seen or known
    kept = replace(after, conversation=after.conversation or before.conversation)
    return whereabouts.dump(replace(kept, user=after.user or before.user, seen_in=after.seen_in or before.seen_in))
