"""The page that checks codes: what it is filled with, and what browsers it asks nothing new of."""

import hashlib
import json
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from tests.conftest import NOT_RUN
from tests.documents import verify_cases as cases
from tests.support.campaign import FIGURES

from ledgerdesk.core.receipt_code import key_mark, read
from ledgerdesk.documents.verify_page import fingerprint

HOSTILE = '</script><b onload="x">&\u2028<!--'
VECTORS = (  # RFC 8032, 7.1: key, message, signature
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
)
SMALL_ORDER = ("01" + "00" * 31, "00" * 32, "ec" + "ff" * 30 + "7f", "ee" + "ff" * 30 + "7f")


def script(page: str) -> str:
    """Take the page's own script out."""
    (found,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert isinstance(found, str)
    return found


def given(page: str) -> dict[str, object]:
    (found,) = re.findall(r'<script type="application/json" id="given">(.*?)</script>', page)
    made: dict[str, object] = json.loads(found)
    return made


def test_it_is_filled_with_the_firm_and_its_keys() -> None:
    found = given(cases.page())
    assert found["firm"] == cases.FIRM
    assert found["made_on"] == "2026-11-26"
    keys = found["keys"]
    assert isinstance(keys, list)
    assert [key["until"] for key in keys] == [None, "2026-05-31"]
    assert keys[0]["key"] == cases.public(cases.OURS).hex()
    assert keys[0]["fingerprint"] == fingerprint(cases.public(cases.OURS))
    assert re.fullmatch(r"([0-9a-f]{4} ){3}[0-9a-f]{4}", keys[0]["fingerprint"])


def test_a_hostile_name_stays_a_name() -> None:
    page = cases.page(HOSTILE)
    assert given(page)["firm"] == HOSTILE
    assert page.count("</script>") == cases.page().count("</script>")
    assert "<b onload" not in page


def test_it_loads_nothing_and_says_so_to_the_browser() -> None:
    page = cases.page()
    assert "default-src 'none'" in page
    assert not re.search(r"https?://|@import|url\(|<link|<img|<iframe|src=", page)
    assert len(page.encode()) < 60_000


def test_it_speaks_what_old_browsers_understand() -> None:
    text = re.sub(r"'(?:[^'\\\n]|\\.)*'|/\*.*?\*/", "", script(cases.page()), flags=re.DOTALL)
    for word in (
        r"=>",
        r"\blet\b",
        r"\bconst\b",
        r"`",
        r"\bclass\b",
        r"\*\*",
        r"BigInt",
        r"subtle",
    ):
        assert not re.search(word, text), word


# Run ---------------------------------------------------------------------------------------------

HARNESS = """
var fs = require('fs'), vm = require('vm');
var asked = JSON.parse(fs.readFileSync(0, 'utf8'));
var context = vm.createContext({});
vm.runInContext(asked.script, context);
var desk = context.ledgerdesk;
var begun = Date.now();
var out = {
  codes: asked.codes.map(function (code) { return desk.check(code, asked.keys); }),
  vectors: asked.vectors.map(function (one) {
    return desk.isSigned(desk.bytesOfHex(one[0]), desk.bytesOfHex(one[1]), desk.bytesOfHex(one[2]));
  }),
  hash: desk.hex(desk.sha512(desk.bytesOfHex(asked.hashed)))
};
out.ms = (Date.now() - begun) / asked.codes.length;
console.log(JSON.stringify(out));
"""


def run(codes: list[str], vectors: list[tuple[str, ...]], hashed: str = "") -> dict[str, object]:
    """Let the page's script judge, in node."""
    node = shutil.which("node")
    if node is None:
        pytest.skip(f"{NOT_RUN}no node")
    page = cases.page()
    asked = {
        "script": script(page).split("(function () {\n  'use strict';\n  var WORDS")[0],
        "keys": given(page)["keys"],
        "codes": codes,
        "vectors": vectors,
        "hashed": hashed,
    }
    done = subprocess.run(
        [node, "-e", HARNESS], input=json.dumps(asked), capture_output=True, text=True, check=True
    )
    made: dict[str, object] = json.loads(done.stdout)
    return made


def judged(text: str) -> str:
    """Judge a code with the program's own reader and a library's signatures."""
    scanned = read(text)
    if scanned is None:
        return "unreadable"
    keys = [cases.public(key) for key in (cases.OURS, cases.OLDER)]
    known = [key for key in keys if key_mark(key) == scanned.key]
    for key in known:
        try:
            Ed25519PublicKey.from_public_bytes(key).verify(scanned.signature, scanned.signed)
        except InvalidSignature:
            continue
        return "genuine"
    return "altered" if known else "not_ours"


def verdicts(codes: list[str]) -> list[str]:
    found = run(codes, [])["codes"]
    assert isinstance(found, list)
    return [one["verdict"] for one in found]


def test_the_vectors_of_the_standard_hold() -> None:
    flipped = [(key, message + "00", signature) for key, message, signature in VECTORS]
    assert run([""], [*VECTORS, *flipped])["vectors"] == [True, True, False, False]


@pytest.mark.parametrize("length", [0, 1, 111, 112, 127, 128, 300])
def test_its_hash_is_the_standards(length: int) -> None:
    data = bytes(n % 251 for n in range(length))
    assert run([""], [], data.hex())["hash"] == hashlib.sha512(data).hexdigest()


def test_keys_of_small_order_and_bytes_that_name_no_point_sign_nothing() -> None:
    signature = "01" + "00" * 63
    assert run([""], [(key, "", signature) for key in SMALL_ORDER])["vectors"] == [False] * 4


def test_genuine_codes_are_read_as_the_program_reads_them() -> None:
    found = run([*cases.GENUINE, f"\r\n {cases.GENUINE[0]}\t"], [])
    codes = found["codes"]
    assert isinstance(codes, list)
    for text, shown in zip((*cases.GENUINE, cases.GENUINE[0]), codes, strict=True):
        scanned = read(text)
        assert scanned is not None
        claim = scanned.claim
        assert shown["verdict"] == "genuine"
        assert (shown["number"], shown["date"]) == (claim.number, claim.issued_on.isoformat())
        assert (shown["anchor"], shown["practice"]) == (claim.anchor, claim.practice)
        yuan = f"{abs(claim.amount_fen) // 100:,}.{abs(claim.amount_fen) % 100:02d}"
        assert shown["amount"] == f"¥{'-' if claim.amount_fen < 0 else ''}{yuan}"
    FIGURES.append(f"a code is checked in {found['ms']:.0f} ms")


def test_each_of_a_thousand_altered_codes_is_refused_as_the_program_does() -> None:
    codes = cases.altered()
    assert len(codes) == cases.ALTERED
    found = verdicts(codes)
    assert found == [judged(code) for code in codes]
    assert "genuine" not in found
    assert {"unreadable", "altered", "not_ours"} == set(found)


# In a browser ------------------------------------------------------------------------------------


def dumped(file: Path, fragment: str = "") -> str:
    """Open a page in a browser without a screen and give what stands in it then."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        pytest.skip(f"{NOT_RUN}no chromium")
    done = subprocess.run(
        [
            browser,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            f"--user-data-dir={file.parent / 'profile'}",
            "--virtual-time-budget=600000",
            "--dump-dom",
            f"{file.as_uri()}{fragment}",
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=240,
    )
    return unescape(done.stdout)


def test_a_browser_accepts_a_genuine_code(tmp_path: Path) -> None:
    file = tmp_path / "verify.html"
    file.write_text(cases.page(), encoding="utf-8")
    shown = dumped(file, f"#{quote(cases.GENUINE[0], safe='')}")
    assert "✓ 真实" in shown
    assert "¥18,654.50" in shown
    assert "SJ2026-000124" in shown


def test_a_browser_refuses_each_of_a_thousand_altered_codes(tmp_path: Path) -> None:
    codes = json.dumps([*cases.altered(), *cases.GENUINE]).replace("<", "\\u003c")
    loop = (
        f"<script>var codes = {codes}, found = [], n;"
        "for (n = 0; n < codes.length; n += 1) {"
        " document.getElementById('code').value = codes[n];"
        " document.getElementById('form').onsubmit();"
        " found.push(document.getElementById('answer').className); }"
        "document.title = found.join(' ');</script></body>"
    )
    file = tmp_path / "many.html"
    file.write_text(cases.page().replace("</body>", loop), encoding="utf-8")
    (title,) = re.findall(r"<title>(.*?)</title>", dumped(file), re.DOTALL)
    found = title.split()
    assert found[: cases.ALTERED] == ["bad"] * cases.ALTERED
    # The practice receipt is genuine and warned of.
    assert found[cases.ALTERED :] == ["good", "good", "bad", "good", "good"]
