"""What a package folder holds for XZuFi, read leniently: a package that is not finished yet may get its texts, too."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from onlineamt.foundation.core.languages import Language
from onlineamt.packages.folder import read_folder
from onlineamt.packages.package import SERVICE
from onlineamt.packages.source import UnreadableSource, read_source
from onlineamt.packages.xzufi.figures import described_figures
from onlineamt.packages.xzufi.modules import MODULES, Kind
from onlineamt.packages.xzufi.service_text import OUR_SCHEME, Approved, Identifier, ServiceText


class UnusablePackage(ValueError):
    """A folder that is no package, or whose files cannot be read; says so in German."""


@dataclass(frozen=True)
class Contents:
    """A package's service.yaml and texts by language, as plain values, and the files as they were read."""

    folder: Path
    service: Mapping[str, Any]
    texts: Mapping[str, Mapping[str, Any]]
    files: Mapping[str, str]

    @property
    def key(self) -> str:
        """The key of the service, or the name of its folder."""
        return str(self.service.get("key") or self.folder.resolve().name)

    @property
    def numbers(self) -> tuple[str, ...]:
        """Its Leistungsschlüssel."""
        return tuple(map(str, self.service.get("leistungsschluessel") or ()))

    def modules(self, language: str) -> Mapping[str, Any]:
        """Its text modules in a language."""
        modules = self.texts.get(language, {}).get("modules")
        return modules if isinstance(modules, Mapping) else {}

    def search_words(self, language: str) -> tuple[str, ...]:
        """The words people search with, in a language."""
        own = self.texts.get(language, {}).get("search_words") or ()
        said = [*(self.service.get("search_words") or ()), *own] if language == Language.GERMAN else own
        return tuple(map(str, said))


def packages_in(folder: Path) -> list[Path]:
    """Return the folder itself where it is a package, else the packages in it."""
    if (folder / SERVICE).exists():
        return [folder]
    return sorted(file.parent for file in folder.glob(f"*/{SERVICE}")) if folder.is_dir() else []


def read_contents(folder: Path) -> Contents:
    """Return what a package holds. Raises UnusablePackage."""
    files, _ = read_folder(folder)
    if SERVICE not in files:
        raise UnusablePackage(f"{folder}: Das ist kein Leistungspaket, es fehlt service.yaml.")
    texts = {
        Path(name).stem: _values(folder, name, text)
        for name, text in files.items()
        if name.startswith("texts/")
    }
    return Contents(folder, _values(folder, SERVICE, files[SERVICE]), texts, files)


def _values(folder: Path, name: str, text: str) -> Mapping[str, Any]:
    try:
        value = read_source(f"{folder / name}", text)[0].value
    except UnreadableSource as unreadable:
        raise UnusablePackage(str(unreadable.finding)) from None
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise UnusablePackage(f"{folder / name}:1:1  Hier werden Schlüssel mit Werten erwartet.")
    return value


def service_text(contents: Contents) -> ServiceText:
    """Return a package as the service that is written out."""
    service = contents.service
    original, approval = service.get("stammtext") or {}, service.get("fachliche_freigabe") or {}
    return ServiceText(
        id=Identifier(id=contents.key, scheme=OUR_SCHEME),
        origin=_origin(original) if original.get("id") else None,
        numbers=contents.numbers,
        typisierung=tuple(map(str, service.get("typisierung") or ())),
        version=str(service.get("version") or ""),
        author=str(service.get("urheber") or ""),
        approved=Approved(date.fromisoformat(str(approval["am"])), str(approval["durch"]))
        if approval
        else None,
        modules={lang.value: said for lang in Language if (said := _modules(contents, lang))},
    )


def _origin(original: Mapping[str, Any]) -> Identifier:
    return Identifier(
        id=str(original["id"]), agency=str(original.get("redaktion") or ""), version=str(original.get("version") or "")
    )  # fmt: skip


def _modules(contents: Contents, language: Language) -> dict[str, Any]:
    """Return the modules in a language; the words people search with stand among the related words."""
    read = contents.modules(language)
    if read and language == Language.GERMAN:
        read = {**described_figures(contents.service), **read}
    modules: dict[str, Any] = {module.key: read[module.key] for module in MODULES if read.get(module.key)}
    words = [
        *(
            str(word)
            for module in MODULES
            if module.kind is Kind.WORDS
            for word in modules.get(module.key, ())
        )
    ]
    words += [word for word in contents.search_words(language) if word not in words]
    if modules and words:
        modules["begriffe_im_kontext"] = list(dict.fromkeys(words))
    return modules
