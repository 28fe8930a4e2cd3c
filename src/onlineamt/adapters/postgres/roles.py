"""The four roles and what each may do; for the launcher and, as SQL, for the administrator of a production server."""

from collections.abc import Mapping

from psycopg import sql

OWNER, WEB, MAINTENANCE = "onlineamt_owner", "onlineamt_web", "onlineamt_maintenance"
ROLES = {
    OWNER: "NOBYPASSRLS",  # migrates
    WEB: "NOBYPASSRLS",  # serves
    MAINTENANCE: "BYPASSRLS",  # backup, restore, sweeps over all tenants
}
EXTENSIONS = ("pg_trgm", "unaccent", "btree_gist")


def role_statements(passwords: Mapping[str, str]) -> list[sql.Composed]:
    """Return the statements that make the roles or give them new passwords; to be run as superuser, anywhere."""
    statements = []
    for role, bypass in ROLES.items():
        name, literal = sql.Identifier(role), sql.Literal(role)
        statements += [
            sql.SQL(
                "DO $do$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = {}) THEN CREATE ROLE {}; END IF; END $do$"
            ).format(literal, name),
            sql.SQL("ALTER ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE {} PASSWORD {}").format(
                name, sql.SQL(bypass), sql.Literal(passwords[role])
            ),
            sql.SQL("ALTER ROLE {} SET search_path TO public, vault").format(name),
        ]
    return statements


def database_statements() -> list[sql.Composed]:
    """Return the statements that prepare the empty database; to be run in it as superuser, before any migration.

    Rights come by default privileges, so that tables of libraries have them too. The web role may not TRUNCATE.
    """
    owner, web, maintenance = sql.Identifier(OWNER), sql.Identifier(WEB), sql.Identifier(MAINTENANCE)
    plain = [
        *(f"CREATE EXTENSION IF NOT EXISTS {extension}" for extension in EXTENSIONS),
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
    ]
    composed = [
        "ALTER SCHEMA public OWNER TO {owner}",
        "CREATE SCHEMA IF NOT EXISTS vault AUTHORIZATION {owner}",
        "GRANT USAGE ON SCHEMA public, vault TO {web}, {maintenance}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {web}, {maintenance}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT TRUNCATE ON TABLES TO {maintenance}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT USAGE, SELECT ON SEQUENCES TO {web}, {maintenance}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT EXECUTE ON FUNCTIONS TO {web}, {maintenance}",
        "ALTER ROLE {web} SET statement_timeout TO '15s'",
        "ALTER ROLE {web} SET idle_in_transaction_session_timeout TO '60s'",
    ]
    return [sql.Composed([sql.SQL(text)]) for text in plain] + [
        sql.SQL(text).format(owner=owner, web=web, maintenance=maintenance) for text in composed
    ]
