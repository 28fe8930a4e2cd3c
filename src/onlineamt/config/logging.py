"""How the portal writes its log: one line per event, JSON in production, and no personal data."""

import logging.config
import sys
import traceback
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

# Only names and numbers of ours are logged. A value a person has typed never is: no path, no query, no body.
_SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def configure_logging(*, as_json: bool) -> None:
    """Set up structlog and the standard library's logging to write the same lines."""
    logging.config.dictConfig(logging_config(as_json=as_json))
    structlog.configure(
        processors=[
            *_SHARED,
            _trace_formatter(as_json=as_json),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=True,
    )


def logging_config(*, as_json: bool) -> dict[str, Any]:
    """Return the configuration for logging.config.dictConfig; granian and procrastinate write through it as well."""
    renderer: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": [*_SHARED, _trace_formatter(as_json=as_json)],
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
            }
        },
        "handlers": {
            "console": {"class": "onlineamt.config.log_handler.NeverWaitingHandler", "formatter": "line"}
        },
        "root": {"handlers": ["console"], "level": "INFO"},
        "loggers": {
            # Procrastinate names the arguments of a job at INFO; ids of ours, but nothing a log needs.
            "procrastinate": {"level": "WARNING"},
            "django.request": {
                "level": "CRITICAL"
            },  # names the path; the entrance logs faults in its own words
            "fontTools": {"level": "WARNING"},
        },
    }


def trace_without_words(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Replace an exception by its type and the places it passed: its message may quote what a person typed."""
    failure = event.pop("exc_info", None)
    if failure is True:
        failure = sys.exc_info()[1]
    elif isinstance(failure, tuple):
        failure = failure[1]
    if isinstance(failure, BaseException):
        event["exception"] = [
            line
            for cause in _causes(failure)
            for line in (_type_name(cause), *map(_place, traceback.extract_tb(cause.__traceback__)))
        ]
    return event


def _trace_formatter(*, as_json: bool) -> Processor:
    return trace_without_words if as_json else structlog.processors.format_exc_info


def _causes(failure: BaseException) -> list[BaseException]:
    """Return the exception and what it came from, first cause first."""
    chain: list[BaseException] = []
    current: BaseException | None = failure
    while current is not None and current not in chain:
        chain.append(current)
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return chain[::-1]


def _type_name(failure: BaseException) -> str:
    return f"{type(failure).__module__}.{type(failure).__qualname__}"


def _place(frame: traceback.FrameSummary) -> str:
    return f"  {frame.filename}:{frame.lineno} {frame.name}"
