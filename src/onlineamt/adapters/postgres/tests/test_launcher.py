"""The launcher against every trap that was met: root, stale notes, killed parents, two at once."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from onlineamt.adapters.postgres import places
from onlineamt.adapters.postgres.errors import ClusterFailed
from onlineamt.adapters.postgres.launcher import Cluster

HOLD = """
import os, sys, time
from pathlib import Path
from onlineamt.adapters.postgres import launcher, places
places.OTHER_HOMES = Path(os.environ["ONLINEAMT_TEST_HOMES"])
cluster = launcher.Cluster(Path(sys.argv[1]), durable=False)
urls = cluster.start()
print(cluster.process_id, urls.owner, flush=True)
time.sleep(60)
"""


def is_alive(process_id: int) -> bool:
    try:
        return b"postgres" in Path(f"/proc/{process_id}/cmdline").read_bytes()
    except OSError:
        return False


@pytest.fixture(autouse=True)
def homes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Keep the homes of root's servers apart, and remove them."""
    folder = Path(tempfile.mkdtemp(prefix="oa-homes-"))
    folder.chmod(0o755)
    monkeypatch.setattr(places, "OTHER_HOMES", folder)
    monkeypatch.setenv("ONLINEAMT_TEST_HOMES", str(folder))
    yield
    shutil.rmtree(folder, ignore_errors=True)


