"""Espacenet's smart and expert search, and Open Patent Services: CQL, the Contextual Query Language.

Source: OASIS searchRetrieve part 5 (CQL 1.0, 2013); the help pages "Smart search - field identifiers" and "- operators" of
https://worldwide.espacenet.com/help and the Espacenet pocket guide. AND, OR and NOT have equal rank, the query is read from left to right; proximity
binds closer. `prox/distance<3` allows fewer than three words' distance; `?` is one letter or none, `#` exactly one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.dialect_text.days import compact
from assistant.dialect_text.meaning import Field, Meaning, Vocabulary
from assistant.dialect_text.model import Notes, Parsed, Written
from assistant.dialect_text.precedence import Grammar, Parser
from assistant.dialect_text.scanning import Token, fault, quoted, tidy, tokens
from assistant.dialect_text.words import is_wild, words_of
from assistant.dialect_text.writing import Piece, Writer
from indexing.expressions.tree import In, Phrase, Word

if TYPE_CHECKING:
    from assistant.dialect_text.syntax import Leaf
    from indexing.expressions.tree import Classified, Close, Coded, Dated, Named, Node, Numbered, Part, Together

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
    **{name: Field("none", what=_LEFT) for name in ("ap", "pr", "ct", "cpcc", "famn", "rf", "opn", "oap", "ptd", "rpr", "spr", "legal", "nat", "ct0", "citn")},
}
_PROX = re.compile(r"prox((?:/[\w.]+(?:\s*(?:<=|>=|<>|==|=|<|>)\s*\"?[\w]+\"?)?)*)(?=[\s(\"]|$)", re.IGNORECASE)
_MODIFIER = re.compile(r"/([\w.]+)(?:\s*(<=|>=|<>|==|=|<|>)\s*\"?(\w+)\"?)?")
_OPERATOR = re.compile(r"(and|or|not)(?:/[\w.=]+)*(?=[\s(\"]|$)", re.IGNORECASE)
_FIELD = re.compile(r"([A-Za-z][A-Za-z0-9_.]*)\s*(?:(==|=|<=|>=|<>|<|>)|\s(any|all|within|exact|adj|encloses)(?=[\s\"(]))\s*", re.IGNORECASE)
_WORD = re.compile(r"[^\s()\"]+")
_VALUE = re.compile(r"[^\s()\"]+")
_RESERVED = frozenset({"and", "or", "not", "prox", "any", "all", "within", "sortby"})
_STOPWORDS = frozenset({"a", "an", "and", "as", "at", "but", "by", "for", "in", "of", "on", "or", "the", "to", "with"})
_MOST_TERMS = 20
_STEM = 3


def _token(text: str, at: int) -> tuple[Token, int] | None:
    sign = text[at]
    if sign in "()":
        return Token("open" if sign == "(" else "close", sign, at + 1), at + 1
    if found := _PROX.match(text, at):
        return _prox(found), found.end()
    if found := _OPERATOR.match(text, at):
        return Token("operator", found[0], at + 1, name=found[1].lower()), found.end()
    if found := _FIELD.match(text, at):
        relation = (found[2] or found[3]).lower()
        return Token("field", found[0].strip(), at + 1, names=(found[1].lower(),), relation=_RELATIONS.get(relation, relation)), found.end()
    if sign == '"':
        inner, end = quoted(text, at)
        return Token("leaf", inner, at + 1, name="quoted"), end
    found = _WORD.match(text, at)
    return (Token("leaf", found[0].strip(",;") or found[0], at + 1), found.end()) if found else None


_RELATIONS = {"==": "=", "exact": "=", "adj": "=", "encloses": "within"}


def _prox(found: re.Match[str]) -> Token:
    """`prox/distance<3/ordered=true`: fewer than 3; without a distance the words stand side by side, within a sentence or paragraph for a unit."""
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
    if distance is None:
        distance = _ANYWHERE if ordered else 1
    return Token("operator", found[0], column, name="near", count=max(distance, 1), ordered=ordered)


_ANYWHERE = 1000
"""`prox/ordered` alone: the one before the other, at whatever distance."""


def _words(leaf: Leaf, notes: Notes) -> Node | None:
    def convert(run: str) -> Word:
        return Word(run.translate(str.maketrans("?#", "#?")))

    return words_of(leaf, "*?#", convert)
