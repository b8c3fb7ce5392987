"""The features of claims by rules: preamble, transition, limbs, and within a limb the element and its relations."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from assistant.claims_reading.cuts import Cut, clauses, depths, in_order, limbs
from assistant.claims_reading.feature import ClaimFeature
from assistant.claims_reading.wording import EDGES, JOINING, LIMB, LISTING, STATES, STATING, WORDINGS
from assistant.strategy.stop_words import LISTS, language_of, stop_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.claims_reading.cuts import Sort
    from assistant.claims_reading.feature import FeatureKind
    from assistant.claims_reading.wording import Wording
    from indexing.model import Claim

_WORD = re.compile(r"[^\W_]+")
_LONGEST_JOINING = 8
_LONGEST_AGAIN = 120
_AGAIN = re.compile(r",\s{1,3}(?:said|the)\s(?:\w[\w-]{0,30}\s?){1,4}$", re.IGNORECASE)
_NEXT_AGAIN = re.compile(r",\s{1,3}(?:said|the)\s(?:\w[\w-]{0,30}\s){1,4}?(?=(?:further\s|also\s)?(?:compris|includ|contain))", re.IGNORECASE)
"""What is claimed, said again before the transition: "A system for X, the system comprising"."""
_LOOKED_AT = 1_000  # what has begun is known by its beginning, however long it runs on
_NAMED = re.compile(r"[^\W\d_]{3,}|[\u3040-\u9fff]")
_TAIL = re.compile(r"(?<=\s)(?:and|or|und|oder|sowie|et|ou)$", re.IGNORECASE)
_HAN, _KANA = re.compile(r"[\u4e00-\u9fff]"), re.compile(r"[\u3040-\u30ff]")


def claim_language(claim: Claim) -> str:
    """The language whose rules cut `claim`: its own where it says one, else that of its words."""
    if claim.language:
        return claim.language.lower()[:2]
    if _KANA.search(claim.text):
        return "ja"
    return "zh" if _HAN.search(claim.text) else language_of(claim.text)


def content_words(text: str, language: str | None = None) -> set[str]:
    """The words of `text`, in lower case, that are neither grammar nor drafting of its language (that of its words by default); no figures."""
    stop = stop_words(text) if language is None else LISTS.get(language, LISTS["en"])
    return {
        word for word in map(str.casefold, _WORD.findall(text)) if word not in stop and not word.isdigit() and (len(word) > 1 or not word.isascii())
    }


def features_by_rules(claims: Sequence[Claim]) -> tuple[ClaimFeature, ...]:
    """The features of all `claims`, in order. A dependent claim gives what it adds: what it repeats of the claims it refers to is left out."""
    texts = {claim.number: claim.text for claim in claims}
    return tuple(feature for claim in claims for feature in features_of(claim, [texts[n] for n in claim.depends_on if n in texts]))


def features_of(claim: Claim, referred: Sequence[str] = ()) -> tuple[ClaimFeature, ...]:
    """The features of one claim; `referred` are the texts of the claims it refers back to."""
    wording = WORDINGS.get(claim_language(claim))
    if wording is None:
        return _features(claim, Cut(0, 0, "preamble"), limbs(claim.text, 0), None)
    first = _opening(claim, wording, referred)
    body = first.end
    found: list[Cut] = []
    if first.kind == "preamble" and (transition := _transition(claim.text, first.end, wording, claim_language(claim))):
        body = transition.end
        found.append(transition)
    return _features(claim, first, in_order(found + limbs(claim.text, body) + clauses(claim.text, body, wording)), wording)


def _opening(claim: Claim, wording: Wording, referred: Sequence[str]) -> Cut:
    """What stands before the claim's own text: behind "The device of claim 1, wherein" where that repeats what is claimed there."""
    nothing = Cut(0, 0, "element" if claim_language(claim) == "ja" else "preamble")  # in Japanese what is claimed comes last
    text = claim.text
    reference = wording.referring.search(text) if claim.depends_on else None
    if reference is None:
        return nothing
    transition = wording.transition.search(text)
    lead = text[: reference.start()]
    if transition and transition.start() < reference.start():
        return nothing
    language = claim_language(claim)
    known = {word for one in referred for word in content_words(one, language)}
    if referred and not _alike(content_words(lead, language), known):
        return nothing
    again = _NEXT_AGAIN.match(text, reference.end())
    end = again.end() if again and content_words(again[0], language) <= known else reference.end()
    behind = wording.transition.match(text, end) or wording.relation.match(text, reference.end())
    if behind is None:
        return Cut(0, reference.end(), "relation", "said")
    return Cut(0, behind.end(), *_after(behind[0]))


