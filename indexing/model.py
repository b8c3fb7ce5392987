"""The records that flow through the house: documents on one side, searches on the other.

All are frozen and slotted. What a source lacks is None or empty, never invented. Offsets count Unicode code points.
Names follow WIPO's standards: ST.3 (office codes), ST.16 (kind codes), ST.36 and ST.96 (parts of a document).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

CaseKind = Literal["question", "claims", "application"]
Engine = Literal["words", "meaning", "boolean", "similar", "citations", "classes"]
Relation = Literal["cited", "citing", "cocited", "coupled"]
Level = Literal["document", "passage"]
Outcome = Literal["indexed", "warned", "refused"]
DateUsed = Literal["published", "filed", "priority"]


# ---------------------------------------------------------------- documents


@dataclass(frozen=True, slots=True)
class Text:
    """A title or an abstract in one language (ISO 639-1, None where the source does not say)."""

    text: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim as printed, without its number. `depends_on` names the claims it refers back to; empty for an independent claim."""

    number: int
    text: str
    depends_on: tuple[int, ...] = ()
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the description, or a block of a PDF's page.

    `unit` is the name it is cited by: `desc.42` (its printed number where there is one, else its order from 1) or `p3.l12` (page and line
    where the block begins, from 1). `heading` is the nearest heading above it. `printed` is the place as the print itself names it
    (`column 3, lines 4-18`, `paragraph [0012]`), where that is more than the unit says.
    """

    unit: str
    text: str
    heading: str | None = None
    language: str | None = None
    printed: str | None = None


@dataclass(frozen=True, slots=True)
class PriorityClaim:
    """An earlier application whose date is claimed (ST.36 `priority-claim`)."""

    number: str | None = None
    country: str | None = None
    date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class CitedDocument:
    """A document that this one cites, as a search report or a front page names it.

    `number` is a patent's publication number, None for other literature; `text` is the citation as printed (always there for literature).
    `category` (X, Y, A, … of ST.14) and `claims` ("1-3,7", the claims concerned) go together: one document cited with different categories for
    different claims is cited several times. `passage` as printed ("column 3, lines 4-18"). `cited_by`: `examiner`, `applicant`, `search`,
    `opposition` … as the source says.
    """

    number: str | None
    category: str | None = None
    passage: str | None = None
    cited_by: str | None = None
    claims: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing or an image in the text, kept by reference so that a viewer can show it.

    `kind`: `drawing`, `formula`, `chemistry`, `table` or `other`. `file` is the image's name as the source gives it, `page` the page of the
    PDF or of the drawings (from 1), `figure` the printed figure number (`1A`), `unit` the unit in whose text an image stands.
    """

    kind: str
    file: str | None = None
    page: int | None = None
    figure: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Patent:
    """One publication.

    `id` is office code, number and kind code without separators or leading zeros (`US10123456B2`; `US7002836` where the kind is unknown);
    `source_id` is what the source calls it, `application_number` office and number of the application it was published from (`US12345678`).
    `cpc` and `ipc` hold symbols as `A45D20/12`. `language` is that of the proceedings, or detected where the source does not say.
    """

    id: str
    source_id: str
    source: str = ""
    office: str | None = None
    number: str | None = None
    kind: str | None = None
    application_number: str | None = None
    language: str | None = None
    titles: tuple[Text, ...] = ()
    abstracts: tuple[Text, ...] = ()
    claims: tuple[Claim, ...] = ()
    description: tuple[Paragraph, ...] = ()
    filing_date: dt.date | None = None
    publication_date: dt.date | None = None
    priorities: tuple[PriorityClaim, ...] = ()
    cpc: tuple[str, ...] = ()
    ipc: tuple[str, ...] = ()
    family: str | None = None
    applicants: tuple[str, ...] = ()
    inventors: tuple[str, ...] = ()
    citations: tuple[CitedDocument, ...] = ()
    drawings: tuple[Drawing, ...] = ()

    @property
    def title(self) -> str:
        """The title in the document's own language where there is one, else the first; empty where there is none."""
        return own_language(self.titles, self.language)

    @property
    def priority_date(self) -> dt.date | None:
        """The earliest priority date claimed."""
        return min((p.date for p in self.priorities if p.date), default=None)

    def cutoff_date(self) -> tuple[dt.date | None, DateUsed | None]:
        """The date that "before" compares, and which one it is: publication, else filing, else earliest priority."""
        if self.publication_date:
            return self.publication_date, "published"
        if self.filing_date:
            return self.filing_date, "filed"
        return (self.priority_date, "priority") if self.priority_date else (None, None)

    def units(self) -> dict[str, str]:
        """The stored text by source unit, in reading order: `title`, `abstract`, `desc.42` or `p3.l12` …, `claim.1` ….

        A unit that exists in more than one language bears its language: `claim.1@de`.
        """
        return {key: text for key, (_, text) in self._units().items()}

    def unit_languages(self) -> dict[str, str | None]:
        """The language of each of `units()`: its own, else the document's."""
        return {key: language or self.language for key, (language, _) in self._units().items()}

    def _units(self) -> dict[str, tuple[str | None, str]]:
        named = [("title", t.language, t.text) for t in self.titles]
        named += [("abstract", t.language, t.text) for t in self.abstracts]
        named += [(p.unit, p.language, p.text) for p in self.description]
        named += [(f"claim.{c.number}", c.language, c.text) for c in self.claims]
        count: dict[str, int] = {}
        for name, _, _ in named:
            count[name] = count.get(name, 0) + 1
        units: dict[str, tuple[str | None, str]] = {}
        for name, language, text in named:
            key = name if count[name] == 1 or not language else f"{name}@{language}"
            if key in units:
                msg = f"{self.id}: two units are named '{key}'"
                raise ValueError(msg)
            units[key] = (language, text)
        return units


