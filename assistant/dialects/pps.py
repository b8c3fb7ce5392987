"""USPTO Patent Public Search: the BRS syntax of its advanced search (and of EAST and WEST before it).

Source: "Operators" and "Searchable indexes" at https://www.uspto.gov/patents/search/patent-public-search, and the order of execution in the office's
EAST/WEST operators sheet: parentheses; ADJ and NEAR; WITH; SAME; AND and NOT; XOR; OR; those of equal rank from left to right.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.dialect_text.days import compact
from assistant.dialect_text.meaning import Field, Meaning, Vocabulary
from assistant.dialect_text.model import Notes, Parsed, Written
from assistant.dialect_text.precedence import Grammar, Parser
from assistant.dialect_text.scanning import Token, bracket_or_quotation, tidy, tokens
from assistant.dialect_text.syntax import Fielded, Leaf, Operation, distances
from assistant.dialect_text.words import dollar_word, is_wild, words_of
from assistant.dialect_text.writing import Piece, Writer

if TYPE_CHECKING:
    from indexing.expressions.tree import Classified, Close, Coded, Dated, Named, Node, Numbered, Part, Together, Word

_SITE = "Patent Public Search"
_GRAMMAR = Grammar(
    ranks={"or": 0, "xor": 1, "and": 2, "not": 2, "not-same": 2, "not-with": 2, "not-near": 2, "same": 3, "with": 4, "near": 5},
    beside="or",
    prefix={"not": "no"},
)
_LEFT = {
    "USPC": "US classes (USPC) are not in this index",
    "Derwent": "Derwent's own codes are not in this index",
    "other": "this index has no such field",
}


def _none(names: str, why: str) -> dict[str, Field]:
    return dict.fromkeys(names.split(), Field("none", what=why))


_PART = "the index {} holds a part of it only; here all of it is searched"


def _text(parts: tuple[Part, ...], names: str) -> dict[str, Field]:
    return dict.fromkeys(names.split(), Field("text", parts))


def _narrow(kind: Field, names: str) -> dict[str, Field]:
    """Indexes that hold less than the field they are read as."""
    return {name: replace(kind, remark=_PART.format(name.upper())) for name in names.split()}


_CPC, _IPC = Field("class", what="cpc"), Field("class", what="ipc")
_INVENTOR, _APPLICANT = Field("name", what="inventor"), Field("name", what="applicant")
_FIELDS: dict[str, Field] = {
    **_text(("title",), "ti ttl titl"),
    **_text(("abstract",), "ab abst abtx abeq abfn abme abpr abtl"),
    **_text(("claims",), "clm clms cleq clfn clpr clst cltl cltx dceq dcfn dclm dcpr dctl dctx"),
    **_text(("title", "abstract", "claims"), "bic"),
    **_text(("description",), "spec desc"),
    **_narrow(Field("text", ("description",)), "bgtl bgtx bseq bsfn bspr bstl bstx bsum bis deeq defn depr detd detl detx drwd chnl lpar"),
    **_text(("text",), "txt bi"),
    **dict.fromkeys(["cpc", "cpcg"], _CPC),
    **_narrow(_CPC, "cpca cpci cpcl cpla cpli cpoa cpog cpoi cpcc cpct cccc ccco cloa cloi"),
    **dict.fromkeys(["ipc", "cipc", "cipg", "ipcg", "ipcr"], _IPC),
    **_narrow(_IPC, "cicl cipn cipp cips ipcc ipcn ipcp ipcs ipcx"),
    **dict.fromkeys(["in", "inv", "innm"], _INVENTOR),
    **_narrow(_INVENTOR, "ingp inif"),
    **dict.fromkeys(["as", "asn", "asnm", "asnp", "aanm"], _APPLICANT),
    **_narrow(_APPLICANT, "aagp asgp aad"),
    **dict.fromkeys(["pd", "py", "pgpy"], Field("day", what="published")),
    **dict.fromkeys(["ad", "afd", "apd", "ay", "fd", "fy"], Field("day", what="filed")),
    **dict.fromkeys(["prad", "pray", "pry"], Field("day", what="priority")),
    **dict.fromkeys(["pn", "did", "pgnr", "ppnr"], Field("number")),
    **dict.fromkeys(["kd", "pgkc", "at"], Field("code", what="kind")),
    **dict.fromkeys(["cc", "pc", "pgco"], Field("code", what="country")),
    **_none("ccls ccor ccpr ccsr ccxr cior cipr cisr cixr clas clsp clss cor cxr icls ior ixr fsc fscs frcl fror", _LEFT["USPC"]),
    **_none("emcd cmcd dwpi", _LEFT["Derwent"]),
    **_none(
        "aaci aaco aast afff afft ap apn apnr app apsn ard arp art asci asco ascc aspc assa asst astc astx aszp att atty au blnm "
        "botn btnc bvrf cofc cond corr cpa crtx dbnm dcd dd ecl exa exp fipc firm fmid fmio frcc frco frcp fref frgp frpd fscl "
        "fscp fsi fsic gau gi goeq gofn gopr gotl gotx govh inaa incc inci inco incs indc inir insa inst intx inzp ipce lrag lrci "
        "lrfm lrfw lrnm lrst msgr ncl ndr nfg nps oref orpl parn patt pcac pcad pcan pcdv pcdw pceq pcfd pcfn pcpd pcpn pcpr pcpt "
        "pct pctl pctx pfpc pgcd ppcc ppkc pppd pran prc prcc prco prn rlad rlan rlfd rlpd rlpn urpn ref",
        _LEFT["other"],
    ),
}
_NAMES = r"[A-Za-z]{2,9}(?:\s*,\s*[A-Za-z]{2,9})*"
_OPERATOR = re.compile(r"(NOT\s+)?(ADJ|NEAR|WITH|SAME)(\d{0,4})(?![\w$*?.\[/-])|(AND|OR|XOR|NOT)(?![\w$*?.\[/-])", re.IGNORECASE)
_SUFFIX = re.compile(rf"\.\s?({_NAMES})\s?\.|\[({_NAMES})\]")
_DATE = re.compile(r"@([A-Za-z]{2,5})\s*((?:\s*(?:<>|[<>]\s?=|=[<>]?|[<>])\s*\"?\d{4,8}\"?){1,2})")
_BOUND = re.compile(r"(<>|[<>]\s?=|=[<>]?|[<>])\s*\"?(\d{4,8})\"?")
_WORD = re.compile(rf"(?:(?!\.\s?{_NAMES}\s?\.)[^\s()\[\]\"@,;&|])+")
_LINE = re.compile(r"[LS]\d{1,4}", re.IGNORECASE)
_QUOTE = re.compile(r"[^\w$*?#]")
_NUMBER = re.compile(r"([A-Z]{2})([A-Z]?\d+)([A-Z]\d?)?")
_RESERVED = frozenset({"and", "or", "not", "xor", "adj", "near", "with", "same"})
_SIGNS = {"&": "and", "|": "or", ",": "or", ";": "or"}
_PARTS = {"title": "ti", "abstract": "ab", "claims": "clm", "description": "spec", "text": "txt"}
_MOST_SPANS = 25
_COUNTING = (
    "Patent Public Search measures ADJ and NEAR within one sentence and does not count stopwords; here they are measured within one paragraph, claim "
    "or heading, and every word counts"
)


def _token(text: str, at: int) -> tuple[Token, int] | None:  # noqa: PLR0911 - one kind of token, one line
    sign = text[at]
    if plain := bracket_or_quotation(text, at):
        return plain
    if found := _SUFFIX.match(text, at):
        names = tuple(re.split(r"\s*,\s*", (found[1] or found[2]).lower()))
        return Token("suffix", found[0], at + 1, names=names), found.end()
    if found := _DATE.match(text, at):
        return _condition(found), found.end()
    if found := _OPERATOR.match(text, at):
        return _operator(found, at), found.end()
    if sign in _SIGNS:
        return Token("operator", sign, at + 1, name=_SIGNS[sign]), at + 1
    if found := _WORD.match(text, at):
        return Token("leaf", found[0].rstrip(".") or found[0], at + 1), found.end()
    return None


def _operator(found: re.Match[str], at: int) -> Token:
    if found[4]:
        return Token("operator", found[0], at + 1, name=found[4].lower())
    base = found[2].lower()
    name = "near" if base in {"adj", "near"} else base
    count = int(found[3]) if found[3] else None
    return Token("operator", found[0], at + 1, name=f"not-{name}" if found[1] else name, count=count, ordered=base == "adj")


def _condition(found: re.Match[str]) -> Token:
    """`@pd>=20010101<=20051231`: each bound is a condition, both must hold."""
    column, names = found.start() + 1, (found[1].lower(),)
    limits = []
    for bound in _BOUND.finditer(found[2]):
        relation = bound[1].replace(" ", "").replace("=<", "<=").replace("=>", ">=")
        one = Fielded(names, Leaf(bound[2], column), column, "=" if relation == "<>" else relation)
        limits.append(Operation("no", (one,), column) if relation == "<>" else one)
    shape = limits[0] if len(limits) == 1 else Operation("and", tuple(limits), column)
    return Token("weight", found[0], column, shape=shape)


def _words(leaf: Leaf, notes: Notes) -> Node | None:
    if not leaf.quoted and _LINE.fullmatch(leaf.text):
        notes.lost("line-reference", f"'{leaf.text}' was left out: it names an earlier search, which is not known here")
        return None

    def convert(run: str) -> Word:
        word, lost = dollar_word(run)
        if lost:
            notes.lost("truncation", f"'{run}': a bound in the middle of a word cannot be kept; any number of letters matches")
        return word

    return words_of(leaf, "$*?", convert)


_VOCABULARY = Vocabulary(_FIELDS, _words, "ti ab clm spec cpc ipc in as pn did kd; @pd @ad")


class _Writer(Writer):
    site = _SITE

    def fielded(self, parts: tuple[Part, ...], node: Node) -> Piece | None:
        piece = self.text(node, None)
        names = ",".join(_PARTS[part] for part in parts)
        if piece is None:
            return None
        return Piece(f"{piece.inside()}.{names}.")

    def word(self, word: Word, part: str | None) -> Piece:  # noqa: ARG002 - the field stands around the words
        if word.stemmed:
            self.notes.lost("stemming", "Patent Public Search does not reduce words to their stems: inflected forms are not found; truncate with $")
        text = word.text.replace("#", "$1")
        if word.most:
            text = f"{text[:-1]}${word.most}"
        elif text.endswith("*"):
            text = f"{text[:-1]}$"
        return Piece(f'"{text}"' if _QUOTE.search(text) or text.casefold() in _RESERVED or _LINE.fullmatch(text) else text)

    def phrase(self, words: tuple[Word, ...], part: str | None) -> Piece:
        if any(is_wild(word) for word in words):
            return Piece(" ADJ ".join(self.word(word, part).text for word in words), "adj1")
        for word in words:
            self.word(word, part)
        return Piece(f'"{" ".join(word.text for word in words)}"')

    def close(self, node: Close, part: str | None) -> Piece | None:
        self.notes.advise("proximity", _COUNTING)
        name = "ADJ" if node.ordered else "NEAR"
        operator = f" {name}{node.distance if node.distance > 1 else ''} "
        pieces = [self.text(one, part) for one in node.operands]
        return self.joined([one and Piece(one.inside()) for one in pieces], f"{name}{node.distance}", operator)

    def together(self, node: Together, part: str | None) -> Piece | None:
        name = "WITH" if node.span == "sentence" else "SAME"
        if node.count > _MOST_SPANS:
            self.notes.lost("proximity-limit", f"{name} takes a number of at most {_MOST_SPANS}; {node.count} was cut to that")
        count = min(node.count, _MOST_SPANS)
        pieces = [self.text(one, part) for one in node.operands]
        return self.joined([one and Piece(one.inside()) for one in pieces], f"{name}{count}", f" {name}{count if count > 1 else ''} ")

    def classified(self, node: Classified) -> Piece:
        suffix = {"cpc": "cpc", "ipc": "ipc", "any": "cpc,ipc"}[node.scheme]
        symbol, group = self.symbol(node)
        if group and node.below and symbol.endswith("/00"):
            symbol = symbol[:-2]
        return Piece(f"{symbol}{'$' if node.below and group else ''}.{suffix}.")

    def dated(self, node: Dated) -> Piece | None:
        if node.day == "priority":
            self.notes.lost("date-kind", "Patent Public Search knows the dates of foreign priorities only; the condition is written with them")
        index = {"published": "pd", "filed": "ad", "priority": "prad"}[node.day]
        if node.first is None and node.last is None:
            self.left_out("a date of any day")
            return None
        if node.first == node.last and node.first:
            return Piece(f"@{index}={compact(node.first)}")
        first = f'>="{compact(node.first)}"' if node.first else ""
        last = f'<="{compact(node.last)}"' if node.last else ""
        return Piece(f"@{index}{first}{last}")

    def named(self, node: Named) -> Piece:
        index = {"inventor": "in", "applicant": "as,aanm"}[node.role]
        text = self.phrase(node.words, None) if len(node.words) > 1 else self.word(node.words[0], None)
        return Piece(f"{text.inside()}.{index}.")

    def numbered(self, node: Numbered) -> Piece:
        found = _NUMBER.fullmatch(node.number.replace(" ", ""))
        if not found:
            return Piece(f'"{node.number}".pn.')
        if found[3]:
            return Piece(f"{found[1]}-{found[2]}-{found[3]}.did.")
        self.notes.advise("number-kind", f"{node.number} has no kind code; Patent Public Search finds it by its number in all of them")
        return Piece(f"{found[1]}{found[2]}.pn.")

    def coded(self, node: Coded) -> Piece | None:
        if node.what == "language":
            self.left_out(f"the language {node.code}")
            return None
        if node.what == "country":
            return Piece(f"{node.code}.cc.")
        return Piece(f"{node.code}{'$' if len(node.code) == 1 else ''}.kd.")


class PatentPublicSearch:
    """Queries of Patent Public Search. Words side by side are alternatives, as its default operator OR has it."""

    title = "USPTO Patent Public Search (BRS, EAST)"
    source = "https://www.uspto.gov/patents/search/patent-public-search/operators"

    def parse(self, text: str) -> Parsed:
        notes = Notes()
        parser = Parser(tokens(tidy(text), _token), _GRAMMAR)
        shape = parser.parse()
        if parser.beside_used:
            notes.advise("default-operator", "words side by side were read as alternatives (the default operator OR); write AND where both are meant")
        node = Meaning(_VOCABULARY, notes).whole(shape)
        if distances(shape):
            notes.advise("proximity", _COUNTING)
        return Parsed(node, notes.all())

    def write(self, node: Node) -> Written:
        return _Writer().written(node)
