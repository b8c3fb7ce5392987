"""XML with the faults that old files have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from indexing.errors import InputError
from indexing.formats.markup import text_of
from indexing.formats.xml_reading import read_tree, refusal
from indexing.model import Piece

if TYPE_CHECKING:
    from indexing.formats.markup import Element


def tree(data: bytes, *encodings: str) -> tuple[Element, list[str]]:
    root, findings = read_tree(Piece(data, "f.xml", "f.xml"), encodings=encodings or ("cp1252",))
    return root, [f.code for f in findings]


def text(data: bytes, *encodings: str) -> tuple[str, list[str]]:
    root, codes = tree(data, *encodings)
    return text_of(root), codes


def test_prefixes_do_not_matter() -> None:
    root, codes = tree(b'<z:a xmlns:z="urn:any" z:lang="en"><z:b/><b xmlns="urn:other"/></z:a>')
    assert (root.tag, root.get("lang"), [e.tag for e in root], codes) == ("a", "en", ["b", "b"], [])


def test_an_undeclared_prefix_is_mended() -> None:
    root, codes = tree(b"<e:a><e:b x:c='1'/></e:a>")
    assert ([e.tag for e in root.iter()], codes) == (["a", "b"], ["markup-repaired"])


@pytest.mark.parametrize(
    ("data", "encodings", "expected", "codes"),
    [
        ('<?xml version="1.0" encoding="UTF-8"?><a>Größe</a>'.encode("latin-1"), (), "Größe", ["encoding-repaired"]),
        ('<?xml version="1.0" encoding="ISO-8859-1"?><a>Größe</a>'.encode(), (), "Größe", ["encoding-repaired"]),
        ('<?xml version="1.0" encoding="ISO-8859-1"?><a>Größe</a>'.encode("latin-1"), (), "Größe", []),
        ('<?xml version="1.0" encoding="UTF-8"?><a>吹风机</a>'.encode("gb18030"), ("gb18030",), "吹风机", ["encoding-repaired"]),
        ('<?xml version="1.0" encoding="EUC-JP"?><a>請求項</a>'.encode("euc_jp"), (), "請求項", []),
        (b'<?xml version="1.0" encoding="no-such"?><a>plain</a>', (), "plain", []),
        ('<?xml version="1.0" encoding="UTF-16"?><a>Größe</a>'.encode(), (), "Größe", ["encoding-repaired"]),
        ('<?xml version="1.0" encoding="UTF-16"?><a>Größe</a>'.encode("utf-16"), (), "Größe", []),
    ],
)
def test_bytes_are_read_in_the_encoding_they_are_in(data: bytes, encodings: tuple[str, ...], expected: str, codes: list[str]) -> None:
    assert text(data, *encodings) == (expected, codes)


def test_named_characters_are_known_without_any_dtd() -> None:
    assert text(b"<a>KO&SACUTE;NIK &rsquo;&alpha; &amp; &lt;</a>") == ("KOŚNIK ’α & <", [])


def test_an_unknown_name_is_kept_and_said() -> None:
    assert text(b"<a>x &nosuch; y</a>") == ("x &nosuch; y", ["unknown-entity"])


def test_stray_ampersands_and_control_characters_are_mended() -> None:
    assert text(b"<a>Kador & Partner\x01 &#2;AT&T</a>") == ("Kador & Partner AT&T", ["markup-repaired"])


def test_external_entities_are_neither_fetched_nor_expanded(tmp_path: object) -> None:
    data = f'<!DOCTYPE a [<!ENTITY x SYSTEM "file://{tmp_path}/canary"><!ENTITY b "lol"><!ENTITY c "&b;&b;">]><a>&x; &c;</a>'.encode()
    assert "lol" not in text(data)[0]


def test_a_broken_line_is_a_blank_and_nothing_between_two_characters_of_chinese() -> None:
    assert text("<a>one\n  two 吹风\n\t机，\n 喷嘴</a>".encode())[0] == "one two 吹风机，喷嘴"


@pytest.mark.parametrize(("data", "code"), [(b"<a><b>", "truncated-xml"), (b"<a><b></a>", "bad-xml"), (b"<a b=c/>", "bad-xml")])
def test_what_cannot_be_mended_is_refused_with_its_line_and_number(data: bytes, code: str) -> None:
    piece = Piece(b'<doc country="EP" doc-number="1234567" kind="A1">\n' + data, "f.xml", "f.xml", 7)
    with pytest.raises(InputError) as caught:
        read_tree(piece)
    entry = refusal(piece, caught.value).entry
    assert (entry.code, entry.number, entry.source) == (code, "EP1234567A1", "f.xml:8")
