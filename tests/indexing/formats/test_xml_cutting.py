"""Files of many documents, cut without parsing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexing.formats.markup import parse_xml
from indexing.formats.xml_cutting import element_pieces, first_tags
from indexing.model import Piece, Reading
from tests.kits.readers import bytes_source


def cut(data: bytes, *names: str, gaps: bool = True) -> list[Piece | Reading]:
    return list(element_pieces(bytes_source(data, "file.xml"), names or ("doc",), gaps=gaps))


def pieces(data: bytes) -> list[Piece]:
    return [p for p in cut(data) if isinstance(p, Piece)]


def test_each_document_is_a_piece_with_its_line() -> None:
    found = pieces(b'<?xml version="1.0"?>\n<all>\n<doc n="1">a</doc>\n\n<doc>b</doc><doc/></all>')
    assert [(p.where, p.line) for p in found] == [("file.xml", 3), ("file.xml:5", 5), ("file.xml:5", 5)]
    assert [parse_xml(p.data, "x").text for p in found] == ["a", "b", None]


def test_line_numbers_within_a_piece_stay_true() -> None:
    (piece,) = pieces(b"<?xml version='1.0'?>\n<!DOCTYPE doc SYSTEM 'x.dtd'>\n\n<doc>\n<p>\n</p></doc>")
    paragraph = parse_xml(piece.data, "x", piece.line)[0]
    assert piece.line + (paragraph.sourceline or 0) - 1 == 5


def test_a_document_that_is_never_closed_ends_where_the_next_begins() -> None:
    assert [p.data.endswith(b"</doc>") for p in pieces(b"<doc>a<doc>b</doc>")] == [False, True]


def test_namespaces_and_encoding_of_the_file_go_with_each_piece() -> None:
    found = pieces("<?xml version='1.0' encoding='iso-8859-1'?><e:all xmlns:e='urn:x'><e:doc>\xe9</e:doc></e:all>".encode("latin-1"))
    root = parse_xml(found[0].data, "x")
    assert (root[0].tag, root[0].text) == ("{urn:x}doc", "é")


def test_a_file_of_two_byte_characters_is_cut_as_well() -> None:
    found = pieces('<?xml version="1.0" encoding="UTF-16"?><all><doc>é</doc><doc>ß</doc></all>'.encode("utf-16"))
    assert [parse_xml(p.data, "x").text for p in found] == ["é", "ß"]


def test_text_between_documents_is_not_lost_in_silence() -> None:
    found = cut(b"<all><doc>a</doc>\nlost </p></docx>\n<doc>b</doc></all>")
    assert [p.entry.code if isinstance(p, Reading) else "piece" for p in found] == ["piece", "not-a-document", "piece"]


def test_comments_declarations_and_wrappers_between_documents_are_nothing() -> None:
    assert len(cut(b"<a><!-- x --><doc>a</doc><?pi y?></a>\n<?xml version='1.0'?><!DOCTYPE b [<!ENTITY x 'y'>]>\n<b><doc>b</doc></b>")) == 2


def test_a_file_without_any_document_is_one_piece() -> None:
    assert [p.data for p in pieces(b"<other/>")] == [b"<other/>"]


@given(st.lists(st.text(alphabet="ab \n", max_size=30), min_size=1, max_size=8))
def test_nothing_is_lost_or_doubled(texts: list[str]) -> None:
    data = "<all>" + "\n".join(f"<doc>{t}</doc>" for t in texts) + "</all>"
    assert [(parse_xml(p.data, "x").text or "") for p in pieces(data.encode())] == texts


def test_tags_are_found_across_the_blocks_of_a_large_file() -> None:
    data = b"<all>" + b"".join(b"<doc>" + b"x" * 700_001 + b"</doc>" for _ in range(5)) + b"</all>"
    assert [len(parse_xml(p.data, "x").text or "") for p in pieces(data)] == [700_001] * 5


def test_the_first_tags_are_those_of_markup_only() -> None:
    assert first_tags(b"\xef\xbb\xbf<?xml version='1.0'?><!-- <no> --><!DOCTYPE a><a><x:b c='d'><e/><f/>") == ["a", "b", "e"]
    assert first_tags("<a/>".encode("utf-16")) == ["a"]
    assert first_tags(b"{'<a>'}") == []
