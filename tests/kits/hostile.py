"""Files that want to do harm, made by hand: XML that calls and reads, archives that explode, names that lie."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import random
import struct
import tarfile
import zipfile
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "CANARY-4711"


def line(name: str, text: str = "A dryer for hair.") -> bytes:
    """A good document."""
    return json.dumps({"_id": name, "title": "T", "text": text}).encode() + b"\n"


_PLAIN = "<!DOCTYPE us-patent-grant>"


def grant(number: str, *, doctype: str = _PLAIN, abstract: str = "A dryer.", claim: str = "A dryer.", root: str = "") -> str:
    """A US grant, good where nothing is given."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{doctype}\n<us-patent-grant lang="EN" {root}><us-bibliographic-data-grant>'
        f"<publication-reference><document-id><country>US</country><doc-number>{number}</doc-number><kind>B2</kind><date>20200101</date>"
        f"</document-id></publication-reference><invention-title>Dryer</invention-title></us-bibliographic-data-grant>"
        f"<abstract><p>{abstract}</p></abstract>"
        f'<claims><claim id="c1" num="00001"><claim-text>{claim}</claim-text></claim></claims></us-patent-grant>'
    )


def xml_attacks(canary: Path, port: int) -> dict[str, bytes]:
    """Grants that try to read `canary` or to call a listener on `port`, or to grow without end."""
    file, call = canary.as_uri(), f"http://127.0.0.1:{port}"
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))

    def declared(inner: str) -> str:
        return f"<!DOCTYPE us-patent-grant [{inner}]>"

    texts = {
        "external-file": grant("8000001", doctype=declared(f'<!ENTITY e SYSTEM "{file}">'), abstract="See &e; there"),
        "external-http": grant("8000002", doctype=declared(f'<!ENTITY e SYSTEM "{call}/e">'), abstract="See &e; there"),
        "parameter": grant("8000003", doctype=declared(f'<!ENTITY % p SYSTEM "{call}/p.dtd"> %p;'), abstract="See &e; there"),
        "parameter-file": grant("8000004", doctype=declared(f'<!ENTITY % p SYSTEM "{file}"> %p;'), abstract="See &e; there"),
        "dtd-http": grant("8000005", doctype=f'<!DOCTYPE us-patent-grant SYSTEM "{call}/x.dtd">', abstract="See &rsquo; there"),
        "dtd-file": grant("8000006", doctype=f'<!DOCTYPE us-patent-grant SYSTEM "{file}">', abstract="See &rsquo; there"),
        "dtd-public": grant("8000007", doctype=f'<!DOCTYPE us-patent-grant PUBLIC "-//X//Y//EN" "{call}/x.dtd">', abstract="See &x; there"),
        "xinclude": grant(
            "8000008",
            root='xmlns:xi="http://www.w3.org/2001/XInclude"',
            abstract=f'<xi:include href="{file}" parse="text"/> <xi:include href="{call}/i"/>',
        ),
        "schema": grant("8000009", root=f'xmlns:x="http://www.w3.org/2001/XMLSchema-instance" x:noNamespaceSchemaLocation="{call}/s.xsd"'),
        "stylesheet": grant("8000010", doctype=f'<?xml-stylesheet href="{call}/s.xsl" type="text/xsl"?>'),
        "attribute": grant("8000011", doctype=declared(f'<!ENTITY e SYSTEM "{file}">'), root='file="&e;"'),
        "laughs": grant("8000012", doctype=declared(f'<!ENTITY l0 "lol">{levels}'), abstract="&l9;"),
        "laughs-attribute": grant("8000013", doctype=declared(f'<!ENTITY l0 "lol">{levels}'), root='file="&l9;"'),
        "quadratic": grant("8000014", doctype=declared(f'<!ENTITY a "{"x" * 100_000}">'), abstract="&a;" * 20_000),
        "cyclic-entity": grant("8000015", doctype=declared('<!ENTITY a "&b;"><!ENTITY b "&a;">'), abstract="&a;"),
        "deep": grant("8000016", abstract="<b>" * 200_000 + "x" + "</b>" * 200_000),
        "deep-claim": grant("8000017", claim="<claim-text>" * 200_000 + "x" + "</claim-text>" * 200_000),
        "many-attributes": grant("8000018", root=" ".join(f'a{n}="1"' for n in range(50_000))),
    }
    return {name: text.encode() for name, text in texts.items()}


def encodings() -> dict[str, bytes]:
    """The same grant in encodings right and wrong, declared rightly and wrongly."""
    text = grant("8000020", abstract="Föhn für Haare")
    other = text.replace("UTF-8", "{}")
    return {
        "utf16-le": other.format("UTF-16").encode("utf-16"),
        "utf16-be": b"\xfe\xff" + other.format("UTF-16").encode("utf-16-be"),
        "utf16-without-mark": other.format("UTF-16LE").encode("utf-16-le"),
        "utf8-with-mark": b"\xef\xbb\xbf" + text.encode(),
        "latin1-declared-utf8": text.encode("latin-1"),
        "utf8-declared-utf16": other.format("UTF-16").encode(),
        "utf16-declared-utf8": text.encode("utf-16"),
        "unknown-declared": other.format("KLINGON-1").encode(),
        "ebcdic": other.format("cp037").encode("cp037"),
        "nul-bytes": text.encode().replace(b"Haare", b"Ha\x00are"),
        "utf7": other.format("UTF-7").encode("utf-7"),
    }


