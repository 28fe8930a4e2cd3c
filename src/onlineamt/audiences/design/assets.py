"""Style sheets, scripts and fonts: from the npm packages and our own files to hashed names in one folder."""

import gzip
import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from onlineamt.audiences.design.fonts import cut_fonts, font_css
from onlineamt.audiences.design.purge import class_names, purge

HERE = Path(__file__).resolve().parent
PRODUCT = HERE.parent.parent  # the package onlineamt, whose templates say which classes are used
REPOSITORY = PRODUCT.parent.parent
STATIC_URL = "/static/"
MANIFEST = "manifest.json"
STYLE_SHEETS = (
    "tokens",
    "frame",
    "content",
    "sequences",
    "forms",
    "answers",
    "upload",
    "case",
    "letter",
    "permit",
    "start",
    "staff",
    "worklist",
    "cases",
    "print",
)  # in the order of the cascade
CEL_PACKAGE = "@marcbachmann/cel-js"
_COMPRESSIBLE = {".css", ".js", ".html", ".svg", ".json"}
_COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)


class AssetsMissing(Exception):
    """The style sheets, scripts and fonts were not built, or an unknown one is asked for."""


def build_assets(
    *, packages: Path = REPOSITORY / "node_modules", target: Path = REPOSITORY / "var" / "static"
) -> bool:
    """Make all files that pages load, with a manifest; return False when everything was up to date.

    Raises AssetsMissing when the npm packages are not installed.
    """
    if not (packages / "@kern-ux" / "native" / "dist").is_dir():
        raise AssetsMissing(f"Die npm-Pakete fehlen in {packages}. Rufen Sie dort „npm ci“ auf.")
    inputs = _fingerprint(packages)
    if _read_manifest(target).get("inputs") == inputs:
        return False
    files: dict[str, tuple[str, bytes]] = {}
    _add_fonts_and_styles(files, packages)
    _add_scripts(files, packages)
    _write(files, inputs, target)
    return True


def asset(name: str) -> str:
    """Return the address of a file, such as `asset("site.css")`. Raises AssetsMissing."""
    from django.conf import settings

    try:
        return _addresses(Path(settings.STATIC_ROOT))[name]
    except KeyError:
        raise AssetsMissing(f"„{name}“ ist nicht gebaut. Rufen Sie „onlineamt assets“ auf.") from None


def style_sheet() -> str:
    """Return the address of the style sheet, or nothing: a page that says what is wrong is shown in any case."""
    try:
        return asset("site.css")
    except AssetsMissing:
        return ""


@lru_cache(maxsize=4)
def _addresses(target: Path) -> Mapping[str, str]:
    names = _read_manifest(target).get("files", {})
    return {name: STATIC_URL + path for name, path in names.items()}


def _read_manifest(target: Path) -> dict[str, Any]:
    path = target / MANIFEST
    manifest: dict[str, Any] = json.loads(path.read_text()) if path.is_file() else {}
    return manifest


def _add_fonts_and_styles(files: dict[str, tuple[str, bytes]], packages: Path) -> None:
    kern = packages / "@kern-ux" / "native" / "dist"
    fonts = [
        (font, f"fonts/{_hashed(font.name, font.content)}")
        for font in cut_fonts(kern / "fonts" / "fira-sans")
    ]
    for font, path in fonts:
        files[f"fonts/{font.name}"] = (path, font.content)
    used = class_names(path.read_text() for path in _sources_of_class_names())
    own = (_COMMENT.sub("", (HERE / "static" / "css" / f"{name}.css").read_text()) for name in STYLE_SHEETS)
    sheet = "".join([font_css(fonts), purge((kern / "kern.min.css").read_text(), used), "\n", *own]).encode()
    files["site.css"] = (_hashed("site.css", sheet), sheet)


def _add_scripts(files: dict[str, tuple[str, bytes]], packages: Path) -> None:
    """Modules import each other by relative paths, so each set stays together in a folder with a hash in its name."""
    cel_folder = _add_folder(files, "cel-js", _folder_files(packages / CEL_PACKAGE / "lib"))
    own = {
        name: content.replace(f'"{CEL_PACKAGE}"'.encode(), f'"../{cel_folder}/index.js"'.encode())
        for name, content in _folder_files(HERE / "static" / "js").items()
    }
    _add_folder(files, "js", own)


def _folder_files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.js"))}


def _add_folder(files: dict[str, tuple[str, bytes]], name: str, contents: Mapping[str, bytes]) -> str:
    folder = f"{name}.{_hash(contents.values())}"
    for file_name, content in contents.items():
        files[f"{name}/{file_name}"] = (f"{folder}/{file_name}", content)
    return folder


def _write(files: Mapping[str, tuple[str, bytes]], inputs: str, target: Path) -> None:
    """Write the files, then swap the manifest.

    The files of the manifest before stay: pages that a browser or a running server still holds ask for them.
    """
    names = {name: path for name, (path, _) in sorted(files.items())}
    kept = {*names.values(), *_read_manifest(target).get("files", {}).values()}
    for path, content in files.values():
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        (target / path).write_bytes(content)
        _compress(target / path, content)
    fresh = target / f"{MANIFEST}.new"
    fresh.write_text(json.dumps({"inputs": inputs, "files": names}, indent=1))
    fresh.replace(target / MANIFEST)
    _remove_all_but(kept, target)
    _addresses.cache_clear()


def _remove_all_but(kept: set[str], target: Path) -> None:
    for path in sorted(target.rglob("*"), reverse=True):
        name = path.relative_to(target).as_posix().removesuffix(".br").removesuffix(".gz")
        if path.is_file() and name not in kept and name != MANIFEST:
            path.unlink(missing_ok=True)
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()


def _compress(path: Path, content: bytes) -> None:
    import brotli

    if path.suffix in _COMPRESSIBLE:
        path.with_name(path.name + ".br").write_bytes(brotli.compress(content))
        path.with_name(path.name + ".gz").write_bytes(gzip.compress(content, mtime=0))


def _fingerprint(packages: Path) -> str:
    locked = [packages / "@kern-ux/native/package.json", packages / CEL_PACKAGE / "package.json"]
    own = sorted((HERE / "static").rglob("*.*"))
    return _hash(
        path.read_bytes() for path in [*locked, *own, *HERE.glob("*.py"), *_sources_of_class_names()]
    )


def _sources_of_class_names() -> list[Path]:
    return sorted(
        path for pattern in ("**/templates/**/*.html", "**/static/**/*.js") for path in PRODUCT.glob(pattern)
    )


def _hashed(name: str, content: bytes) -> str:
    stem, _, suffix = name.rpartition(".")
    return f"{stem}.{_hash([content])}.{suffix}"


def _hash(contents: Iterable[bytes]) -> str:
    digest = sha256()
    for content in contents:
        digest.update(content)
    return digest.hexdigest()[:12]
