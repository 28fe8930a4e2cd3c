import re
from dataclasses import replace
from pathlib import Path

import pytest

from onlineamt.adapters.files_folder import FolderStore
from onlineamt.adapters.s3 import S3Store
from onlineamt.config.env import WrongSetting, database_parameters, read_env
from onlineamt.config.file_store import file_store_of

SETTINGS = Path(__file__).resolve().parents[4] / "docs" / "operations" / "settings.md"
PRODUCTION = {
    "DATABASE_URL": "postgresql://onlineamt_web:secret@db.example/onlineamt",
    "ONLINEAMT_SECRET_KEY": "x" * 50,
    "ONLINEAMT_SMTP_URL": "smtps://post:secret@mail.example",
    "ONLINEAMT_MAIL_FROM": "online-amt@musterstadt.example",
    "ONLINEAMT_SEAL_NAME": "Stadt Musterstadt",
}


class Recorder(dict[str, str]):
    """An environment that notes which variables are asked for."""

    def get(self, name: str, default: str | None = None) -> str | None:  # type: ignore[override]
        self.asked = {*getattr(self, "asked", set()), name}
        return super().get(name, default)


class TestReadEnv:
    def test_is_in_production_unless_told_otherwise(self) -> None:
        assert read_env(PRODUCTION).is_production

    def test_needs_nothing_for_a_demonstration(self) -> None:
        assert not read_env({"ONLINEAMT_MODE": "demo"}).is_production

    @pytest.mark.parametrize("name", PRODUCTION)
    def test_names_what_production_lacks(self, name: str) -> None:
        incomplete = {key: value for key, value in PRODUCTION.items() if key != name}
        with pytest.raises(WrongSetting, match=f"^{name} fehlt"):
            read_env(incomplete)

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("ONLINEAMT_MODE", "live"),
            ("DATABASE_URL", "mysql://db.example/onlineamt"),
            ("ONLINEAMT_SECRET_KEY", "short"),
            ("ONLINEAMT_SMTP_URL", "mail.example"),
            ("ONLINEAMT_ADDRESS", "localhost"),
            ("ONLINEAMT_PORT", "65536"),
            ("ONLINEAMT_PORT", "acht"),
            ("ONLINEAMT_WEB_PROCESSES", "0"),
            ("ONLINEAMT_PROXIES", "-1"),
            ("ONLINEAMT_LOG_JSON", "true"),
            ("ONLINEAMT_FILES_URL", "https://s3.example/akten"),
            ("ONLINEAMT_FILES_URL", "s3:///akten"),
            ("ONLINEAMT_FILES_URL", "s3://akten?endpoint=s3.example"),
            ("ONLINEAMT_FILES_URL", "s3://akten?endpiont=https://s3.example"),
            ("ONLINEAMT_CLAMAV_URL", "/run/clamav/clamd.ctl"),
            ("ONLINEAMT_CLAMAV_URL", "tcp://:3310"),
        ],
    )
    def test_names_what_is_wrong(self, name: str, value: str) -> None:
        with pytest.raises(WrongSetting, match=f"^{name} ist falsch"):
            read_env({**PRODUCTION, name: value})

    @pytest.mark.parametrize("name", ["ONLINEAMT_FILES_ACCESS_KEY", "ONLINEAMT_FILES_SECRET_KEY"])
    def test_needs_both_keys_of_a_store(self, name: str) -> None:
        store = {
            "ONLINEAMT_FILES_URL": "s3://akten/portal?endpoint=https://s3.example&region=eu",
            "ONLINEAMT_FILES_ACCESS_KEY": "name",
            "ONLINEAMT_FILES_SECRET_KEY": "geheim",
        }
        assert read_env({**PRODUCTION, **store}).files_url == store["ONLINEAMT_FILES_URL"]
        with pytest.raises(WrongSetting, match=f"^{name} fehlt"):
            read_env({**PRODUCTION, **{key: value for key, value in store.items() if key != name}})

    def test_does_not_repeat_a_secret(self) -> None:
        with pytest.raises(WrongSetting) as caught:
            read_env({**PRODUCTION, "ONLINEAMT_SECRET_KEY": "geheim"})
        assert "geheim" not in str(caught.value)

    def test_asks_for_the_variables_that_the_manual_names_and_no_others(self) -> None:
        environ = Recorder(PRODUCTION)
        read_env(environ)
        named = re.findall(r"^\|(.*?)\|", SETTINGS.read_text(encoding="utf-8"), re.MULTILINE)
        assert {name for cell in named for name in re.findall(r"`([A-Z_]+)`", cell)} == environ.asked


class TestFileStoreOf:
    def test_is_a_folder_unless_a_bucket_is_named(self, tmp_path: Path) -> None:
        env = replace(read_env(PRODUCTION), data=tmp_path)

        assert isinstance(file_store_of(env), FolderStore)
        assert isinstance(file_store_of(replace(env, files_url="s3://akten")), S3Store)


class TestDatabaseParameters:
    def test_reads_a_server_elsewhere(self) -> None:
        assert database_parameters("postgresql://web:p%40ss@db.example:5433/onlineamt") == {
            "NAME": "onlineamt",
            "USER": "web",
            "PASSWORD": "p@ss",
            "HOST": "db.example",
            "PORT": 5433,
        }

    def test_reads_a_socket_folder(self) -> None:
        parameters = database_parameters("postgresql://web:x@/onlineamt?host=%2Frun%2Fpostgresql")
        assert parameters["HOST"] == "/run/postgresql"
