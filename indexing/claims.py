"""Claims out of running text, and the claims that a claim refers back to, in the languages of the offices whose documents are read."""

from __future__ import annotations

import re

from indexing.model import Claim
from indexing.text import clean

_LINE_NUMBER = re.compile(r"(?:\A|\n)\s*(?:【請求項\s*)?(\d{1,4})\s?(?:】|[.)．、](?!\d))[ \t]*(?=\S)")
_INLINE_NUMBER = re.compile(r"(?:\A|(?<=[.;:])\s+)(\d{1,4})\s?[.)]\s+(?=[A-ZÀ-Þ])")
_LIMB = re.compile(r"[ \t]{3,}|\s*\n\s*")
_OWN_NUMBER = re.compile(r"\A\s*(?:【請求項\s*)?(\d{1,4})\s?(?:】|[.)．、:：]+(?!\d))\s*")

_W = r"\s{0,3}"  # bounded: a run of blanks must cost nothing
_LATIN = (
    r"\b(?:claims?|(?:patent)?ansprüchen?|(?:patent)?anspruch(?:s|es)?|revendications?|reivindicaci(?:ón|ones)|reivindicaç(?:ão|ões)"
    r"|rivendicazion[ei]|conclusies?|(?:patent)?krav(?:et|en|ene)?|patenttivaatimu(?:ksen|ksien|ksissa|sten|ksessa|ksista)|nárok[uyůe]?(?:ch)?"
    r"|zastrz(?:eżeni\w{0,3}|\.)|istem(?:ler)?)\s{1,3}(?:da\s{1,3}|van\s{1,3})?(?:Nos?\.?\s{0,3}|nr\.?\s{0,3})?"
)
_OTHER = r"(?:пп?\.|пункт\w{0,3}|权利要求|權利要求|請求項|申請專利範圍第|청구항|제)\s{0,3}(?:书)?(?:第)?\s{0,3}"
_CLAIM = rf"(?:{_LATIN}|{_OTHER})"
_AND = (
    r",|;|，|、|､|・|‚|and/or|and|or|und/oder|und|oder|et/ou|et|ou|y/o|y|o|e/o|e|u|en|of|og|eller|och|och/eller|tai|ja|nebo|lub|i|a|и|или|veya"
    r"|或者|或|和|以及|及|与|與|または|又は|もしくは|若しくは|および|及び|並びに|ならびに|と|또는|및|내지"
)
_TO = r"-|–|—|‐|‑|−|－|~|～|〜|to|through|thru|until|bis|à|a|al|até|tot|til|till|och|až|do|по|至|到|乃至|ないし|から|내지"
_JOIN = rf"{_W}(?:(?:第|제|項|项|항|号){_W})?{_W}(?:{_TO}|{_AND})(?:{_W}(?:{_AND}|{_TO}))?{_W}(?:{_CLAIM}|第|제)?{_W}"
_NUMBER = r"(?<!\d)\d{1,4}(?!\d)"
_REFERENCE = re.compile(rf"{_CLAIM}({_NUMBER}(?:{_JOIN}{_NUMBER})*)(?!\d)(?!{_W}[a-z]?%)", re.IGNORECASE)
_RANGE = re.compile(rf"({_NUMBER}){_W}(?:項|项|항)?{_W}(?:{_TO}){_W}(?:{_CLAIM}|第|제)?{_W}({_NUMBER})", re.IGNORECASE)
_LOOKED_AT = 20_000
_KOREAN = re.compile(r"제\s{0,3}\d{1,4}\s{0,3}항|청구항")
_PRECEDING = tuple(
    (word, re.compile(pattern, re.IGNORECASE))
    for word, pattern in (
        ("claim", r"\b(?:preceding|previous|foregoing|above|prior)\s+claims?\b|\bclaims?\s+(?:above|hereinbefore)\b"),
        ("anspr", r"\b(?:vor(?:her|an)?(?:gehenden|gegangenen|stehenden|igen)|vorherigen|obigen|vorgenannten)\s+(?:Patent)?Anspr[uü]ch"),
        ("revendication", r"\brevendications?\s+(?:précédentes?|ci-dessus|antérieures?)|\bprécédentes?\s+revendications?"),
        ("reivindica", r"\breivindica(?:ci(?:ón|ones)|ç(?:ão|ões))\s+(?:anterior|precedente)|\b(?:anteriores|precedentes)\s+reivindica"),
        ("rivendicazion", r"\brivendicazion[ei]\s+precedent|\bprecedenti\s+rivendicazioni"),
        ("conclusie", r"\b(?:voorgaande|voorafgaande)\s+conclusie"),
        ("krav", r"\b(?:föregående|foregående|forutgående|tidligere)\s+(?:patent)?krav"),
        ("vaatimu", r"\bedellisten\s+patenttivaatimu"),
        ("nárok", r"\bpředchozích\s+nárok"),
        ("zastrz", r"\bpoprzednich\s+zastrz"),
        ("пункт", r"(?:предыдущих|предшествующих)\s+пункт"),
        ("权利要求", r"(?:上述|前述|前面|以上|在先|任一前述|任意前述)(?:的)?(?:任一项?|任意一项|各项)?(?:的)?权利要求|权利要求(?:上述|前述)"),
        ("權利要求", r"(?:上述|前述|前面|以上|任一前述)(?:的)?(?:任一項?)?(?:的)?權利要求"),
        ("請求項", r"(?:前記|上記|前述|上述|前述の|上述の|先行する)(?:の)?(?:いずれかの|いずれか一の|各|任一項?)?請求項"),
        ("청구항", r"(?:앞선|선행|전술한)\s*청구항"),
    )
)
"""A word of each language that is looked for first, and how it says "any preceding claim"."""