def _alike(lead: set[str], known: set[str]) -> bool:
    """Whether all words of `lead` are known, but for their endings."""
    stems = {word[:5] for word in known}
    return all(word in known or word[:5] in stems for word in lead)


def _transition(text: str, start: int, wording: Wording, language: str) -> Cut | None:
    """Where the preamble ends: at a transition with a colon where the first limb has one, else at the first one, else at a weaker word."""
    depth = depths(text)
    limb = LIMB.search(text, start)
    found = [m for m in wording.transition.finditer(text, start) if not depth[m.start()]]
    listing = list(itertools.takewhile(lambda m: LISTING.search(m[0]) or not STATING.search(m[0]), found))
    colons = [m for m in listing if ":" in m[0] and (limb is None or m.start() <= limb.start())]
    chosen = next(iter(colons or found), None) or next((m for m in wording.weak.finditer(text, start) if not depth[m.start()]), None)
    if chosen is None or (limb and limb.start() < chosen.start()) or not _NAMED.search(text, start, chosen.start()):
        return None
    again = _AGAIN.search(text, max(start, chosen.start() - _LONGEST_AGAIN), chosen.start())
    begin = again.start() if again and content_words(again[0], language) <= content_words(text[start : again.start()], language) else chosen.start()
    return Cut(begin, chosen.end(), _after(chosen[0])[0], "transition")


def _after(transition: str) -> tuple[FeatureKind, Sort]:
    """What follows a transition: a list of elements, or a statement (`wherein`, `characterised in that`)."""
    return ("relation", "clause") if STATING.search(transition) and not LISTING.search(transition) else ("element", "list")


def _features(claim: Claim, first: Cut, cuts: Sequence[Cut], wording: Wording | None) -> tuple[ClaimFeature, ...]:
    """The text between the cuts that hold, each trimmed; what says nothing is left out."""
    text = claim.text
    features: list[ClaimFeature] = []
    language = claim_language(claim)
    begun, spoken = first, None
    for cut in (*cuts, Cut(len(text), len(text), "element")):
        whole = _trimmed(text, begun.end, cut.start)
        if wording and cut.start < len(text) and not _holds(text, begun, whole, cut, wording, language):
            continue
        spoken = spoken or whole
        if whole and content_words(text[slice(*whole)], language):
            features.append(ClaimFeature(claim.number, _kind(text[slice(*whole)], begun.kind, wording), text[slice(*whole)], *whole))
        begun = cut
    if not features and (whole := spoken or _trimmed(text, 0, len(text))):
        features.append(ClaimFeature(claim.number, first.kind, text[slice(*whole)], *whole))
    return tuple(features)


def _holds(text: str, begun: Cut, whole: tuple[int, int] | None, cut: Cut, wording: Wording, language: str) -> bool:
    """Whether `cut` ends what has begun: a statement or a step goes on to the next clause or limb, an element to its relations."""
    if cut.sort in ("limb", "clause", "transition"):
        return True
    if whole is None:
        return cut.sort != "joint"
    said = text[whole[0] : min(whole[1], whole[0] + _LOOKED_AT)]
    if step := wording.step.match(said):
        return cut.sort == "said" or (cut.sort == "step" and step.lastgroup != "when")
    if cut.sort == "step" or (begun.kind == "relation" and begun.sort in ("clause", "transition")) or STATES.match(said):
        return False
    if cut.sort in ("said", "list"):
        return True
    return begun.kind == "element" and (cut.opens == whole[0] if cut.sort == "pair" else bool(content_words(said, language)))


def _kind(text: str, kind: FeatureKind, wording: Wording | None) -> FeatureKind:
    step = wording is not None and wording.step.match(text)
    return "relation" if kind == "element" and not step and STATES.match(text) else kind


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The range without blanks, punctuation and joining words at its ends; None where nothing stays."""
    if match := JOINING.match(text, start, end):
        start = match.end()
    piece = text[start:end].rstrip(EDGES)
    while tail := _TAIL.search(piece, max(0, len(piece) - _LONGEST_JOINING)):
        piece = piece[: tail.start()].rstrip(EDGES)
    return (start, start + len(piece)) if piece else None
