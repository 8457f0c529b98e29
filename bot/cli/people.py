"""Who a name on the command line means."""

from bot.errors import BotError
from handlers.incoming import Actor, PersonId
from knowledge.models import Email, Person, RoutingTable
from knowledge.text import fold


def actor_for(name: str, table: RoutingTable) -> Actor:
    """The person with that e-mail or (unique, any case or accents) name; a stranger for an e-mail the table lacks.

    Raises BotError `several_people` for a name that several people share.
    """
    if "@" in name:
        return _actor(table.person(Email(name.strip().lower())))
    found = [person for person in table.people.values() if fold(name) in _names(person)]
    if len(found) > 1:
        raise BotError("several_people", name=name, people=", ".join(person.email for person in found))
    return _actor(found[0]) if found else Actor(person=PersonId(f"cli:{name}"), name=name)


def _names(person: Person) -> set[str]:
    whole = fold(person.shown_name)
    return {whole, whole.split(" ")[0], person.email.split("@")[0]}


def _actor(person: Person) -> Actor:
    return Actor(
        person=PersonId(person.email),
        name=person.shown_name,
        lang=person.lang,
        timezone=person.timezone,
    )
