"""The verifier's own Ed25519 agrees with RFC 8032 and with the library, and accepts no more."""

import importlib.util
import random
from types import ModuleType

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledgerdesk.resources import resource
from ledgerdesk.vault import primitives


@pytest.fixture(scope="module")
def verifier() -> ModuleType:
    spec = importlib.util.spec_from_file_location("proof_maths", resource("proof", "verify.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_verifier_agrees_with_the_library_on_signatures(verifier: ModuleType) -> None:
    chance = random.Random("ed25519")
    for number in range(40):
        private = Ed25519PrivateKey.from_private_bytes(chance.randbytes(32))
        public = private.public_key().public_bytes_raw()
        message = chance.randbytes(number)
        signature = bytearray(private.sign(message))
        assert verifier.is_signed(public, message, bytes(signature))
        signature[chance.randrange(64)] ^= 1 << chance.randrange(8)
        assert not verifier.is_signed(public, message, bytes(signature))
        assert not primitives.verify_signature(public, message, bytes(signature))


# RFC 8032, section 7.1, tests 1, 2 and SHA(abc).
RFC_8032 = (
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b4"
            "6bd25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d"
            "8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
    (
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        (
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feeb"
            "bd454d4423643ce80e2a9ac94fa54ca49f"
        ),
        (
            "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0"
            "303dca179c138ac17ad9bef1177331a704"
        ),
    ),
)


@pytest.mark.parametrize(("public", "message", "signature"), RFC_8032)
def test_the_verifier_agrees_with_the_standard(
    verifier: ModuleType, public: str, message: str, signature: str
) -> None:
    raw = [bytes.fromhex(one) for one in (public, message, signature)]

    assert verifier.is_signed(*raw)
    order = (2**252 + 27742317777372353535851937790883648493).to_bytes(32, "little")
    scalar = int.from_bytes(raw[2][32:], "little") + int.from_bytes(order, "little")
    malleable = raw[2][:32] + scalar.to_bytes(32, "little")
    assert not verifier.is_signed(raw[0], raw[1], malleable)
    assert not verifier.is_signed(bytes(31), raw[1], raw[2])
    assert not verifier.is_signed(b"\xff" * 32, raw[1], raw[2])
