"""Names that words agree with: who is one or many, he or she, and what stands at the beginning of a sentence.

A `Noun` is a text that knows its grammatical forms in its own language. A template agrees with it where it says
``{actor|stays|stay}``: English gives one and many; Arabic gives masculine and feminine (a verb before its subject,
which stays singular), or six forms: one, two and many, each masculine and feminine (a verb after it). A list agrees as
one thing: as many, and before it as its first. Where a file says nothing of a name, English takes it for one, or for
many by its look (`looks_plural`); other languages do not guess, and a template says what then stands there instead,
after ``||``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Self

Gender = Literal["m", "f"]
Count = Literal["singular", "dual", "plural"]

COUNTS: tuple[Count, ...] = ("singular", "dual", "plural")
AGREEING = re.compile(r"\{(\w+)((?:\|[^{}|]*)+)\}")
OR_PLAIN = " || "
SETS = ("capital_articles", "one_despite_looks", "after_head", "joining", "before_verb")
SENTENCE_END = re.compile(r"([.?!؟][\u2069”»)]*\s|\n)$")


@dataclass(frozen=True)
class Forms:
    """How a name is used: its gender and number (None: not said) and other ways of saying it.

    `first`: the gender a verb before it takes, if that is another one (a list: that of its first member).
    """

    gender: Gender | None = None
    number: Count | None = None
    short: str | None = None
    adjective: str | None = None
    in_list: str | None = None
    first: Gender | None = None


class Noun(str):
    """A name with its forms; everything else that can be done with a text gives a plain text."""

    forms: Forms

    def __new__(cls, text: str, forms: Forms = Forms()) -> Self:
        noun = super().__new__(cls, text)
        noun.forms = forms
        return noun

    def __reduce__(self) -> tuple[type[Noun], tuple[str, Forms]]:
        return Noun, (str(self), self.forms)


@dataclass(frozen=True)
class Grammar:
    """What ``language.toml`` says of agreement: whether a number is guessed, articles, which part of a list is busy,
    whether verbs come first; names and words that are exceptions."""

    guesses: bool = False
    articles: tuple[str, ...] = ()
    busy_parts: re.Pattern[str] | None = None
    verb_first: bool = False
    capital_articles: frozenset[str] = frozenset()
    one_despite_looks: frozenset[str] = frozenset()
    after_head: frozenset[str] = frozenset()
    joining: frozenset[str] = frozenset()
    before_verb: frozenset[str] = frozenset()

    @classmethod
    def of(cls, about: Mapping[str, Any]) -> Self:
        sets = {key: frozenset(about.get(key, ())) for key in SETS}
        busy = re.compile(about["busy_parts"]) if "busy_parts" in about else None
        articles, guesses = tuple(about.get("articles", ())), bool(about.get("guesses"))
        return cls(guesses, articles, busy, bool(about.get("verb_first")), **sets)

    def busy(self, part: str) -> bool:
        """True for a part of a list that would be hard to tell from the next one."""
        return self.busy_parts is not None and self.busy_parts.search(part) is not None

    def with_subject(self, verb: str, subject: str) -> str:
        """What somebody does, with who does it: where ``{}`` stands, else before the verb or after it."""
        if "{}" in verb:
            return " ".join(verb.replace("{}", subject).split())
        words = verb.split(" ")
        place = 0 if not self.verb_first else 1 + (words[0] in self.before_verb and len(words) > 1)
        return " ".join(word for word in (*words[:place], subject, *words[place:]) if word)

    def looks_plural(self, name: str) -> bool:
        """True for “the …s” and for a name that joins two, unless it is known to be one (the Netherlands)."""
        words = self.inside(name).split()
        end = next((place for place, word in enumerate(words) if place and word in self.after_head), len(words))
        head = words[:end]
        if len(head) < 2 or not self.one_despite_looks.isdisjoint((head[-1], " ".join(head), name)):
            return False
        several = head[-1].endswith("s") and not head[-1].endswith(("ss", "us", "is", "'s", "’s"))
        return (head[0] in self.articles[:1] and several) or not self.joining.isdisjoint(head[1:-1])

    def inside(self, name: str) -> str:
        """The name within a sentence: its article is written small, but for the few that keep a capital."""
        first, space, rest = name.partition(" ")
        lower = first.lower()
        return lower + space + rest if lower in self.articles and rest and name not in self.capital_articles else name

    def number(self, value: Any) -> Count | None:
        """One, two or many: of a list, of what a name says of itself, or by its look. None: not known."""
        if isinstance(value, list | tuple):
            return ("singular", "singular", "dual")[len(value)] if len(value) < 3 else "plural"
        forms = value.forms if isinstance(value, Noun) else Forms()
        if forms.number is None and self.guesses:
            return "plural" if self.looks_plural(str(value)) else "singular"
        return forms.number

    def choose(self, value: Any, choices: Sequence[str]) -> str | None:
        """The form that agrees with the value, out of two (see the head of this file) or six; None if not known."""
        number = self.number(value)
        if self.guesses:
            return choices[0 if number == "singular" else -1]
        forms = together(value) if isinstance(value, list | tuple) else getattr(value, "forms", Forms())
        gender = (forms.first or forms.gender) if len(choices) == 2 else forms.gender
        if gender is None or (number is None and len(choices) != 2):
            return None
        step = "mf".index(gender)
        return choices[step] if len(choices) == 2 else choices[2 * COUNTS.index(number or "singular") + step]


def together(nouns: Sequence[str]) -> Forms:
    """The forms of a list: two or many; feminine only if all are; a verb before it goes with its first."""
    forms = [noun.forms if isinstance(noun, Noun) else Forms() for noun in nouns]
    if len(forms) < 2:
        return forms[0] if forms else Forms()
    genders = [each.gender for each in forms]
    gender: Gender | None = None if None in genders else "f" if set(genders) == {"f"} else "m"
    return Forms(gender, "dual" if len(forms) == 2 else "plural", first=forms[0].first or forms[0].gender)


def agreed(template: str, values: Mapping[str, Any], grammar: Grammar) -> str:
    """The template with its agreeing parts chosen; what it says without them (after ``||``) if one is not known."""
    whole, _, plain = template.partition(OR_PLAIN)
    known = True

    def choose(part: re.Match[str]) -> str:
        nonlocal known
        found = grammar.choose(values.get(part[1]), part[2][1:].split("|"))
        known = known and found is not None
        return found or ""

    chosen = AGREEING.sub(choose, whole)
    return chosen if known or not plain else plain


def begun(said: str, before: str) -> str:
    """What is said at the beginning of a sentence (of nothing, or after one) with a capital; elsewhere as it is."""
    if before and not SENTENCE_END.search(before):
        return said
    first = re.match(r"[a-z]+(?=[\s,;!?’']|\.(?:\s|$)|$)", said)  # not the beginning of a path, nor a key
    return said[0].upper() + said[1:] if first else said
