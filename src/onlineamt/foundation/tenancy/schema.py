"""Migration operations that put a table under its tenant: row-level security and composite foreign keys."""

from collections.abc import Mapping
from typing import Any

from django.db.migrations.operations import RunSQL

# Unset means no rows: nullif turns the empty string, which a reset leaves behind, into NULL.
CURRENT_TENANT_SQL = "nullif(current_setting('app.tenant', true), '')::uuid"
POLICY = "of_tenant"
Statements = list[str | tuple[str, dict[str, Any] | list[Any] | tuple[Any, ...] | None]]


class TenantTable(RunSQL):
    """Force row-level security on a table and make its foreign keys composite, so that no row of another tenant fits.

    `references` maps a column to the tenant table it points at; the Django field has `db_constraint=False`.
    `cascade` names the columns whose rows go with what they point at.
    """

    def __init__(
        self, table: str, references: Mapping[str, str] | None = None, cascade: tuple[str, ...] = ()
    ) -> None:
        self.table = table
        self.references = dict(references or {})
        self.cascade = cascade
        super().__init__(sql=self._forwards(), reverse_sql=self._backwards())

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Return what the migration file says."""
        return type(self).__name__, [self.table, self.references, self.cascade], {}

    def _forwards(self) -> Statements:
        return [
            f'ALTER TABLE "{self.table}" ADD CONSTRAINT "{self.table}_tenant_id_key" UNIQUE (tenant_id, id)',
            *(self._add_reference(column, target) for column, target in self.references.items()),
            f'ALTER TABLE "{self.table}" ENABLE ROW LEVEL SECURITY',
            f'ALTER TABLE "{self.table}" FORCE ROW LEVEL SECURITY',
            f'CREATE POLICY {POLICY} ON "{self.table}" USING (tenant_id = (select {CURRENT_TENANT_SQL}))'
            f" WITH CHECK (tenant_id = (select {CURRENT_TENANT_SQL}))",
        ]

    def _backwards(self) -> Statements:
        return [
            f'DROP POLICY {POLICY} ON "{self.table}"',
            f'ALTER TABLE "{self.table}" NO FORCE ROW LEVEL SECURITY',
            f'ALTER TABLE "{self.table}" DISABLE ROW LEVEL SECURITY',
            *(
                f'ALTER TABLE "{self.table}" DROP CONSTRAINT "{self._name(column)}"'
                for column in self.references
            ),
            f'ALTER TABLE "{self.table}" DROP CONSTRAINT "{self.table}_tenant_id_key"',
        ]

    def _add_reference(self, column: str, target: str) -> str:
        on_delete = "CASCADE" if column in self.cascade else "NO ACTION"
        return (
            f'ALTER TABLE "{self.table}" ADD CONSTRAINT "{self._name(column)}" FOREIGN KEY (tenant_id, {column})'
            f' REFERENCES "{target}" (tenant_id, id) ON DELETE {on_delete}'
        )

    def _name(self, column: str) -> str:
        return f"{self.table}_{column}_in_tenant"


class FrozenTable(RunSQL):
    """Refuse changes to rows of a table: what was published or recorded stays as it was.

    `changeable` names the columns an UPDATE may touch. `once` is the condition on the old row from which on it is
    frozen, such as `OLD.submitted_at IS NOT NULL`; without it from the first day. Truncating is always refused.
    """

    def __init__(self, table: str, changeable: tuple[str, ...] = (), once: str = "true") -> None:
        self.table = table
        self.changeable = changeable
        self.once = once
        super().__init__(sql=self._forwards(), reverse_sql=self._backwards())

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Return what the migration file says."""
        return type(self).__name__, [self.table, self.changeable, self.once], {}

    def _forwards(self) -> Statements:
        return self.statements_to_freeze()

    def _backwards(self) -> Statements:
        return self.statements_to_thaw()

    def statements_to_freeze(self) -> Statements:
        """Return the SQL that makes the trigger."""
        kept = " - ".join(["to_jsonb(NEW)", *(f"'{column}'" for column in self.changeable)])
        was = " - ".join(["to_jsonb(OLD)", *(f"'{column}'" for column in self.changeable)])
        return [
            f"""CREATE FUNCTION {self.table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                  IF TG_OP = 'UPDATE' AND (NOT ({self.once}) OR {kept} = {was}) THEN RETURN NEW; END IF;
                  IF TG_OP = 'DELETE' AND NOT ({self.once}) THEN RETURN OLD; END IF;
                  RAISE EXCEPTION '% of {self.table} is refused: its rows are frozen', TG_OP
                    USING ERRCODE = 'integrity_constraint_violation';
                END $$""",
            f'CREATE TRIGGER {self.table}_frozen_rows BEFORE UPDATE OR DELETE ON "{self.table}"'
            f" FOR EACH ROW EXECUTE FUNCTION {self.table}_refuse()",
            f'CREATE TRIGGER {self.table}_frozen_table BEFORE TRUNCATE ON "{self.table}"'
            f" FOR EACH STATEMENT EXECUTE FUNCTION {self.table}_refuse()",
        ]

    def statements_to_thaw(self) -> Statements:
        """Return the SQL that takes the trigger away."""
        return [
            f'DROP TRIGGER {self.table}_frozen_table ON "{self.table}"',
            f'DROP TRIGGER {self.table}_frozen_rows ON "{self.table}"',
            f"DROP FUNCTION {self.table}_refuse()",
        ]


class FrozenUntilErased(RunSQL):
    """Let rows of a frozen table go once the key of their subject is destroyed; before that they stay frozen as they were.

    `changeable` and `once` are those of the `FrozenTable` it loosens; `subject` is the column that names the subject.
    """

    def __init__(
        self, table: str, subject: str, changeable: tuple[str, ...] = (), once: str = "true"
    ) -> None:
        self.table = table
        self.subject = subject
        self.changeable = changeable
        self.once = once
        key = f"SELECT 1 FROM vault.subject_key WHERE tenant_id = OLD.tenant_id AND id = OLD.{subject}"  # noqa: S608 -- a migration's own column
        before = FrozenTable(table, changeable, once)
        after = FrozenTable(table, changeable, f"({once}) AND EXISTS ({key})")
        super().__init__(
            sql=[*before.statements_to_thaw(), *after.statements_to_freeze()],
            reverse_sql=[*after.statements_to_thaw(), *before.statements_to_freeze()],
        )

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Return what the migration file says."""
        return type(self).__name__, [self.table, self.subject, self.changeable, self.once], {}
