"""XML as text: encodings, entities, formulas, tables, and documents that stand one after the other."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexing.errors import InputError
from indexing.formats.decoding import decoded
from indexing.formats.entities import character, resolve
from indexing.formats.markup import documents, parse_xml, text_of
from indexing.model import Finding


def text(markup: str) -> str:
    return text_of(parse_xml(markup.encode(), "memory"))


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        *[("thgr", "θ"), ("THgr", "Θ"), ("ohgr", "ω"), ("EEgr", "Η"), ("sfgr", "ς"), ("idigr", "ϊ"), ("b.alpha", "α"), ("b.Omega", "Ω")],
        *[("lsqb", "["), ("num", "#"), ("lowbar", "_"), ("frac18", "⅛"), ("phmmat", "ℳ"), ("rlarr2", "⇄"), ("mldr", "…"), ("boxh", "─")],
        *[("Parenopenst", "("), ("Circlesolid", "●"), ("it", ""), ("af", ""), ("UUML", "Ü"), ("MDASH", "—"), ("AGR", "Α")],
        *[("nobody", None), ("NOBODY", None)],
    ],
)
def test_named_characters_of_old_files_are_known(name: str, meant: str | None) -> None:
    assert character(name) == meant


def test_resolving_keeps_lines_xml_s_own_names_and_what_nobody_knows() -> None:
    assert resolve(b"a &agr;\n&lt; &amp; &foo; &foo; &#65; B&D") == (b"a &#945;\n&lt; &amp; &foo; &foo; &#65; B&D", ("foo",))
    assert resolve(b"B&D &c; &d", stray=True)[0] == b"B&amp;D &c; &amp;d"


@given(st.text(st.characters(min_codepoint=32, max_codepoint=0x2FFF)))
def test_utf_8_is_read_as_it_is(some: str) -> None:
    assert decoded(some.encode()) == (some, None)


@given(st.lists(st.sampled_from(["dryer", "café", "Müller’s", "“so”", "a–b", "ß", "10 µm"]), max_size=8))
def test_windows_text_is_read_whatever_it_is_said_to_be(words: list[str]) -> None:
    some = " ".join(words)
    for declared in (None, "utf-8", "us-ascii", "iso-8859-1", "windows-1252", "no-such-encoding"):
        assert decoded(some.encode("cp1252"), declared)[0] == some


def test_what_is_repaired_is_said_and_what_fits_is_not() -> None:
    assert decoded("é".encode("latin-1"), "ISO-8859-1")[1] is None
    assert decoded("é".encode(), "ISO-8859-1") == ("é", "declared ISO-8859-1, read as UTF-8")
    assert decoded("é – é".encode("cp1252"), "ISO-8859-1") == ("é – é", "declared ISO-8859-1, read as Windows-1252")
    assert decoded("ж".encode("koi8-r"), "koi8-r") == ("ж", None)
    assert decoded("a é ".encode() + b"\x93b\x94") == ("a é “b”", "not UTF-8 at byte 5, read as Windows-1252")


def test_findings_name_the_document_s_line() -> None:
    findings: list[Finding] = []
    root = parse_xml(b"\n\n<?xml version='1.0'?><a>&foo; \x92</a>", "f.xml", 10, findings)
    assert text_of(root) == "&foo; ’"
    assert findings == [
        Finding("encoding-repaired", "f.xml:12", None, "not UTF-8 at byte 30, read as Windows-1252"),
        Finding("unknown-entity", "f.xml:12", None, "&foo;"),
    ]


def test_a_fault_after_blank_lines_is_at_its_own_line() -> None:
    with pytest.raises(InputError, match=r"f\.xml:14"):
        parse_xml(b"\n\n<a>\n</b>\n</a>", "f.xml", 11)


@pytest.mark.parametrize("declared", ["ISO-8859-1", "cp1252", "UTF-16", "no-such-encoding", "utf-8", "koi8-r"])
def test_a_declared_encoding_is_kept_to_where_it_fits_and_never_ends_the_reading(declared: str) -> None:
    written = "é" if declared != "koi8-r" else "ж"
    data = written.encode(declared if declared in {"cp1252", "utf-8", "koi8-r"} else "latin-1")
    assert text_of(parse_xml(f"<?xml version='1.0' encoding='{declared}'?><a>x".encode() + data + b"</a>", "f.xml")) == f"x{written}"


def test_control_characters_are_left_out_and_said_so() -> None:
    findings: list[Finding] = []
    assert text_of(parse_xml(b"<a>one\x0c two\x00</a>", "f.xml", 1, findings)) == "one two"
    assert [(f.code, f.detail) for f in findings] == [("encoding-repaired", "2 control characters left out")]


def test_utf_16_is_left_to_its_own_mark() -> None:
    assert text_of(parse_xml("<?xml version='1.0' encoding='UTF-16'?><a>é</a>".encode("utf-16"), "f.xml")) == "é"


def test_line_ends_of_the_file_are_blanks_and_blocks_are_lines() -> None:
    assert text("<d>\n <p>one\n   two <b>three</b>\n</p>\n <p>four</p><pre>a\nb</pre></d>") == "one two three\nfour\na\nb"


@pytest.mark.parametrize(
    ("formula", "line"),
    [
        ("<mfrac><mrow><mi>a</mi><mo>+</mo><mn>1</mn></mrow><mi>b</mi></mfrac>", "(a + 1)/b"),
        ("<msup><mi>x</mi><mn>2</mn></msup><mo>=</mo><msqrt><mi>y</mi></msqrt>", "x^2 = √y"),
        ("<msubsup><mi>I</mi><mi>em</mi><mn>0</mn></msubsup><mo>(</mo><mi>t</mi><mo>)</mo>", "I_em^0(t)"),
        ("<munderover><mo>∑</mo><mrow><mi>k</mi><mo>=</mo><mn>0</mn></mrow><mi>n</mi></munderover>", "∑_(k = 0)^n"),
        ("<mn>2</mn><mo>&#x2062;</mo><mi>k</mi>", "2 k"),
        ("<mover><mi>x</mi><mo>¯</mo></mover>", "x\u0304"),
        ("<mfenced open='[' close=']'><mi>a</mi><mi>b</mi></mfenced>", "[a, b]"),
        ("<mtable><mtr><mtd><mi>a</mi></mtd><mtd><mi>b</mi></mtd></mtr><mtr><mtd><mi>c</mi></mtd></mtr></mtable>", "a b; c"),
        ("<mroot><mi>x</mi><mn>3</mn></mroot><mspace/><mfrac><mi>a</mi></mfrac>", "3√x a"),
    ],
)
def test_formulas_are_one_line(formula: str, line: str) -> None:
    assert text(f"<p><maths>\n<math>\n{formula}\n</math></maths></p>") == line


def test_tables_lose_empty_rows_and_columns_and_keep_spans_in_place() -> None:
    table = (
        "<table><tgroup cols='3'><colspec colname='1'/><colspec colname='2'/><colspec colname='3'/><thead><row>"
        "<entry namest='1' nameend='2'>Both</entry>"
        "<entry>Last</entry></row></thead><tbody><row><entry>a</entry><entry>b\n c</entry><entry/></row><row><entry/><entry/><entry/></row>"
        "<row><entry nameend='3' namest='3'>d</entry></row></tbody></tgroup></table>"
    )
    assert text(table) == "Both | | Last\na | b c\n| | d"


def test_a_table_with_a_column_number_out_of_all_measure_is_only_a_table() -> None:
    assert text("<table><tgroup><tbody><row><entry colname='x'>a</entry><entry>b</entry></row></tbody></tgroup></table>") == "a | b"


def test_documents_are_parted_at_declarations_and_at_roots_after_roots() -> None:
    begin = re.compile(rb"\s*<(?:!DOCTYPE\s+)?r[\s>]")
    week = b"<?xml version='1.0'?>\n<!DOCTYPE r>\n<r>1</r>\n\n<!DOCTYPE r>\n<r>2</r>\n<r>3</r><?xml version='1.0'?><r>4</r>\n"
    found = [(line, data) for line, data in documents(io.BytesIO(week), 1000, begin)]
    assert [line for line, _ in found] == [1, 5, 7, 7]
    assert [re.findall(rb"\d(?=</r>)", data or b"") for _, data in found] == [[b"1"], [b"2"], [b"3"], [b"4"]]
    assert [line for line, _ in documents(io.BytesIO(week), 1000)] == [1, 7]


def test_a_flood_of_unknown_names_is_a_few_findings() -> None:
    findings: list[Finding] = []
    names = "".join(f"&x{n};" for n in range(50_000))
    assert text_of(parse_xml(f"<a>{names}</a>".encode(), "f.xml", 1, findings)) == names
    assert len(findings) == 20
