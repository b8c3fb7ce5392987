"""Espacenet's smart and expert search, and Open Patent Services: CQL, the Contextual Query Language.

Source: OASIS searchRetrieve part 5 (CQL 1.0, 2013); the help pages "Smart search - field identifiers" and "- operators" of
https://worldwide.espacenet.com/help and the Espacenet pocket guide. AND, OR and NOT have equal rank, the query is read from left to right; proximity
binds closer. `prox/distance<3` allows fewer than three words' distance; `?` is one letter or none, `#` exactly one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.dialect_text.conditions import guessed
from assistant.dialect_text.days import compact, period
from assistant.dialect_text.meaning import Field, Meaning, Vocabulary
from assistant.dialect_text.model import Notes, Parsed, Written
from assistant.dialect_text.precedence import Grammar, Parser
from assistant.dialect_text.scanning import Token, bracket_or_quotation, fault, tidy, tokens
from assistant.dialect_text.syntax import Fielded, Leaf, Operation
from assistant.dialect_text.words import words_of
from assistant.dialect_text.writing import Piece, Writer
from indexing.expressions.tree import Coded, Dated, Phrase, Word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.dialect_text.syntax import Shape
    from indexing.expressions.tree import Classified, Close, Named, Node, Numbered, Part, Together

_SITE = "Espacenet"
_GRAMMAR = Grammar(ranks={"or": 0, "and": 0, "not": 0, "near": 1, "with": 1, "same": 1}, beside="and", prefix={"not": "no"})
_NAMES_TOO = "Espacenet looks for '{}' in names of applicants and inventors too; here in the text only"
_LEFT = "this index has no such field"
_FIELDS: dict[str, Field] = {
    "ti": Field("text", ("title",)),
    "ab": Field("text", ("abstract",)),
    "ta": Field("text", ("title", "abstract")),
    "claims": Field("text", ("claims",)),
    "clm": Field("text", ("claims",)),
    "desc": Field("text", ("description",)),
    "ctxt": Field("text", ("title", "abstract", "claims")),
    "ftxt": Field("text", ("text",)),
    "extftxt": Field("text", ("text",)),
    "nftxt": Field("text", ("text",), remark=_NAMES_TOO.format("nftxt")),
    "ntxt": Field("text", ("title", "abstract"), remark=_NAMES_TOO.format("ntxt")),
    "txt": Field("text", ("title", "abstract"), remark=_NAMES_TOO.format("txt")),
    "cpc": Field("class", what="cpc"),
    "cpci": Field("class", what="cpc", remark="'cpci' means inventive symbols only; here all of a document are searched"),
    "cpca": Field("class", what="cpc", remark="'cpca' means additional symbols only; here all of a document are searched"),
    "ec": Field("class", what="cpc", remark="ECLA became the CPC in 2013; 'ec' was read as 'cpc'"),
    **{name: Field("class", what="ipc") for name in ("ipc", "ic", "ipci", "ipca", "ci", "ai", "c", "a")},
    "cl": Field("class", what="any"),
    "pd": Field("day", what="published"),
    **{name: Field("day", what="filed") for name in ("ad", "apd", "fd")},
    **{name: Field("day", what="priority") for name in ("prd", "prid", "prdate")},
    **{name: Field("name", what="applicant") for name in ("pa", "pac", "pacn", "paorg")},
    **{name: Field("name", what="inventor") for name in ("in", "inc", "incn", "inorg")},
    "ia": Field("name", what="any"),
    "pn": Field("number"),
    "num": Field("number", remark="'num' means application and priority numbers too; here publication numbers only"),
    "pnk": Field("code", what="kind"),
    "la": Field("code", what="language"),
    "lang": Field("code", what="language"),
    **dict.fromkeys(["ap", "pr", "ct", "cpcc", "famn", "rf", "opn", "oap", "ptd", "rpr", "spr", "legal", "nat", "citn"], Field("none", what=_LEFT)),
}
_PROX = re.compile(r"prox((?:/[\w.]+(?:\s*(?:<=|>=|<>|==|=|<|>)\s*\"?[\w]+\"?)?)*)(?=[\s(\"]|$)", re.IGNORECASE)
_MODIFIER = re.compile(r"/([\w.]+)(?:\s*(<=|>=|<>|==|=|<|>)\s*\"?(\w+)\"?)?")
_OPERATOR = re.compile(r"(and|or|not)(?:/[\w.=]+)*(?=[\s(\"]|$)", re.IGNORECASE)
_FIELD = re.compile(
    r"([A-Za-z][A-Za-z0-9_.]*)\s*(?:(=\s*/low\b|==|=|<=|>=|<>|<|>)|\s(any|all|within|exact|adj|encloses)(?=[\s\"(]))\s*", re.IGNORECASE
)
_WORD = re.compile(r"[^\s()\"]+")
_RESERVED = frozenset({"and", "or", "not", "prox", "any", "all", "within", "sortby"})
_MOST_TERMS = 20
_STEM = 3


def _token(text: str, at: int) -> tuple[Token, int] | None:
    if plain := bracket_or_quotation(text, at):
        return plain
    if found := _PROX.match(text, at):
        return _prox(found), found.end()
    if found := _OPERATOR.match(text, at):
        return Token("operator", found[0], at + 1, name=found[1].lower()), found.end()
    if found := _FIELD.match(text, at):
        relation = re.sub(r"\s", "", found[2] or found[3]).lower()
        return Token("field", found[0].strip(), at + 1, names=(found[1].lower(),), relation=_RELATIONS.get(relation, relation)), found.end()
    found = _WORD.match(text, at)
    return (Token("leaf", found[0].strip(",;") or found[0], at + 1), found.end()) if found else None


_RELATIONS = {"==": "=", "exact": "=", "adj": "=", "encloses": "within"}


def _prox(found: re.Match[str]) -> Token:
    """`prox/distance<3/ordered`: fewer than 3 words between; without a distance side by side, or within one sentence or paragraph for a unit.

    The OASIS standard counts adjacent words as 1 apart; Espacenet's users write `distance<1` for them, so Espacenet counts the words between.
    """
    column, distance, unit, ordered = found.start() + 1, None, "word", False
    for modifier in _MODIFIER.finditer(found[1]):
        name, relation, value = modifier[1].lower().rpartition(".")[2], modifier[2], (modifier[3] or "").lower()
        if name == "distance" and value.isdigit() and relation in {"<", "<=", "="}:
            distance = int(value) - (relation == "<")
        elif name == "unit" and value in {"word", "sentence", "paragraph"}:
            unit = value
        elif name in {"ordered", "unordered"}:
            ordered = (name == "ordered") == (value != "false")
        else:
            raise fault(column, f"'{modifier[0]}' cannot be read", "write prox/distance<3, prox/unit=sentence, prox/unit=paragraph or prox/ordered")
    if unit != "word":
        return Token("operator", found[0], column, name="with" if unit == "sentence" else "same", count=max(distance or 0, 0) + 1, ordered=ordered)
    between = distance if distance is not None else _ANYWHERE - 1 if ordered else 0
    return Token("operator", found[0], column, name="near", count=max(between, 0) + 1, ordered=ordered)


_ANYWHERE = 1000
"""`prox/ordered` alone: the one before the other, at whatever distance."""


def _words(leaf: Leaf, notes: Notes) -> Node | None:
    if not leaf.quoted and (node := _guessed(leaf.text)) is not None:
        notes.advise("guessed", f"'{leaf.text}' stands without a field and was read as Espacenet guesses: a class, a number, an office or a date")
        return node

    def convert(run: str) -> Word:
        return Word(run.translate(str.maketrans("?#", "#?")))

    return words_of(leaf, "*?#", convert)


def _guessed(text: str) -> Node | None:
    """What Espacenet takes a word without a field for (OPS reference guide, "CQL index catalogue"), where it is no word of the text."""
    if (found := guessed(text)) is not None:
        return found
    if re.fullmatch(r"[A-Z]{2}", text) and text.casefold() not in _RESERVED:
        return Coded("country", text)
    days = period(text) if re.fullmatch(r"(?:1[89]|2\d)\d\d(?:\d{4})?|\d\d/\d\d/\d{4}", text) else None
    return Dated("published", *days) if days else None


def _spread(shape: Shape, relation: str = "=") -> Shape:
    """`ti any "motor engine"` as a choice and `ti all "paint brush"` as a conjunction of words in that field."""
    if isinstance(shape, Fielded):
        return Fielded(shape.names, _spread(shape.child, shape.relation), shape.column, "=" if shape.relation in _LISTS else shape.relation)
    if isinstance(shape, Operation):
        return Operation(shape.name, tuple(_spread(one, relation) for one in shape.operands), shape.column, shape.count, shape.ordered)
    if relation in _LISTS:
        words = re.split(r"[\s,;]+", shape.text.strip(" ,;"))
        if len(words) > 1:
            return Operation(_LISTS[relation], tuple(Leaf(word, shape.column) for word in words), shape.column)
    return shape


_LISTS = {"any": "or", "all": "and"}
_VOCABULARY = Vocabulary(_FIELDS, _words, "ti ab ta claims desc ctxt ftxt cpc ipc cl pd pa in pn")


class _Writer(Writer):
    site = _SITE
    and_, or_, not_ = " and ", " or ", " not "
    grouped = False

    def __init__(self) -> None:
        super().__init__()
        self._terms = 0

    def checked(self, text: str) -> None:  # noqa: ARG002 - terms are counted as they are written
        if self._terms > _MOST_TERMS:
            limits = f"classic Espacenet and Open Patent Services take {_MOST_TERMS}, and 10 in a field"
            self.notes.advise("length", f"the query has {self._terms} terms; {limits}")

    def fielded(self, parts: tuple[Part, ...], node: Node) -> Piece | None:
        name = _SEVERAL.get(parts)
        return self.joined([self.text(node, one) for one in ((name,) if name else parts)], "or", self.or_)

    def word(self, word: Word, part: str | None) -> Piece:
        self._terms += 1
        return Piece(_field(part) + self._quoted(self._sign(word)))

    def _sign(self, word: Word) -> str:
        if word.stemmed:
            self.notes.lost("stemming", "Espacenet is asked for the word as it stands: inflected forms need truncation")
        text = word.text.translate(str.maketrans("?#", "#?"))
        if word.most:
            text = text[:-1] + "?" * word.most
        stem = re.match(r"[^*?#]*", text)
        if text[:1] in "*?#":
            self.notes.lost("truncation", "Espacenet takes no sign for missing letters at the beginning of a word")
        elif "*" in text and stem and len(stem[0]) < _STEM:
            self.notes.advise("truncation-limit", f"'{text}': Espacenet wants at least {_STEM} letters before *")
        return text

    def _quoted(self, text: str) -> str:
        return f'"{text}"' if re.search(r"[^\w*?#]", text) or text.casefold() in _RESERVED or _guessed(text) else text

    def phrase(self, words: tuple[Word, ...], part: str | None) -> Piece:
        self._terms += len(words)
        return Piece(f'{_field(part)}"{" ".join(self._sign(word) for word in words)}"')

    def close(self, node: Close, part: str | None) -> Piece | None:
        ordered = "/ordered" if node.ordered else ""
        return self._prox(node.operands, f" prox/distance<{node.distance}{ordered} ", part)

    def together(self, node: Together, part: str | None) -> Piece | None:
        distance = f"/distance<{node.count}" if node.count > 1 else ""
        return self._prox(node.operands, f" prox{distance}/unit={node.span} ", part)

    def _prox(self, operands: Sequence[Node], operator: str, part: str | None) -> Piece | None:
        simple = all(isinstance(one, Word | Phrase) for one in operands)
        if not simple or len(operands) > 2:  # noqa: PLR2004 - a pair
            why = "Open Patent Services measures the distance between two words or phrases only; Espacenet takes groups"
            self.notes.advise("proximity-group", why)
        pieces = [self.text(one, part if simple else None) for one in operands]
        found = self.joined([one and Piece(one.inside()) for one in pieces], operator, operator)
        return found if simple or found is None or part is None else Piece(f"{_field(part)}({found.text})")

    def classified(self, node: Classified) -> Piece:
        name = {"cpc": "cpc", "ipc": "ipc", "any": "cl"}[node.scheme]
        symbol, group = self.symbol(node)
        if not group:
            return Piece(f"{name}={symbol}")
        if node.below:
            why = "Espacenet's /low follows the scheme's own hierarchy; here a symbol stands below what it begins with"
            self.notes.advise("class-hierarchy", why)
        return Piece(f"{name}={symbol}{'/low' if node.below else ''}")

    def dated(self, node: Dated) -> Piece | None:
        if node.day != "published" or (node.first is None and node.last is None):
            self.notes.lost("date-kind", f"the {_DAY[node.day]} date was left out: Espacenet searches publication dates only")
            return None
        if node.first is None or node.last is None:
            return Piece(f"pd>={compact(node.first)}" if node.first else f"pd<={compact(node.last)}" if node.last else "")
        if node.first == node.last:
            return Piece(f"pd={compact(node.first)}")
        return Piece(f'pd within "{compact(node.first)} {compact(node.last)}"')

    def named(self, node: Named) -> Piece:
        text = " ".join(word.text.translate(str.maketrans("?#", "#?")) for word in node.words)
        return Piece(f"{'in' if node.role == 'inventor' else 'pa'}={self._quoted(text)}")

    def numbered(self, node: Numbered) -> Piece:
        return Piece(f"pn={node.number.replace(' ', '')}")

    def coded(self, node: Coded) -> Piece | None:
        if node.what == "country":
            return Piece(f"pn={node.code}")
        self.left_out(f"the {node.what} {node.code}")
        return None


_DAY = {"published": "publication", "filed": "filing", "priority": "priority"}


_CODES = {"title": "ti", "abstract": "ab", "claims": "claims", "description": "desc", "text": "ftxt"}
_SEVERAL: dict[tuple[Part, ...], str] = {("title", "abstract"): "ta", ("title", "abstract", "claims"): "ctxt"}


def _field(part: str | None) -> str:
    return f"{_CODES.get(part, part)}=" if part else ""


class Espacenet:
    """Queries of Espacenet's smart search, its expert mode, and Open Patent Services. Words side by side are joined by AND."""

    title = "Espacenet and Open Patent Services (CQL)"
    source = "https://worldwide.espacenet.com/help?locale=en_EP&method=handleHelpTopic&topic=operators"

    def parse(self, text: str) -> Parsed:
        notes = Notes()
        parser = Parser(tokens(tidy(text), _token), _GRAMMAR)
        shape = _spread(parser.parse())
        if parser.beside_used:
            notes.advise("default-operator", "words side by side were joined by AND, as Espacenet's default operator has it")
        node = Meaning(_VOCABULARY, notes).whole(shape)
        return Parsed(node, notes.all())

    def write(self, node: Node) -> Written:
        return _Writer().written(node)
