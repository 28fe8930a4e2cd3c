"""Schreibt das SQL, mit dem ein Administrator Rollen und Datenbank anlegt: onlineamt roles [--host RECHNER:PORT]"""

import argparse
import secrets
from collections.abc import Sequence

DATABASE = "onlineamt"
_HEAD = """\
-- Rollen und Datenbank des Online-Amts. Als Superuser ausführen: psql -v ON_ERROR_STOP=1 -f DIESE_DATEI
-- Ein zweites Mal ausgeführt, gibt es den Rollen die neuen Passwörter. Danach gehören in die Umgebung des Portals:
"""
_CREATE_DATABASE = """\
SELECT 'CREATE DATABASE onlineamt OWNER onlineamt_owner TEMPLATE template0 ENCODING ''UTF8'' LOCALE ''C.UTF-8'''
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'onlineamt') \\gexec
\\connect onlineamt"""


def run(arguments: Sequence[str]) -> int:
    """Print the statements with fresh passwords, and the variables that fit them."""
    parser = argparse.ArgumentParser(prog="onlineamt roles", description=__doc__)
    parser.add_argument("--host", default="localhost:5432", metavar="RECHNER:PORT")
    options = parser.parse_args(arguments)
    from onlineamt.adapters.postgres.roles import (
        MAINTENANCE,
        OWNER,
        WEB,
        database_statements,
        role_statements,
    )

    passwords = {role: secrets.token_hex(24) for role in (WEB, OWNER, MAINTENANCE)}
    variables = {
        "DATABASE_URL": WEB,
        "DATABASE_OWNER_URL": OWNER,
        "DATABASE_MAINTENANCE_URL": MAINTENANCE,
    }
    print(_HEAD, end="")
    for name, role in variables.items():
        print(f"--   {name}=postgresql://{role}:{passwords[role]}@{options.host}/{DATABASE}")
    print()
    for statement in role_statements(passwords):
        print(f"{statement.as_string()};")
    print(_CREATE_DATABASE)
    for statement in database_statements():
        print(f"{statement.as_string()};")
    return 0
