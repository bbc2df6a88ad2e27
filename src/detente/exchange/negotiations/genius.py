"""Domains and utility spaces of Genius (XML), and of programs that write the same.

A utility space holds, per issue, items with evaluations, and a weight; utility is Σ weight × evaluation ÷ the largest
evaluation of the issue. An integer issue has bounds and a linear evaluator: offset + slope × (value − lower bound),
kept within 0 and 1. ``type="nonlinear"``: hyper-rectangles; each that a package lies in adds its utility, and the sum
is divided by ``maxutility``. ``reservation`` is what the party has without a deal; a discount factor is not used here.

A value listed twice counts with its last evaluation, as in Genius, and this is said. Format from memory and from files
of the public repertoire; the normalisation from Genius's own evaluators.
"""

from __future__ import annotations

from fractions import Fraction

from detente.exchange.exact import exact
from detente.exchange.markup import Element, Markup, read_markup
from detente.exchange.negotiations.profiles import MOST_VALUES, Profile, Read
from detente.words import Said


def read_genius(data: bytes, file: str, name: str, read: Read) -> None:
    """One file into `read`: a domain sets the issues, a utility space adds a party called `name`."""
    markup = read_markup(data, file)
    if markup.root is not None:
        space = next(markup.root.all("utility_space"), None)
        issues = list(markup.root.all("issue"))
        if not issues:
            markup.add("profile_none", markup.root)
        elif space is None or not _evaluated(space):
            read.domain = {one.attributes.get("name", ""): values for one, values in _issues(markup, issues)}
        else:
            read.profiles.append(_Reader(markup, read.notes).space(space, issues, name))
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
    for issue in issues:
        if "name" not in issue.attributes:
            markup.add("profile_missing", issue, tag=issue.tag, key="name")
        kind = (issue.attributes.get("type") or issue.attributes.get("etype") or "discrete").lower()
        if kind == "real":
            markup.add("profile_unsupported", issue, what=Said("packages.unsupported.real"))
            found.append((issue, []))
        elif kind == "integer":
            low, high = _bounds(markup, issue)
            found.append((issue, [str(value) for value in range(low, high + 1)]))
        else:
            values = [item.attributes.get("value", "") for item in issue.own("item")]
            for item in issue.own("item"):
                if "value" not in item.attributes:
                    markup.add("profile_missing", item, tag=item.tag, key="value")
            if not values:
                markup.add("profile_missing", issue, tag=issue.tag, key="item")
            found.append((issue, list(dict.fromkeys(values))))
    return found


def _bounds(markup: Markup, issue: Element) -> tuple[int, int]:
    """The lower and upper bound, of the issue itself or of a range inside it."""
    holder = next((one for one in (issue, *issue.own("range")) if "lowerbound" in one.attributes), issue)
    ends = []
    for key in ("lowerbound", "upperbound"):
        value = _number(markup, holder, key)
        ends.append(int(value))
    if ends[0] > ends[1] or ends[1] - ends[0] >= MOST_VALUES:
        markup.add(
            "profile_number", holder, tag=holder.tag, key="upperbound", found=holder.attributes.get("upperbound", "")
        )
        return 0, 0
    return ends[0], ends[1]


def _number(markup: Markup, element: Element, key: str) -> Fraction:
    """A number in an attribute; 0 and a fault where there is none."""
    text = element.attributes.get(key)
    if text is None:
        markup.add("profile_missing", element, tag=element.tag, key=key)
        return Fraction(0)
    found = exact(text)
    if found is None:
        markup.add("profile_number", element, tag=element.tag, key=key, found=text[:40])
    return found or Fraction(0)