def own_language(texts: Iterable[Text], language: str | None) -> str:
    """The text in `language`, else the first one, else an empty string."""
    texts = tuple(texts)
    return next((t.text for t in texts if t.language == language), texts[0].text if texts else "")


@dataclass(frozen=True, slots=True)
class Passage:
    """What a search finds within a document: one unit, a run of units, or a part of one.

    `id` is `US10123456B2#claim.1`, `…#desc.42-44` (a run: the units' texts joined by a newline) or `…#desc.42:0-512` (code points of the unit).
    It depends on the source alone, never on an embedder, and is the same on every machine.
    """

    id: str
    document: str
    text: str


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What a list of documents shows of each, without its text. `office` (ST.3) and `kind` (ST.16) as filters compare them, None where not known."""

    id: str
    source_id: str
    title: str
    published: dt.date | None
    filed: dt.date | None
    priority: dt.date | None
    date_used: DateUsed | None
    language: str | None
    family: str | None
    classes: tuple[str, ...]
    claims: int
    paragraphs: int
    source: str
    office: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """What became of one source document. `code` is a coded reason (`truncated-xml`, `encrypted-pdf`, …), None where all went well."""

    source: str
    number: str | None
    outcome: Outcome
    code: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a document's data, for the quality report. `code` is one of `indexing.findings.FINDINGS`.

    `field` is the part concerned (`title`, `claim.3`, `filing_date`), `where` the place to mend at the source (`file:line`, `file, page 3`).
    """

    code: str
    where: str
    field: str | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """What is cut out of a source to be read on its own: one document's bytes (or a record that holds several).

    `source` is the source's label, `where` names the piece in the ledger (the label alone, or `label:line`), `line` is its first line (from 1).
    """

    data: bytes
    source: str
    where: str
    line: int = 1


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader makes of one source document: the patent, or None where it was refused, its ledger entry, and what is wrong with its data."""

    patent: Patent | None
    entry: LedgerEntry
    findings: tuple[Finding, ...] = ()


# ---------------------------------------------------------------- searches


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and its answer earlier in the conversation about the same case."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Case:
    """What is examined: a question, a set of claims, or a whole application.

    `own` names the publications of the case itself, in any form; they and their families are never its prior art.
    `effective_date` is the date the legal engine compares with; `history` the conversation so far, oldest first. `relevant` and `irrelevant` name
    documents that a person judged, in any form: what feedback learns from and more-like-this begins with.
    """

    kind: CaseKind
    text: str
    application: Patent | None = None
    own: tuple[str, ...] = ()
    effective_date: dt.date | None = None
    history: tuple[Turn, ...] = ()
    relevant: tuple[str, ...] = ()
    irrelevant: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filter:
    """Hard conditions that hold inside both engines.

    `before`: the document's cut-off date is earlier than this day (a document without any date does not pass). `classes`: CPC or IPC
    symbols, each with all below it (`A45D20`, `A45D20/12`); any one suffices. `countries`: ST.3 codes; `kinds`: ST.16 codes (`A1`, or `A` for
    all that begin so); `languages`: ISO 639-1; any one suffices. Empty: no condition.
    """

    before: dt.date | None = None
    classes: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Near:
    """Words that count more where they stand together (the ordered and unordered windows of Metzler and Croft, SIGIR 2005).

    `words` are as a person writes them, parted by blanks; `slop` is how many other words may stand between them (0: a phrase); `weight` multiplies
    the share of the score.
    """

    words: str
    slop: int = 0
    ordered: bool = True
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Subquery:
    """One query to one engine: its text, the feature of the case it serves, and why it was made.

    The text is all that a person needs to edit:

    words       the words; `terms`, where given, weigh single ones instead, `near` counts words that stand together, `minimum_match` is the share
                of the words that a document must hold (0: any one)
    meaning     what is encoded; `vector` is set once that is done, so that a record can replay it, or by feedback, whose vector has no text
    boolean     an expression in the house's own syntax (`indexing.expressions`)
    similar     publication numbers of documents whose like is sought
    citations   publication numbers to follow citations from, by `relation`: `cited` (what they cite), `citing` (what cites them), `cocited` (cited
                together with them), `coupled` (citing the same)
    classes     class symbols, each with a weight where it is not 1: `A45D20/12^2 A45D20`

    `branch` is the recipe's search step that runs it.
    """

    id: str
    branch: str
    engine: Engine
    text: str
    level: Level = "document"
    fields: tuple[tuple[str, float], ...] = ()
    terms: tuple[tuple[str, float], ...] = ()
    feature: str | None = None
    reason: str = ""
    vector: tuple[float, ...] | None = None
    near: tuple[Near, ...] = ()
    minimum_match: float = 0.0
    relation: Relation | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A document, or one of its passages, at a rank (from 1) of one list, with the engine's score and the subquery that found it."""

    document: str
    passage: str | None
    score: float
    rank: int
    subquery: str
    engine: str


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A candidate that was dropped: the document or passage, the step that dropped it, and the reason.

    `rule` is the same for all that the same rule dropped (`beyond the first 1000`, where the reason names the rank), so that they can be counted.
    """

    id: str
    step: str
    reason: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Ranking:
    """Hits in order, ties broken by document id, then passage id, and every candidate that was dropped on the way."""

    hits: tuple[Hit, ...] = ()
    excluded: tuple[Exclusion, ...] = ()


def ranked(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """`hits` by falling score, ties by document and passage id, with ranks from 1."""
    order = sorted(hits, key=lambda h: (-h.score, h.document, h.passage or ""))
    return tuple(
        Hit(document=h.document, passage=h.passage, score=h.score, rank=n, subquery=h.subquery, engine=h.engine) for n, h in enumerate(order, 1)
    )
