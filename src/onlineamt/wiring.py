"""Read this file to see how one module sets another in motion: event → handlers, in order, in one transaction."""

from collections.abc import Mapping, Sequence

from onlineamt.foundation.core.events import Event, Handler

HANDLERS: Mapping[type[Event], Sequence[Handler]] = {}
