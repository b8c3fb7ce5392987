"""The conformance kit of data set loaders: every layout of `DATASETS` must pass it.

`MAKERS` makes a small collection in each layout: what is given as topics (id, text) and judgments (topic, document, grade as written). A new
layout is one maker more; the kit's checks are run for each by `tests/eval/test_datasets.py`.
"""

from __future__ import annotations

import csv
import json
import random
from typing import TYPE_CHECKING

import pytest

from eval.datasets import RECOGNISERS
from eval.opening import detect, open_dataset
from indexing.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Topics = tuple[tuple[str, str], ...]
Judged = tuple[tuple[str, str, str], ...]
TOPICS = (("T1", "a folding hose"), ("T2", "a lamp of glass"))
JUDGED = (("T1", "EP1000001A1", "2"), ("T1", "EP1000002A1", "0"), ("T2", "EP1000001A1", "1"))
APPLICATION = """<?xml version="1.0" encoding="UTF-8"?>
<patent-document ucid="EP-{number}-A1" country="EP" doc-number="{number}" kind="A1" lang="EN" date="20010103"><bibliographic-data>
<publication-reference><document-id><country>EP</country><doc-number>{number}</doc-number><kind>A1</kind><date>20010103</date></document-id>
</publication-reference><technical-data><invention-title lang="EN">{text}</invention-title></technical-data></bibliographic-data>
<abstract lang="EN"><p>What it is for.</p></abstract>
<description lang="EN"><p>As known from EP 1000001.</p></description>
<claims lang="EN"><claim num="1"><claim-text>A thing with a handle.</claim-text></claim><claim num="2"><claim-text>The thing of claim 1, with \
a lid.</claim-text></claim></claims></patent-document>
"""


