"""Breaks of what is decided: who keeps a request, who reads it, what happens when nobody moves."""

from tools.breaks import Mutant

BRIDGE = "tests/bot/test_bridge.py"
STORIES = "tests/stories/test_promise.py"
ALWAYS = "tests/stories/test_promise_always.py"
OWNER = "tests/stories/test_owner.py"
REQUESTER = "tests/stories/test_requester.py"
FREE_TEXT = "tests/stories/test_free_text.py"
MUTANTS = (
    Mutant(
        "nothing is committed",
        "handlers/dispatch.py",
        "        unit.commit()\n",
        "",
        BRIDGE,
    ),
    Mutant(
        "cards are not refreshed",
        "handlers/apply.py",
        "    unit.outbox.refresh_cards(decision.request.id, now)\n",
        "",
        STORIES,
    ),
    Mutant(
        "a timer that never fires",
        "handlers/requests/policy.py",
        "return tuple(step for step in plan if step.at <= now)",
        "return ()",
        STORIES,
    ),
    Mutant(
        "a delay is not announced",
        "handlers/requests/clockwork.py",
        '"notice.delayed",',
        '"notice.check",',
        STORIES,
    ),
    Mutant(
        "the request has no keeper after a hand-over to the backup",
        "handlers/requests/clockwork.py",
        "    asked = kept_by(request, keeper)\n",
        "    asked = request\n",
        STORIES,
    ),
    Mutant(
        "anybody sees a request",
        "handlers/permissions.py",
        "    return not departments.isdisjoint((request.keeper.department, *request.asked))",
        "    return True",
        STORIES,
    ),
    Mutant(
        "a click in a channel tells whether there is such a request",
        "handlers/permissions.py",
        "if permission is Permission.UNKNOWN and not alone:",
        "if request and permission is Permission.UNKNOWN and not alone:",
        "tests/stories/test_calls_and_company.py -k click",
    ),
    Mutant(
        "statistics are surer than the profile",
        "handlers/languages.py",
        "signs.words or signs.profile or signs.likely",
        "signs.words or signs.likely or signs.profile",
        "tests/handlers/test_languages.py",
    ),
    Mutant(
        "an unknown question is shown in the channel",
        "handlers/requests/privacy.py",
        "return request.topic is not None or not request.place.direct",
        "return True",
        STORIES,
    ),
    Mutant(
        "two owners both win",
        "handlers/requests/states.py",
        "    State.ACCEPTED: {**_WORKING, **_TAKEN},",
        "    State.ACCEPTED: _WORKING,",
        STORIES,
    ),
    Mutant(
        "a department that said not ours is asked again",
        "handlers/requests/owners.py",
        "if theirs and (theirs.id == mine.id or theirs.id in request.memory.refused):",
        "if theirs and theirs.id == mine.id:",
        OWNER,
    ),
    Mutant(
        "bounces have no end",
        "handlers/requests/owners.py",
        "MOST_BOUNCES = 2",
        "MOST_BOUNCES = 20",
        OWNER,
    ),
    Mutant(
        "the requester reads a private note",
        "handlers/cards.py",
        "if words.kind is not SaidKind.NOTE)",
        "if words)",
        OWNER,
    ),
    Mutant(
        "whoever took it may be quiet for ever",
        "handlers/requests/clockwork.py",
        "StepKind.BACK_TO_LADDER: _back_to_ladder,",
        "StepKind.BACK_TO_LADDER: _ask_again,",
        OWNER,
    ),
    Mutant(
        "triage's ladder stops at the admins",
        "handlers/requests/clockwork.py",
        "again = replace(request, plan=in_order(*request.plan, admins_again(terms_of(request, roster))))",
        "again = request",
        "tests/stories/test_absence.py",
    ),
    Mutant(
        "an absence hands nothing over",
        "handlers/away.py",
        "while handed < AT_ONCE and hand_over_from(person, unit, scene):",
        "while False:",
        "tests/stories/test_absence.py",
    ),
    Mutant(
        "kept private in name only",
        "handlers/requests/privacy.py",
        "return request.memory.private or any(",
        "return any(",
        REQUESTER,
    ),
    Mutant(
        "a confidential topic is shown",
        "handlers/requests/privacy.py",
        "return topic is None or topic.confidential",
        "return topic is None",
        REQUESTER,
    ),
    Mutant(
        "those who said me too hear nothing",
        "handlers/move.py",
        "    tell_those_under(request, stored, unit, scene)\n    return",
        "    return",
        "tests/stories/test_calls_and_company.py",
    ),
    Mutant(
        "thanks are taken for a detail",
        "handlers/reply.py",
        "    if is_thanks(fact.text):",
        "    if False:",
        FREE_TEXT,
    ),
    Mutant(
        "an edit resets the due time",
        "handlers/requests/details.py",
        "return hold_to(moved, request.promise, world)",
        "return moved",
        FREE_TEXT,
    ),
    Mutant(
        "a nudge before its time",
        "handlers/requests/requesters.py",
        "if world.now < request.promise.original:",
        "if False:",
        REQUESTER,
    ),
    Mutant(
        "a request reopens after months",
        "handlers/requests/requesters.py",
        "if request.closed_at and world.now > request.closed_at + REOPENS_WITHIN:",
        "if False:",
        REQUESTER,
    ),
    Mutant(
        "somebody who is away is said to be reachable",
        "handlers/requests/calls.py",
        "reachable=is_there and _is_open(department, roster),",
        "reachable=True,",
        "tests/stories/test_calls_and_company.py",
    ),
    Mutant(
        "what a neutral line stands for never follows",
        "handlers/deliverable.py",
        "return Card(to=ToPerson(person=message.to.person), view=View.REQUESTER, first=True)",
        "return None",
        f"{ALWAYS} -k confidential",
    ),
    Mutant(
        "a delay is announced when it is too late",
        "handlers/requests/policy.py",
        "DELAY_SHARE = 0.75",
        "DELAY_SHARE = 1.5",
        f"{STORIES} {ALWAYS}",
    ),
)
