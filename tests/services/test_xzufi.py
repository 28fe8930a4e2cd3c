"""What a package gives out as XZuFi reads like its page in the portal, and the command is there."""

from pathlib import Path

import pytest

from onlineamt.__main__ import command_names
from onlineamt.audiences.citizen.catalogue.prose import prose
from onlineamt.packages.tests.test_services import FOLDERS
from onlineamt.packages.xzufi.contents import read_contents
from onlineamt.packages.xzufi.markup import to_html
from onlineamt.packages.xzufi.modules import MODULES, Kind


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_texts_say_what_the_service_page_says(folder: Path) -> None:
    contents = read_contents(folder)
    for language in contents.texts:
        for module in MODULES:
            text = contents.modules(language).get(module.key)
            if module.kind is Kind.PROSE and text:
                keep = language == "de-easy"
                page = str(prose(text, keep_lines=keep)).replace(' rel="external"', "")
                assert to_html(text, keep_lines=keep) == page.replace("&#39;", "'").replace("&#34;", '"')


def test_is_a_command() -> None:
    assert command_names()["xzufi"] == "xzufi"
