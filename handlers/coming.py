"""What happens by itself if nobody moves, said to the requester before it happens (P3): the next step of the plan."""

from handlers.outgoing import DepartmentName
from handlers.requests.announce import keeper_name
from handlers.requests.model import Request, State
from handlers.texts.voice import Voice


def what_comes(request: Request, voice: Voice) -> str:
    """One sentence; empty once nothing happens by itself, and while choices say it already."""
    if not request.plan or request.state is State.CLARIFYING:
        return ""
    step = request.plan[0]
    name, triage = keeper_name(voice.table, request.keeper), DepartmentName(voice.table.triage.id)
    return voice.say(f"chat.next.{step.kind}", at=step.at, name=name, triage=triage)