def dependencies(text: str, number: int) -> tuple[int, ...]:
    """The claims that claim `number` with this `text` refers back to, sorted: `claim 3`, `any of claims 1 to 4`, `any preceding claim`.

    English, German, French, Spanish, Portuguese, Italian, Dutch, the Nordic languages, Czech, Polish, Turkish, Russian, Chinese, Japanese and
    Korean; digits of any script. References to itself or onwards are left out.
    """
    if len(text) > 2 * _LOOKED_AT:  # what a claim depends on stands at its beginning, in some languages at its end
        text = f"{text[:_LOOKED_AT]}\n{text[-_LOOKED_AT:]}"
    found = _referred(text, number)
    folded = text.lower()
    if any(word in folded and pattern.search(text) for word, pattern in _PRECEDING):
        found.update(range(1, number))
    return tuple(sorted(n for n in found if 1 <= n < number))


def _referred(text: str, number: int) -> set[int]:
    found: set[int] = set()
    for match in _REFERENCE.finditer(text):
        if match[0].startswith("제") and not _KOREAN.match(match[0] + text[match.end() : match.end() + 3]):
            continue  # Korean counts anything so; only `제1항` is a claim
        span = match[1]
        for low, high in _RANGE.findall(span):
            found.update(range(int(low), min(int(high), number) + 1))
        found.update(int(n) for n in re.findall(r"\d+", span))
    return found


def without_number(text: str, number: int | None = None) -> tuple[int | None, str]:
    """A claim's printed number (`1.`, `1.)`, `１、`, `【請求項１】`) and its text without it; (None, text) where none is printed.

    With `number`, only that one is taken off: a claim may begin with another figure.
    """
    match = _OWN_NUMBER.match(text)
    if not match or (number is not None and int(match[1]) != number):
        return None, text
    return int(match[1]), text[match.end() :]


def split_claims(text: str, language: str | None = None) -> tuple[Claim, ...]:
    """The numbered claims of one text (`What is claimed is: 1. A dryer … 2. The dryer of claim 1 …`), without what stands before the first.

    A number counts where it stands at a line's start, or after a sentence where the text has no lines, and where it is the next one;
    so `a ratio of 2. 5` starts no claim. A text without numbers is one claim. The limbs of a claim are lines.
    """
    starts = _in_sequence(_LINE_NUMBER, text)
    inline = _in_sequence(_INLINE_NUMBER, text)
    starts = inline if len(inline) > 2 * len(starts) else starts
    if not starts:
        body = _limbs(text)
        return (Claim(1, body, (), language),) if body else ()
    claims = []
    for n, (number, _, begin) in enumerate(starts):
        end = starts[n + 1][1] if n + 1 < len(starts) else len(text)
        body = re.sub(rf"\A{number}\s?[.)]\s+", "", _limbs(text[begin:end]))  # some sources print the number twice
        if body:
            claims.append(Claim(number, body, dependencies(body, number), language))
    return tuple(claims)


def _in_sequence(pattern: re.Pattern[str], text: str) -> list[tuple[int, int, int]]:
    """(number, where it stands, where its text begins) of the matches that count on by one from the first (1 where there is a 1)."""
    matches = [(int(m[1]), m.start(), m.end()) for m in pattern.finditer(text)]
    first = next((n for n, (number, _, _) in enumerate(matches) if number == 1), 0)
    found: list[tuple[int, int, int]] = []
    for match in matches[first:]:
        if not found or match[0] == found[-1][0] + 1:
            found.append(match)
    return found


def _limbs(text: str) -> str:
    """A claim's text with each of its limbs (parted by three spaces or a line's end at the source) on a line of its own."""
    lines = (clean(part) for part in _LIMB.split(text))
    return "\n".join(line for line in lines if line)
