"""Read a backup of LedgerDesk (.ldbk) without LedgerDesk · 不用本程序也能读出备份.

    python3 ldbk_reader.py FILE                                    完好吗，是哪一本 · whole? whose?
    python3 ldbk_reader.py FILE OUT --password-file PASSWORD.txt   用密码读出 · with a password
    python3 ldbk_reader.py FILE OUT --recovery-file SHEET.txt      用恢复单读出 · with the sheet

OUT becomes a folder with everything IN THE CLEAR: ledger.sqlite, csv/ and read-me.txt. Nothing is
written unless every signature, every HMAC and every sealed count and sum fits. It opens no network
and changes no other file. Needs Python 3.9 or newer and `pip install cryptography` (44 or newer).
The format: docs/format.md and docs/backup-format.md of LedgerDesk; this file imports nothing of it.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import hmac
import io
import json
import os
import re
import shutil
import signal
import sqlite3
import struct
import sys
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

try:
    from cryptography.exceptions import InvalidSignature, InvalidTag, UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (
        Ed25519PrivateKey,
        Ed25519PublicKey,
    )
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
except ImportError:
    sys.exit("缺少 cryptography，请先运行 / Run first: python3 -m pip install cryptography")

Tree = dict[str, Any]
MAGIC, LABEL, PLAIN = b"LDBK0001", b"ledgerdesk/1/", b"SQLite format 3\0"
MOST_CORE, MOST_HEADER, MOST_FACTS, BIG = 1 << 19, 1 << 20, 1 << 17, 2**63 - 1
PAGE, LOCK_PAGE = 4096, (1 << 30) // 4096 + 1  # SQLite never writes that page
APPLICATION, MOST_KEY_FILE = 0x4C444231, 4096
STRICT_TABLES = (3, 37)  # the first SQLite that knows them
MOMENT = r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"
MAKERS = ("person", "recovery", "maker")
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 4  # bytes of a length
LINES, LINE = 4, 14  # of a printed key; the last character of a line is its check
LOOKALIKE = str.maketrans("OIL", "011")
SUMS = {
    "deposits": "SELECT coalesce(sum(amount_fen), 0) FROM deposit",
    "owed": "SELECT coalesce(sum(owed_fen), 0) FROM trade_owed",
    "payments": "SELECT coalesce(sum(amount_fen), 0) FROM payment",
    "receipts": "SELECT coalesce(sum(amount_fen), 0) FROM receipt",
    "receipts_voided": "SELECT coalesce(sum(amount_fen), 0) FROM receipt"
    " WHERE id IN (SELECT receipt_id FROM void)",
    "trades": "SELECT coalesce(sum(total_fen), 0) FROM trade",
}
COUNTERS = (
    "SELECT code || '/' || period, last_seq FROM series_counter JOIN series ON series.id=series_id"
)
TABLES_TEXT = """
audit 日志 audit_object 日志所涉 backup 备份 book 账本 branch 分支 change 修改记录
correction 更正申请 customer 客户 customer_alias 客户别名 customer_contact 联系方式
customer_merge 客户合并 customer_note 客户记事 customer_secret 受保护号码 customer_tag 客户标签
day_close 日结 day_reopening 撤回日结 deposit 预存款 draft 草稿 drill 演练 explained_gap 缺号说明
import_batch 导入 import_withdrawal 撤回导入 keys_file 密钥文件 payment 收款
payment_part 收款方式 period_close 月结年结 print 打印 quality_ignored 搁置的问题 receipt 收据
receipt_order 收据排序 receipt_template 收据版式 record_standard 记录标准 review 审核
sealed_generation 旧密钥 series 号码系列 series_counter 号码计数 series_handout 号码领用
service 服务项目 setting 设置 signing_key 签名钥 signing_key_end 签名钥终止 staff 人员
stock_sheet 编号纸 trade 交易 trade_line 交易明细 trade_owed 欠款 verified 核验进度 void 作废
"""
COLUMNS_TEXT = """
amount_fen 金额 business_day 营业日 category 类别 code 编号 company 单位 created_at 建立时间
currency 币种 customer_id 客户 detail 说明 entered_at 录入时间 field 项目 issued_at 开具时间
issued_on 开具日期 item 项目 kind 种类 label 标签 last_seq 最后号 method 方式 name 名称 new 新值
note 备注 number 号码 old 旧值 owed_fen 欠款 paper 纸张 payer 付款人 payment_id 收款 period 期间
position 次序 price_fen 单价 quantity_milli 数量×1000 reason 原因 receipt_id 收据
received_at 收款时间 received_on 收款日期 role 角色 series_id 号码系列 staff_id 经办人 state 状态
tag 标签 total_fen 合计 trade_id 交易 traded_on 交易日期 unit 单位 value 内容 voided_at 作废时间
why 缘由 written_at 写入时间
"""
TABLES, COLUMNS = (
    dict(zip(words[::2], words[1::2])) for words in (TABLES_TEXT.split(), COLUMNS_TEXT.split())
)
RISKY = re.compile("'*[=+\\-@＝＋－＠\t\r\n]")  # a sheet would calculate such a text
LONG = re.compile(r"-?\d{16,}|\d+[eE]\d+")  # and show of such a number its first 15 digits


class Refused(Exception):
    """Why nothing was read, and what to do, in Chinese and in English."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(f"{chinese} / {english}")


