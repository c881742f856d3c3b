"""A layout that receipts were printed with never changes: a reprint says what the original said."""

import hashlib
import json
from pathlib import Path

import ledgerdesk.documents.layouts as package
from ledgerdesk.core.receipts import Content, Page, Paper
from ledgerdesk.documents.layouts import CURRENT_VERSION, layout_of

FOLDER = Path(package.__file__).parent
RECORDED = Path(__file__).parents[1] / "golden" / "documents" / "layout_digests.json"
REGISTRY = "__init__.py"  # the one file that learns of new versions


def test_no_file_of_a_layout_in_use_was_edited() -> None:
    recorded = json.loads(RECORDED.read_text(encoding="utf-8"))
    found = {
        name: hashlib.sha256((FOLDER / name).read_bytes().replace(b"\r\n", b"\n")).hexdigest()
        for name in recorded
    }
    assert found == recorded, "add a new version beside it: docs/decisions/012"


def test_every_file_of_the_layouts_is_recorded() -> None:
    recorded = set(json.loads(RECORDED.read_text(encoding="utf-8")))
    assert {file.name for file in FOLDER.glob("*.py")} == recorded | {REGISTRY}


def test_every_paper_has_the_version_a_new_receipt_is_issued_with() -> None:
    fields = Page.__dataclass_fields__
    assert fields["layout_version"].default == CURRENT_VERSION
    assert "layout_version" not in Content.__dataclass_fields__
    for paper in Paper:
        assert layout_of(paper, CURRENT_VERSION).measures.stock.width > 0
