"""Rebuild resources/fonts/HanaMin-Fallback.ttf, byte for byte, from the Hanazono fonts.

The fallback holds what Noto Sans SC lacks and a receipt of a Chinese office may need. From
HanaMinA: every ideograph (rare name characters such as U+20BB7, compatibility forms) and the
symbols of forms (U+2611 and its like). From HanaMinB only the ideographs that mainland sources of
names and modern dictionaries ask for, above all `GIDC`, the identity card system of the Ministry
of Public Security; the whole of HanaMinB would be thirty megabytes.

Run it in a throw-away environment, it needs `fonttools` and nothing else of the project:

    apt-get download fonts-hanazono unicode-data   # and unpack both with dpkg-deb -x
    python packaging/make_fallback_font.py HANAZONO_DIR Unihan_IRGSources.txt.bz2
"""

import argparse
import bz2
import hashlib
import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
FONTS = ROOT / "resources" / "fonts"
TARGET = FONTS / "HanaMin-Fallback.ttf"
FAMILY = "LedgerDesk Fallback"

# The inputs are pinned: a different release of a font is a different decision.
EXPECTED = {
    "HanaMinA.ttf": "7ca87559414474848fc513a8d8eb42d5b0f8194c30c2abdfbfedff5398ec88d7",
    "HanaMinB.ttf": "829543436cdf7b4c6730e2af5806fa406f8ddf0d4b656e0cd49c58d4db1c8d3c",
    "Unihan_IRGSources.txt.bz2": "52e6e55d22dd124d61dfbb845033fe354caf9a62ab84ac89aa0c374b0f8b99c5",
}

IDEOGRAPHS = (
    range(0x3400, 0x4DC0),
    range(0x4E00, 0xA000),
    range(0xF900, 0xFB00),
    range(0x20000, 0x32000),
)
SYMBOLS = (
    range(0x2010, 0x2C00),  # punctuation, arrows, boxes, ticks, enclosed numbers
    range(0x3000, 0x3400),  # CJK punctuation, enclosed letters, units
    range(0xFE10, 0xFE70),
    range(0xFF00, 0xFFF0),
)
# Mainland sources in Unihan's kIRG_GSource: identity cards, place names, modern dictionaries,
# newspapers. Left out: 康熙字典, 汉语大字典, bronze inscriptions, Zhuang, which are not names.
NAME_SOURCES = frozenset(
    {
        "GIDC",
        "GRM",
        "GXC",
        "GXH",
        "GXHZ",
        "GCH",
        "GCY",
        "GFC",
        "GFZ",
        "GBK",
        "GU",
        "GWZ",
        "GZH",
        "GHF",
        "GDZ",
        "GOCD",
        "GZYS",
    }
)
DROPPED_TABLES = ["GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "FFTM", "gasp", "DSIG"]
SECONDS_1904_TO_2017 = 3_586_982_400  # the release of the sources; keeps the bytes repeatable


def digest(path: Path) -> str:
    """Return the SHA-256 of a file in lower-case hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def in_any(ranges: tuple[range, ...], code_point: int) -> bool:
    """Say whether the code point lies in one of the ranges."""
    return any(code_point in block for block in ranges)


def name_characters(unihan: Path) -> frozenset[int]:
    """Return the code points whose mainland source is one of `NAME_SOURCES`."""
    found = set()
    with bz2.open(unihan, "rt", encoding="utf-8") as lines:
        for line in lines:
            fields = line.rstrip("\n").split("\t")
            if fields[1:2] == ["kIRG_GSource"] and fields[2].split("-")[0] in NAME_SOURCES:
                found.add(int(fields[0].removeprefix("U+"), 16))
    return frozenset(found)


def subset(source: Path, wanted: frozenset[int], target: Path) -> None:
    """Write the wanted characters of a TrueType font without hints and layout tables."""
    options = Options()
    options.hinting = False
    options.layout_features = []
    options.drop_tables += DROPPED_TABLES
    options.notdef_outline = True
    options.recalc_timestamp = False
    font = TTFont(source, recalcTimestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    font.save(target)


def rename(font: TTFont) -> None:
    """Give the derived font its own name and keep the copyright of its source."""
    names = font["name"]
    notice = "Copyright 2008-2017 GlyphWiki Project. Subset of HanaMinA and HanaMinB."
    licence = "Hanazono Font License: free to use, copy, modify and distribute, no warranty."
    names.names = []
    for number, text in (
        (0, notice),
        (1, FAMILY),
        (2, "Regular"),
        (3, f"{FAMILY} 2017-09-04"),
        (4, FAMILY),
        (5, "Version 2017.0904"),
        (6, FAMILY.replace(" ", "")),
        (13, licence),
    ):
        names.setName(text, number, 3, 1, 0x409)
        names.setName(text, number, 1, 0, 0)


def main() -> int:
    """Check the inputs, build the font, print its size and digest."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("hanazono", type=Path, help="the folder with HanaMinA.ttf, HanaMinB.ttf")
    parser.add_argument("unihan", type=Path, help="Unihan_IRGSources.txt.bz2 of Unicode 15.0")
    parser.add_argument("--out", type=Path, default=TARGET)
    arguments = parser.parse_args()
    han_a, han_b = arguments.hanazono / "HanaMinA.ttf", arguments.hanazono / "HanaMinB.ttf"
    for path in (han_a, han_b, arguments.unihan):
        if digest(path) != EXPECTED[path.name]:
            parser.error(f"{path.name} is not the release this script was written for")

    noto = frozenset(TTFont(FONTS / "NotoSansSC-Regular.ttf").getBestCmap())
    in_a = frozenset(TTFont(han_a).getBestCmap())
    in_b = frozenset(TTFont(han_b).getBestCmap())
    wide = (*IDEOGRAPHS, *SYMBOLS)
    # A space although Noto has one: PDF writers look it up in every font they embed.
    from_a = frozenset(c for c in in_a - noto if in_any(wide, c)) | {0x20}
    from_b = (in_b & name_characters(arguments.unihan)) - noto - in_a

    with tempfile.TemporaryDirectory() as folder:
        parts = [str(Path(folder) / name) for name in ("a.ttf", "b.ttf")]
        subset(han_a, from_a, Path(parts[0]))
        subset(han_b, from_b, Path(parts[1]))
        merged = Merger().merge(parts)
    rename(merged)
    merged["head"].created = merged["head"].modified = SECONDS_1904_TO_2017
    merged.recalcTimestamp = False
    merged.save(arguments.out)
    missing = (from_a | from_b) - frozenset(TTFont(arguments.out).getBestCmap())
    if missing:
        parser.error(f"{len(missing)} characters were lost while merging")
    print(f"{len(from_a)} from HanaMinA, {len(from_b)} from HanaMinB")
    print(f"{arguments.out.stat().st_size} bytes, sha256 {digest(arguments.out)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