def damaged(chinese: str, english: str) -> Refused:
    """Name the part that is not as it was written."""
    return Refused(
        f"这份备份已损坏（{chinese}），请换一份备份。",
        f"This backup is damaged ({english}). Use another one.",
    )


def foreign(chinese: str, english: str) -> Refused:
    """Name the part that was made by nobody of this book."""
    return Refused(
        f"这份备份不是本账的人做的（{chinese}），不要使用，请换一份。",
        f"Nobody of this book made this backup ({english}). Do not trust it; use another one.",
    )


# ── the format's small words: records, labels, keys ──────────────────────────────────────


def require(fits: bool) -> None:  # noqa: FBT001 - the one thing it is asked
    """Refuse a value of another shape."""
    if not fits:
        raise ValueError


def shaped(value: Any, shape: Any) -> Any:  # noqa: PLR0911 - one answer for each kind of shape
    """Take a value of exactly this shape, hexadecimal as bytes.

    A shape is the number of bytes; (least, most) of an integer; the pattern of a text; a list of
    the members' shape and how many at most; or fields, `?` for one that may be null, `*` for any.
    """
    if shape is bool:
        require(type(value) is bool)
        return value
    if isinstance(shape, int):
        require(isinstance(value, str) and len(value) == 2 * shape)
        require(bytes.fromhex(value).hex() == value)
        return bytes.fromhex(value)
    if isinstance(shape, tuple):
        require(type(value) is int and shape[0] <= value <= shape[1])
        return value
    if isinstance(shape, str):
        require(isinstance(value, str) and re.fullmatch(shape, value) is not None)
        return value
    if isinstance(shape, list):
        require(isinstance(value, list) and len(value) <= shape[1])
        return [shaped(one, shape[0]) for one in value]
    require(isinstance(value, dict))
    if "*" in shape:
        return {name: shaped(one, shape["*"]) for name, one in value.items()}
    optional = {name[:-1]: inner for name, inner in shape.items() if name.endswith("?")}
    wanted = {**{name: one for name, one in shape.items() if name[-1] != "?"}, **optional}
    require(value.keys() == wanted.keys())
    return {
        name: None if name in optional and value[name] is None else shaped(value[name], inner)
        for name, inner in wanted.items()
    }


IDENT, NAME, SERIAL, NUMBER = r"[0-9a-f]{16}", r"[!-~]{1,64}", (1, 2**53 - 1), (1, 0xFFFF)
PAIR = {"seal_public": 32, "sign_public": 32, "sealed_dbk": 80}
SIGNER = {
    "scope": NAME, "subject": NAME, "public": 32, "certificate": 64,
    "follower?": {"seal": 32, "sign": 32, "endorsement": 64},
}  # fmt: skip
CORE = {
    "vault": IDENT, "backup": IDENT, "branch": IDENT, "sequence": SERIAL, "created": MOMENT,
    "generation": NUMBER, "sheet": NUMBER, "payload_bytes": (PAGE, 2**53 - 1),
    "payload_sha256": 32, "block_bytes": (PAGE, 1 << 20), "keys_reserved": (PAGE, MOST_HEADER),
    "facts": f"[0-9a-f]{{0,{4 * MOST_FACTS}}}", "signer": SIGNER,
}  # fmt: skip
COST = {"lanes": (1, 8), "memory_kib": (19 << 10, 1 << 20), "passes": (2, 10), "salt": 16}
BUNDLE = {
    "record": {
        "kdf": COST, "provisional": bool, "serial": SERIAL, "user": IDENT,
        "successor?": {"endorsement": 64, "generation": NUMBER, **PAIR},
        "wrap": {"nonce": 12, "sealed": 112},
    },
    "signature": 64,
}  # fmt: skip
KEYS = {
    "macs_sha256": 32,
    "signer": SIGNER,
    "slots": {
        "owners": [{"id": IDENT, "certificate": 64, "bundle": BUNDLE, **PAIR}, 200],
        "recovery": {"certificate": 64, "bundle": {"nonce": 12, "sealed": 48}, **PAIR},
        "root_links": [{"previous": 32, "public": 32, "endorsement": 64}, 32],
    },
}
FACTS = {
    "app": NAME, "counts": {"*": (0, BIG)}, "head": 32, "head_seq": (0, BIG), "schema": (1, BIG),
    "last_numbers": {"*": (0, BIG)}, "sums": {"*": (-BIG, BIG)},
}  # fmt: skip


