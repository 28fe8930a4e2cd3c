"""How hard the attacks try."""

import os

from hypothesis import HealthCheck, Phase, settings

# ONLINEAMT_HOSTILE=20 tries twenty times as much as `bin/test` does, and something else each time.
TIMES = int(os.environ.get("ONLINEAMT_HOSTILE", "1"))


def tries(count: int) -> settings:
    """Return the settings of an attack that `bin/test` makes so often, the same ones each time."""
    return settings(
        max_examples=count * TIMES,
        derandomize=TIMES == 1,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.generate, Phase.shrink),
        print_blob=True,
    )
