"""What a reader says about a FIM file: remarks that let it pass, errors that refuse it, all with their line."""

from collections.abc import Iterable

from onlineamt.packages.findings import Finding, Level, Place

MOST_SAID = 500


class FimRefused(ValueError):
    """A file that cannot be read, with everything that is wrong with it as far as it is worth saying."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(map(str, self.findings)))


class Notes:
    """Collects remarks and errors about one file while it is read."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._remarks: list[Finding] = []
        self._errors: list[Finding] = []
        self._unsaid = 0
        self._within: list[str] = []  # ids of the elements that are being read

    def enter(self, subject: str) -> None:
        """Say that what is said from now on is about an element: many files are one line, where lines do not help."""
        self._within.append(subject)

    def leave(self) -> None:
        """Return to what was spoken of before."""
        self._within.pop()

    def remark(self, place: Place, rule: str, message: str, mend: str) -> None:
        """Note what the file leaves open, and what was made of it."""
        self._add(self._remarks, self._finding(place, rule, Level.WARNING, message, mend))

    def error(self, place: Place, rule: str, message: str, mend: str) -> None:
        """Note what leaves the file without meaning; reading goes on, to say more at once."""
        self._add(self._errors, self._finding(place, rule, Level.ERROR, message, mend))

    def refuse(self, place: Place, rule: str, message: str, mend: str) -> FimRefused:
        """Return the refusal for something that ends the reading at once."""
        self.error(place, rule, message, mend)
        return self.refusal()

    def refusal(self) -> FimRefused:
        """Return the refusal for the errors so far, in the order of the file."""
        return FimRefused(self._in_order(self._errors))

    def remarks(self) -> tuple[Finding, ...]:
        """Return the remarks in the order of the file. Raises FimRefused where there are errors."""
        if self._errors:
            raise self.refusal()
        return self._in_order(self._remarks)

    def _in_order(self, findings: list[Finding]) -> tuple[Finding, ...]:
        said = sorted(findings, key=_place)
        if len(findings) == MOST_SAID and self._unsaid:
            self._within.clear()
            said.append(
                self._finding(
                    Place(said[-1].line, said[-1].column),
                    "fim.more",
                    said[-1].level,
                    f"{self._unsaid} weitere Stellen dieser Datei sind hier nicht genannt.",
                    "Berichtigen Sie zuerst die genannten, und lesen Sie die Datei dann noch einmal ein.",
                )
            )
        return tuple(said)

    def _add(self, to: list[Finding], finding: Finding) -> None:
        if len(to) < MOST_SAID:
            to.append(finding)
        else:
            self._unsaid += 1

    def _finding(self, place: Place, rule: str, level: Level, message: str, mend: str) -> Finding:
        subject = next((one for one in reversed(self._within) if one), "")
        return Finding(
            file=self.file,
            line=place.line,
            column=place.column,
            rule=rule,
            level=level,
            message=f"{shown(subject)}: {message}" if subject else message,
            mend=mend,
        )


def _place(finding: Finding) -> tuple[int, int]:
    return finding.line, finding.column


def shown(text: str, longest: int = 80) -> str:
    """Return a text of the file for a sentence: on one line and not too long."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"
