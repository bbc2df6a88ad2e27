"""Words of negation beside a quote that the quote leaves out: they may turn what it says into the opposite.

Looked at are the words of the same clause: three before and three after, and eight before for a verb of denial. What
only looks like a negation is passed over: «غير أنّ» (but), «لا شكّ» (no doubt), «لا تزال» (still), a relative «ما», and
a negated denial («لا أحد ينكر»), which affirms. In Arabic a particle before a verb negates that verb, so after a quote
it counts only where ف ties it to the quote.
"""

from __future__ import annotations

import re
from functools import lru_cache

from detente.evidence.anchor import Anchor, normalised

REACH = 3
DENIAL_REACH = 8
AROUND = 80  # characters looked at on each side
SENTENCE_ENDS = tuple(".!?؟؛;")
CLAUSE_ENDS = re.compile(r"[.!?؟؛;،,:\n]")
MARKS = "\"'()[]«»"

OTHER_WORDS = """
    not never no none nor without cannot hardly neither n't
    не нет без ни никогда ない 没 不 non pas ne jamais sans kein keine nicht nie ohne
"""
OTHER = frozenset(OTHER_WORDS.split())


def _spelled(words: str) -> frozenset[str]:
    """The words as `normalised` writes them."""
    return frozenset(normalised(words)[0].split())


BEFORE_A_VERB = _spelled("لا لم لن ما")
NEGATORS = BEFORE_A_VERB | _spelled("ليس ليست ليسا ليستا ليسوا لسن لست لستما لستم لستن لسنا بلا لئلا كيلا لكيلا")
NOUNS = _spelled("غير دون بدون عدم انعدام")  # ب and ل may stand before them: بغير، لعدم
DENIALS = _spelled(
    "نفى نفت نفوا ينفي تنفي ينفون نفي أنكر أنكرت أنكروا ينكر تنكر ينكرون إنكار استبعد استبعدت يستبعد تستبعد استبعاد "
    "يستحيل تستحيل استحال استحالة فنّد فنّدت يفنّد تفنّد"
)
PREPOSITIONS = _spelled("في كل بعد قبل عند مثل بين من عن على إلى مع حسب وفق")
THAT = _spelled("أن أنه أنها أنهم أنهما أني أنني أنك أنا أننا")
DOUBT = _spelled("شك ريب جدال منازع")
# A negation and what makes an affirmation of it.
AFFIRMED = {
    "غير": THAT | DOUBT,
    "لا": DOUBT
    | _spelled("بد سيما محالة جرم غرو غنى خلاف مناص يخفى زال زالت زالوا زلنا يزال تزال يزالان تزالان يزالون نزال أزال"),
    "ما": _spelled("دام دامت داما داموا إن زال زالت زالا زالوا زلنا يزال تزال يزالون برح برحت انفك انفكت"),
    "بلا": DOUBT, "دون": DOUBT, "بدون": DOUBT,
    "ليس": _spelled("فقط فحسب"), "ليست": _spelled("فقط فحسب"),
}  # fmt: skip
NOT_YET = re.compile("[وف]?لم\u0651\u064e?ا")  # لمّا before a verb of the present; without a shadda it is «when»


def nearby_negator(text: str, place: Anchor) -> str | None:
    """The first word of negation near the quote, in the same clause, that the quote leaves out; None without one."""
    before = CLAUSE_ENDS.split(text[max(0, place.start - AROUND) : place.start])[-1].split()
    inside = text[place.start : place.end].split()
    ends = text[place.end - 1 : place.end] in SENTENCE_ENDS
    after = [] if ends else CLAUSE_ENDS.split(text[place.end : place.end + AROUND])[0].split()
    return _before(before, inside) or _after(after, before[-1:])


def _before(before: list[str], inside: list[str]) -> str | None:
    words = [*before, *inside[:2]]
    negators = {at for at in range(len(before)) if _negates(words, at)}
    denials = {at for at in range(len(before)) if not _stems(words[at]).isdisjoint(DENIALS)}
    for at in sorted(denials):
        if cancelled := negators & {at - 1, at - 2}:
            negators -= cancelled
            denials -= {at}
    near = {at for at in negators if at >= len(before) - REACH}
    near |= {at for at in denials if at >= len(before) - DENIAL_REACH}
    return words[min(near)] if near else None


def _after(after: list[str], last: list[str]) -> str | None:
    words = [*last, *after]
    for at in range(len(last), min(len(words), len(last) + REACH)):
        tied = _plain(words[at]).startswith("ف")
        if _negates(words, at) and (tied or _stems(words[at]).isdisjoint(BEFORE_A_VERB)):
            return words[at]
    return None


def _negates(words: list[str], at: int) -> bool:
    """Whether this word negates, given the words beside it."""
    word = words[at]
    plain, stems = _plain(word), _stems(word)
    follows = _plain(words[at + 1]) if at + 1 < len(words) else ""
    if not stems.isdisjoint(OTHER) or plain.endswith("n't") or "ألّا" in word or "ألاّ" in word:
        return True
    if NOT_YET.fullmatch(word.strip(MARKS)):
        return follows[:1] in ("ي", "ت", "ن", "ا")
    if stems.isdisjoint(NEGATORS | NOUNS):
        return False
    if plain == "ما" and at and _plain(words[at - 1]) in PREPOSITIONS:
        return False
    return all(follows not in goes_on for stem, goes_on in AFFIRMED.items() if normalised(stem)[0] in stems)


@lru_cache(maxsize=4096)
def _plain(word: str) -> str:
    return normalised(word)[0].strip(MARKS).lower()


def _stems(word: str) -> set[str]:
    """The word, and what it is without و or ف, and a noun of negation without ب or ل before it."""
    plain = _plain(word)
    found = {plain, *(plain[1:] for letter in "وف" if plain.startswith(letter))}
    return found | {stem[1:] for stem in found if stem[:1] in ("ب", "ل") and stem[1:] in NOUNS}
