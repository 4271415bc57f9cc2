"""A package is read without trusting one byte of it, and built the same from the same sources on every machine."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from majlis_devkit import package, signing
from majlis_devkit.package import PackageInvalid
from miniapp import limits
from tests.support.packages import KEY, files, raw_zip, signed


def why(data: bytes) -> str:
    with pytest.raises(PackageInvalid) as caught:
        package.read(data)
    assert caught.value.reason == "PACKAGE_INVALID"
    return caught.value.why


def test_what_was_built_is_what_is_read() -> None:
    opened = package.read(signed())
    assert {path: opened.files[path] for path in files()} == files()
    assert opened.files.keys() - files().keys() == {"app.js", "app.css", "pages/index.html"}
    assert opened.developer is not None
    assert opened.developer.public_key == KEY.public_key().public_bytes_raw()
    assert opened.store is None


def test_the_same_sources_give_the_same_bytes() -> None:
    """A reviewer rebuilds a package and compares hashes; order of files must not matter."""
    assert package.build(dict(reversed(files().items())), ["pages/index"]) == package.build(files(), ["pages/index"])
    expected = "a reproducible build has no clock, no user and no zlib in it"
    assert b"\x00\x00\x21\x00" in package.build(files(), ["pages/index"]), expected  # 1980-01-01 00:00


def test_the_guest_is_given_sources_and_texts_only() -> None:
    assert sorted(package.read(signed()).sources) == ["app.py", "texts/ar.ftl", "texts/en.ftl"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../evil.py", "name"), ("a/../../evil.py", "name"), ("/etc/passwd", "name"), ("a//b", "name"), ("./a", "name"),
        ("a\\b", "name"), ("c:evil", "name"), (".hidden", "name"), ("trailing.", "name"), ("a*b", "name"),
        ("nul\x00byte", "name"), ("private\ue000", "name"), ("non\ufffe", "name"), ("tag\U000e0001", "name"),
        ("x" * 256, "name"), ("yp.\u202eexe", "name"), ("app\u200b.py", "name"), ("a\u2028.py", "name"),
    ],
)  # fmt: skip
def test_names_that_could_leave_the_package_or_hide_are_refused(name: str, reason: str) -> None:
    assert why(raw_zip([(name.encode(), b"x")])) == reason


@pytest.mark.parametrize("name", ["app.py", "صفحة.py", "a/b/c.py", "x" * 255])
def test_ordinary_names_are_read(name: str) -> None:
    assert list(package.read(raw_zip([(name.encode(), b"x")])).files) == [name]


@pytest.mark.parametrize(
    ("one", "other"),
    [("app.py", "app.py"), ("app.py", "APP.py"), ("straße", "STRASSE"), ("caf\u00e9", "cafe\u0301"), ("a", "a/b")],
)
def test_two_members_that_are_one_file_somewhere_are_refused(one: str, other: str) -> None:
    """The reviewer would read one and the sandbox run the other."""
    assert why(raw_zip([(one.encode(), b"1"), (other.encode(), b"2")])) == "duplicate"


def test_links_devices_and_encryption_are_refused() -> None:
    assert why(raw_zip([(b"a", b"/etc/passwd")], mode=0o120777)) == "symlink"
    assert why(raw_zip([(b"a", b"")], mode=0o020666)) == "symlink"
    assert why(raw_zip([(b"a", b"x")], flags=0x0801)) == "zip"
    assert why(raw_zip([(b"a", b"x")], flags=0x0808)) == "zip"  # streamed: sizes come after the data
    assert why(raw_zip([(b"a", b"x")], extra=struct.pack("<HH", 1, 0))) == "zip"  # zip64
    assert why(raw_zip([(b"a", b"x")], extra=struct.pack("<HH4s", 0x7075, 4, b"evil"))) == "zip"  # second name
    assert why(raw_zip([(b"a", b"x")], method=12)) == "zip"
    assert why(raw_zip([("ص".encode(), b"x")], flags=0)) == "name"


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    assert why(raw_zip([(b"a", bytes(8 * 1024 * 1024))], method=8)) == "bomb"
    many = [(b"%d" % n, bytes(range(256)) * 16_000) for n in range(5)]
    assert why(raw_zip(many, method=8)) == "bomb"


def test_the_number_of_members_holds_at_n_and_refuses_n_plus_1() -> None:
    package.read(raw_zip([(b"%d" % n, b"") for n in range(package.MEMBERS_MAX)]))
    assert why(raw_zip([(b"%d" % n, b"") for n in range(package.MEMBERS_MAX + 1)])) == "too_many"


def test_the_size_holds_at_n_and_refuses_n_plus_1() -> None:
    overhead = len(raw_zip([(b"a", b"")]))
    package.read(raw_zip([(b"a", bytes(limits.PACKAGE_BYTES_MAX - overhead))]))
    assert why(raw_zip([(b"a", bytes(limits.PACKAGE_BYTES_MAX - overhead + 1))])) == "too_large"


def test_deflated_members_are_read_too() -> None:
    assert package.read(raw_zip([(b"a", b"abc" * 50)], method=8)).files == {"a": b"abc" * 50}


def test_bytes_that_belong_to_no_member_are_refused() -> None:
    """What no reader shows, no reviewer sees."""
    good = raw_zip([(b"a", b"x")])
    assert why(b"MZ" + good) == "not_a_package"
    assert why(good + b"trailing") == "signature"
    assert why(good[:-2] + b"\x01\x00!") == "signature"  # a comment
    assert why(b"PK\x03\x04") == "signature"
    at = good.index(b"PK\x01\x02")
    end = bytearray(good[at:])
    struct.pack_into("<L", end, len(end) - 6, at + 4)
    assert why(good[:at] + b"junk" + bytes(end)) == "zip"


def test_headers_that_disagree_are_refused() -> None:
    good = raw_zip([(b"app.py", b"print")])
    assert why(good.replace(b"app.py", b"bpp.py", 1)) == "zip"
    assert why(good.replace(b"print", b"pwned")) == "crc"


def test_no_changed_byte_keeps_the_signature() -> None:
    """Most make the package unreadable; one in a pair's id leaves it unsigned; none leaves it signed."""
    data = signed()
    for at in range(len(data)):
        changed = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        try:
            assert package.read(changed).developer is None, f"byte {at}"
        except PackageInvalid:
            pass