def record(value: object) -> bytes:
    """Write a record in its one spelling."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=bytes.hex
    ).encode()


def single(pairs: list[tuple[str, Any]]) -> Tree:
    """Refuse a field that stands twice."""
    require(len(dict(pairs)) == len(pairs))
    return dict(pairs)


def integer(text: str) -> int:
    """Read no number that takes long to read."""
    require(len(text) <= len(str(-BIG)))
    return int(text)


def taken(raw: bytes, shape: Tree, problem: Refused) -> Tree:
    """Read a record in its one spelling and of exactly this shape, or raise the problem."""
    try:
        tree = json.loads(raw.decode(), object_pairs_hook=single, parse_int=integer)
        require(record(tree) == raw)
        found: Tree = shaped(tree, shape)
        if "created" in found:
            moment(found)
    except (ValueError, RecursionError):
        raise problem from None
    return found


def labelled(name: str, *parts: bytes | str | int) -> bytes:
    """Join a label and its parts as the format page's L does."""
    joined = LABEL + name.encode()
    for part in parts:
        piece = part if isinstance(part, bytes) else str(part).encode()
        joined += struct.pack(">I", len(piece)) + piece
    return joined


def derived(secret: bytes, info: bytes) -> bytes:
    """Derive 32 bytes with HKDF-SHA-256 without salt."""
    return mac(mac(bytes(32), secret), info + b"\1")


def mac(key: bytes, data: bytes) -> bytes:
    """Give the HMAC-SHA-256."""
    return hmac.digest(key, data, "sha256")


