"""Verify an exported log of LedgerDesk: python3 verify.py [FOLDER] [--known A] [--root HEX].

检验导出的日志：只用 Python 3.8 或更新版本自带的库，不连网络，不改文件。
It needs Python 3.8 or newer and nothing else; it opens no network and changes no file.
"""

import argparse
import json
import sys
from hashlib import sha256, sha512
from pathlib import Path

# Ed25519 (RFC 8032, section 5.1), verification only.
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_1 = pow(2, (P - 1) // 4, P)
NOTHING = (0, 1, 1, 0)  # the neutral point: x·z, y·z, z, x·y·z


def add(one, two):
    """Add two points in extended coordinates."""
    a = (one[1] - one[0]) * (two[1] - two[0]) % P
    b = (one[1] + one[0]) * (two[1] + two[0]) % P
    c = 2 * one[3] * two[3] * D % P
    d = 2 * one[2] * two[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def point_of(raw):
    """Read a point from 32 bytes, or None where there is none."""
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x * ROOT_OF_MINUS_1 % P if (x * x - square) % P else x
    if y >= P or (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return (x, y, 1, x * y % P)


def multiples_of(point):
    """Prepare 1 to 15 times 16^n times a point for n below 64: a product is 64 additions."""
    table = []
    for _ in range(64):
        row = [NOTHING]
        for _ in range(16):
            row.append(add(row[-1], point))
        table.append(row)
        point = row[16]
    return table


BASE = multiples_of(point_of(bytes.fromhex("58" + "66" * 31)))
TABLES = {}


def is_signed(public, message, signature):
    """Say whether an Ed25519 signature fits."""
    if public not in TABLES:
        point = point_of(public) if len(public) == 32 else None
        TABLES[public] = point and multiples_of((P - point[0], point[1], 1, P - point[3]))
    scalar = int.from_bytes(signature[32:], "little")
    if not TABLES[public] or len(signature) != 64 or scalar >= ORDER:
        return False
    hashed = sha512(signature[:32] + public + message).digest()
    challenge, total = int.from_bytes(hashed, "little") % ORDER, NOTHING
    for number, table in ((scalar, BASE), (challenge, TABLES[public])):
        for place, row in enumerate(table):
            total = add(total, row[number >> 4 * place & 15])
    inverse = pow(total[2], P - 2, P)
    return (total[1] * inverse % P | (total[0] * inverse % P & 1) << 255).to_bytes(
        32, "little"
    ) == signature[:32]


class Broken(Exception):
    """The first thing that is not as it was written, in Chinese and English."""


FAULTS = (Broken, OSError, ValueError, LookupError, TypeError, AttributeError)


def refuse(unless, said):
    """Stop at the first thing that does not hold."""
    if not unless:
        raise Broken(said)


def labelled(label, *parts):
    """Join a label and its parts as the program does before it signs."""
    raw = [part if isinstance(part, bytes) else str(part).encode() for part in parts]
    lengths = b"".join(len(one).to_bytes(4, "big") + one for one in raw)
    return b"ledgerdesk/1/" + label.encode() + lengths


def unhex(text):
    """Read lower-case hexadecimal digits."""
    refuse(bytes.fromhex(text).hex() == text, "十六进制写法不对 · hexadecimal is misspelt")
    return bytes.fromhex(text)


def spelt(record, indent=None):
    """Write a record in its one spelling."""
    close = (",", ":" if indent is None else ": ")
    return json.dumps(record, sort_keys=True, indent=indent, separators=close).encode()


def read(path):
    """Read one of the two small files; any other spelling of it is refused."""
    raw = path.read_bytes()
    record = json.loads(raw)
    refuse(spelt(record, 1) + b"\n" == raw, f"{path.name} 被改动 · {path.name} was changed")
    return record


def roots_of(keys):
    """Follow the office's root keys: each new one is endorsed by the one before."""
    roots = [unhex(keys["root"])]
    for one in keys["roots_after"]:
        covered = labelled("root link", keys["vault"], unhex(one["public"]))
        fits = is_signed(roots[-1], covered, unhex(one["endorsement"]))
        refuse(fits, "根密钥的更换没有签名 · a renewal of the root key is not endorsed")
        roots.append(unhex(one["public"]))
    return roots


def is_certified(key, by_id, roots, vault):
    """Say whether a root of its time, or the same person's pair before it, vouches for a key."""
    begins = [1] + [by_id[sha256(one).hexdigest()[:16]]["from"] for one in roots[1:]]
    for _ in by_id:
        certificate, public = unhex(key["certificate"]), unhex(key["public"])
        by = by_id[key["certified_by"]] if key["certified_by"] else None
        if sha256(public).hexdigest()[:16] != key["id"] or (by and by["from"] > key["from"]):
            return False
        if key["purpose"] == "root":
            return public in roots[1:]
        if by is None or by["purpose"] == "root":
            place = 0 if by is None else roots.index(unhex(by["public"]))
            end = begins[place + 1] if place + 1 < len(begins) else 2**63
            covered = labelled("certificate", vault, key["purpose"], key["subject"], public)
            in_time = begins[place] <= key["from"] < end
            return in_time and is_signed(roots[place], covered, certificate)
        covered = labelled("successor", vault, by["subject"], unhex(key["seal"]), public)
        same = by["person"] == key["person"] is not None and by["subject"] == key["subject"]
        if not same or not is_signed(unhex(by["public"]), covered, certificate):
            return False
        key = by
    return False


def check_signature(entry, key_id, signature, keys, users):
    """Check one signature of an entry: a key valid then, and of the person named."""
    key = keys.get(key_id)
    valid = key and key["from"] <= entry["seq"] <= (key["to"] or 2**63)
    refuse(valid, "签名密钥当时无效 · its signing key was not valid then")
    named = users is None or (key["person"] or key["purpose"]) in users
    refuse(named, "签名人不符 · it is another person's key")
    fits = is_signed(unhex(key["public"]), unhex(entry["hash"]), unhex(signature))
    refuse(fits, "签名不对 · its signature does not fit")


def check_entry(line, last_seq, last_hash, keys, first_named):
    """Check one line against the one before; give the entry."""
    entry = json.loads(line)
    refuse(spelt(entry) + b"\n" == line and len(entry) == 8, "写法不对 · it is misspelt")
    follows = entry["seq"] == last_seq + 1 and entry["previous"] == last_hash
    refuse(follows, "与上一条不相接 · it does not follow the one before")
    digest = sha256(unhex(last_hash) + entry["body"].encode("ascii")).hexdigest()
    refuse(digest == entry["hash"], "内容被改动 · its content was changed")
    body = json.loads(entry["body"])
    refuse(body["seq"] == entry["seq"], "序号不符 · its number differs")
    check_signature(entry, entry["signer"], entry["signature"], keys, {body["user"]})
    both = (entry["cosigner"] is None) == (entry["cosignature"] is None)
    same = body.get("cosigner") == entry["cosigner"]
    refuse(both and same, "会签人不符 · its co-signer differs")
    if entry["cosigner"]:
        others = {key["person"] for key in keys.values()} - {body["user"], None}
        check_signature(entry, entry["cosigner"], entry["cosignature"], keys, others)
    for kind, pub, *_ in body["rows"]:
        if kind == "signing_key":
            first_named.setdefault(pub, entry["seq"])
    return entry


def anchor_of(seq, digest):
    """Write the anchor a receipt shows: number and 50 bits of its entry's hash."""
    bits = int(digest[:14], 16) >> 6
    letters = "".join("0123456789ABCDEFGHJKMNPQRSTVWXYZ"[bits >> n & 31] for n in range(45, -1, -5))
    return f"{seq:06d}-{letters[:5]}-{letters[5:]}"


def verify(folder, known=(), root=None):
    """Verify a folder; give what to say, or raise `Broken`."""
    keys, head = read(folder / "public_keys.json"), read(folder / "head.json")
    refuse(root in (None, keys["root"]), "根密钥不是这一个 · the root key is another one")
    roots, by_id = roots_of(keys), {key["id"]: key for key in keys["keys"]}
    for name, key in by_id.items():
        fits = is_certified(key, by_id, roots, keys["vault"])
        refuse(fits, f"密钥 {name} 未经认证 · key {name} is not certified")
    digest = sha256((folder / "public_keys.json").read_bytes()).hexdigest()
    fits = (head["vault"], head["keys_sha256"]) == (keys["vault"], digest)
    refuse(fits, "密钥文件与日志头不符 · the keys are not those of head.json")
    message = spelt({name: value for name, value in head.items() if name != "signature"})
    signed = {"seq": head["seq"], "hash": labelled("proof", message).hex()}
    check_signature(signed, head["signer"], head["signature"], by_id, None)
    seq, digest, first_named, seen = 0, "00" * 32, {}, set()
    with (folder / "entries.jsonl").open("rb") as lines:
        for line in lines:
            try:
                entry = check_entry(line, seq, digest, by_id, first_named)
            except FAULTS as fault:
                raise Broken(f"第 {seq + 1} 条 · entry {seq + 1}: {fault}") from None
            seq, digest = entry["seq"], entry["hash"]
            seen.update({anchor_of(seq, digest), digest.upper()} if known else ())
    ends = (seq, digest) == (head["seq"], head["hash"])
    refuse(ends, f"第 {seq} 条后与日志头不符 · after entry {seq} it does not end at its head")
    for name, key in by_id.items():
        dated = first_named.get(name) == key["from"]
        refuse(dated, f"密钥 {name} 的起始不符 · key {name} began at another entry")
    for one in known:
        refuse(one.replace("–", "-").upper() in seen, f"日志中没有 {one} · {one} is not in the log")
    said = f"完好 · ok: {seq} 条 · entries, {head['at']}\n日志头 · head: {digest}\n"
    return said + f"根密钥 · root key: {keys['root']}"


def main():
    """Verify the folder this file lies in, or another one."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    parser.add_argument(
        "--known", action="append", default=[], help="校验码、日志头 · anchor, head"
    )
    parser.add_argument("--root", help="根密钥 · the root key known beforehand")
    options = parser.parse_args()
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    try:
        print(verify(options.folder, options.known, options.root))
    except FAULTS as fault:
        print(f"不完好 · not whole: {fault}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
