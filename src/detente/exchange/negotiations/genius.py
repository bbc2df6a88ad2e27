"""Domains and utility spaces of Genius (XML), and of programs that write the same.

A utility space holds, per issue, items with evaluations, and a weight; utility is Σ weight × evaluation ÷ the largest
evaluation of the issue, and never above 1. An integer issue has bounds and a linear evaluator: offset + slope × (value
− lower bound), kept within 0 and 1. A real issue has a linear evaluator (parameter1 × value + parameter0) or a constant
one, kept within 0 and 1; it is cut into `STEPS` equal steps, and this is said. ``type="nonlinear"``: see
`genius_boxes`. ``reservation`` is what the party has without a deal; a discount factor is not used here: time does not
run.

A value listed twice counts with its last evaluation, as in Genius, and this is said. Format from files of the public
repertoire; the rules are those of Genius's own evaluators.
"""

from __future__ import annotations

from fractions import Fraction

from detente.exchange.markup import Element, Markup, number, read_markup
from detente.exchange.negotiations.genius_boxes import cap_tables, read_boxes
from detente.exchange.negotiations.profiles import MOST_VALUES, STEPS, Profile, Read, steps_between
from detente.words import Said


def read_genius(data: bytes, file: str, name: str, read: Read) -> None:
    """One file into `read`: a domain sets the issues, a utility space adds a party called `name`."""
    markup = read_markup(data, file)
    if markup.root is not None:
        space = next(markup.root.all("utility_space"), None)
        template = next(markup.root.all("negotiation_template"), None)
        issues = list((template or space or markup.root).all("issue"))
        if not issues or (template is None and space is None):
            markup.add("profile_none", markup.root)
        elif space is None or not _evaluated(space):
            if markup.root.tag.lower() == "utility_space" and read.domain is not None:
                markup.add("profile_none", markup.root)  # issues alone, where the domain is there already
            else:
                read.domain = {one.attributes.get("name", ""): values for one, values in _issues(markup, issues)}
        else:
            read.profiles.append(_Reader(markup, read.notes).space(space, issues, name))
            real = [one for one in issues if _kind(one) == "real"]
            read.notes += [
                Said("packages.read.steps", {"issue": one.attributes.get("name", ""), "count": STEPS}) for one in real
            ]
    read.problems += markup.problems


def speaks_of_packages(start: bytes) -> bool:
    """The beginning of a file has the marks of a domain or a utility space."""
    return any(mark in start.lower() for mark in (b"<utility_space", b"<negotiation_template", b"<issue "))


def _evaluated(space: Element) -> bool:
    """Anything in it says what packages are worth."""
    tags = ("weight", "hyperRectangle", "evaluator")
    return any(next(space.all(tag), None) is not None for tag in tags)


def _issues(markup: Markup, issues: list[Element]) -> list[tuple[Element, list[str]]]:
    """Each issue and its values; integer issues from their bounds."""
    found: list[tuple[Element, list[str]]] = []
    names: set[str] = set()
    places: set[str] = set()
    for issue in issues:
        if (name := issue.attributes.get("name", "")) in names:
            markup.add("negotiation_name_twice", issue, name=name, path="<issue>")
        names.add(name)
        if (place := issue.attributes.get("index", "")) in places and place:
            markup.add("negotiation_name_twice", issue, name=place, path="<issue> index")
        places.add(place)
        if "name" not in issue.attributes:
            markup.add("profile_missing", issue, tag=issue.tag, key="name")
        kind = _kind(issue)
        if kind == "real":
            low, high = _ends(markup, issue)
            if low > high:
                _faulty_bounds(markup, issue)
            found.append((issue, steps_between(low, high)))
        elif kind == "integer":
            first, last = _bounds(markup, issue)
            found.append((issue, [str(value) for value in range(first, last + 1)]))
        else:
            values = [item.attributes.get("value", "") for item in issue.own("item")]
            for item in issue.own("item"):
                if "value" not in item.attributes:
                    markup.add("profile_missing", item, tag=item.tag, key="value")
            if not values:
                markup.add("profile_missing", issue, tag=issue.tag, key="item")
            found.append((issue, list(dict.fromkeys(values))))
    return found


def _kind(issue: Element) -> str:
    return (issue.attributes.get("type") or issue.attributes.get("etype") or "discrete").lower()


def _holder(issue: Element) -> Element:
    """Where the bounds stand: at the issue itself or at a range inside it."""
    return next((one for one in (issue, *issue.own("range")) if "lowerbound" in one.attributes), issue)


def _ends(markup: Markup, issue: Element) -> tuple[Fraction, Fraction]:
    low, high = (number(markup, _holder(issue), key) for key in ("lowerbound", "upperbound"))
    return low, high


