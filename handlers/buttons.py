"""The buttons under a card or a notice: their labels, what they carry, the forms behind them."""

from handlers.content import Button
from handlers.forms import fields_of
from handlers.incoming import Reference
from handlers.requests.model import Request
from handlers.texts.voice import Voice
from handlers.verbs import SAID, Verb
from knowledge.models import TopicId

RATINGS = ("1", "2", "3", "4", "5")


def buttons_of(verbs: tuple[Verb, ...], voice: Voice, request: Request | None, choice: str = "") -> tuple[Button, ...]:
    """A button each; a rating is one tap, so it is five. `choice` is what they carry."""
    if request is None:
        return ()
    return tuple(button for verb in verbs for button in _buttons(verb, voice, request, choice))


def was_about_button(reference: Reference, voice: Voice) -> Button:
    """These words belong to an older request."""
    return Button(verb=Verb.ADD, label=voice.say("verb.was_about", reference=reference), choice=reference)


def choice_button(topic_id: TopicId, voice: Voice) -> Button:
    """One topic to choose."""
    topic = voice.table.topics.get(topic_id)
    label = (voice.best(topic.title) if topic else "") or topic_id
    return Button(verb=Verb.CHOOSE, label=label, choice=topic_id)


def _buttons(verb: Verb, voice: Voice, request: Request, choice: str) -> tuple[Button, ...]:
    if verb is Verb.RATE:
        return tuple(Button(verb=verb, label=voice.say("rate.of_five", rating=n), choice=n) for n in RATINGS)
    if verb is Verb.ANSWER and choice == SAID:
        return (Button(verb=verb, label=voice.say("verb.was_that_it"), choice=choice),)
    if verb is Verb.CALL_BACK and request.memory.call:
        return (Button(verb=verb, label=voice.say("verb.slip"), fields=fields_of(verb, voice, request)),)
    return (Button(verb=verb, label=voice.say(f"verb.{verb}"), choice=choice, fields=fields_of(verb, voice, request)),)