class _Reader:
    """One utility space."""

    def __init__(self, markup: Markup, notes: list[Said]) -> None:
        self.markup, self.notes = markup, notes

    def space(self, space: Element, issues: list[Element], name: str) -> Profile:
        listed = _issues(self.markup, issues)
        profile = Profile(name, self.markup.name, {one.attributes.get("name", ""): values for one, values in listed})
        rectangles = list(space.all("hyperRectangle"))
        if rectangles:
            self._rectangles(space, rectangles, listed, profile)
        else:
            weights = self._weights(space)
            for issue, values in listed:
                self._table(issue, values, weights, profile)
        for held in space.all("reservation"):
            profile.reservation = _number(self.markup, held, "value")
        for held in space.all("discount_factor"):
            if _number(self.markup, held, "value") not in (0, 1):
                self.notes.append(Said("packages.read.discount", {"party": name}))
        return profile

    def _weights(self, space: Element) -> dict[str, Fraction]:
        return {
            one.attributes.get("index", ""): _number(self.markup, one, "value")
            for one in space.all("weight")
            if "index" in one.attributes or self._indexless(one)
        }

    def _indexless(self, weight: Element) -> bool:
        self.markup.add("profile_missing", weight, tag=weight.tag, key="index")
        return False

    def _table(self, issue: Element, values: list[str], weights: dict[str, Fraction], profile: Profile) -> None:
        place, name = issue.attributes.get("index", ""), issue.attributes.get("name", "")
        if place not in weights:
            self.markup.add("profile_missing", issue, tag=issue.tag, key="weight")
        weight = weights.get(place, Fraction(0))
        evaluator = next(iter(issue.own("evaluator")), None)
        if not issue.own("item"):
            slope = offset = Fraction(0)
            if evaluator is None:
                self.markup.add("profile_missing", issue, tag=issue.tag, key="evaluator")
            else:
                slope, offset = (_number(self.markup, evaluator, key) for key in ("slope", "offset"))
            low = int(values[0]) if values else 0
            raw = {value: min(max(offset + slope * (int(value) - low), Fraction(0)), Fraction(1)) for value in values}
            profile.tables[name] = {value: weight * one for value, one in raw.items()}
            return
        found: dict[str, Fraction] = {}
        for item in issue.own("item"):
            value = item.attributes.get("value", "")
            evaluation = _number(self.markup, item, "evaluation")
            if evaluation < 0:
                self.markup.add(
                    "profile_number", item, tag=item.tag, key="evaluation", found=item.attributes["evaluation"]
                )
            if found.get(value, evaluation) != evaluation:
                self.notes.append(Said("packages.read.twice", {"party": profile.name, "issue": name, "value": value}))
            found[value] = evaluation
        most = max(found.values(), default=Fraction(0)) or Fraction(1)
        profile.tables[name] = {value: weight * one / most for value, one in found.items()}

    def _rectangles(
        self, space: Element, rectangles: list[Element], listed: list[tuple[Element, list[str]]], profile: Profile
    ) -> None:
        """What is earned in boxes. Indices of issues count as the file writes them."""
        by_index = {one.attributes.get("index", ""): (one.attributes.get("name", ""), values) for one, values in listed}
        for holder in (*space.all("utility"), *space.all("utility_function")):
            if "maxutility" in holder.attributes:
                profile.divide = _number(self.markup, holder, "maxutility")
        if profile.divide <= 0:
            profile.divide = Fraction(1)
        for rectangle in rectangles:
            key = next((key for key in ("utility", "utility_function") if key in rectangle.attributes), "utility")
            add = _number(self.markup, rectangle, key)
            when: dict[str, tuple[str, str]] | None = {}
            for inside in rectangle.own("INCLUDES"):
                name, values = by_index.get(inside.attributes.get("index", ""), ("", []))
                if not name:
                    known = tuple(by_index)
                    self.markup.add("profile_index", inside, found=inside.attributes.get("index", ""), known=known[:12])
                    continue
                low, high = (_number(self.markup, inside, key) for key in ("min", "max"))
                within = [value for value in values if (at := exact(value)) is not None and low <= at <= high]
                if not within:
                    when = None  # the box holds no package
                elif when is not None:
                    when[name] = within[0], within[-1]
            if when is not None:
                profile.boxes.append((when, add))
