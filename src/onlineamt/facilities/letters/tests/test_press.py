import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from onlineamt.facilities.letters.errors import LetterCannotBeSet
from onlineamt.facilities.letters.press import LetterPress, SetLetter
from onlineamt.facilities.letters.procedure_letter import frame_of, render_letter
from onlineamt.facilities.letters.tests.procedure_letters import BODY, LETTER, make_letter
from onlineamt.facilities.letters.tests.reading import text_of

HEAD = '#let subject = "Bescheid"\n'


@pytest.fixture
def impatient() -> Iterator[LetterPress]:
    """A press of its own that waits only a second."""
    press = LetterPress(processor_seconds=1)
    yield press
    press.close()


def letter_of(body: str) -> SetLetter:
    frame = frame_of(make_letter(), is_draft=False)
    return SetLetter(
        main="letter",
        bodies={"bescheid": HEAD + body},
        inputs={"content": {}, "letter": {**frame, "has_replacements": False}},
        format="pdf",
    )


def render(body: str, **more: str) -> bytes:
    return render_letter(make_letter(bodies={"bescheid": HEAD + body, **more}))


class TestLetterPress:
    @pytest.mark.parametrize(
        "body",
        [
            '#read("/etc/passwd")',
            '#read("../../../../../../etc/passwd")',
            '#import "/../../x.typ": *',
            '#import "fehlt.typ": *',
            '#image("/etc/hostname")',
        ],
    )
    def test_reads_no_file_outside(self, body: str) -> None:
        with pytest.raises(LetterCannotBeSet):
            render(body)

    @pytest.mark.parametrize(
        "body",
        ['#import "@preview/cetz:0.3.1": *', '#let from = "@pre" + "view/cetz:0.3.1"\n#import from: *'],
    )
    def test_loads_no_package_from_the_network(self, body: str) -> None:
        with pytest.raises(LetterCannotBeSet):
            render(body)

    def test_lets_a_letter_import_what_its_package_brings(self) -> None:
        assert "Baustein" in text_of(render('#import "teil.typ": *\n#teil', teil="#let teil = [Baustein]"))

    def test_says_in_which_file_and_line_the_fault_is(self) -> None:
        with pytest.raises(LetterCannotBeSet) as caught:
            render("Gut.\n#schlecht")

        assert (caught.value.file, caught.value.line) == ("letters/bescheid.typ", 3)
        assert "schlecht" in caught.value.reason

    def test_says_that_a_letter_has_no_subject(self) -> None:
        with pytest.raises(LetterCannotBeSet, match="subject"):
            render_letter(make_letter(bodies={"bescheid": "Text"}))

    @pytest.mark.parametrize(
        "body",
        [
            "#for i in range(9000) { for j in range(9000) { let x = str(i * j) } }",
            "#for i in range(60000) { pagebreak(); [Seite] }",
        ],
    )
    def test_ends_a_letter_that_never_ends_and_goes_on_with_the_next(
        self, impatient: LetterPress, body: str
    ) -> None:
        start = time.monotonic()

        with pytest.raises(LetterCannotBeSet, match="Zeit oder Speicher"):
            impatient.set(letter_of(body))

        assert time.monotonic() - start < 10
        assert impatient.set(letter_of("Gut.")).startswith(b"%PDF")

    def test_ends_a_letter_that_wants_all_memory(self, impatient: LetterPress) -> None:
        with pytest.raises(LetterCannotBeSet):
            impatient.set(
                letter_of('#let a = "x" * 100000000\n#let b = range(40).map(i => a + str(i))\n#b.len()')
            )

        assert impatient.set(letter_of("Gut.")).startswith(b"%PDF")

    def test_sets_a_letter_once_more_when_its_program_is_killed(self, impatient: LetterPress) -> None:
        impatient.set(letter_of("Eins."))
        program = impatient.program_id
        assert program is not None
        os.kill(program, signal.SIGSTOP)  # it is given the letter, and killed before it says anything
        killing = threading.Timer(0.2, os.kill, (program, signal.SIGKILL))
        killing.start()
        assert "Zwei." in text_of(impatient.set(letter_of("Zwei.")))
        assert impatient.program_id != program

    def test_takes_no_half_of_a_letter_for_the_whole(
        self, impatient: LetterPress, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        cut = """import sys; sys.stdin.readline(); print('{"size": 9}', flush=True); print('half', end='')"""
        monkeypatch.setattr(
            LetterPress,
            "_start",
            lambda self, folder: subprocess.Popen(
                [sys.executable, "-c", cut], stdin=subprocess.PIPE, stdout=subprocess.PIPE
            ),
        )
        with pytest.raises(LetterCannotBeSet):
            impatient.set(letter_of("Eins."))

    def test_has_no_network(self, impatient: LetterPress) -> None:
        if subprocess.run(["unshare", "--map-root-user", "--net", "true"], check=False).returncode != 0:
            pytest.skip("this machine lets no process give up its network")
        impatient.set(letter_of("Gut."))
        assert impatient.program_id is not None
        interfaces = Path(f"/proc/{impatient.program_id}/net/dev").read_text().splitlines()[2:]

        assert [line.split(":")[0].strip() for line in interfaces] == ["lo"]

    def test_keeps_letters_of_many_threads_apart(self) -> None:
        def render_for(number: int) -> bool:
            content = {**LETTER.content, "name": f"Person-{number}-Ende"}
            return f"Person-{number}-Ende" in text_of(render_letter(replace(LETTER, content=content)))

        with ThreadPoolExecutor(8) as threads:
            assert all(threads.map(render_for, range(24)))

    def test_outlives_the_thread_that_began(self) -> None:
        beginner = threading.Thread(target=lambda: render_letter(make_letter()))
        beginner.start()
        beginner.join()

        assert render_letter(make_letter()).startswith(b"%PDF")

    def test_leaves_no_secret_to_a_letter(self) -> None:
        environment = Path("/proc/self/environ")
        with pytest.raises(LetterCannotBeSet):
            render(f'#read("{environment}")')

    def test_keeps_two_versions_of_a_body_apart(self) -> None:
        other = {"bescheid": BODY.replace("Hundesteuerbescheid", "Neuer Bescheid")}

        assert "Neuer Bescheid" in text_of(render_letter(make_letter(bodies=other)))
        assert "Neuer Bescheid" not in text_of(render_letter(make_letter()))