def is_signed(public: bytes, signature: bytes, covered: bytes) -> bool:
    """Say whether an Ed25519 signature fits."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, covered)
    except (InvalidSignature, ValueError):
        return False
    return True


def opened(key: bytes, nonce: bytes, sealed: bytes, bound: bytes) -> bytes | None:
    """Open AES-256-GCM, or give None where the tag does not fit."""
    try:
        return AESGCM(key).decrypt(nonce, sealed, bound)
    except (InvalidTag, ValueError):
        return None


def unsealed(private: bytes, sealed: bytes, info: bytes) -> bytes | None:
    """Open HPKE base mode, RFC 9180: X25519, HKDF-SHA-256, AES-256-GCM; None where it fails."""
    kem, suite = b"KEM\0\x20", b"HPKE\0\x20\0\x01\0\x02"

    def extract(salt: bytes, identity: bytes, label: bytes, data: bytes) -> bytes:
        return mac(salt, b"HPKE-v1" + identity + label + data)

    def expand(key: bytes, identity: bytes, label: bytes, data: bytes, length: int) -> bytes:
        told = struct.pack(">H", length) + b"HPKE-v1" + identity + label + data
        return mac(key, told + b"\1")[:length]

    own, sender = X25519PrivateKey.from_private_bytes(private), sealed[:32]
    try:
        shared = own.exchange(X25519PublicKey.from_public_bytes(sender))
    except ValueError:
        return None
    both = sender + own.public_key().public_bytes_raw()
    shared = expand(extract(b"", kem, b"eae_prk", shared), kem, b"shared_secret", both, 32)
    hashed = extract(b"", suite, b"psk_id_hash", b"") + extract(b"", suite, b"info_hash", info)
    secret = extract(shared, suite, b"secret", b"")
    key = expand(secret, suite, b"key", b"\0" + hashed, 32)
    nonce = expand(secret, suite, b"base_nonce", b"\0" + hashed, 12)
    return opened(key, nonce, sealed[32:], b"")


# ── the file: header, blocks ─────────────────────────────────────────────────────────────


class Header:
    """A header that hangs together: both signatures fit the keys beside them."""

    def __init__(self, file: BinaryIO) -> None:
        problem, keys_problem = damaged("文件头", "header"), damaged("钥匙区", "keys")
        magic = file.read(8)
        if re.fullmatch(rb"LDBK\d{4}", magic) and magic > MAGIC:
            raise Refused(
                "这份备份的格式更新，请用新的读取程序。", "A newer format: get a newer reader."
            )
        if not magic.startswith(MAGIC[:4]):
            raise Refused(
                "这不是 LedgerDesk 的备份，请选 .ldbk 文件。",
                "No LedgerDesk backup: choose an .ldbk file.",
            )
        length = struct.unpack(">I", exactly(file, 4, problem))[0]
        if magic != MAGIC or not 0 < length <= MOST_CORE:
            raise problem
        core = exactly(file, length, problem)
        self.signed = magic + struct.pack(">I", length) + core
        self.core = taken(core, CORE, problem)
        if len(self.core["facts"]) % 2:
            raise problem
        signature, self.mac = exactly(file, 64, problem), exactly(file, 32, problem)
        if not is_by_signer(self.core, signature, b"backup core\0" + self.signed):
            raise problem
        self.signed += signature
        self.size = len(self.signed) + 32 + self.core["keys_reserved"]
        if self.size > MOST_HEADER:
            raise problem
        room = exactly(file, self.core["keys_reserved"], keys_problem)
        end = LENGTH + struct.unpack(">I", room[:4])[0]
        if not LENGTH < end <= len(room) - 64 or room[end + 64 :].strip(b"\0"):
            raise keys_problem
        self.keys = taken(room[LENGTH:end], KEYS, keys_problem)
        covered = b"backup keys\0" + self.mac + room[:end]
        if not is_by_signer(self.keys, room[end : end + 64], covered):
            raise keys_problem


def exactly(file: BinaryIO, length: int, problem: Refused) -> bytes:
    """Read so many bytes, or raise the problem."""
    raw = file.read(length)
    if len(raw) != length:
        raise problem
    return raw


def is_by_signer(part: Tree, signature: bytes, covered: bytes) -> bool:
    """Say whether a part was signed by the key that stands in it."""
    signer = part["signer"]
    public = signer["follower"]["sign"] if signer["follower"] else signer["public"]
    return is_signed(public, signature, LABEL + covered)


def blocks(file: BinaryIO, header: Header, mac_key: bytes | None) -> Iterator[bytes]:
    """Yield the data of each block, with a key only after its HMAC was proved."""
    core, previous, index = header.core, header.mac, 0
    left, whole, macs = core["payload_bytes"], hashlib.sha256(), hashlib.sha256()
    file.seek(header.size)
    while left:
        length = min(left, core["block_bytes"])
        left -= length
        problem = damaged(f"第 {index + 1} 块", f"block {index + 1}")
        lead = struct.pack(">BI", not left, length)
        if exactly(file, 5, problem) != lead:
            raise problem
        data, found = exactly(file, length, problem), exactly(file, 32, problem)
        if mac_key is not None:
            place = previous + struct.pack(">Q", index) + lead
            if not hmac.compare_digest(mac(mac_key, b"block" + place + data), found):
                raise foreign(f"第 {index + 1} 块", f"block {index + 1}")
        whole.update(data)
        macs.update(found)
        yield data
        previous, index = found, index + 1
    if file.read(1):
        raise damaged("末尾多出内容", "something follows its end")
    if (whole.digest(), macs.digest()) != (core["payload_sha256"], header.keys["macs_sha256"]):
        raise damaged("数据", "data")


def checked(file: BinaryIO) -> Header:
    """Read every byte without a key: what an accident changed shows here."""
    header = Header(file)
    core, size = header.core, os.fstat(file.fileno()).st_size
    count = -(-core["payload_bytes"] // core["block_bytes"])
    if size != header.size + core["payload_bytes"] + count * 37:
        raise damaged("长度", "length")
    for _ in blocks(file, header, None):
        continue
    return header


# ── from a password or the sheet to the database key ─────────────────────────────────────


def secret_in(text: str) -> bytes:
    """Read the printed key: case, width, blanks, hyphens, O, I, L and line numbers forgiven."""
    folded = unicodedata.normalize("NFKC", text).upper().translate(LOOKALIKE)
    kept = [re.sub(r"[^0-9A-Z一二三四]", "", line) for line in folded.splitlines()]
    lines = [line for line in kept if line]
    if len(lines) != LINES and not all(LINE <= len(line) <= LINE + 1 for line in lines[:LINES]):
        joined = "".join(lines)
        lines = [joined[at : at + LINE] for at in range(0, max(len(joined), 1), LINE)]
    number = 0
    for place in range(LINES):
        line = lines[place] if place < len(lines) else ""
        if len(line) == LINE + 1 and line[0] in (str(place + 1), "一二三四"[place]):
            line = line[1:]
        spare = place == LINES - 1 and line[-2:-1] not in ("0", "G")  # its last 4 bits are 0
        if len(line) != LINE or check_of(line, place + 1) or spare:
            raise Refused(
                f"恢复密钥第 {place + 1} 行不对，请对照纸上的十四个字符。",
                f"Line {place + 1} of the recovery key is mistyped: compare its 14 characters.",
            )
        for character in line[:-1]:
            number = number << 5 | CROCKFORD.index(character)
    return (number >> 4).to_bytes(32, "big")


def check_of(line: str, place: int) -> int:
    """Give 0 for a line whose check fits: a sum over GF(32) with x⁵ + x² + 1."""
    if any(character not in CROCKFORD for character in line):
        return -1
    total = place ^ CROCKFORD.index(line[-1])
    weight = 1
    for character in line[:-1]:
        weight = weight << 1 ^ (weight >> 4) * 0b100101
        product, shifted = 0, weight
        for bit in range(5):
            product ^= shifted * (CROCKFORD.index(character) >> bit & 1)
            shifted = shifted << 1 ^ (shifted >> 4) * 0b100101
        total ^= product
    return total


def password_in(raw: bytes) -> bytes:
    """Read a password file as the program does: UTF-8, one newline at its end cut, NFC."""
    cut = raw[:-1] if raw.endswith(b"\n") else raw
    cut = cut[:-1] if cut != raw and cut.endswith(b"\r") else cut
    return unicodedata.normalize("NFC", text_in(cut)).encode()


def text_in(raw: bytes) -> str:
    """Read UTF-8 with or without a mark in front."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(
            "密码或恢复密钥的文件不是 UTF-8，请另存为 UTF-8。",
            "The file of the password or key is not UTF-8: save it as UTF-8.",
        ) from None


