"""A layout that receipts were printed with never changes: a reprint says what the original said."""

import hashlib
import json
from pathlib import Path

from tests.documents.golden import WRITES
from tests.documents.samples import SAMPLES

import ledgerdesk.documents.layouts as package
from ledgerdesk.core.receipts import Content, Page, Paper
from ledgerdesk.documents.layouts import CURRENT_VERSION, layout_of
from ledgerdesk.documents.receipt_pdf import drawn_dry

FOLDER = Path(package.__file__).parent
RECORDED = Path(__file__).parents[1] / "golden" / "documents" / "layout_digests.json"
REGISTRY = "__init__.py"  # the one file that learns of new versions


def _digests() -> dict[str, str]:
    files = sorted(FOLDER.glob("*.py"))
    return {
        file.name: hashlib.sha256(file.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
        for file in files
        if file.name != REGISTRY
    }


def test_no_file_of_a_layout_in_use_was_edited() -> None:
    if WRITES:
        RECORDED.write_text(json.dumps(_digests(), indent=2) + "\n", encoding="utf-8")
    recorded = json.loads(RECORDED.read_text(encoding="utf-8"))
    assert _digests() == recorded, "add a new version beside it: docs/decisions/012"


def test_every_paper_has_the_version_a_new_receipt_is_issued_with() -> None:
    fields = Page.__dataclass_fields__
    assert fields["layout_version"].default == CURRENT_VERSION
    assert "layout_version" not in Content.__dataclass_fields__
    for paper in Paper:
        _, laid = drawn_dry(SAMPLES["1-line"], layout_of(paper, CURRENT_VERSION))
        assert laid.stock.width > 0
