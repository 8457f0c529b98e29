"""Logs: one structured line a fact on standard error, ids and never contents."""

import logging
import sys

import structlog


def configure_logging(level: int = logging.INFO) -> None:
    """One JSON object a line, with time and level."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.dict_tracebacks,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
    )
