"""Values to JSON and back. Unions carry the name of their class, so that nothing is guessed on the way back."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter

from handlers.incoming import (
    AwayDeclared,
    ChannelOffered,
    Fact,
    Misdirected,
    QuestionAsked,
    QuestionEdited,
    Replied,
    SlipLeft,
    VerbUsed,
)
from handlers.outgoing import (
    Card,
    DepartmentName,
    Message,
    Notice,
    Param,
    Params,
    Recipient,
    ToDepartment,
    ToPerson,
    TopicTitle,
    ToPlace,
    View,
)
from handlers.verbs import Verb
from knowledge.models import DepartmentId, TopicId

Json = dict[str, Any]
Loaded = TypeVar("Loaded")

_FACTS = {
    kind.__name__: kind
    for kind in (QuestionAsked, QuestionEdited, Replied, VerbUsed, ChannelOffered, Misdirected, AwayDeclared, SlipLeft)
}
_RECIPIENTS = {kind.__name__: kind for kind in (ToPerson, ToDepartment, ToPlace)}


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    """Validates and dumps one type; made once, as making it is what costs."""
    return TypeAdapter(kind)


def dump(value: object) -> Any:
    """JSON-able data of a value whose type the reader knows."""
    kind: Any = type(value)
    return _adapter(kind).dump_python(value, mode="json")


def load(kind: type[Loaded], data: Any) -> Loaded:
    """The value back. Raises pydantic's ValidationError for data this version did not write."""
    wanted: Any = kind
    loaded: Loaded = _adapter(wanted).validate_python(data)
    return loaded


def dump_fact(fact: Fact) -> Json:
    return _tagged(fact)


def load_fact(data: Json) -> Fact:
    fact: Fact = _adapter(_FACTS[data["is"]]).validate_python(data["value"])
    return fact


def dump_message(message: Message) -> Json:
    """A card or a notice, whole."""
    if isinstance(message, Card):
        return {"to": _tagged(message.to), "view": message.view, "first": message.first}
    return {
        "to": _tagged(message.to),
        "text": message.text,
        "params": {name: _dump_param(value) for name, value in message.params.items()},
        "verbs": list(message.verbs),
        "choice": message.choice,
    }


def load_message(data: Json) -> Message:
    to = _load_recipient(data["to"])
    if "view" in data:
        return Card(to=to, view=View(data["view"]), first=data["first"])
    verbs = tuple(Verb(verb) for verb in data["verbs"])
    params, choice = _load_params(data["params"]), data.get("choice", "")
    return Notice(to=to, text=data["text"], params=params, verbs=verbs, choice=choice)


def _tagged(value: object) -> Json:
    return {"is": type(value).__name__, "value": dump(value)}


def _load_recipient(data: Json) -> Recipient:
    recipient: Recipient = _adapter(_RECIPIENTS[data["is"]]).validate_python(data["value"])
    return recipient


def _load_params(data: Mapping[str, Any]) -> Params:
    return {name: _load_param(value) for name, value in data.items()}


def _dump_param(value: Param) -> str | Json:
    match value:
        case datetime():
            return {"at": value.isoformat()}
        case date():
            return {"day": value.isoformat()}
        case DepartmentName(id=department):
            return {"department": department}
        case TopicTitle(id=topic):
            return {"topic": topic}
        case str():
            return value


def _load_param(value: str | Json) -> Param:
    match value:
        case {"at": at}:
            return datetime.fromisoformat(at)
        case {"day": day}:
            return date.fromisoformat(day)
        case {"department": department}:
            return DepartmentName(DepartmentId(department))
        case {"topic": topic}:
            return TopicTitle(TopicId(topic))
        case _:
            return str(value)
