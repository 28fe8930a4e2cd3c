"""Tables know only what stands below them, belong to their tenant, and leave doing to actions."""

import ast
import inspect
import textwrap
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db.migrations.loader import MigrationLoader
from django.db.models import ForeignKey, Model
from tests.architecture.house import may_point_at

from onlineamt.foundation.tenancy.fields import TenantOwned
from onlineamt.foundation.tenancy.schema import TenantTable

# Tables that carry a tenant but stand outside row-level security, each with its reason.
READ_BEFORE_THE_TENANT_IS_KNOWN = (
    "host names and content versions are what a tenant is found by; public facts only"
)
PUBLIC_FACTS = "what everybody may read on the start page; row-level security would keep search off its index"
OUTSIDE_ROW_LEVEL_SECURITY = {
    "tenant_host": READ_BEFORE_THE_TENANT_IS_KNOWN,
    "content_version": READ_BEFORE_THE_TENANT_IS_KNOWN,
    "org_unit": PUBLIC_FACTS,
    "offering": PUBLIC_FACTS,
    "service_card": PUBLIC_FACTS,
}
DOING = {"save", "delete", "bulk_create", "full_clean"}


def tables() -> list[type[Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("onlineamt.")]


def references(model: type[Model]) -> Iterator[ForeignKey[Model, Model]]:
    yield from (field for field in model._meta.local_fields if isinstance(field, ForeignKey))


def tenant_tables() -> list[type[Model]]:
    return [
        model
        for model in tables()
        if any(field.column == "tenant_id" for field in model._meta.local_fields)
        and model._meta.db_table not in OUTSIDE_ROW_LEVEL_SECURITY
    ]


@pytest.fixture(scope="module")
def protected() -> dict[str, TenantTable]:
    """Every table that a migration puts under its tenant."""
    migrations = MigrationLoader(None, ignore_no_migrations=True).disk_migrations.values()
    operations = [operation for migration in migrations for operation in migration.operations]
    return {operation.table: operation for operation in operations if isinstance(operation, TenantTable)}


class TestReferences:
    def test_no_table_points_at_a_later_stage(self) -> None:
        """String foreign keys bypass imports, so import-linter cannot hold this."""
        wrong = [
            f"{model.__module__}.{model.__name__}.{field.name} → {field.related_model.__module__}"
            for model in tables()
            for field in references(model)
            if not may_point_at(model.__module__, field.related_model.__module__)
        ]

        assert wrong == []

    def test_composite_references_do_not_either(self, protected: dict[str, TenantTable]) -> None:
        module = {model._meta.db_table: model.__module__ for model in tables()}
        wrong = [
            f"{table}.{column} → {target}"
            for table, operation in protected.items()
            for column, target in operation.references.items()
            if not may_point_at(module[table], module[target])
        ]

        assert wrong == []

    @pytest.mark.parametrize(
        ("source", "target", "allowed"),
        [
            ("procedure.applications", "procedure.catalogue", True),
            ("procedure.applications", "procedure.applications", True),
            ("procedure.applications", "foundation.tenancy", True),
            ("facilities.documents", "foundation.organisation", True),
            ("procedure.catalogue", "procedure.applications", False),
            ("foundation.core", "foundation.tenancy", False),
            ("foundation.organisation", "procedure.catalogue", False),
            ("facilities.documents", "facilities.mail", False),
            ("foundation.jobs", "foundation.limits", False),
        ],
    )
    def test_the_order_of_the_rooms_is_understood(self, source: str, target: str, allowed: bool) -> None:
        assert may_point_at(f"onlineamt.{source}.models", f"onlineamt.{target}.models") is allowed


class TestTenants:
    def test_every_table_of_a_tenant_is_put_under_it(self, protected: dict[str, TenantTable]) -> None:
        assert [m._meta.db_table for m in tenant_tables() if m._meta.db_table not in protected] == []

    def test_rows_of_a_tenant_inherit_from_one_class(self) -> None:
        assert [model.__name__ for model in tenant_tables() if not issubclass(model, TenantOwned)] == []

    def test_references_between_tenant_tables_are_composite(self, protected: dict[str, TenantTable]) -> None:
        """A plain foreign key accepts another tenant's row, and its cascade removes it."""
        wrong = []
        for model in tenant_tables():
            table = model._meta.db_table
            for field in references(model):
                target = field.related_model._meta.db_table
                if target not in protected or table not in protected:
                    continue
                if field.db_constraint or protected[table].references.get(field.column) != target:
                    wrong.append(f"{table}.{field.column} → {target}")

        assert wrong == []

    def test_exemptions_name_tables_that_exist(self) -> None:
        assert set(OUTSIDE_ROW_LEVEL_SECURITY) <= {model._meta.db_table for model in tables()}


class TestModels:
    def test_models_do_nothing(self) -> None:
        """What happens when a row is saved is read in an action, not found in an override."""
        wrong = [f"{model.__name__}.{name}" for model in tables() for name in DOING & set(vars(model))]

        assert wrong == []

    def test_properties_of_models_ask_no_database(self) -> None:
        wrong = [
            f"{model.__name__}.{name}"
            for model in tables()
            for name, value in vars(model).items()
            if isinstance(value, property) and value.fget and queries(value.fget)
        ]

        assert wrong == []


def queries(function: object) -> bool:
    """Say whether a function names a manager."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))  # type: ignore[arg-type]
    return any(isinstance(node, ast.Attribute) and node.attr == "objects" for node in ast.walk(tree))
