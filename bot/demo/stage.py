"""The demo put together: the pages with their bar, and the channel with its switches."""

from starlette.routing import BaseRoute

from bot.app import OpenWeb, WebSide
from bot.bridge import Bridge
from bot.channel import Channels
from bot.channels.web.send import WebChannel
from bot.clock import MovableClock
from bot.demo.moves import Mover
from bot.demo.pages import DemoPages
from bot.demo.switches import Switches, TroubledChannel
from bot.web.conversations import LedgerConversations
from bot.workers.deliver import Courier
from bot.workers.introduce import Introductions


def open_demo(clock: MovableClock) -> OpenWeb:
    """The web side of the demo, whose clock can be moved."""

    def web(bridge: Bridge) -> WebSide:
        switches = Switches()
        channel = TroubledChannel(WebChannel(LedgerConversations(bridge)), switches)
        channels = Channels([channel])
        mover = Mover(bridge, clock, Courier(bridge, channels, Introductions(bridge, channels)), switches)
        routes: list[BaseRoute] = DemoPages(bridge, clock, mover, switches).routes()
        return WebSide(routes=routes, channel=channel)

    return web
