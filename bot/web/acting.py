"""A power used on a page: the form read, the verb carried out, and where it could not be, what to mend in the form."""

from dataclasses import dataclass

import structlog
from starlette.responses import Response

from bot.channels.web.parse import Form, TooLong, Unreadable, verb_of
from bot.errors import BotError
from bot.web.site import Site
from bot.web.visit import Visit
from handlers.content import FieldName
from handlers.incoming import Fact, Reference, VerbUsed
from handlers.outcome import Outcome
from handlers.outgoing import Line
from handlers.requests.model import id_of
from handlers.verbs import Verb

INVALID = 422  # a form that has to be mended

log = structlog.get_logger()

# What is wrong about which field; every other refusal is about the request, and is said above it.
FIELD_AT_FAULT = {
    "line.words_missing": FieldName.TEXT,
    "line.answer_empty": FieldName.TEXT,
    "line.when_missing": FieldName.WHEN,
    "line.when_past": FieldName.WHEN,
    "line.when_far": FieldName.WHEN,
    "line.no_such_person": FieldName.CHOICE,
    "line.not_to_them": FieldName.CHOICE,
    "line.person_away": FieldName.CHOICE,
    "line.no_such_department": FieldName.CHOICE,
    "line.not_theirs_either": FieldName.CHOICE,
    "line.triage_names_one": FieldName.CHOICE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A form that has to be mended: what was typed, and what is wrong with which field, in a sentence."""

    verb: Verb
    reference: Reference
    choice: str
    text: str
    when: str
    field: FieldName
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Acted:
    """What came of it: the request it was about, and what to say, as something an address can carry."""

    outcome: Outcome
    remark: str


async def use_power(site: Site, visit: Visit, form: Form) -> Acted | Attempt | Response:
    """Carry out the form's verb; a page when that was not possible at all."""
    fact = verb_of(form, visit.actor, site.clock.now(), site.core.house.timezone)
    outcome = await received(site, visit, fact)
    if isinstance(outcome, Response) or not isinstance(fact, VerbUsed):
        return outcome if isinstance(outcome, Response) else site.sorry(visit.request, "page.unreadable", 400)
    field = FIELD_AT_FAULT.get(outcome.line.text) if outcome.line and outcome.refused else None
    if field and outcome.line:
        return _attempt(fact, form, field, visit.voice.line(outcome.line))
    return Acted(outcome=outcome, remark=_remark(fact, outcome.line))


async def received(site: Site, visit: Visit, fact: Fact | Unreadable | TooLong) -> Outcome | Response:
    """The fact taken in, or the page that says why it could not be."""
    if isinstance(fact, Unreadable):
        return site.sorry(visit.request, "page.unreadable", 400)
    if isinstance(fact, TooLong):
        return site.sorry(visit.request, "page.too_long", 413)
    try:
        return await site.bridge.receive(fact)
    except BotError:
        log.exception("fact_not_recorded")
        return site.sorry(visit.request, "page.not_recorded", 503)


def remark_of(visit: Visit) -> str:
    """What the address says was done, as a sentence; nobody's words, and nothing a link could forge."""
    query, voice = visit.request.query_params, visit.voice
    for name, prefix in (("said", "said"), ("done", "case.done")):
        key = f"{prefix}.{query.get(name, '')}"
        if voice.catalog.has(key):
            number = id_of(query.get("at", ""))
            sentence = voice.say(key)
            return voice.say("case.remark", reference=query["at"].upper(), remark=sentence) if number else sentence
    return ""


def _remark(fact: VerbUsed, line: Line | None) -> str:
    said = f"said={line.text.removeprefix('line.')}" if line else f"done={fact.verb}"
    number = id_of(fact.reference)
    return f"{said}&at={fact.reference}" if number else said


def _attempt(fact: VerbUsed, form: Form, field: FieldName, problem: str) -> Attempt:
    return Attempt(
        verb=fact.verb,
        reference=fact.reference,
        choice=fact.choice,
        text=fact.text,
        when=form.get("when", ""),
        field=field,
        problem=problem,
    )