def wait_until(condition: object, seconds: float = 15) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():  # type: ignore[operator]
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def held(tmp_path: Path) -> tuple[subprocess.Popen[str], int, str]:
    """Return a process that holds a running cluster, the server's process id, and the owner's address."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path / "db")], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    server, url = process.stdout.readline().split()
    yield process, int(server), url  # type: ignore[misc]
    process.kill()
    process.wait()
    wait_until(lambda: not is_alive(int(server)))


class TestCluster:
    def test_keeps_its_data_between_two_starts(self, tmp_path: Path) -> None:
        with Cluster(tmp_path / "db", durable=False) as urls, psycopg.connect(urls.owner) as connection:
            connection.execute("CREATE TABLE dog (name text)")
            connection.execute("INSERT INTO dog VALUES ('Waldi')")
        with Cluster(tmp_path / "db", durable=False) as urls, psycopg.connect(urls.web) as connection:
            assert connection.execute("SELECT name FROM dog").fetchone() == ("Waldi",)

    def test_asks_everybody_for_a_password(self, tmp_path: Path) -> None:
        with Cluster(tmp_path / "db", durable=False) as urls:
            user, _, rest = urls.web.removeprefix("postgresql://").partition(":")
            without = f"postgresql://{user}:wrong@{rest.partition('@')[2]}"
            with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
                psycopg.connect(without)

    def test_listens_on_no_network(self, tmp_path: Path) -> None:
        with Cluster(tmp_path / "db", durable=False) as urls, psycopg.connect(urls.superuser) as connection:
            assert connection.execute("SHOW listen_addresses").fetchone() == ("",)

    def test_never_runs_as_root(self, tmp_path: Path) -> None:
        cluster = Cluster(tmp_path / "db", durable=False)
        cluster.start()
        try:
            assert Path(f"/proc/{cluster.process_id}").stat().st_uid != 0
        finally:
            cluster.stop()

    def test_gives_each_role_its_rights_and_no_more(self, tmp_path: Path) -> None:
        with Cluster(tmp_path / "db", durable=False) as urls, psycopg.connect(urls.superuser) as connection:
            roles = connection.execute(
                "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname ~ '^onlineamt' ORDER BY 1"
            ).fetchall()
            assert roles == [
                ("onlineamt_maintenance", False, True, False),
                ("onlineamt_owner", False, False, False),
                ("onlineamt_web", False, False, False),
            ]

    def test_starts_beside_a_stale_note_of_a_dead_server(self, tmp_path: Path) -> None:
        cluster = Cluster(tmp_path / "db", durable=False)
        cluster.start()
        cluster.stop()
        (cluster.home / "data" / "postmaster.pid").write_text("999999\n")
        with Cluster(tmp_path / "db", durable=False) as urls:
            psycopg.connect(urls.web).close()

    def test_leaves_a_stranger_alone_whose_number_stands_in_an_old_note(self, tmp_path: Path) -> None:
        cluster = Cluster(tmp_path / "db", durable=False)
        cluster.start()
        cluster.stop()
        with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)", "postgres"]) as stranger:
            (cluster.home / "data" / "postmaster.pid").write_text(f"{stranger.pid}\n")
            with Cluster(tmp_path / "db", durable=False) as urls:
                psycopg.connect(urls.web).close()
            assert stranger.poll() is None
            stranger.kill()

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root's server moves to a place of its own")
    def test_refuses_a_place_that_somebody_has_prepared(self, tmp_path: Path) -> None:
        tmp_path.chmod(0o700)
        (tmp_path / "treasure").mkdir()
        cluster = Cluster(tmp_path / "db", durable=False)
        place = places.OTHER_HOMES / f"onlineamt-{places.short_hash(str(tmp_path / 'db'))}"
        place.symlink_to(tmp_path / "treasure")
        with pytest.raises(ClusterFailed, match="gehört jemand anderem"):
            cluster.start()
        assert (tmp_path / "treasure").stat().st_uid == 0

    def test_takes_up_a_long_folder_name(self, tmp_path: Path) -> None:
        with Cluster(tmp_path / ("x" * 120), durable=False) as urls:
            psycopg.connect(urls.web).close()

    def test_says_so_when_one_runs_already(self, tmp_path: Path) -> None:
        with (
            Cluster(tmp_path / "db", durable=False),
            pytest.raises(ClusterFailed, match="läuft schon ein Online-Amt"),
        ):
            Cluster(tmp_path / "db", durable=False).start()

    def test_says_so_when_the_disk_is_full(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(*_: object, **__: object) -> None:
            raise OSError(28, "Auf dem Gerät ist kein Speicherplatz mehr verfügbar")

        monkeypatch.setattr(Path, "mkdir", full)
        with pytest.raises(ClusterFailed, match="Schaffen Sie Platz"):
            Cluster(tmp_path / "db", durable=False).start()

    def test_can_be_removed_without_a_trace_and_made_anew(self, tmp_path: Path) -> None:
        tmp_path.chmod(0o700)  # root's server must live elsewhere
        cluster = Cluster(tmp_path / "db", durable=False)
        cluster.start()
        cluster.remove()
        assert not cluster.home.exists()
        assert not (tmp_path / "db").exists()
        with Cluster(tmp_path / "db", durable=False) as urls:
            psycopg.connect(urls.web).close()

    def test_is_not_removed_while_it_runs(self, tmp_path: Path) -> None:
        with Cluster(tmp_path / "db", durable=False) as urls:
            with pytest.raises(ClusterFailed, match="läuft schon"):
                Cluster(tmp_path / "db").remove()
            psycopg.connect(urls.web).close()

    def test_makes_itself_anew_after_a_start_that_was_cut_short(self, tmp_path: Path) -> None:
        with Cluster(tmp_path / "db", durable=False):
            pass
        (tmp_path / "db" / "prepared").unlink()
        with Cluster(tmp_path / "db", durable=False) as urls:
            psycopg.connect(urls.web).close()

    def test_does_not_guess_when_its_passwords_are_gone(self, tmp_path: Path) -> None:
        with Cluster(tmp_path / "db", durable=False):
            pass
        (tmp_path / "db" / "passwords.json").unlink()
        with pytest.raises(ClusterFailed, match="beginnen Sie mit „bin/demo --fresh“ von vorn"):
            Cluster(tmp_path / "db", durable=False).start()


class TestAKilledLauncher:
    def test_takes_its_server_along(self, held: tuple[subprocess.Popen[str], int, str]) -> None:
        process, server, _ = held
        assert is_alive(server)
        process.kill()
        assert wait_until(lambda: not is_alive(server))

    def test_can_be_started_again_at_once(
        self, held: tuple[subprocess.Popen[str], int, str], tmp_path: Path
    ) -> None:
        process, _, _ = held
        process.kill()
        process.wait()
        with Cluster(tmp_path / "db", durable=False) as urls:
            psycopg.connect(urls.web).close()


class TestAKilledServer:
    def test_loses_nothing_that_was_committed(
        self, held: tuple[subprocess.Popen[str], int, str], tmp_path: Path
    ) -> None:
        process, server, url = held
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE TABLE dog (name text)")
            connection.execute("SET synchronous_commit = on")
            connection.execute("INSERT INTO dog VALUES ('Waldi')")
        os.kill(server, signal.SIGKILL)
        process.kill()
        process.wait()
        with Cluster(tmp_path / "db", durable=False) as urls, psycopg.connect(urls.owner) as connection:
            assert connection.execute("SELECT name FROM dog").fetchone() == ("Waldi",)


class TestStartAgain:
    def test_brings_back_a_killed_server_with_everything_that_was_committed(self, tmp_path: Path) -> None:
        cluster = Cluster(tmp_path / "cluster")
        with cluster as urls:
            with psycopg.connect(urls.superuser) as connection:
                connection.execute("CREATE TABLE promise AS SELECT 1 AS kept")
            killed = cluster.process_id
            assert killed is not None
            assert not cluster.has_ended()
            os.kill(killed, signal.SIGKILL)
            assert wait_until(cluster.has_ended)

            assert wait_until(lambda: _answers_again(cluster, urls.superuser), 30)

            assert cluster.process_id != killed
            with psycopg.connect(urls.superuser) as connection:
                assert connection.execute("SELECT kept FROM promise").fetchone() == (1,)

    def test_is_not_asked_for_after_a_server_was_stopped(self, tmp_path: Path) -> None:
        cluster = Cluster(tmp_path / "cluster", durable=False)
        cluster.start()
        cluster.stop()
        assert not cluster.has_ended()


class TestConnectionUrls:
    def test_are_those_of_the_program_that_started_it(self, tmp_path: Path) -> None:
        with Cluster(tmp_path / "cluster", durable=False) as urls:
            assert Cluster(tmp_path / "cluster").connection_urls() == urls


def _answers_again(cluster: Cluster, url: str) -> bool:
    """Start the server as often as it ends: the children of a killed one may still hold its memory."""
    if cluster.has_ended():
        cluster.start_again()
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True
