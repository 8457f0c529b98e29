"""What somebody reads who holds a phone: who else, which number, one line to say to the caller."""

from handlers.contacts import contact_of
from handlers.content import phone_of
from handlers.requests.announce import keeper_name
from handlers.requests.model import Call
from handlers.texts.voice import Voice


def call_lines(call: Call, voice: Voice, default_zone: str) -> tuple[str, ...]:
    """Whether they can be reached, who stands in under which number, and what to say to a caller."""
    lines: tuple[str, ...] = () if call.reachable else (voice.say("call.nobody_there"),)
    name = keeper_name(voice.table, call.wanted)
    if call.stand_in:
        other = keeper_name(voice.table, call.stand_in)
        phone = phone_of(contact_of(call.stand_in, voice, default_zone))
        key = "call.stand_in" if phone else "call.stand_in_without_phone"
        lines += (voice.say(key, name=other, **({"phone": phone} if phone else {})),)
    if not call.on_the_line:
        return lines
    said = voice.say("call.say" if call.reachable else "call.say_later", name=name)
    return (*lines, said)


def reach_of_call(call: Call, voice: Voice) -> str:
    """Until when somebody is away, as far as anybody knows."""
    return voice.say("call.back_on", day=call.back_on) if call.back_on else voice.say("call.away")
