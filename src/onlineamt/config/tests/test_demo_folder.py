"""Commands typed beside a running demonstration speak with it, and only where nothing else is set."""

from pathlib import Path

from onlineamt.config.demo_folder import RUNNING, DemoFolder, join_demonstration

SETTINGS = {"ONLINEAMT_MODE": "demo", "DATABASE_URL": "postgresql://web@/onlineamt"}


def running(path: Path) -> DemoFolder:
    folder = DemoFolder(path)
    folder.open()
    folder.tell_commands(SETTINGS)
    return folder


class TestACommandBesideTheDemonstration:
    def test_takes_its_settings(self, tmp_path: Path) -> None:
        running(tmp_path)
        environ = {"ONLINEAMT_DATA": str(tmp_path)}
        join_demonstration(environ)
        assert environ == {"ONLINEAMT_DATA": str(tmp_path), **SETTINGS}

    def test_keeps_settings_of_its_own(self, tmp_path: Path) -> None:
        running(tmp_path)
        environ = {"ONLINEAMT_DATA": str(tmp_path), "DATABASE_URL": "postgresql://x@/town"}
        join_demonstration(environ)
        assert environ["DATABASE_URL"] == "postgresql://x@/town" and "ONLINEAMT_MODE" not in environ

    def test_finds_nothing_when_it_has_ended(self, tmp_path: Path) -> None:
        running(tmp_path).end_telling()
        environ = {"ONLINEAMT_DATA": str(tmp_path)}
        join_demonstration(environ)
        assert "DATABASE_URL" not in environ

    def test_nobody_else_reads_them(self, tmp_path: Path) -> None:
        running(tmp_path)
        assert (tmp_path / RUNNING).stat().st_mode & 0o077 == 0
