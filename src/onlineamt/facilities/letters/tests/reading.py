"""Reading a PDF as people and machines do."""

from io import BytesIO

import pypdf


def text_of(pdf: bytes) -> str:
    """Return the words of all pages, without the spaces a layout puts in between."""
    pages = [page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages]
    return " ".join("\n".join(pages).replace("\u200b", "").split())


def page_count(pdf: bytes) -> int:
    return len(pypdf.PdfReader(BytesIO(pdf)).pages)


def attachments_of(pdf: bytes) -> dict[str, bytes]:
    return {name: files[0] for name, files in pypdf.PdfReader(BytesIO(pdf)).attachments.items()}


def catalogue_of(pdf: bytes) -> pypdf.generic.DictionaryObject:
    root = pypdf.PdfReader(BytesIO(pdf)).trailer["/Root"]
    assert isinstance(root, pypdf.generic.DictionaryObject)
    return root


def metadata_of(pdf: bytes) -> str:
    return str(catalogue_of(pdf)["/Metadata"].get_object().get_data().decode())


def structure_of(pdf: bytes) -> list[str]:
    """Return the kinds of all tags in reading order."""
    found: list[str] = []

    def walk(node: object) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict) and "/S" in node:
            found.append(str(node["/S"]).lstrip("/"))
            walk(node.get("/K", []))

    walk(catalogue_of(pdf)["/StructTreeRoot"]["/K"])
    return found