def _bounds(markup: Markup, issue: Element) -> tuple[int, int]:
    """The lower and upper bound of whole numbers."""
    ends = _ends(markup, issue)
    low, high = map(int, ends)
    if low > high or high - low >= MOST_VALUES or [low, high] != [*ends]:
        _faulty_bounds(markup, issue, "upperbound" if low == ends[0] else "lowerbound")
        return 0, 0
    return low, high


def _faulty_bounds(markup: Markup, issue: Element, key: str = "upperbound") -> None:
    holder = _holder(issue)
    markup.add("profile_number", holder, tag=holder.tag, key=key, found=holder.attributes.get(key, ""))


class _Reader:
    """One utility space."""

    def __init__(self, markup: Markup, notes: list[Said]) -> None:
        self.markup, self.notes = markup, notes

    def space(self, space: Element, issues: list[Element], name: str) -> Profile:
        listed = _issues(self.markup, issues)
        profile = Profile(name, self.markup.name, {one.attributes.get("name", ""): values for one, values in listed})
        if next(space.all("hyperRectangle"), None) is not None:
            read_boxes(self.markup, space, listed, profile, self.notes)
        else:
            weights = self._weights(space)
            for issue, values in listed:
                self._table(issue, values, weights, profile)
            if not self.markup.problems:
                cap_tables(self.markup, space, listed, profile, self.notes)
        for held in space.all("reservation"):
            value = number(self.markup, held, "value")
            if profile.reservation not in (None, value):
                self.markup.add("negotiation_name_twice", held, name=held.tag, path="<utility_space>")
            profile.reservation = value
        for held in space.all("discount_factor"):
            if number(self.markup, held, "value") not in (0, 1):
                self.notes.append(Said("packages.read.discount", {"party": name}))
        return profile

    def _weights(self, space: Element) -> dict[str, Fraction]:
        found: dict[str, Fraction] = {}
        for one in space.all("weight"):
            place, value = one.attributes.get("index"), number(self.markup, one, "value")
            if place is None:
                self.markup.add("profile_missing", one, tag=one.tag, key="index")
            elif found.setdefault(place, value) != value:
                self.markup.add("negotiation_name_twice", one, name=place, path="<weight> index")
            if value < 0:
                self.markup.add("profile_number", one, tag=one.tag, key="value", found=one.attributes["value"])
        return found

    def _table(self, issue: Element, values: list[str], weights: dict[str, Fraction], profile: Profile) -> None:
        place, name = issue.attributes.get("index", ""), issue.attributes.get("name", "")
        if place not in weights:
            self.markup.add("profile_missing", issue, tag=issue.tag, key="weight")
        weight = weights.get(place, Fraction(0))
        evaluator = next(iter(issue.own("evaluator")), None)
        if not issue.own("item"):
            slope, offset, low = self._line(issue, evaluator)
            raw = {value: offset + slope * (Fraction(value) - low) for value in values}
            profile.tables[name] = {
                value: weight * min(max(one, Fraction(0)), Fraction(1)) for value, one in raw.items()
            }
            return
        found: dict[str, Fraction] = {}
        for item in issue.own("item"):
            value = item.attributes.get("value", "")
            evaluation = number(self.markup, item, "evaluation")
            if evaluation < 0:
                self.markup.add(
                    "profile_number", item, tag=item.tag, key="evaluation", found=item.attributes["evaluation"]
                )
            if found.get(value, evaluation) != evaluation:
                self.notes.append(Said("packages.read.twice", {"party": profile.name, "issue": name, "value": value}))
            found[value] = evaluation
        most = max(found.values(), default=Fraction(0)) or Fraction(1)
        profile.tables[name] = {value: weight * one / most for value, one in found.items()}

    def _line(self, issue: Element, evaluator: Element | None) -> tuple[Fraction, Fraction, Fraction]:
        """Slope, offset, and the value from which the slope counts, of an issue without items."""
        zero = Fraction(0)
        if evaluator is None:
            self.markup.add("profile_missing", issue, tag=issue.tag, key="evaluator")
            return zero, zero, zero
        if "slope" not in evaluator.attributes and (_kind(issue) == "real" or "parameter0" in evaluator.attributes):
            offset = number(self.markup, evaluator, "parameter0")
            constant = evaluator.attributes.get("ftype", "").lower() == "constant"
            return zero if constant else number(self.markup, evaluator, "parameter1"), offset, zero
        low = _ends(self.markup, issue)[0]
        return number(self.markup, evaluator, "slope"), number(self.markup, evaluator, "offset"), low
