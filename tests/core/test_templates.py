"""The office's form of receipts: what may be stored, and that it reads back as it was written."""

import json
from dataclasses import replace

import pytest

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.receipts import file_name
from ledgerdesk.core.templates import (
    MAX_IMAGE_BYTES,
    PLIES,
    STANDARD,
    Part,
    Ply,
    Template,
    cleaned,
    read,
    written,
)

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
OWN = Template(
    title="押金收据",
    title_en="DEPOSIT",
    header="杭州市文三路 1 号　0571-88880000",
    foot_note="凭此据退还押金",
    plies=(*PLIES, Ply(name="备查联", short="备查", colour="蓝", english="File")),
    hidden=frozenset({Part.CODE, Part.PAYER_SIGNS}),
    signs=("主管", "", "", ""),
    firm_step=-2,
    title_step=-4,
    logo=PNG,
    stamp=PNG,
    stamp_allowed=True,
)


@pytest.mark.parametrize("template", [STANDARD, OWN])
def test_a_form_reads_back_as_it_was_written(template: Template) -> None:
    assert read(written(template)) == template
    assert written(read(written(template))) == written(template)


@pytest.mark.parametrize(
    ("template", "field", "reason"),
    [
        (replace(OWN, title="增值税发票"), "title", "no_invoice"),
        (replace(OWN, title_en="Tax Invoice"), "title_en", "no_invoice"),
        (replace(OWN, title="统一监制"), "title", "no_invoice"),
        (replace(OWN, plies=()), "plies", "plies"),
        (replace(OWN, plies=PLIES * 2), "plies", "plies"),
        (replace(OWN, plies=(replace(PLIES[0], name=" "),)), "plies", "required"),
        (replace(OWN, firm_step=9), "firm_step", "unknown"),
        (replace(OWN, title_step=3), "title_step", "unknown"),
        (replace(OWN, logo=b"GIF89a"), "logo", "no_image"),
        (replace(OWN, stamp=PNG + bytes(MAX_IMAGE_BYTES)), "stamp", "too_large"),
    ],
)
def test_what_no_receipt_may_look_like_is_refused(
    template: Template, field: str, reason: str
) -> None:
    with pytest.raises(KnownError) as refused:
        cleaned(template)
    assert refused.value.field == field
    assert refused.value.details["reason"] == reason


def test_a_seal_that_is_not_there_is_not_allowed_either() -> None:
    assert not cleaned(replace(OWN, stamp=b"")).stamp_allowed
    assert cleaned(OWN).stamp_allowed


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{}",
        "[" * 5000,
        written(OWN).replace('"format":1', '"format":2'),
        written(OWN).replace('"hidden":["code"', '"hidden":["rest"'),
        json.dumps({**json.loads(written(OWN)), "logo": "%%%"}),
        json.dumps({**json.loads(written(OWN)), "firm_step": "1"}),
        json.dumps({**json.loads(written(OWN)), "signs": ["a"]}),
        json.dumps({**json.loads(written(OWN)), "title": 5}),
    ],
)
def test_a_file_that_is_no_form_is_said_to_be_none(text: str) -> None:
    with pytest.raises(KnownError) as refused:
        read(text)
    assert refused.value.code is Code.BAD_VALUE
    assert refused.value.details["reason"] == "no_template"


def test_only_parts_left_out_make_a_plain_form() -> None:
    assert replace(STANDARD, hidden=frozenset({Part.CODE})).is_plain
    assert not OWN.is_plain


@pytest.mark.parametrize(
    ("number", "payer", "name"),
    [
        ("SJ2026-000001", "张三", "SJ2026-000001 张三"),
        ("A/2026/1", 'a<b>c:"d"|e?*\\f', "A-2026-1 a b c d e f"),
        ("1", "茶" * 200, "1 " + "茶" * 88),
        ("1", "Mr. X. ", "1 Mr. X"),
        ("1", "两\n行", "1 两 行"),
    ],
)
def test_a_file_is_named_as_every_system_takes_it(number: str, payer: str, name: str) -> None:
    assert file_name(number, payer) == name
