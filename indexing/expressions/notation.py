r"""The house's own notation of Boolean expressions, read and written.

    hair AND (dryer OR drier) NOT toy        in any case; `NOT` binds before `AND` before `OR`; nothing between words is AND
    "hair dryer"                             a phrase; also words that are called like an operator, or hold what the notation uses
    hair ADJ/3 nozzle   hair NEAR/3 nozzle   within three words, in this order or in any; without a number: side by side
    fan SENTENCE heat   fan PARAGRAPH/2 heat in one sentence; in two neighbouring paragraphs (a claim is one)
    ti:hair   ti,ab:(hair AND dryer)         parts: ti title, ab abstract, cl claims, de description, tx all; one of them must satisfy it by itself
    mot*  mot*{3}  wom?n  colo#r             any letters, three at most, exactly one, none or one
    ~dry                                     inflected forms too
    cpc:A45D20/12  cpc=A45D20  ipc:  class:  with all below it; only itself; IPC; either
    pd:2001-01-01..2005-12-31  fd:  prd:     published, filed, earliest priority; also pd:2001, pd:..2005
    pa:sony  in:"smith j*"                   applicant, inventor: words in this order
    pn:EP1234567A1  cc:EP  kind:B  la:de     publication number, office, kind code, language

Values may be joined: `cpc:(A45D20 OR A45D1)`. `\` within quotation marks takes the sign after it as it is. Proximity binds before `NOT`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from indexing.errors import UsageError
from indexing.expressions.fields import ALIASES, FIELDS, PARTS, ROLES, value
from indexing.expressions.normal import WILD, simplify
from indexing.expressions.scanning import place, scan
from indexing.expressions.tree import All, Close, Either, In, Named, Phrase, Together, Without, Word
from indexing.expressions.writing import write
from indexing.plugins import nearest

if TYPE_CHECKING:
    from indexing.expressions.scanning import Token
    from indexing.expressions.tree import Node

__all__ = ["parse", "write"]

DEEPEST = 40
"""Brackets within brackets."""
FARTHEST = 1000
"""The greatest distance in words, sentences or paragraphs."""
MOST_NEAR = 6
"""Operands of one unordered `NEAR`: the orders of more are too many to try."""
_LEVELS = {"OR": 1, "AND": 2, "NOT": 2, "SENTENCE": 4, "PARAGRAPH": 4, "ADJ": 5, "NEAR": 5}
_DENIED = 3
_MOST = re.compile(r"(?<!\\)\*\{(\d{1,4})\}$")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


def parse(text: str) -> Node:
    """The expression `text`, in normal form. Raises `UsageError` that names the column and says what to write."""
    return _Parser(text).whole()


class _Parser:
    """Precedence climbing over the tokens; `_field` is the field whose values are read within brackets."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = list(scan(text))
        self._next = 0
        self._depth = 0

    def whole(self) -> Node:
        if self._token.kind == "end":
            raise UsageError("the expression is empty", 'write words, as hair AND "removable filter"')
        node = self._joined(1, None)
        if self._token.kind == ")":
            raise self._fault(self._token, "a bracket is closed that was not opened", "take it out, or open one before it")
        return simplify(node)

    @property
    def _token(self) -> Token:
        return self._tokens[self._next]

    def _take(self) -> Token:
        token = self._tokens[self._next]
        self._next += 1
        return token

    def _fault(self, token: Token, message: str, hint: str = "") -> UsageError:
        return UsageError(f"{place(self._text, token.at)}: {message}", hint)

    # ------------------------------------------------------------ operators

    def _joined(self, level: int, field: Token | None) -> Node:
        """Operands and the operators between them that bind at `level` or closer."""
        whole, joint, folds = [self._operand(field)], None, 0  # `joint` is the operator and the number between all of `whole`
        while True:
            token = self._token
            implied = token.kind in ("(", "quoted", "field", "word")
            name = "AND" if implied else token.text
            if not implied and (token.kind != "operator" or (name == "NOT" and level > _LEVELS["AND"])):
                break
            if _LEVELS[name] < level:
                break
            if not implied:
                self._take()
            this = ("AND" if name == "NOT" else name, 1 if token.count is None else token.count)
            if joint not in (None, this):
                whole, folds = [self._join(joint, whole)], folds + 1
                if folds > DEEPEST:
                    raise self._fault(token, "too many operators of different kinds in a row", "put brackets around what belongs together")
            joint = this
            whole.append(self._right(name, field))
            if _LEVELS[name] > _DENIED:
                self._check(token, this, whole)
        return self._join(joint, whole)

    def _right(self, name: str, field: Token | None) -> Node:
        if name == "NOT":
            return Without(self._joined(_DENIED + 1, field))
        return self._joined(_LEVELS[name] + 1, field)

    @staticmethod
    def _join(joint: tuple[str, int] | None, whole: list[Node]) -> Node:
        if joint is None:
            return whole[0]
        name, count = joint
        if name in ("AND", "OR"):
            return All(tuple(whole)) if name == "AND" else Either(tuple(whole))
        if name in ("SENTENCE", "PARAGRAPH"):
            return Together(tuple(whole), "sentence" if name == "SENTENCE" else "paragraph", count)
        return Close(tuple(whole), count, name == "ADJ")

    def _check(self, token: Token, joint: tuple[str, int], whole: list[Node]) -> None:
        """Refuse what cannot be near anything, and distances that none has; the last two of `whole` are new."""
        name, count = joint
        if not 1 <= count <= FARTHEST:
            raise self._fault(token, f"{name}/{count} is out of reach", f"write a number from 1 to {FARTHEST}")
        if name == "NEAR" and len(whole) > MOST_NEAR:
            raise self._fault(token, f"more than {MOST_NEAR} operands of one NEAR", "use SENTENCE or PARAGRAPH, or several expressions joined by AND")
        allowed = (Word, Phrase, Either, Close, *((Together,) if _LEVELS[name] < _LEVELS["NEAR"] else ()))
        pending = whole[-2:]
        while pending:
            node = pending.pop()
            if not isinstance(node, allowed):
                hint = "join words and phrases by it, or those joined by OR; put fields, AND and NOT around it: ti:(hair NEAR/3 dryer)"
                raise self._fault(token, f"{name} joins what has no place in the text", hint)
            pending += node.operands if isinstance(node, Either) else ()

    # ------------------------------------------------------------ operands

    def _operand(self, field: Token | None) -> Node:
        token = self._take()
        if token.kind == "operator" and token.text == "NOT":
            denied = 1
            while self._token.kind == "operator" and self._token.text == "NOT":
                self._take()
                denied += 1
            inner = self._joined(_DENIED + 1, field)
            return Without(inner) if denied % 2 else inner
        if token.kind == "(":
            return self._bracket(token, field)
        if token.kind == "field":
            return self._fielded(token, field)
        if token.kind in ("word", "quoted"):
            return self._value(token, field) if field else self._words(token)
        self._next -= 1
        what = {"end": "the expression ends", ")": "a bracket is closed", "operator": f"'{token.text}' stands"}[token.kind]
        hint = (
            f'to look for the word, write "{token.text.lower()}"' if token.kind == "operator" else "write a word after the operator, or take it out"
        )
        raise self._fault(token, f"{what} where a word should be", hint)

    def _bracket(self, opened: Token, field: Token | None) -> Node:
        self._deeper(opened)
        if self._token.kind == ")":
            raise self._fault(self._token, "there is nothing between the brackets", "write a word there, or take them out")
        inner = self._joined(1, field)
        if self._take().kind != ")":
            raise self._fault(opened, "a bracket is opened and not closed", "close it with )")
        self._depth -= 1
        return inner

    def _deeper(self, token: Token) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._fault(token, f"brackets and fields within one another {self._depth} deep", f"{DEEPEST} are allowed; split the expression")

    def _fielded(self, token: Token, field: Token | None) -> Node:
        if field:
            raise self._fault(token, f"a field within '{field.text}'", f"close the brackets of '{field.text}' before it")
        names = [self._field_name(token, name) for name in token.text[:-1].split(",")]
        if names[0] not in PARTS and (len(names) > 1 or self._token.kind not in ("word", "quoted", "(")):
            raise self._fault(token, f"'{token.text}' is followed by no value", f"write {names[0]}: and a value, one field at a time")
        if token.text[-1] == "=" and names[0] not in ("cpc", "ipc", "class"):
            raise self._fault(token, f"'{token.text}' with an equals sign", f"write {token.text[:-1]}: (= is for classes, without those below)")
        if names[0] not in PARTS:
            inner = replace(token, text=names[0] + token.text[-1])
            opened = self._take()
            return self._bracket(opened, inner) if opened.kind == "(" else self._value(opened, inner)
        if other := next((n for n in names if n not in PARTS), None):
            raise self._fault(token, f"'{other}' is no part of the text", f"a list of fields has only {', '.join(PARTS)}")
        self._deeper(token)
        operand = self._operand(None)
        self._depth -= 1
        return In(tuple(PARTS[n] for n in names), operand)

    def _field_name(self, token: Token, name: str) -> str:
        known = ALIASES.get(name.lower(), name.lower())
        if known not in FIELDS:
            hint = f'{nearest(name, [*FIELDS, *ALIASES])}; a word with a colon is written in quotation marks: "{name}:…"'
            raise self._fault(token, f"unknown field '{name}'", hint)
        return known

    def _value(self, token: Token, field: Token) -> Node:
        name, sign = field.text[:-1], field.text[-1]
        text = _ESCAPE.sub(r"\1", token.text) if token.kind == "quoted" else token.text
        if name in ROLES:
            words = self._words(token)
            return Named(ROLES[name], (words,) if isinstance(words, Word) else words.words)
        try:
            return value(name, sign, text)
        except UsageError as error:
            raise self._fault(token, error.message, error.hint) from None

    def _words(self, token: Token) -> Word | Phrase:
        # a backslash is a sign like any other outside quotation marks
        text = token.text if token.kind == "quoted" else token.text.replace("\\", "\\\\")
        words = tuple(w for w in map(self._word, text.split()) if any(c.isalnum() or c in WILD for c in w.text))
        if not any(c.isalnum() for w in words for c in w.text):
            raise self._fault(token, f"'{token.text[:40]}' has neither letter nor digit", "write a word")
        return words[0] if len(words) == 1 else Phrase(words)

    @staticmethod
    def _word(text: str) -> Word:
        stemmed = text.startswith("~")
        bound = _MOST.search(text)
        bare = text[int(stemmed) : bound.start() + 1 if bound else None]
        return Word(_ESCAPE.sub(r"\1", bare), int(bound[1]) if bound else None, stemmed)
