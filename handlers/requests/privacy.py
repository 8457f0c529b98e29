"""Whose eyes a request's words may meet (P8): decided anew each time something is shown."""

from handlers.requests.model import Request
from knowledge.models import RoutingTable, TopicId


def is_discreet(table: RoutingTable, request: Request) -> bool:
    """Whether nothing but the reference may be shown where others read: by wish, or because of a topic."""
    topics = (*((request.topic,) if request.topic else ()), *request.choices)
    return request.memory.private or any(is_confidential(table, topic) for topic in topics)


def is_fit_for_channel(table: RoutingTable, request: Request) -> bool:
    """Whether an owner's channel may see the words: public already, or about a topic that is known and open."""
    if is_discreet(table, request):
        return False
    return request.topic is not None or not request.place.direct


def is_confidential(table: RoutingTable, topic_id: TopicId) -> bool:
    """A topic that is gone from the table may have been: nothing of it is shown."""
    topic = table.topics.get(topic_id)
    return topic is None or topic.confidential