def database_key(header: Header, password: bytes | None, secret: bytes) -> bytes:
    """Open the slot that fits, check the root and all it must have certified, then unseal."""
    vault, slots = header.core["vault"], header.keys["slots"]
    if password is None:
        slot = {**slots["recovery"], "id": "recovery"}
        private = private_by_sheet(header, slot, secret)
        sealing = slot
    else:
        slot, private, sealing = private_by_password(header, password)
    root = vouching_root(header, slot, private[64:])
    certified = all(
        is_certified(part["signer"], vault, root) for part in (header.core, header.keys)
    )
    if not certified:
        raise foreign("签名人", "signer")
    own = X25519PrivateKey.from_private_bytes(private[:32]).public_key().public_bytes_raw()
    signs = Ed25519PrivateKey.from_private_bytes(private[32:64]).public_key().public_bytes_raw()
    info = labelled("sealed database key", vault, slot["id"], header.core["generation"])
    key = unsealed(private[:32], sealing["sealed_dbk"], info)
    if key is None or (own, signs) != (sealing["seal_public"], sealing["sign_public"]):
        raise damaged("钥匙区", "keys")
    return key


def private_by_sheet(header: Header, slot: Tree, secret: bytes) -> bytes:
    """Give the recovery key's two private keys and the root's public one."""
    sheet, wrap = header.core["sheet"], slot["bundle"]
    bound = labelled("recovery/bundle", header.core["vault"], sheet)
    root = opened(derived(secret, bound), wrap["nonce"], wrap["sealed"], bound)
    if root is None:
        raise Refused(
            f"这张恢复单打不开这份备份，要用 HF-{sheet:04d} 号恢复单。",
            f"Another recovery sheet is needed: number HF-{sheet:04d}.",
        )
    seal, sign = labelled("recovery/x25519"), labelled("recovery/ed25519")
    return derived(secret, seal) + derived(secret, sign) + root


def private_by_password(header: Header, password: bytes) -> tuple[Tree, bytes, Tree]:
    """Try every owner's slot; give it, what it held, and the pair the key is sealed to."""
    vault, problem = header.core["vault"], damaged("钥匙区", "keys")
    for slot in header.keys["slots"]["owners"]:
        inner, sealing = slot["bundle"]["record"], slot
        after = inner["successor"]
        if after and any(after[name] != slot[name] for name in ("seal_public", "sign_public")):
            sealing = after
            pair = (after["seal_public"], after["sign_public"])
            covered = labelled("successor", vault, slot["id"], *pair)
            if not is_signed(slot["sign_public"], after["endorsement"], covered):
                raise problem
        covered = labelled("bundle", vault, record(inner))
        signed = is_signed(sealing["sign_public"], slot["bundle"]["signature"], covered)
        if not signed or inner["user"] != slot["id"]:
            raise problem
        cost, wrap = inner["kdf"], inner["wrap"]
        bound = labelled(
            "password bundle", vault, slot["id"], inner["serial"],
            cost["memory_kib"], cost["passes"], cost["lanes"], cost["salt"],
        )  # fmt: skip
        plain = opened(slow_key(password, cost), wrap["nonce"], wrap["sealed"], bound)
        if plain is not None:
            return slot, plain, sealing
    raise Refused(
        "密码不对：要用备份当天一位负责人的密码，或用恢复单。",
        "Wrong password: take an owner's password of the day of the backup, or the sheet.",
    )


def slow_key(password: bytes, cost: Tree) -> bytes:
    """Derive a password's key with Argon2id; its cost was bounded when the header was read."""
    try:
        from cryptography.hazmat.primitives.kdf.argon2 import (  # noqa: PLC0415 - not in older ones
            Argon2id,
        )

        return Argon2id(
            salt=cost["salt"], length=32, iterations=cost["passes"], lanes=cost["lanes"],
            memory_cost=cost["memory_kib"],
        ).derive(password)  # fmt: skip
    except (ImportError, UnsupportedAlgorithm):
        raise Refused(
            "cryptography 太旧，请更新：python3 -m pip install -U cryptography，或用恢复单。",
            "cryptography is too old: python3 -m pip install -U cryptography, or use the sheet.",
        ) from None


