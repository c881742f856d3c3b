"""The page as a browser runs it: a code as made, and a thousand altered ones in one run."""

import html
import json
import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import quote

import pytest
from tests.support.receipt_codes import ALTERED, CLAIM, PRACTICE, altered_codes, code_of, page
from tests.support.receipt_codes import verdict_of as expected

from ledgerdesk.core.receipt_code import Verdict

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")

# each code goes through the page as if typed, so that what is read back is what a person sees
HARNESS = """<script>(function () {
  var code = document.getElementById("code"), result = document.getElementById("result");
  var out = CODES.map(function (text) {
    code.value = text;
    document.getElementById("check").click();
    return [result.className.split(" ")[1], document.getElementById("amount").textContent];
  });
  document.body.textContent = "";
  document.body.setAttribute("data-out", JSON.stringify(out));
}());</script></body>"""


def dumped(folder: Path, text: str, fragment: str = "") -> str:
    """Open `text` in a browser without a window and give back what became of it."""
    assert CHROMIUM is not None
    file = folder / "verify.html"
    file.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [
            CHROMIUM,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            f"--user-data-dir={folder / 'profile'}",
            "--dump-dom",
            f"{file.as_uri()}{fragment}",
        ],
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def test_a_code_in_the_address_is_genuine(tmp_path: Path) -> None:
    seen = dumped(tmp_path, page(), "#" + quote(code_of(CLAIM), safe=""))
    assert re.search(r'<section class="result genuine"[^>]*>', seen)
    assert "hidden" not in (re.search(r'<section class="result[^>]*>', seen) or [""])[0]
    assert "¥18,654.50" in seen
    assert "SJ2026-000124" in seen


def test_a_practice_receipt_is_called_one(tmp_path: Path) -> None:
    seen = dumped(tmp_path, page(), "#" + quote(code_of(PRACTICE), safe=""))
    assert 'class="result practice"' in seen
    assert "练习收据" in seen


def test_a_name_with_markup_in_it_is_shown_as_it_is(tmp_path: Path) -> None:
    seen = dumped(tmp_path, page("</script><b>坏</b>"))
    assert "<b>" not in seen
    assert "&lt;/script&gt;&lt;b&gt;坏&lt;/b&gt;" in seen


def test_a_thousand_altered_codes_are_refused_in_the_browser(tmp_path: Path) -> None:
    # a text area makes every line end one of its own; the reader sees what the area hands out
    codes = [code_of(CLAIM), *altered_codes()]
    listed = json.dumps(codes).replace("<", "\\u003c")
    seen = dumped(tmp_path, page().replace("</body>", HARNESS.replace("CODES", listed)))
    found = re.search(r'data-out="([^"]*)"', seen)
    assert found is not None
    told = json.loads(html.unescape(found[1]))
    assert len(told) == len(codes) > ALTERED
    assert told[0] == [Verdict.GENUINE, "¥18,654.50"]
    assert all(verdict != Verdict.GENUINE and not amount for verdict, amount in told[1:])
    assert [verdict for verdict, _ in told] == [expected(code) for code in codes]
