"""An evaluation as a picture: did confidence come true, and what does answering more cost? Plain SVG."""

from collections.abc import Iterable
from html import escape

from bot.cli.say import in_per_cent, sentence
from knowledge.evaluation import Report
from knowledge.models import Lang

_SIDE, _MARGIN, _TOP = 300, 60, 40
_MOST_POINTS = 200

Point = tuple[float, float]  # 0 to 1 on both axes


def draw(report: Report, lang: Lang) -> str:
    """Two charts side by side: reliability by tenths of confidence; coverage against the share of wrong answers."""
    width, height = 2 * (_SIDE + _MARGIN) + _MARGIN, _SIDE + _TOP + _MARGIN
    charts = (_reliability(report, lang), _risk(report, lang))
    body = "".join(
        f'<g transform="translate({_MARGIN + at * (_SIDE + _MARGIN)},{_TOP})">{it}</g>' for at, it in enumerate(charts)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="sans-serif" font-size="12"><rect width="{width}" height="{height}" fill="#fff"/>{body}</svg>\n'
    )


def _reliability(report: Report, lang: Lang) -> str:
    most = max((found.count for found in report.bins), default=1)
    dots = "".join(
        f'<circle cx="{found.confidence * _SIDE:.1f}" cy="{(1 - found.right) * _SIDE:.1f}" '
        f'r="{3 + 9 * (found.count / most) ** 0.5:.1f}" fill="#1f6f8b" fill-opacity="0.7">'
        f"<title>{found.count}</title></circle>"
        for found in report.bins
    )
    ideal = f'<line x1="0" y1="{_SIDE}" x2="{_SIDE}" y2="0" stroke="#999" stroke-dasharray="4 4"/>'
    return _frame("reliability", lang) + ideal + dots


def _risk(report: Report, lang: Lang) -> str:
    step = max(1, len(report.risk) // _MOST_POINTS)
    return _frame("risk", lang) + _line(report.risk[::step])


def _line(points: Iterable[Point]) -> str:
    told = " ".join(f"{x * _SIDE:.1f},{(1 - y) * _SIDE:.1f}" for x, y in points)
    return f'<polyline points="{told}" fill="none" stroke="#b5472f" stroke-width="2"/>'


def _frame(name: str, lang: Lang) -> str:
    said = {part: escape(sentence(f"cli.kb.picture.{name}.{part}", lang)) for part in ("title", "across", "up")}
    marks = "".join(
        f'<text x="{share * _SIDE}" y="{_SIDE + 16}" text-anchor="middle">{in_per_cent(share, lang)}</text>'
        f'<text x="-6" y="{(1 - share) * _SIDE + 4}" text-anchor="end">{in_per_cent(share, lang)}</text>'
        for share in (0.0, 0.5, 1.0)
    )
    return (
        f'<rect width="{_SIDE}" height="{_SIDE}" fill="none" stroke="#333"/>{marks}'
        f'<text x="{_SIDE / 2}" y="-14" text-anchor="middle" font-weight="bold">{said["title"]}</text>'
        f'<text x="{_SIDE / 2}" y="{_SIDE + 36}" text-anchor="middle">{said["across"]}</text>'
        f'<text transform="translate(-40,{_SIDE / 2}) rotate(-90)" text-anchor="middle">{said["up"]}</text>'
    )