def vouching_root(header: Header, slot: Tree, pinned: bytes) -> bytes:
    """Follow the root's renewals from the one a bundle held; it must have certified the slot."""
    vault, root = header.core["vault"], pinned
    for link in header.keys["slots"]["root_links"]:
        covered = labelled("root link", vault, link["public"])
        if link["previous"] == root and is_signed(root, link["endorsement"], covered):
            root = link["public"]
    scope = "recovery" if slot["id"] == "recovery" else "person"
    covered = labelled("certificate", vault, scope, slot["id"], slot["sign_public"])
    if not is_signed(root, slot["certificate"], covered):
        raise foreign("钥匙区", "keys")
    return root


def is_certified(signer: Tree, vault: str, root: bytes) -> bool:
    """Say whether the root vouches for the key that signed, directly or through the older pair."""
    scope, subject, public = signer["scope"], signer["subject"], signer["public"]
    if scope not in MAKERS or (scope == "recovery" and subject != "recovery"):
        return False
    covered = labelled("certificate", vault, scope, subject, public)
    if not is_signed(root, signer["certificate"], covered):
        return False
    after = signer["follower"]
    if after is None:
        return True
    covered = labelled("successor", vault, subject, after["seal"], after["sign"])
    return is_signed(public, after["endorsement"], covered)


def proved(header: Header, key: bytes) -> tuple[bytes, Tree]:
    """Prove the core by its HMAC; give the key of the blocks' HMACs and the sealed facts."""
    core = header.core
    vault, own = core["vault"], (core["vault"], core["backup"])
    backup = derived(key, labelled("backup key", vault, core["generation"]))
    mac_key = derived(backup, labelled("backup/mac", *own))
    if not hmac.compare_digest(mac(mac_key, b"core" + header.signed), header.mac):
        raise foreign("文件头", "header")
    bound, sealed = labelled("backup/gcm", *own), bytes.fromhex(core["facts"])
    plain = opened(derived(backup, bound), sealed[:12], sealed[12:], bound)
    if plain is None or len(plain) > MOST_FACTS:
        raise foreign("密封的数目", "facts")
    return mac_key, taken(plain, FACTS, damaged("密封的数目", "facts"))


# ── the book: pages, facts ───────────────────────────────────────────────────────────────


