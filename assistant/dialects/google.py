"""Google Patents: the search box and its advanced form.

Source: "Searching" in the help page "About Google Patents", https://support.google.com/faqs/answer/7049475. Documented there: words joined by AND,
OR, phrases, `assignee:` `inventor:` `before:` `cpc:`; AND and OR from left to right (`safety OR seat belt` is `(safety OR seat) belt`). Known from
users' notes only (https://enpan.blogspot.com/2018/11/google-patents.html and others): TI= AB= CL=, `country:` `language:` `status:` `type:`, dates by
kind, CPC with /low, NEAR, ADJ, WITH (20 words) and SAME (200 words), and signs for missing letters (`*` and `$` any, `$2` two at most, `?` one or
none, `#` exactly one), all of which are said not to hold strictly. Words match their close forms too unless they stand between quotation marks.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.dialect_text.conditions import guessed
from assistant.dialect_text.days import compact
from assistant.dialect_text.meaning import Field, Meaning, Vocabulary
from assistant.dialect_text.model import Notes, Parsed, Written
from assistant.dialect_text.precedence import Grammar, Parser
from assistant.dialect_text.scanning import Token, bracket_or_quotation, fault, tidy, tokens
from assistant.dialect_text.syntax import Fielded, Leaf, Operation, distances
from assistant.dialect_text.words import dollar_word, is_wild, words_of
from assistant.dialect_text.writing import Piece, Writer
from indexing.expressions.tree import Classified, Coded, Named, Numbered, Without, Word

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from assistant.dialect_text.syntax import Shape
    from indexing.expressions.tree import Close, Dated, Node, Part, Together

_SITE = "Google Patents"
_GRAMMAR = Grammar(ranks={"or": 0, "and": 0, "not": 0, "near": 1}, beside="and", prefix={"not": "no", "minus": "no"})
_LOOSE = "Google Patents takes NEAR, ADJ, WITH and SAME as wishes for the order of its results, not as strict conditions; here they are strict"
_LEFT = "this index has no such field"
_FIELDS: dict[str, Field] = {
    **dict.fromkeys(("ti", "title", "intitle", "ttl"), Field("text", ("title",))),
    **dict.fromkeys(("ab", "abstract"), Field("text", ("abstract",))),
    **dict.fromkeys(("cl", "claims"), Field("text", ("claims",))),
    "desc": Field("text", ("description",)),
    **dict.fromkeys(("tac",), Field("text", ("title", "abstract", "claims"))),
    **dict.fromkeys(("ta",), Field("text", ("title", "abstract"))),
    "cpc": Field("class", what="cpc"),
    "ipc": Field("class", what="ipc"),
    **dict.fromkeys(("inventor", "ininventor"), Field("name", what="inventor")),
    **dict.fromkeys(("assignee", "inassignee", "owner"), Field("name", what="applicant")),
    "priority": Field("day", what="priority"),
    "filing": Field("day", what="filed"),
    "publication": Field("day", what="published"),
    "country": Field("code", what="country"),
    "language": Field("code", what="language"),
    **dict.fromkeys(("patent", "pn", "publication_number"), Field("number")),
    **dict.fromkeys(
        ["status", "type", "litigation", "is", "scholar", "patents", "sort", "num", "clustered", "dups", "ssid", "smiles", "inchikey"],
        Field("none", what=_LEFT),
    ),
}
_DATES = {"before": "<", "after": ">="}
_DAY = re.compile(
    r"(before|after)\s*[:=]\s*(?:(priority|filing|publication)\s*[:=]\s*)?\"?(\d{4}(?:[-/]?\d{2}(?:[-/]?\d{2})?)?)\"?(?!\w)", re.IGNORECASE
)
_FIELD = re.compile(r"([A-Za-z][A-Za-z_]*)\s*[:=]\s*(?=[\w\"(])")
_NEAR = re.compile(r"(?:(NEAR|ADJ)/?(\d{1,4})?|(WITH|SAME)|([/+])(\d{1,4})w)(?=[\s()\"]|$)")
_OPERATOR = re.compile(r"(AND|and|OR|NOT)(?=[\s()\"]|$)|(\||&)")
_WORD = re.compile(r"[^\s()\"|&]+")
_SPANS = {"WITH": 20, "SAME": 200}
_SIGNS = {"|": "or", "&": "and"}
_LANGUAGES = {
    "english": "en", "german": "de", "chinese": "zh", "french": "fr", "spanish": "es", "arabic": "ar", "japanese": "ja", "korean": "ko",
    "portuguese": "pt", "russian": "ru", "italian": "it", "dutch": "nl", "swedish": "sv", "finnish": "fi", "norwegian": "no", "danish": "da",
}  # fmt: skip
_RESERVED = frozenset({"and", "or", "not", "near", "adj", "with", "same"})


def _token(text: str, at: int) -> tuple[Token, int] | None:  # noqa: PLR0911 - one kind of token, one line
    sign = text[at]
    if plain := bracket_or_quotation(text, at):
        return plain
    if sign == "-" and at + 1 < len(text) and text[at + 1] not in " )":
        return Token("operator", sign, at + 1, name="minus"), at + 1
    if found := _DAY.match(text, at):
        kind, column = (found[2] or "priority").lower(), at + 1
        shape = Fielded((kind,), Leaf(found[3], column), column, _DATES[found[1].lower()])
        return Token("weight", found[0], column, shape=shape), found.end()
    if found := _NEAR.match(text, at):
        return _near(found, at), found.end()
    if found := _OPERATOR.match(text, at):
        return Token("operator", found[0], at + 1, name=_SIGNS.get(found[0], found[0].lower())), found.end()
    if found := _FIELD.match(text, at):
        return _field(text, found)
    found = _WORD.match(text, at)
    return (Token("leaf", found[0].strip(",;") or found[0], at + 1), found.end()) if found else None


def _near(found: re.Match[str], at: int) -> Token:
    count = _SPANS[found[3]] if found[3] else int(found[2] or found[5] or 0) or None
    return Token("operator", found[0], at + 1, name="near", count=count, ordered=found[1] == "ADJ" or found[4] == "+")


def _field(text: str, found: re.Match[str]) -> tuple[Token, int]:
    """A field; those whose value is one word with strokes or commas (`cpc:A45D20/12`, `country:US,EP`) with their value."""
    name, at, end = found[1].lower(), found.start(), found.end()
    if name in {"country", "language", "status", "type"} and (value := _WORD.match(text, end)):
        column = end + 1
        codes = [Leaf(_LANGUAGES.get(one.lower(), one) if name == "language" else one, column) for one in value[0].split(",") if one]
        if not codes:
            raise fault(column, f"the value of '{name}' is missing", "write it as country:US")
        child = codes[0] if len(codes) == 1 else Operation("or", tuple(codes), column)
        return Token("weight", value[0], at + 1, shape=Fielded((name,), child, at + 1)), value.end()
    return Token("field", found[0], at + 1, names=(name,)), end


def _alternatives(shape: Shape) -> Shape:
    """`assignee:google assignee:facebook` side by side are alternatives: names, offices and languages are never joined by AND."""
    if isinstance(shape, Fielded):
        return Fielded(shape.names, _alternatives(shape.child), shape.column, shape.relation)
    if not isinstance(shape, Operation):
        return shape
    operands = [_alternatives(one) for one in shape.operands]
    if shape.name != "and":
        return Operation(shape.name, tuple(operands), shape.column, shape.count, shape.ordered)
    groups: dict[object, list[Shape]] = {}
    for n, one in enumerate(operands):
        alike = isinstance(one, Fielded) and _VOCABULARY.fields.get(one.names[0])
        groups.setdefault(alike if alike and alike.kind in {"name", "code"} else n, []).append(one)
    merged = [one[0] if len(one) == 1 else Operation("or", tuple(one), shape.column) for one in groups.values()]
    return merged[0] if len(merged) == 1 else Operation("and", tuple(merged), shape.column)


def _words(leaf: Leaf, notes: Notes) -> Node | None:
    if not leaf.quoted and (node := guessed(leaf.text)) is not None:
        return replace(node, scheme="cpc") if isinstance(node, Classified) else node

    def convert(run: str) -> Word:
        word, lost = dollar_word(run.translate(_FROM))
        if lost:
            notes.lost("truncation", f"'{run}': a bound in the middle of a word cannot be kept; any number of letters matches")
        return Word(word.text, word.most, stemmed=not leaf.quoted and not is_wild(word))

    return words_of(leaf, "*?#$", convert)


_FROM, _TO = str.maketrans("?#", "#?"), str.maketrans("?#", "#?")
_VOCABULARY = Vocabulary(_FIELDS, _words, "TI AB CL cpc inventor assignee country before after", near_distance=10)


class _Writer(Writer):
    site = _SITE
    and_, or_, not_ = " ", " OR ", " -"

    def fielded(self, parts: tuple[Part, ...], node: Node) -> Piece | None:
        piece = self.text(node, None)
        if piece is None:
            return None
        if "description" in parts:
            self.missing_fields("the description")
        if "description" in parts or "text" in parts:
            return piece
        return self.joined([Piece(f"{_CODES[part]}=({piece.text})") for part in parts], "or", self.or_)

    def _all(self, operands: Sequence[Node]) -> Piece | None:
        codes = [one.what for one in operands if isinstance(one, Coded)]
        if len(set(codes)) < len(codes):
            why = "Google Patents reads two offices or languages side by side as alternatives, never as both"
            self.notes.lost("codes-alternative", why)
        roles = [one.role for one in operands if isinstance(one, Named)]
        if len(set(roles)) < len(roles):
            why = "Google Patents joins names of the same kind within one field, in which the words may belong to one name"
            self.notes.lost("names-joined", why)
            return self._joined_names(operands)
        return super()._all(operands)

    def _joined_names(self, operands: Sequence[Node]) -> Piece | None:
        """`inventor:(steve jobs)` for two names; side by side they would be alternatives."""
        names = [one for one in operands if isinstance(one, Named)]
        rest = [one for one in operands if not isinstance(one, Named)]
        pieces: list[Piece | None] = [
            Piece(f"{_ROLES[role]}:({' '.join(_name(one) for one in names if one.role == role)})")
            for role in dict.fromkeys(one.role for one in names)
        ]
        wanted = [one for one in rest if not isinstance(one, Without)]
        pieces += [super()._all(wanted)] if wanted else []
        for one in (self.piece(other.operand) for other in rest if isinstance(other, Without)):
            pieces.append(None if one is None else Piece(f"-{one.inside()}"))
        return self.joined(pieces, "and", self.and_)

    def negated(self, piece: Piece) -> Piece:
        return Piece(f"-{piece.inside()}", "no")

    def word(self, word: Word, part: str | None) -> Piece:  # noqa: ARG002 - the field stands around the words
        text = word.text.translate(_TO)
        if is_wild(word):
            self.notes.advise("truncation", "signs for missing letters work unreliably at Google Patents; compare the number of results")
            text = f"{text[:-1]}${word.most}" if word.most else text
            return Piece(text)
        quote = not word.stemmed or re.search(r"\W", text) or text.casefold() in _RESERVED or guessed(text)
        if quote and word.stemmed:
            self.notes.lost("stemming", f"'{text}' is an operator's name and stands between quotation marks: its other forms are not found")
        return Piece(f'"{text}"' if quote else text)

    def phrase(self, words: tuple[Word, ...], part: str | None) -> Piece:
        if any(is_wild(word) or word.stemmed for word in words):
            self.notes.advise("proximity", _LOOSE)
            return Piece(" ADJ/1 ".join(self.word(word, part).text for word in words), "adj1")
        return Piece(f'"{" ".join(word.text for word in words)}"')

    def close(self, node: Close, part: str | None) -> Piece | None:
        self.notes.advise("proximity", _LOOSE)
        name = f"{'ADJ' if node.ordered else 'NEAR'}/{node.distance}"
        pieces = [self.text(one, part) for one in node.operands]
        return self.joined([one and Piece(one.inside()) for one in pieces], name, f" {name} ")

    def together(self, node: Together, part: str | None) -> Piece | None:
        name = "WITH" if node.span == "sentence" else "SAME"
        words = _SPANS[name]
        self.notes.lost("proximity-approximated", f"Google Patents knows no {node.span}s: {name} asks for {words} words of distance")
        pieces = [self.text(one, part) for one in node.operands]
        return self.joined([one and Piece(one.inside()) for one in pieces], name, f" {name} ")

    def classified(self, node: Classified) -> Piece:
        if node.scheme == "ipc":
            self.notes.lost("class-scheme", "Google Patents is asked for the CPC; documents that have the symbol in the IPC alone are not found")
        elif node.scheme == "any":
            self.notes.lost("class-scheme", "Google Patents is asked for the CPC alone")
        symbol, group = self.symbol(node)
        return Piece(f"cpc:{symbol}{'/low' if node.below and group else ''}")

    def dated(self, node: Dated) -> Piece | None:
        name = {"published": "publication", "filed": "filing", "priority": "priority"}[node.day]
        found = []
        if node.first:
            found.append(f"after:{name}:{compact(node.first)}")
        if node.last:
            found.append(f"before:{name}:{compact(_next(node.last))}")
        if not found:
            self.left_out("a date of any day")
            return None
        return Piece(" ".join(found), "and" if len(found) > 1 else "")

    def named(self, node: Named) -> Piece:
        return Piece(f"{_ROLES[node.role]}:{_name(node)}")

    def numbered(self, node: Numbered) -> Piece:
        self.notes.advise("number", "Google Patents opens a document by its number; in a query it is one word among others")
        number = node.number.replace(" ", "")
        return Piece(number if isinstance(guessed(number), Numbered) else f"patent:{number}")

    def coded(self, node: Coded) -> Piece | None:
        if node.what == "kind":
            self.left_out(f"the kind code {node.code} (status:GRANT and status:APPLICATION are near it)")
            return None
        names = {code: name.upper() for name, code in _LANGUAGES.items()}
        return Piece(f"{node.what}:{node.code if node.what == 'country' else names.get(node.code, node.code)}")


_CODES = {"title": "TI", "abstract": "AB", "claims": "CL"}


_ROLES = {"inventor": "inventor", "applicant": "assignee"}


def _name(node: Named) -> str:
    return f'"{" ".join(word.text for word in node.words)}"'


def _next(day: dt.date) -> dt.date:
    import datetime as dt

    return day + dt.timedelta(days=1) if day < dt.date.max else day


class GooglePatents:
    """Queries of Google Patents. Words side by side are joined by AND; AND and OR have equal rank, from left to right."""

    title = "Google Patents"
    source = "https://support.google.com/faqs/answer/7049475"

    def parse(self, text: str) -> Parsed:
        notes = Notes()
        shape = _alternatives(Parser(tokens(tidy(text), _token), _GRAMMAR).parse())
        node = Meaning(_VOCABULARY, notes).whole(shape)
        if distances(shape):
            notes.advise("proximity", _LOOSE)
        return Parsed(node, notes.all())

    def write(self, node: Node) -> Written:
        return _Writer().written(node)
