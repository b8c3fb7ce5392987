"""Whether two texts say yes to the same things: negations and opposites."""

from __future__ import annotations

import re

from assistant.answering.typography import words
from assistant.answering.vocabulary import NEGATIONS, content

_FREE = re.compile(r"\bfree (?:of|from)\b|\brather than\b|\binstead of\b|\w-(?:free|less)\b|\bnon-\w|\bother than\b", re.IGNORECASE)
_NOT_ONLY = re.compile(r"\bnot only\b", re.IGNORECASE)
_DENIED_WORDS = 4

_OPPOSITES = """
increase increases increased increasing | decrease decreases decreased decreasing reduce reduces reduced reducing
raise raises raised raising rise rises rising | lower lowers lowered lowering drop drops dropped fall falls falling
more greater larger bigger | less fewer smaller
higher | lower
above over | below beneath under underneath
before prior preceding precedes | after following follows subsequent
earlier | later
open opens opened opening | close closes closed closing shut
heat heats heated heating | cool cools cooled cooling
hot warm | cold
hotter warmer | colder cooler
upper uppermost | lower lowermost
left | right
front | rear back
forward forwards forwardly | backward backwards rearward rearwardly
upward upwards upwardly | downward downwards downwardly
inward inwards inwardly | outward outwards outwardly
top | bottom
inner innermost | outer outermost
inside within | outside
internal internally | external externally
interior | exterior
indoor indoors | outdoor outdoors
horizontal horizontally | vertical vertically
maximum maximal maximise maximize | minimum minimal minimise minimize
connect connects connected connecting | disconnect disconnects disconnected disconnecting
enable enables enabled enabling | disable disables disabled disabling
activate activates activated activating | deactivate deactivates deactivated deactivating
engage engages engaged engaging | disengage disengages disengaged disengaging
attach attaches attached attaching | detach detaches detached detaching
lock locks locked locking | unlock unlocks unlocked unlocking
parallel | perpendicular
always | sometimes
all every | some
on | off
clockwise | counterclockwise anticlockwise counter-clockwise
inlet inlets | outlet outlets
input inputs | output outputs
upstream | downstream
first | second
proximal proximally | distal distally
wet | dry
series | parallel
male | female
analog | digital
static stationary | dynamic moving
fixed fixedly | movable moveable movably
wired | wireless wirelessly
with | without
include includes including comprises | exclude excludes excluding
allow allows allowed allowing permit permits | prevent prevents prevented preventing
required requires require must | optional optionally may
expand expands expanded expanding | contract contracts contracted contracting
positive positively | negative negatively
longer | shorter
long | short
wide wider | narrow narrower
thick thicker | thin thinner
deep deeper | shallow shallower
high highly | low
strong stronger | weak weaker
fast faster quickly rapidly | slow slower slowly
light lighter lightweight | heavy heavier
hard harder | soft softer
rigid rigidly stiff | flexible flexibly
smooth | rough
convex | concave
transparent | opaque
full | empty
same identical | different
symmetric symmetrical symmetrically | asymmetric asymmetrical asymmetrically
simultaneously simultaneous | sequentially sequential successively
manual manually | automatic automatically
permanent permanently | temporary temporarily
directly direct | indirectly indirect
partially partly | completely entirely fully
ascending | descending
accelerate accelerates accelerated accelerating | decelerate decelerates decelerated decelerating
strengthen strengthens | weaken weakens
improve improves improved improving | worsen worsens worsened worsening degrade degrades degraded
absorb absorbs absorbed absorbing | emit emits emitted emitting
push pushes pushed pushing | pull pulls pulled pulling
insert inserts inserted inserting | remove removes removed removing withdraw withdraws withdrawn
tighten tightens tightened tightening | loosen loosens loosened loosening
receive receives received receiving | transmit transmits transmitted transmitting send sends sent sending
start starts started starting begin begins | stop stops stopped stopping end ends
succeed succeeds succeeded | fail fails failed
accept accepts accepted | reject rejects rejected refuse refuses refused
buy buys bought | sell sells sold
win wins won | lose loses lost
love loves loved like likes liked | hate hates hated dislike dislikes disliked
easy easily easier | difficult hard harder
cheap cheaper inexpensive | expensive costly
early | late
old older | new newer
best better | worst worse
advantage advantages | disadvantage disadvantages
known | unknown
possible | impossible
visible | invisible
volatile | non-volatile nonvolatile
soluble | insoluble
conductive conducting | insulating nonconductive non-conductive
"""
_PAIRS = [tuple(frozenset(side.split()) for side in line.split("|")) for line in _OPPOSITES.strip().splitlines()]


_CERTAIN = (
    frozenset("must shall required requires require always necessarily necessary mandatory essential".split()),
    frozenset("all every entire entirely whole wholly completely fully each always any both".split()),
    frozenset("only solely exclusively alone merely unique".split()),
)
"""Words that leave no exception, by what they say: it must be so, it is so of all, it is so of nothing else."""


def surer(sentence: str, source: str) -> str:
    """The first word of `sentence` that leaves no exception where `source` has no word of that kind; empty where there is none.

    What "may be" is not what "must be", what some do is not what all do. "Not only" affirms, and a source that denies speaks of all.
    """
    said, held = _plain(sentence), frozenset(words(source))
    for kind in _CERTAIN:
        if not held & kind and not any(map(_is_negation, held)):
            for word in said:
                if word in kind and word not in _LOOSE_ALL:
                    return word
    return ""


_LOOSE_ALL = frozenset({"each", "any", "both", "whole", "entire", "unique", "alone", "fully", "necessary", "essential"})
"""Words of these kinds that a sentence may say of what its source lists."""


def negated(text: str) -> bool:
    """Whether `text` denies anything."""
    return any(_is_negation(w) for w in _plain(text)) or bool(_FREE.search(text))


def denies(quoted: str, sentence: str) -> bool:
    """Whether `quoted` denies what `sentence`, which denies nothing, says: most of the content words after one of its negations are said."""
    said, quoted_words = set(content(sentence)), _plain(quoted)
    for i, word in enumerate(quoted_words):
        if _is_negation(word):
            denied = set(content(" ".join(quoted_words[i + 1 : i + 1 + 2 * _DENIED_WORDS]))[:_DENIED_WORDS])
            if denied and 2 * len(denied & said) > len(denied):
                return True
    return False


def _plain(text: str) -> list[str]:
    """The words of `text` without "not only", which affirms."""
    return words(_NOT_ONLY.sub(" ", text))


def _is_negation(word: str) -> bool:
    return word in NEGATIONS or word.endswith("n't")


def opposite(sentence: str, source: str) -> str:
    """The first word of `sentence` whose opposite is in `source` while it is not there itself; empty where there is none."""
    said, held = set(words(sentence)), set(words(source))
    for pair in _PAIRS:
        for mine, theirs in (pair, pair[::-1]):
            if said & mine and not held & mine and held & theirs:
                return min(said & mine)
    return ""
