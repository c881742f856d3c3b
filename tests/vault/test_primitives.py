"""C-40: the primitives give byte for byte what their standards print."""

import hashlib
import hmac

import pytest
from cryptography.hazmat.bindings._rust import openssl
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from ledgerdesk.vault import primitives
from ledgerdesk.vault.primitives import Label, labelled

HPKE_INFO = bytes.fromhex("4f6465206f6e2061204772656369616e2055726e")
HPKE_RECEIVER = bytes.fromhex("4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8")
HPKE_SENDER = bytes.fromhex("52c4a758a802cd8b936eceea314432798d5baf2d7e9235dc084ab1b9cfa2f736")
HPKE_ENCAPSULATED = bytes.fromhex(
    "37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431"
)
HPKE_SEALED = bytes.fromhex(
    "f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a"
)
HPKE_PLAIN = b"Beauty is truth, truth beauty"


def hkdf_extract(salt: bytes, secret: bytes) -> bytes:
    return hmac.digest(salt or bytes(32), secret, "sha256")


def hkdf_expand(key: bytes, info: bytes, length: int) -> bytes:
    output, block, counter = b"", b"", 1
    while len(output) < length:
        block = hmac.digest(key, block + info + bytes([counter]), "sha256")
        output, counter = output + block, counter + 1
    return output[:length]


class PlainHpke:
    """HPKE base mode written out from RFC 9180 with the standard library's HMAC."""

    def __init__(self, *, aead_id: int, key_bytes: int) -> None:
        self.key_bytes = key_bytes
        self.suite = b"HPKE" + bytes([0, 0x20, 0, 1, 0, aead_id])
        self.kem = b"KEM" + bytes([0, 0x20])

    def extract(self, suite: bytes, salt: bytes, label: bytes, secret: bytes) -> bytes:
        return hkdf_extract(salt, b"HPKE-v1" + suite + label + secret)

    def expand(self, suite: bytes, key: bytes, label: bytes, info: bytes, length: int) -> bytes:
        bound = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info
        return hkdf_expand(key, bound, length)

    def seal(
        self, ephemeral: bytes, receiver: bytes, info: bytes, aad: bytes, text: bytes
    ) -> bytes:
        encapsulated = primitives.seal_public(ephemeral)
        shared = X25519PrivateKey.from_private_bytes(ephemeral).exchange(
            X25519PublicKey.from_public_bytes(receiver)
        )
        prk = self.extract(self.kem, b"", b"eae_prk", shared)
        secret = self.expand(self.kem, prk, b"shared_secret", encapsulated + receiver, 32)
        context = (
            b"\0"
            + self.extract(self.suite, b"", b"psk_id_hash", b"")
            + self.extract(self.suite, b"", b"info_hash", info)
        )
        scheduled = self.extract(self.suite, secret, b"secret", b"")
        key = self.expand(self.suite, scheduled, b"key", context, self.key_bytes)
        nonce = self.expand(self.suite, scheduled, b"base_nonce", context, 12)
        return encapsulated + AESGCM(key).encrypt(nonce, text, aad)


def test_argon2id_gives_the_tag_of_rfc_9106() -> None:
    tag = Argon2id(
        salt=b"\x02" * 16,
        length=32,
        iterations=3,
        lanes=4,
        memory_cost=32,
        ad=b"\x04" * 12,
        secret=b"\x03" * 8,
    ).derive(b"\x01" * 32)

    assert tag.hex() == "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"


def test_aes_256_gcm_gives_case_16_of_its_specification() -> None:
    key = bytes.fromhex("feffe9928665731c6d6a8f9467308308" * 2)
    nonce = bytes.fromhex("cafebabefacedbaddecaf888")
    plain = bytes.fromhex(
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
        "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
    )
    associated = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")

    sealed = primitives.encrypt(key, nonce, plain, associated)

    assert sealed.hex() == (
        "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
        "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
        "76fc6ece0f4e1768cddf8853bb2d551b"
    )
    assert primitives.decrypt(key, nonce, sealed, associated) == plain
    assert primitives.decrypt(key, nonce, sealed, b"") is None


@pytest.mark.parametrize(
    ("private", "public"),
    [
        (
            "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a",
            "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a",
        ),
        (
            "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb",
            "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f",
        ),
    ],
)
def test_x25519_gives_the_public_keys_of_rfc_7748(private: str, public: str) -> None:
    assert primitives.seal_public(bytes.fromhex(private)).hex() == public


def test_ed25519_gives_the_first_signature_of_rfc_8032() -> None:
    private = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    public = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    signature = bytes.fromhex(
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    )

    assert primitives.sign_public(private) == public
    assert primitives.sign(private, b"") == signature
    assert primitives.verify_signature(public, b"", signature)
    assert not primitives.verify_signature(public, b"x", signature)


def test_hkdf_gives_the_third_case_of_rfc_5869() -> None:
    assert primitives.derive(b"\x0b" * 22, b"", 42).hex() == (
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
    )


def test_hpke_opens_the_first_base_mode_vector_of_rfc_9180() -> None:
    suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_128_GCM)
    private = X25519PrivateKey.from_private_bytes(HPKE_RECEIVER)

    plain = openssl.hpke._decrypt_with_aad(
        suite, HPKE_ENCAPSULATED + HPKE_SEALED, private, HPKE_INFO, b"Count-0"
    )

    assert plain == HPKE_PLAIN


def test_hpke_written_out_gives_that_vector_and_the_seal_opens_it_with_aes_256() -> None:
    receiver = primitives.seal_public(HPKE_RECEIVER)
    small = PlainHpke(aead_id=1, key_bytes=16)
    large = PlainHpke(aead_id=2, key_bytes=32)

    as_printed = small.seal(HPKE_SENDER, receiver, HPKE_INFO, b"Count-0", HPKE_PLAIN)
    ours = large.seal(HPKE_SENDER, receiver, HPKE_INFO, b"", HPKE_PLAIN)

    assert as_printed == HPKE_ENCAPSULATED + HPKE_SEALED
    assert primitives.unseal(HPKE_RECEIVER, ours, HPKE_INFO) == HPKE_PLAIN
    assert primitives.unseal(HPKE_RECEIVER, ours, b"another use") is None


def test_lists_of_parts_that_only_join_alike_are_told_apart() -> None:
    assert labelled(Label.HOUSE, "ab", "c") != labelled(Label.HOUSE, "a", "bc")
    assert labelled(Label.HOUSE, "ab") != labelled(Label.BUNDLE, "ab")


def test_every_label_is_used_once() -> None:
    assert len({label.value for label in Label}) == len(Label.__members__)


def test_keys_and_signatures_of_a_wrong_form_do_not_verify() -> None:
    private = bytes(range(32))
    signature = primitives.sign(private, b"data")
    public = primitives.sign_public(private)

    assert not primitives.verify_signature(public[:-1], b"data", signature)
    assert not primitives.verify_signature(public, b"data", signature[:-1])
    assert not primitives.verify_signature(b"\xff" * 32, b"data", signature)


def test_a_signing_key_is_named_by_the_digest_of_its_public_part() -> None:
    assert primitives.key_id(b"\x01" * 32) == hashlib.sha256(b"\x01" * 32).hexdigest()[:16]
