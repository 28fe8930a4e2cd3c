"""The list of a batch: as a table for programs, and as a page to tick off."""

import csv
import unicodedata
from html import escape
from io import StringIO

from onlineamt.facilities.post.values import PrintJob
from onlineamt.foundation.core.formats import show_date

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_PAGE = """<!doctype html>
<html lang="de">
<head>
<meta charset="utf-8">
<title>Druckliste {key}</title>
<style>
body {{ font: 11pt/1.4 sans-serif; margin: 2cm; }}
table {{ border-collapse: collapse; width: 100%; }}
th, td {{ border: 1px solid #666; padding: 4pt 6pt; text-align: left; vertical-align: top; }}
thead {{ display: table-header-group; }}
tr {{ break-inside: avoid; }}
.box {{ width: 3cm; }}
</style>
</head>
<body>
<h1>Druckliste {key}</h1>
<p>{day}, {count}. Bitte alles drucken, mit der Liste vergleichen und zur Post geben.
Bestätigen Sie danach im Online-Amt, an welchem Tag die Briefe abgeschickt wurden. Dann wird dieser Ordner geleert.</p>
<table>
<thead><tr><th>Nr.</th><th>Datei</th><th>Anschrift</th><th class="box">Abgeschickt am</th></tr></thead>
<tbody>
{rows}
</tbody>
</table>
</body>
</html>
"""
_ROW = "<tr><td>{number}</td><td>{name}</td><td>{address}</td><td></td></tr>"


def file_name(number: int) -> str:
    """Return the name of a letter in its folder: it says nothing of a person."""
    return f"{number:03}.pdf"


def write_csv(job: PrintJob) -> bytes:
    """Return the list for a spreadsheet, as German ones open it: semicolons, UTF-8 with its mark."""
    lines = max(len(letter.recipient) for letter in job.letters)
    text = StringIO()
    table = csv.writer(text, delimiter=";", lineterminator="\r\n")
    table.writerow(["Nr.", "Datei", *(f"Anschrift {line}" for line in range(1, lines + 1))])
    for number, letter in enumerate(job.letters, start=1):
        cells = [_harmless(line) for line in letter.recipient]
        table.writerow([number, file_name(number), *cells, *[""] * (lines - len(cells))])
    return text.getvalue().encode("utf-8-sig")


def write_html(job: PrintJob) -> bytes:
    """Return the list to print and tick off."""
    count = "ein Brief" if len(job.letters) == 1 else f"{len(job.letters)} Briefe"
    rows = "\n".join(
        _ROW.format(number=number, name=file_name(number), address="<br>".join(map(escape, letter.recipient)))
        for number, letter in enumerate(job.letters, start=1)
    )
    return _PAGE.format(key=escape(job.key), day=show_date(job.day), count=count, rows=rows).encode()


def _harmless(cell: str) -> str:
    """A spreadsheet runs what begins like a formula; people choose their own names."""
    read = unicodedata.normalize(
        "NFKC", cell
    ).lstrip()  # some programs read the wide signs of Asian keyboards too
    return f"'{cell}" if read.startswith(_FORMULA) or cell.startswith(_FORMULA) else cell
