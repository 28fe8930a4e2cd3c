"""Everything the database holds, as whoever stole it would read it."""

import json
from collections.abc import Callable
from typing import Any

Row = dict[str, str]
Dump = dict[str, list[Row]]

_TABLES = """
SELECT tablename FROM pg_tables WHERE schemaname IN ('public', 'vault') AND tablename <> 'django_migrations'
ORDER BY tablename
"""


def dump(as_role: Callable[[str], Any]) -> Dump:
    """Return every row of every table past row-level security, each column as text and bytes as Latin-1."""
    with as_role("superuser") as connection:
        tables = [name for (name,) in connection.execute(_TABLES).fetchall()]
        return {table: _rows(connection.execute(f'SELECT * FROM "{table}"')) for table in tables}


def _rows(cursor: Any) -> list[Row]:
    names = [column.name for column in cursor.description]
    return sorted(
        ({name: _text(value) for name, value in zip(names, row, strict=True)} for row in cursor.fetchall()),
        key=repr,
    )


def _text(value: Any) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("latin-1")
    return (
        json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, dict | list) else str(value)
    )