def claims(count: int) -> bytes:
    """A document whose claims depend on one another in a circle, and on themselves."""
    texts = [f"A dryer as claimed in claim {n % count + 1} or claim {n}." for n in range(1, count + 1)]
    return json.dumps({"_id": "US8000030B2", "title": "T", "claims": texts}).encode()


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return out.getvalue()


def nested_bomb(width: int, depth: int) -> bytes:
    """Zips in zips in zips, as 42.zip: `width ** depth` documents of much air."""
    data = zipped({"0.jsonl": line("bomb", " " * 1_000_000)})
    for _ in range(depth):
        data = zipped({f"{n}.zip": data for n in range(width)})
    return data


def overlapping(count: int) -> bytes:
    """Many members that share one piece of compressed air (the idea of Fifield's zblg, in its simple form)."""
    name = b"a"
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    air = packer.compress(b" " * 5_000_000) + packer.flush()
    sizes = (0, 0, zlib.crc32(b" " * 5_000_000), len(air), 5_000_000, len(name))
    local = b"PK\x03\x04" + struct.pack("<3H2H3L2H", 20, 0, 8, *sizes, 0) + name
    entry = b"PK\x01\x02" + struct.pack("<4H2H3L5H2L", 20, 20, 0, 8, *sizes, 0, 0, 0, 0, 0, 0) + name
    start = len(local) + len(air)
    end = b"PK\x05\x06" + struct.pack("<4H2LH", 0, 0, count, count, len(entry) * count, start, 0)
    return local + air + entry * count + end


def gzip_quine_like(depth: int) -> bytes:
    """A gzip of a gzip of … without an end in sight."""
    data = line("deep")
    for _ in range(depth):
        data = gzip.compress(data)
    return data


def tar_of_links(canary: Path) -> bytes:
    """A tar with links to `canary`, a device, a pipe, names that climb, and one good document."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for name, kind in (("soft", tarfile.SYMTYPE), ("hard", tarfile.LNKTYPE), ("device", tarfile.CHRTYPE), ("pipe", tarfile.FIFOTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, str(canary)
            tar.addfile(info)
        for name in ("../../climbs.jsonl", "/absolute.jsonl", "new\nline.jsonl", "turn\u202eed.jsonl"):
            info = tarfile.TarInfo(name)
            data = line(f"US80000{len(name)}B2")
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return out.getvalue()


def encrypted_zip() -> bytes:
    """A zip whose only member says that it is encrypted."""
    data = bytearray(zipped({"a.jsonl": line("x")}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def archives(canary: Path) -> dict[str, bytes]:
    """Archives that explode or lie."""
    begin, air = b'{"_id": "air", "text": "', b" " * 10_000_000
    return {
        "air.gz": gzip.compress(begin) + gzip.compress(air) * 10,
        "air.xz": lzma.compress(begin) + lzma.compress(air, preset=0) * 10,
        "air.bz2": bz2.compress(begin) + bz2.compress(air, 1) * 10,
        "air.zip": zipped({"a.jsonl": begin + air * 8}),
        "nested.zip": nested_bomb(6, 3),
        "deeper.zip": nested_bomb(3, 6),
        "overlapping.zip": overlapping(1000),
        "deep.gz": gzip_quine_like(12),
        "links.tar": tar_of_links(canary),
        "encrypted.zip": encrypted_zip(),
        "empty.zip": zipped({}),
        "zero.zip": b"",
        "zero.tar.gz": gzip.compress(b""),
        "zeros.tar": bytes(10240),
        "old.7z": b"7z\xbc\xaf\x27\x1c" + bytes(100),
        "headers.gz": b"\x1f\x8b\x08\x00",
    }


def broken_zips() -> dict[str, bytes]:
    """Zips of twenty documents that were cut or damaged on their way, and one that uses a name twice."""
    good = zipped({f"{n:02}.jsonl": line(f"US70000{n:02}B2", random.Random(n).randbytes(3000).hex()) for n in range(20)})
    return {
        "cut.zip": good[: len(good) * 2 // 3],
        "no-directory.zip": good.replace(b"PK\x01\x02", b"XX\x01\x02"),
        "bad-crc.zip": good[:200] + bytes([good[200] ^ 0xFF]) + good[201:],
        "same-names.zip": _same_names(),
    }


def _same_names() -> bytes:
    import warnings

    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("a.jsonl", line("US7100001B2"))
            archive.writestr("a.jsonl", line("US7100002B2"))
    return out.getvalue()


def cut_tars() -> dict[str, bytes]:
    """Tars of forty documents, of every packing, cut in the middle."""
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as tar:
        for n in range(40):
            info = tarfile.TarInfo(f"{n:02}.jsonl")
            data = line(f"US73000{n:02}B2", random.Random(n).randbytes(60_000).hex())
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    tar_bytes = plain.getvalue()
    packed = {
        "t.tar": tar_bytes,
        "t.tgz": gzip.compress(tar_bytes, 1),
        "t.tar.bz2": bz2.compress(tar_bytes, 1),
        "t.tar.xz": lzma.compress(tar_bytes, preset=0),
    }
    return {name: data[: len(data) // 2] for name, data in packed.items()}