@given(st.binary(max_size=400))
@settings(deadline=None)
def test_no_bytes_make_the_reader_fail_in_another_way(data: bytes) -> None:
    for attempt in (data, b"PK\x03\x04" + data, signed()[:-60] + data):
        try:
            package.read(attempt)
        except PackageInvalid:
            pass


def test_the_store_answers_for_the_content_and_the_developer() -> None:
    """Its signature cannot be moved to another package, nor to the same files from another developer."""
    store = signing.Ed25519PrivateKey.from_private_bytes(bytes(32))
    released = signing.counter_sign(signed(), store)
    opened = package.read(released)
    assert opened.store is not None
    assert opened.store.public_key == store.public_key().public_bytes_raw()
    assert opened.digest == package.read(signed()).digest
    other = signing.Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
    parts, pairs = signing.layout(released), signing.signatures(signing.layout(released).block)
    forged = signing.sign(package.build(files(), ["pages/index"]), other)
    forged_pairs = signing.signatures(signing.layout(forged).block) | {signing.STORE_ID: pairs[signing.STORE_ID]}
    assert why(signing._with_pairs(parts, forged_pairs)) == "signature"


def test_signing_again_replaces_what_was_there() -> None:
    again = signing.sign(signed(), KEY)
    assert again == signed()


def test_an_unsigned_package_cannot_be_counter_signed() -> None:
    with pytest.raises(signing.SignatureInvalid):
        signing.counter_sign(package.build(files(), ["pages/index"]), KEY)
