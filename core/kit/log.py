"""structlog, set up once: one line per rpc with the facts, text for people or JSON for machines, no secrets."""

from __future__ import annotations

import logging
import sys
from typing import Any

import structlog

LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}


def set_up(*, log_format: str = "text", level: str = "info") -> None:
    """Send structlog and the standard library's loggers to stderr in one form."""
    number = LEVELS.get(level, logging.INFO)
    form = "%(levelname)s %(name)s %(message)s"
    logging.basicConfig(stream=sys.stderr, level=max(number, logging.WARNING), format=form)
    json_form = log_format == "json"
    renderer: Any = structlog.processors.JSONRenderer(ensure_ascii=False)
    if not json_form:
        # Never the rich formatter: it prints local variables, and passwords are among them.
        plain = structlog.dev.plain_traceback
        renderer = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), sort_keys=False, exception_formatter=plain)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.StackInfoRenderer(),
            *([structlog.processors.format_exc_info] if json_form else []),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def get(name: str) -> Any:
    """A logger bound to a slice's name."""
    return structlog.get_logger(slice=name)
