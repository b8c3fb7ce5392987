"""WIPO PATENTSCOPE: the advanced search, which speaks Lucene's query syntax with field codes of its own.

Source: "Query syntax" and "Fields definition" at https://patentscope.wipo.int/search/en/help/querySyntaxHelp.jsf, The PATENTSCOPE User's Guide
(December 2023), and WIPO's webinars "Complex queries" (`cell NEAR10 pack` is `"cell pack"~10`, at most ten words
between; NEAR alone is `~5`). Words are reduced to their
stems unless the box "Stem" is cleared; `IC` holds the groups below, `IC_EX` the symbol alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.dialect_text.days import compact
from assistant.dialect_text.meaning import Field, Meaning, Vocabulary
from assistant.dialect_text.model import Notes, Parsed, Written
from assistant.dialect_text.precedence import Grammar, Parser
from assistant.dialect_text.scanning import Token, fault, quoted, tidy, tokens
from assistant.dialect_text.syntax import Fielded, Leaf
from assistant.dialect_text.words import is_wild, spelled_out, words_of
from assistant.dialect_text.writing import Piece, Writer
from indexing.expressions.tree import Close, Phrase, Word

if TYPE_CHECKING:
    from indexing.expressions.tree import Classified, Coded, Dated, Named, Node, Numbered, Part, Together

_SITE = "PATENTSCOPE"
_GRAMMAR = Grammar(ranks={"or": 0, "and": 1, "not": 1, "near": 2}, beside="and", prefix={"not": "no", "minus": "no", "plus": "and"})
_LEFT = "this index has no such field"
_FRONT = "'FP' (front page) holds names, numbers and classes too; here title and abstract are searched"
_ADDED = "'{}' means a part of a document's symbols only; here all of them are searched"
_TEXT: dict[str, tuple[Part, ...]] = {
    "ti": ("title",),
    "ab": ("abstract",),
    "cl": ("claims",),
    "de": ("description",),
    "de_p": ("description",),
    "alltxt": ("text",),
    "all": ("text",),
}
_UNKNOWN = """
an aad paa pac pae pan pcn pi rp rpa rpcn ds lsp npcc npct npdc nped isa isr sis ipe ss grant fi tpo chem gn npt rgn
""".split()  # noqa: SIM905 - a list of words reads as prose
_FIELDS: dict[str, Field] = {
    **{name: Field("text", parts) for name, parts in _TEXT.items()},
    "allti": Field("text", ("title",)),
    "allab": Field("text", ("abstract",)),
    "fp": Field("text", ("title", "abstract"), remark=_FRONT),
    "ic": Field("class", what="ipc", below=True),
    "ic_ex": Field("class", what="ipc"),
    **{name: Field("class", what="ipc", below=True, remark=_ADDED.format(name.upper())) for name in ("ici", "icn", "icf")},
    **{name: Field("class", what="ipc", remark=_ADDED.format(name.upper())) for name in ("ici_ex", "icn_ex", "icf_ex")},
    "cpc": Field("class", what="cpc", below=True),
    "cpc_ex": Field("class", what="cpc"),
    **{name: Field("class", what="cpc", below=True, remark=_ADDED.format(name.upper())) for name in ("cpci", "cpcn", "cpcf")},
    "relative": Field("none", what="a day that moves with the calendar would give another list tomorrow; write the day itself"),
    "dp": Field("day", what="published"),
    "ad": Field("day", what="filed"),
    "pd": Field("day", what="priority"),
    "pa": Field("name", what="applicant"),
    "pa_h": Field("name", what="applicant"),
    "in": Field("name", what="inventor"),
    "all_names": Field("name", what="any"),
    "wo": Field("number"),
    "pn": Field("number"),
    "npn": Field("number"),
    "allnum": Field("number", remark="'ALLNUM' means application and priority numbers too; here publication numbers only"),
    "ctr": Field("code", what="country"),
    "of": Field("code", what="country", remark="'OF' is the office of filing; here the office of the publication is searched"),
    "lgf": Field("code", what="language", remark="'LGF' is the language of filing; here the language of the text is searched"),
    "lgp": Field("code", what="language"),
    **dict.fromkeys(_UNKNOWN, Field("none", what=_LEFT)),
}
_LANGUAGE = re.compile(r"[a-z]{2}_(ti|ab|cl|de_p|de|alltxt|all)(_s)?")
_FIELD = re.compile(r"([A-Za-z][A-Za-z_]*)\s*:\s*|([A-Z][A-Z_]+)/(?=[\w\"(\[])")
_RELATIVE = re.compile(r"\[?(?:today|last\d|pct_last)[^\])\s]*(?:\s+TO\s+[^\])\s]+)?\]?|\[[^\]]*\btoday\b[^\]]*\]", re.IGNORECASE)
_RANGE = re.compile(r"[\[{]\s*\"?([\d.*/-]+)\"?\s+(?:TO|to)\s+\"?([\d.*/-]+)\"?\s*[\]}]")
_OPERATOR = re.compile(r"(ANDNOT|AND|OR|NOT|NEAR(\d{0,4})|BEFORE(\d{0,4}))(?=[\s()\"]|$)|(&&|\|\||!)", re.IGNORECASE)
_AFTER = re.compile(r"(?:~\d*(?:\.\d+)?|\^\d+(?:\.\d+)?)+")
_WORD = re.compile(r"[^\s()\[\]{}\":]+(?::(?=\d)[^\s()\[\]{}\":]+)*")
_SIGNS = {"&&": "and", "||": "or", "!": "not"}
_NAMED_LIKE_OPERATORS = frozenset({"and", "or", "not", "andnot", "near", "before", "to"})
_NEAR = 5


def _token(text: str, at: int) -> tuple[Token, int] | None:
    sign = text[at]
    if sign in "()":
        end = at + 1
        if sign == ")" and (after := _AFTER.match(text, end)):
            end = after.end()
        return Token("open" if sign == "(" else "close", sign, at + 1), end
    if sign == '"':
        inner, end = quoted(text, at)
        after = _AFTER.match(text, end)
        return Token("leaf", inner, at + 1, name="quoted", relation=after[0] if after else ""), after.end() if after else end
    if (found := _FIELD.match(text, at)) and (found[1] or _known((found[2]).lower())):
        return _field(text, found)
    if found := _OPERATOR.match(text, at):
        return _operator(found, at), found.end()
    if sign in {"+", "-"} and at + 1 < len(text) and text[at + 1] != " ":
        return Token("operator", sign, at + 1, name="minus" if sign == "-" else "plus"), at + 1
    found = _WORD.match(text, at)
    return (Token("leaf", found[0].strip(",;") or found[0], at + 1), found.end()) if found else None


def _operator(found: re.Match[str], at: int) -> Token:
    if found[4]:
        return Token("operator", found[0], at + 1, name=_SIGNS[found[4]])
    name = found[1].upper()
    if name.startswith(("NEAR", "BEFORE")):
        count = found[2] or found[3]
        return Token("operator", name, at + 1, name="near", count=(int(count) if count else _NEAR) + 1, ordered=name.startswith("BEFORE"))
    return Token("operator", name, at + 1, name="not" if name == "ANDNOT" else name.lower())


def _known(name: str) -> bool:
    return name in _FIELDS or _LANGUAGE.fullmatch(name) is not None


def _field(text: str, found: re.Match[str]) -> tuple[Token, int]:
    name, at, end = (found[1] or found[2]).lower(), found.start(), found.end()
    language = _LANGUAGE.fullmatch(name)
    names = (language[1] if language else name,)
    if relative := _RELATIVE.match(text, end):
        return Token("weight", relative[0], at + 1, shape=Fielded(("relative",), Leaf(relative[0], end + 1), at + 1)), relative.end()
    if text[end : end + 1] in ("[", "{"):
        limits = _RANGE.match(text, end)
        if limits is None:
            raise fault(end + 1, "the range cannot be read", "write it as [01.01.2000 TO 31.12.2005]")
        column = at + 1
        first, last = (one if one != "*" else "" for one in limits.groups())
        relation, value = ("within", f"{first} {last}") if first and last else (">=", first) if first else ("<=", last)
        return Token("weight", text[at : limits.end()], column, shape=Fielded(names, Leaf(value, end + 1), column, relation)), limits.end()
    return Token("field", found[0], at + 1, names=names), end


def _words(leaf: Leaf, notes: Notes) -> Node | None:
    text, after = leaf.text, leaf.after
    if not leaf.quoted and (found := re.search(r"[~^][\d.]*$", text)):
        text, after = text[: found.start()], found[0]
    if "^" in after:
        notes.advise("weights", "weights (^) order the results only; they were left out")
    slop = re.search(r"~(\d+)(?!\.)", after) if leaf.quoted else None
    if "~" in after and not slop:
        notes.lost("fuzzy", f"'{leaf.text}': words that are spelt alike (~) are not looked for here")
    node = words_of(Leaf(text, leaf.column, leaf.quoted), "*?", lambda run: Word(run, stemmed="*" not in run and "?" not in run))
    return Close(node.words, int(slop[1]) + 1, ordered=False) if slop and isinstance(node, Phrase) else node


_VOCABULARY = Vocabulary(_FIELDS, _words, "EN_TI EN_AB EN_CL EN_DE EN_ALLTXT FP IC CPC PA IN DP AD CTR", near_distance=_NEAR + 1)


class _Writer(Writer):
    site = _SITE
    anywhere = "text"

    def fielded(self, parts: tuple[Part, ...], node: Node) -> Piece | None:
        piece = self.text(node, None)
        if piece is None:
            return None
        if any(ord(c) > _LATIN for c in piece.text):
            self.notes.advise("language-field", "the fields EN_… hold English texts; write the code of the words' own language (ZH_TI, JA_AB)")
        return self.joined([Piece(f"{_CODES[part]}:{_group(piece)}") for part in parts], "or", self.or_)

    def word(self, word: Word, part: str | None) -> Piece:  # noqa: ARG002 - the field stands around the words
        if not word.stemmed and not is_wild(word):
            self.notes.lost("stemming", "PATENTSCOPE reduces words to their stems: clear the box 'Stem' to find the words as they stand")
        if word.text[:1] in "*?#":
            self.notes.lost("truncation", "PATENTSCOPE takes no sign for missing letters at the beginning of a word")
        if "#" not in word.text and not word.most:
            quote = word.text.casefold() in _NAMED_LIKE_OPERATORS or re.search(r"[^\w*?]", word.text)
            return Piece(f'"{word.text}"' if quote else word.text)
        ways = spelled_out(word, "?")
        if ways is None:
            self.notes.lost("truncation", f"'{word.text}': PATENTSCOPE cannot bound what is cut off; any number of letters matches")
            return Piece(re.sub(r"[*#]+", "*", word.text))
        self.notes.advise("written-out", "PATENTSCOPE has no sign for a letter that may be missing; the ways to write the word were spelt out")
        return Piece(self.or_.join(_quote(way) if way.casefold() in _NAMED_LIKE_OPERATORS else way for way in ways), "or")

    def phrase(self, words: tuple[Word, ...], part: str | None) -> Piece:
        pieces = [self.word(word, part) for word in words]
        if any(is_wild(word) for word in words):
            why = "PATENTSCOPE takes no cut-off words in a phrase; the words are asked to stand in order, one word apart at most"
            self.notes.lost("phrase-truncation", why)
            return Piece(" BEFORE1 ".join(one.inside() for one in pieces), "before1")
        return Piece(f'"{" ".join(word.text for word in words)}"')

    def close(self, node: Close, part: str | None) -> Piece | None:
        self.notes.advise("proximity", "PATENTSCOPE's NEARn is a phrase with n moves (~n): reversed words need two moves more")
        if node.distance == 1:
            self.notes.lost("proximity-limit", "PATENTSCOPE's smallest distance lets one word stand between")
        name = f"{'BEFORE' if node.ordered else 'NEAR'}{max(node.distance - 1, 1)}"
        pieces = [self.text(one, part) for one in node.operands]
        return self.joined([one and Piece(one.inside()) for one in pieces], name, f" {name} ")

    def together(self, node: Together, part: str | None) -> Piece | None:
        self.notes.lost("proximity-to-and", f"PATENTSCOPE has no operator for the same {node.span}; the words are joined by AND")
        return self.joined([self.text(one, part) for one in node.operands], "and", self.and_)

    def classified(self, node: Classified) -> Piece:
        symbol, group = self.symbol(node)
        names = {"cpc": ("CPC",), "ipc": ("IC",), "any": ("CPC", "IC")}[node.scheme]
        if node.below:
            why = "PATENTSCOPE's IC and CPC follow the scheme's hierarchy; here a symbol stands below what it begins with"
            self.notes.advise("class-hierarchy", why)
        pieces = [Piece(f"{name}{'' if node.below or not group else '_EX'}:{symbol}") for name in names]
        return Piece(self.or_.join(one.text for one in pieces), "or" if len(pieces) > 1 else "")

    def dated(self, node: Dated) -> Piece | None:
        name = {"published": "DP", "filed": "AD", "priority": "PD"}[node.day]
        if node.first is None and node.last is None:
            self.left_out("a date of any day")
            return None
        if node.first == node.last and node.first:
            return Piece(f"{name}:{compact(node.first)}")
        first, last = (compact(day) if day else "*" for day in (node.first, node.last))
        return Piece(f"{name}:[{first} TO {last}]")

    def named(self, node: Named) -> Piece:
        text = " ".join(word.text for word in node.words)
        return Piece(f"{'IN' if node.role == 'inventor' else 'PA'}:{text if _BARE.fullmatch(text) else _quote(text)}")

    def numbered(self, node: Numbered) -> Piece:
        self.notes.advise("number", "PATENTSCOPE is asked for the number in all its number fields (ALLNUM)")
        return Piece(f"ALLNUM:{node.number.replace(' ', '')}")

    def coded(self, node: Coded) -> Piece | None:
        if node.what == "country":
            return Piece(f"CTR:{node.code}")
        if node.what == "language":
            self.notes.advise("language", "PATENTSCOPE knows the language of filing (LGF)")
            return Piece(f"LGF:{node.code}")
        self.left_out(f"the kind code {node.code}")
        return None


_CODES = {"title": "EN_TI", "abstract": "EN_AB", "claims": "EN_CL", "description": "EN_DE", "text": "EN_ALLTXT"}
_BARE = re.compile(r"[\w*?]+")
_LATIN = 0x250


def _quote(text: str) -> str:
    return f'"{text}"'


def _group(piece: Piece) -> str:
    return piece.text if not piece.kind else f"({piece.text})"


class Patentscope:
    """Queries of PATENTSCOPE's advanced search. Words side by side are joined by AND."""

    title = "WIPO PATENTSCOPE"
    source = "https://patentscope.wipo.int/search/en/help/querySyntaxHelp.jsf"

    def parse(self, text: str) -> Parsed:
        notes = Notes()
        parser = Parser(tokens(tidy(text), _token), _GRAMMAR)
        shape = parser.parse()
        if parser.beside_used:
            notes.advise("default-operator", "words side by side were joined by AND, as PATENTSCOPE's default operator has it")
        return Parsed(Meaning(_VOCABULARY, notes).whole(shape), notes.all())

    def write(self, node: Node) -> Written:
        return _Writer().written(node)