def beir(folder: Path, topics: Topics = TOPICS, judged: Judged = JUDGED) -> Path:
    (folder / "qrels").mkdir(parents=True)
    (folder / "queries.jsonl").write_text("".join(json.dumps({"_id": key, "text": text}) + "\n" for key, text in topics), "utf-8")
    (folder / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\n" + "".join("\t".join(row) + "\n" for row in judged), "utf-8")
    return folder


def parquet(folder: Path, topics: Topics = TOPICS, judged: Judged = JUDGED) -> Path:
    rows = {
        "queries": [{"query_id": key, "title_en": text, "abstract_en": ""} for key, text in topics],
        "qrels_all": [{"query_id": t, "relevant_id": d, "relevance_score": float(g), "domain_rel": "IN"} for t, d, g in judged],
    }
    return tables(folder, **rows)


def tables(folder: Path, **rows: list[dict[str, object]]) -> Path:
    """Parquet files of these rows."""
    import pyarrow as pa
    from pyarrow import parquet as files

    folder.mkdir(parents=True, exist_ok=True)
    for name, content in rows.items():
        files.write_table(pa.Table.from_pylist(content), folder / f"{name}.parquet")
    return folder


def quepid(folder: Path, topics: Topics = TOPICS, judged: Judged = JUDGED) -> Path:
    folder.mkdir(parents=True)
    texts = dict(topics)
    with (folder / "case.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["query", "docid", "rating"])
        writer.writerows([texts.get(topic, topic), document, grade] for topic, document, grade in judged)
    return folder


def trec(folder: Path, topics: Topics = TOPICS, judged: Judged = JUDGED) -> Path:
    folder.mkdir(parents=True)
    marked = "".join(f"<top>\n<num> Number: {key}\n<title> {text}\n\n<narr> Narrative:\nNot lids.\n</top>\n\n" for key, text in topics)
    (folder / "topics.txt").write_text(marked, "utf-8")
    (folder / "qrels.txt").write_text("".join(f"{t} 0 {d} {g}\n" for t, d, g in judged), "utf-8")
    return folder


def clef_ip(folder: Path, topics: Topics = TOPICS, judged: Judged = JUDGED) -> Path:
    (folder / "PAC_topics").mkdir(parents=True)
    marked = ""
    for number, (key, text) in enumerate(topics, 2000001):
        name = f"{key}_EP-{number}-A1.xml"
        (folder / "PAC_topics" / name).write_text(APPLICATION.format(number=number, text=text), "utf-8")
        narrative = f"Find all patents in the collection that potentially invalidate patent application EP-{number}-A1."
        marked += f"<topic>\n<num>{key}</num>\n<narr>{narrative}</narr>\n<file>{name}</file>\n</topic>\n"
    (folder / "PAC_topics.txt").write_text(marked, "utf-8")
    (folder / "PAC_qrels.txt").write_text("".join(f"{t} 0 {d} {g}\n" for t, d, g in judged), "utf-8")
    return folder


MAKERS: dict[str, Callable[..., Path]] = {"beir": beir, "parquet": parquet, "quepid": quepid, "clef-ip": clef_ip, "trec": trec}


def is_told_by_its_content(kind: str, folder: Path) -> None:
    """Its own recogniser knows it, and it is the first one that does; an empty folder and one of notes are in no layout."""
    made = MAKERS[kind](folder / "made")
    assert RECOGNISERS.load(kind)(made)
    assert detect(made) == kind
    (folder / "notes").mkdir()
    (folder / "notes" / "README.md").write_text("# Nothing\n\nhere 1 2 3\n", "utf-8")
    assert not RECOGNISERS.load(kind)(folder / "notes")
    assert not RECOGNISERS.load(kind)(folder / "nowhere")


def reads_topics_and_grades(kind: str, folder: Path) -> None:
    """Topics in their order with their texts, grades kept, a hash of every file read, nothing to say."""
    data = open_dataset(MAKERS[kind](folder / "made"))
    assert data.kind == kind
    assert data.name == "made"
    assert [text.partition("\n")[0].rstrip(".") for text in (t.text for t in data.topics)] == [text for _, text in TOPICS]
    assert [data.qrels[t.id] for t in data.topics] == [{"EP1000001A1": 2, "EP1000002A1": 0}, {"EP1000001A1": 1}]
    assert data.sha256
    assert all(len(value) == 64 and not name.startswith("/") for name, value in data.sha256.items())
    assert data.notes == ()
    assert all(len(t.id.split()) == 1 for t in data.topics)


def twice_the_same(kind: str, folder: Path) -> None:
    """Nothing depends on when or where it is read."""
    first, second = (open_dataset(MAKERS[kind](folder / part / "made")) for part in ("a", "b"))
    if kind == "parquet":  # the same table is not the same bytes under every version
        assert (first.topics, first.qrels) == (second.topics, second.qrels)
    else:
        assert first == second
    assert first.judgments_sha256 == second.judgments_sha256


def refuses_bad_grades(kind: str, folder: Path) -> None:
    """NaN, infinity and halves are refused with the file and the line (or row)."""
    for number, grade in enumerate(("nan", "inf", "2.5")):
        made = MAKERS[kind](folder / str(number), judged=(*JUDGED, ("T2", "EP1000003A1", grade)))
        with pytest.raises(InputError) as fault:
            open_dataset(made)
        assert fault.value.line in {len(JUDGED) + 1, len(JUDGED) + 2}  # with or without a header
        assert fault.value.source.endswith((".tsv", ".csv", ".txt", ".parquet"))


def refuses_two_grades(kind: str, folder: Path) -> None:
    """One pair, two grades: nobody can say which is meant. The same judgment twice counts once, and is said."""
    with pytest.raises(InputError, match="two grades") as fault:
        open_dataset(MAKERS[kind](folder / "two", judged=(*JUDGED, ("T1", "EP1000001A1", "1"))))
    assert fault.value.line in {len(JUDGED) + 1, len(JUDGED) + 2}
    data = open_dataset(MAKERS[kind](folder / "same", judged=(*JUDGED, JUDGED[0])))
    assert data.notes == ("1 judgment given more than once, counted once",)


def says_what_has_no_judgments(kind: str, folder: Path) -> None:
    """A topic without judgments is left out and named, and so is one that is judged but not there; one with nothing relevant is kept."""
    if kind == "quepid":  # a rating names its query by its text: there is none without
        return
    topics = (*TOPICS, ("T3", "a saw"), ("T4", "a nail"))
    data = open_dataset(MAKERS[kind](folder / "made", topics, (*JUDGED, ("T9", "EP1000001A1", "1"), ("T4", "EP1000002A1", "0"))))
    assert [t.id for t in data.topics] == ["T1", "T2", "T4"]
    assert set(data.qrels) == {"T1", "T2", "T4"}
    said = "\n".join(data.notes)
    assert "1 topic without judgments left out: T3" in said
    assert "1 topic judged without a text left out: T9" in said
    assert "1 topic without a relevant document: it scores zero: T4" in said


def refuses_what_does_not_belong_together(kind: str, folder: Path) -> None:
    """No topic with a judgment; the wrong layout by name; an unknown one."""
    if kind != "quepid":
        with pytest.raises(InputError, match="belong together"):
            open_dataset(MAKERS[kind](folder / "apart", judged=(("X", "EP1000001A1", "1"),)))
    (folder / "empty").mkdir()
    with pytest.raises(InputError):
        open_dataset(folder / "empty", kind=kind)
    with pytest.raises(UsageError, match="unknown data set layout"):
        open_dataset(folder / "empty", kind=f"{kind}s?")


def damage_is_bad_input_or_harmless(kind: str, folder: Path) -> None:
    """Whatever becomes of one of its files, it is read or refused with that file's name; nothing else is ever raised."""
    rng = random.Random(7)
    made = MAKERS[kind](folder / "made")
    files = [file for file in sorted(made.rglob("*")) if file.is_file() and file.suffix != ".xml"]
    refused: list[str] = []
    for _ in range(5 if kind == "clef-ip" else 60):  # CLEF-IP's documents are read in a process of their own
        file = rng.choice(files)
        whole = file.read_bytes()
        at = rng.randrange(len(whole))
        middle = rng.choice((b"", b"\x00", b"\xff", b"\t", b"\n", b'"', b"<", b"</top>", b"nan"))
        file.write_bytes(whole[:at] + middle + whole[at + rng.randrange(1, 9) :] if rng.random() < 0.8 else whole[:at])
        try:
            open_dataset(made, kind=kind)
        except InputError as fault:
            refused.append(str(fault))
        file.write_bytes(whole)
    assert refused
    assert all(str(folder) in message for message in refused)
    open_dataset(made)


CHECKS = (
    is_told_by_its_content,
    reads_topics_and_grades,
    twice_the_same,
    refuses_bad_grades,
    refuses_two_grades,
    says_what_has_no_judgments,
    refuses_what_does_not_belong_together,
    damage_is_bad_input_or_harmless,
)