def pages(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Cut the payload into pages."""
    rest = b""
    for piece in pieces:
        joined = rest + piece
        end = len(joined) // PAGE * PAGE
        for at in range(0, end, PAGE):
            yield joined[at : at + PAGE]
        rest = joined[end:]
    if rest:
        raise damaged("页", "pages")


def write_plain(pieces: Iterator[bytes], key: bytes, out: Path) -> None:
    """Write the SQLite file: each page decrypted after its HMAC was checked."""
    page_mac = b""
    with out.open("xb") as plain:
        for number, page in enumerate(pages(pieces), start=1):
            begin = 0 if number > 1 else 16
            if begin:
                salt = bytes(byte ^ 0x3A for byte in page[:16])
                page_mac = hashlib.pbkdf2_hmac("sha512", key, salt, 2, 32)
            if number == LOCK_PAGE:
                plain.write(bytes(PAGE))
                continue
            covered = page[begin:-64] + struct.pack("<I", number)
            if not hmac.compare_digest(hmac.digest(page_mac, covered, "sha512"), page[-64:]):
                raise damaged(f"账本第 {number} 页", f"page {number} of the book")
            cipher = Cipher(algorithms.AES(key), modes.CBC(page[-80:-64])).decryptor()
            text = cipher.update(page[begin:-80]) + cipher.finalize()
            plain.write(PLAIN[:begin] + text + bytes(80))


def differences(book: sqlite3.Connection, core: Tree, facts: Tree) -> list[str]:
    """Name what the book does not show as it was sealed."""

    def value(statement: str) -> Any:
        return (book.execute(statement).fetchone() or (None,))[0]

    known = set(ordinary(book))
    counted = 'SELECT count(*) FROM "{}"'
    wrong = [
        name
        for name, count in facts["counts"].items()
        if name not in known or value(counted.format(name)) != count
    ]
    wrong += [
        name
        for name, total in facts["sums"].items()
        if name not in SUMS or value(SUMS[name]) != total
    ]
    previous, seq = bytes(32), 0
    for seq, before, digest, body in book.execute(
        "SELECT seq, previous, hash, body FROM audit ORDER BY seq"
    ):
        if before != previous or hashlib.sha256(previous + body.encode()).digest() != digest:
            wrong.append(f"audit {seq}")
        previous = digest
    expected = {
        "last_numbers": (dict(book.execute(COUNTERS)), facts["last_numbers"]),
        "head": ((seq, previous), (facts["head_seq"], facts["head"])),
        "schema": (value("PRAGMA user_version"), facts["schema"]),
        "application": (value("PRAGMA application_id"), APPLICATION),
        "vault": (value("SELECT vault_id FROM book"), core["vault"]),
        "branch": (value("SELECT pub FROM branch ORDER BY id DESC LIMIT 1"), core["branch"]),
    }
    return wrong + [name for name, (found, sealed) in expected.items() if found != sealed]


def refuse_differing(wrong: list[str]) -> None:
    """Refuse a book that does not show what was sealed of it."""
    if wrong:
        named = ", ".join(wrong[:5])
        raise damaged(f"内容与封存的数目不符：{named}", f"not what was sealed: {named}")


def ordinary(book: sqlite3.Connection) -> list[str]:
    """List the tables that hold rows of their own; a search index is made of others."""
    listed = book.execute("PRAGMA main.table_list").fetchall()
    return sorted(row[1] for row in listed if row[2] == "table" and row[1][:7] != "sqlite_")


# ── what a person opens: tables, a page to read ──────────────────────────────────────────


def write_tables(book: sqlite3.Connection, folder: Path) -> None:
    """Write one CSV for each table that holds rows of its own."""
    folder.mkdir()
    for table in ordinary(book):
        rows = book.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - the book's own name
        names = [column[0] for column in rows.description]
        path = folder / f"{TABLES.get(table, '')} {table}.csv".strip()
        with path.open("x", encoding="utf-8-sig", newline="") as file:  # Excel looks for the mark
            writer = csv.writer(file)
            writer.writerow([word for name in names for word in headings(name)])
            for row in rows:
                writer.writerow([text for pair in zip(names, row) for text in cells(*pair)])


def headings(column: str) -> list[str]:
    """Give a column's heading, and the one beside it where it holds 分."""
    word = COLUMNS.get(column, "")
    if not column.endswith("_fen"):
        return [f"{word} {column}".strip()]
    return [f"{word}（分） {column}".strip(), f"{word}（元） {column[:-4]}_yuan".strip()]


def cells(column: str, value: Any) -> list[str]:
    """Give a value as a sheet shows it and never calculates it; beside 分 the same in 元."""
    if column == "private" and value is not None:
        value = "(ledger.sqlite)"  # a signing key is nothing to mail around in a table
    shown = "" if value is None else str(value)
    if isinstance(value, bytes):
        shown = "0x" + value.hex()
    elif (isinstance(value, str) and RISKY.match(value)) or LONG.fullmatch(shown):
        shown = "'" + shown
    if not column.endswith("_fen"):
        return [shown]
    if not isinstance(value, int):
        return [shown, ""]
    return [shown, f"{'-' if value < 0 else ''}{abs(value) // 100}.{abs(value) % 100:02}"]


def moment(core: Tree) -> datetime:
    """Give when a backup was made; raises ValueError for a day that never was."""
    text = core["created"].replace("Z", "+0000")
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%f%z")


def described(core: Tree, size: int) -> str:
    """Say what a backup says of itself."""
    utc = moment(core)
    local = utc.astimezone()
    vault = "-".join(core["vault"].upper()[at : at + 4] for at in range(0, 16, 4))
    return f"""账本编号 book         {vault}
备份时间 made         {utc:%Y-%m-%d %H:%M:%S} UTC · 本地 local {local:%Y-%m-%d %H:%M:%S %z}
备份序号 sequence     {core["sequence"]}
文件大小 size         {size:,} 字节 bytes
恢复单号 sheet        HF-{core["sheet"]:04d}
"""


def told(core: Tree, size: int, facts: Tree) -> str:
    """Write the page that lies beside the tables."""
    rows = "".join(
        f"  {TABLES.get(name, '')} {name}: {count}\n" for name, count in facts["counts"].items()
    )
    sums = "".join(
        f"  {name}: {cells('_fen', total)[1]}\n" for name, total in facts["sums"].items()
    )
    last = "".join(f"  {name}: {number}\n" for name, number in facts["last_numbers"].items())
    return f"""注意：这个文件夹里的内容没有加密，谁都能看。用完请删除，不要放进网盘、邮件和 U 盘。
WARNING: nothing in this folder is encrypted. Delete it after use; no cloud, no mail, no stick.

{described(core, size)}程序版本 program      {facts["app"]}, schema {facts["schema"]}

ledger.sqlite   全部内容，用任何 SQLite 工具打开 · everything, for any SQLite tool
csv/            每个表一个文件，Excel 可直接打开 · one file a table, Excel opens them
金额以分为单位，旁边一列是元；时间是 UTC。以 = + - @ 开头的文字和超过 15 位的号码前加了一个
撇号，免得被 Excel 计算或截短；号码开头的 0 在 Excel 里可能不显示，以 ledger.sqlite 为准。
Amounts are in 分 (1/100) with 元 beside; moments are UTC. An apostrophe stands before text that a
sheet would calculate and before numbers of more than 15 digits, which Excel would round; it may
also hide a 0 in front: ledger.sqlite has everything as it is.

已核对：签名、每一块与每一页的校验码、日志链，以及备份时密封的数目，全部相符：
Checked: signatures, the HMAC of every block and page, the log's chain, and all that was sealed:
行数 rows
{rows}合计（元） sums
{sums}最后号码 last numbers
{last}日志头 head of the log
  {facts["head_seq"]}: {facts["head"].hex()}
"""


def read_out(file: BinaryIO, header: Header, key: bytes, out: Path) -> Tree:
    """Write everything beside its place, move it there when all of it was proved."""
    core, size = header.core, os.fstat(file.fileno()).st_size
    mac_key, facts = proved(header, key)
    page_key = derived(key, labelled("page key", core["vault"], core["generation"]))
    part = Path(tempfile.mkdtemp(prefix=f"{out.name}.part-", dir=out.parent))
    try:
        ledger = part / "ledger.sqlite"
        write_plain(blocks(file, header, mac_key), page_key, ledger)
        with closing(sqlite3.connect(f"{ledger.as_uri()}?mode=ro&immutable=1", uri=True)) as book:
            book.execute("PRAGMA trusted_schema = OFF")
            refuse_differing(differences(book, core, facts))
            write_tables(book, part / "csv")
        (part / "read-me.txt").write_text(told(core, size, facts), encoding="utf-8-sig")
        if out.is_dir():
            out.rmdir()  # it was empty
        part.rename(out)
    except BaseException:
        shutil.rmtree(part)  # half a book in the clear helps nobody
        raise
    return facts


# ── the command ──────────────────────────────────────────────────────────────────────────


def small(path: Path) -> bytes:
    """Read a file that holds a password or a key."""
    with path.open("rb") as file:
        raw = file.read(MOST_KEY_FILE + 1)
    if len(raw) > MOST_KEY_FILE:
        raise Refused(
            f"{path} 太大，不是密码或恢复密钥。", f"{path} is too large for a password or key."
        )
    return raw


def options_of(words: list[str] | None) -> argparse.Namespace:
    """Read the command line; a wrong one ends with 2."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="备份 · the backup, .ldbk")
    parser.add_argument("out", type=Path, metavar="OUT", nargs="?", help="新文件夹 · a new folder")
    key = parser.add_mutually_exclusive_group()
    key.add_argument("--password-file", type=Path, metavar="F", help="密码 · an owner's password")
    key.add_argument("--recovery-file", type=Path, metavar="F", help="恢复单四行 · the four lines")
    options = parser.parse_args(words)
    if (options.out is None) != (options.password_file is options.recovery_file):
        parser.error(
            "读出内容需要 OUT 和一个密码文件或恢复密钥文件"
            " / to read it give OUT and --password-file or --recovery-file"
        )
    return options


def refuse_unfit(out: Path) -> None:
    """Refuse a place that is taken, and an SQLite too old for the book."""
    if out.is_symlink() or (out.exists() and (not out.is_dir() or any(out.iterdir()))):
        raise Refused(
            f"{out} 已经有内容，请换一个新文件夹。", f"{out} is not empty: name a new folder."
        )
    if sqlite3.sqlite_version_info < STRICT_TABLES:
        raise Refused(
            "Python 太旧，请用 3.11 或更新的。", "Its SQLite is too old: use Python 3.11 or newer."
        )


def run(options: argparse.Namespace) -> None:
    """Verify the file; with a key also read it out."""
    password, secret = None, b""
    if options.out is not None:
        refuse_unfit(options.out)
    if options.password_file is not None:
        password = password_in(small(options.password_file))
    if options.recovery_file is not None:
        secret = secret_in(text_in(small(options.recovery_file)))
    with options.file.open("rb") as file:
        header = checked(file)
        print(described(header.core, os.fstat(file.fileno()).st_size), end="")
        if options.out is None:
            print("文件完好。是谁做的，要有密码或恢复单才能核对。")
            print("Undamaged. Who made it can only be checked with a password or the sheet.")
            return
        key = database_key(header, password, secret)
        facts = read_out(file, header, key, options.out.absolute())
    print(f"已核对并写出 {sum(facts['counts'].values())} 行，见 {options.out}。")
    print(f"Proved and written: {sum(facts['counts'].values())} rows in {options.out}.")
    print("注意：这个文件夹没有加密，谁都能看；用完请删除。")
    print("WARNING: this folder is NOT encrypted; whoever sees it reads it. Delete it after use.")


def main(words: list[str] | None = None) -> int:
    """Answer 0 where all is well, 1 with one line where it is refused."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # an old console has no Chinese
    options = options_of(words)
    os.umask(0o077)  # what is written is its owner's alone
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        run(options)
    except Refused as problem:
        said = str(problem)
    except KeyboardInterrupt:
        said = "已停止，没有留下任何文件。 / Stopped; nothing was left behind."
    except MemoryError:
        said = "内存不足，请关闭其他程序再试。 / Not enough memory: close other programs."
    except sqlite3.Error as problem:
        said = f"账本读不出，请换一份备份。 / Unreadable: use another backup. ({problem})"
    except OSError as problem:
        said = (
            "读写失败，请检查路径、权限和剩余空间。 / Reading or writing failed: check path,"
            f" rights and free space. ({problem.strerror}: {problem.filename})"
        )
    else:
        return 0
    print(said.replace("\n", " "), file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
