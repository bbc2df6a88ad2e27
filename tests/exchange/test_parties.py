"""Parties of other programs, in folders as they lie about: Genius with boxes, GeniusWeb, NegoLog, NegMAS in JSON."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.bargaining.packages.negotiation import Negotiation
from detente.bargaining.packages.result import deal
from detente.exchange.negotiations.genius import read_genius
from detente.exchange.negotiations.negotiation_files import read_written
from detente.exchange.negotiations.negotiation_json import negotiation_of
from detente.exchange.negotiations.profiles import Profile, Read, document_of
from detente.words import say
from tests.broken_cases import PROFILES
from tests.conftest import examples


def read(name: str) -> tuple[Negotiation, list[str]]:
    """A folder and what is said of it."""
    written = read_written(PROFILES / name)
    found = written.required()
    assert isinstance(found, Negotiation)
    assert all(say(note.key, "ar", **note.values) for note in written.notes)
    return found, [say(note.key, "en", **note.values) for note in written.notes]


def worth(found: Negotiation, **levels: str) -> dict[str, Fraction]:
    chosen = tuple(issue.levels.index(levels[issue.name]) for issue in found.issues)
    return dict(zip(found.parties, found.utility(chosen), strict=True))


def test_a_folder_of_geniusweb() -> None:
    """Domain, two parties and a file about their answers: 0.6 × 1 + 0.4 × 0.5, and 0.75 × 1."""
    found, said = read("web")
    assert worth(found, locks="four", toll="high") == {"profileA": Fraction("0.8"), "profileB": Fraction("0.75")}
    assert found.disagreement == (Fraction("0.32"), 0)
    assert said[0] == "Left out, as they hold no party and no domain: specials.json."


def test_a_folder_of_negolog() -> None:
    found, said = read("lake")
    assert worth(found, quota="large", season="long") == {"profileA": Fraction("0.85"), "profileB": Fraction("0.65")}
    assert found.disagreement == (Fraction("0.3"), 0)
    assert said == ["Left out, as they hold no party and no domain: specs.json."]


def test_negmas_in_json_and_any_number_as_a_value() -> None:
    """The share runs from 0 to 1 in twenty steps."""
    found, said = read("delta")
    assert [len(issue.levels) for issue in found.issues] == [2, 21] and found.issues[1].levels[:2] == ("0", "0.05")
    assert worth(found, dam="low", share="0.9") == {"downstream": Fraction("0.54"), "upstream": Fraction("0.55")}
    assert found.disagreement == (0, Fraction("0.1"))
    assert said[0] == "“share” may take any number as a value. It is cut into 20 equal steps."


@pytest.mark.parametrize("name", ["quay", "quay/domain.xml"])
def test_a_folder_of_genius_with_files_that_are_no_part_of_it(name: str) -> None:
    """An empty profile, an empty file and a list of answers; a real issue whose evaluation is kept within 0 and 1."""
    found, said = read(name)
    assert found.parties == ("harbour", "lines") and len(found.issues[1].levels) == 21
    assert worth(found, berths="two", fee="0") == {"harbour": Fraction("0.5"), "lines": Fraction("0.75")}
    assert worth(found, berths="two", fee="5") == {"harbour": 1, "lines": Fraction("0.3")}
    assert said[1:] == [
        "Left out, as they hold no party and no domain: a_empty.xml, log.xml, pareto.xml, and zero.xml."
    ]


def test_a_whole_number_may_have_a_line_by_two_parameters() -> None:
    """As older files write it: 1 − 0.25 × value, kept within 0 and 1."""
    issue = '<issue index="1" name="days" type="integer" lowerbound="2" upperbound="5">'
    line = '<evaluator ftype="linear" parameter0="1" parameter1="-0.25"/></issue><weight index="1" value="1"/>'
    found = Read()
    read_genius(f"<utility_space>{issue}{line}</utility_space>".encode(), "p.xml", "p", found)
    assert not found.problems
    wanted = {"2": Fraction(1, 2), "3": Fraction(1, 4), "4": Fraction(0), "5": Fraction(0)}
    assert found.profiles[0].tables["days"] == wanted


def test_a_file_that_was_named_is_not_left_out() -> None:
    """What lies in a folder may be something else; what somebody names is meant."""
    problems = read_written(PROFILES / "quay" / "harbour.xml", (PROFILES / "quay" / "pareto.xml",)).problems
    assert [problem.code for problem in problems] == ["profile_none"]


SPACE = """<utility_space type="nonlinear"><objective index="0" name="r" type="objective">{issues}
<utility maxutility="{most}">{function}</utility></objective><reservation value="0.1"/></utility_space>"""
ISSUE = '<issue index="{index}" name="i{index}" type="integer" lowerbound="0" upperbound="{high}"/>'


def profile(function: str, sizes: tuple[int, ...] = (4,), most: object = 10) -> tuple[Profile, list[str]]:
    """One party of Genius with this function of boxes."""
    issues = "".join(ISSUE.format(index=place + 1, high=size - 1) for place, size in enumerate(sizes))
    found = Read()
    read_genius(SPACE.format(issues=issues, function=function, most=most).encode(), "p.xml", "p", found)
    assert not found.problems
    return found.profiles[0], [say(note.key, "en", **note.values) for note in found.notes]


def together(*profiles: Profile) -> Negotiation:
    document = document_of(Read(list(profiles)), "", "p.xml")
    assert document is not None
    return negotiation_of(document)


def utilities(one: Profile, sizes: tuple[int, ...], some: Any = ()) -> list[Fraction]:
    """What every package is worth (or some are), through the document that is made of the profile."""
    nothing = {name: dict.fromkeys(values, Fraction(0)) for name, values in one.issues.items()}
    found = together(one, Profile("q", "q.xml", one.issues, nothing))
    return [found.utility(package)[0] for package in some or product(*map(range, sizes))]


def box(inside: str, utility: object = 8, more: str = "") -> str:
    return f'<hyperRectangle utility="{utility}"{more}>{inside}</hyperRectangle>'


def function(*inside: str, aggregation: str = "sum", weight: object = 1) -> str:
    return f'<ufun type="PlainUfun" weight="{weight}" aggregation="{aggregation}">{"".join(inside)}</ufun>'


def bound(index: int, low: int, high: int, tag: str = "INCLUDES") -> str:
    return f'<{tag} index="{index}" min="{low}" max="{high}"/>'


def test_a_box_with_excludes_is_earned_where_some_bound_is_missed() -> None:
    one, said = profile(function(box(bound(1, 0, 2, "EXCLUDES"), 10)))
    assert utilities(one, (4,)) == [0, 0, 0, 1] and said == []
    two, _ = profile(function(box(bound(1, 0, 0, "EXCLUDES") + bound(2, 1, 1, "EXCLUDES"), 10)), (2, 2))
    assert utilities(two, (2, 2)) == [1, 0, 1, 1], "both bounds have to hold for nothing"
    beyond, _ = profile(function(box(bound(1, 7, 9, "EXCLUDES"), 5)))
    assert utilities(beyond, (4,)) == [Fraction(1, 2)] * 4
    both, _ = profile(function(box(bound(1, 3, 3) + bound(1, 0, 2, "EXCLUDES"), 10)))
    assert utilities(both, (4,)) == [0, 0, 0, 1], "where both are written, the bounds left out count"


def test_utility_is_capped_at_one_and_that_is_said() -> None:
    """8 + 8 of 10 at 0, 8 of 10 at 1."""
    one, said = profile(function(box(bound(1, 0, 1)), box(bound(1, 0, 0))))
    assert utilities(one, (4,)) == [1, Fraction("0.8"), 0, 0]
    assert said == ["The utility of p is above 1 in 1 package. It counts as 1 there, as in Genius."]
    apart, said = profile(function(box(bound(1, 0, 1)), box(bound(1, 2, 2))))
    assert utilities(apart, (4,)) == [Fraction("0.8")] * 3 + [0] and said == [], "they never meet"


def test_utility_is_capped_among_more_packages_than_are_listed() -> None:
    """Of 60,000 packages the two in the corner earn 16 of 10, all others on its edges 8."""
    one, said = profile(function(box(bound(1, 0, 0), 8), box(bound(2, 0, 0) + bound(3, 0, 1), 8)), (200, 100, 3))
    assert utilities(one, (200, 100, 3), [(0, 0, 0), (0, 0, 1), (0, 0, 2), (9, 0, 0), (9, 9, 0)]) == [
        1, 1, Fraction(4, 5), Fraction(4, 5), 0
    ]  # fmt: skip
    assert said == ["The utility of p is above 1 in 2 packages. It counts as 1 there, as in Genius."]


def test_a_cap_on_too_many_packages_is_refused() -> None:
    issues = "".join(ISSUE.format(index=place + 1, high=size - 1) for place, size in enumerate((20, 60, 60)))
    whole = function(box(bound(1, 0, 0), 8), box(bound(1, 0, 0), 8))
    read = Read()
    read_genius(SPACE.format(issues=issues, function=whole, most=10).encode(), "p.xml", "p", read)
    (problem,) = read.problems
    assert problem.message("en") == (
        "this cannot be read here: a utility above 1 in 3600 packages, which would count as 1 in each of them"
    )
    assert problem.remedy("en")


def test_a_cap_that_cannot_be_looked_for_is_said_to_be_left_out() -> None:
    _, [said] = profile(function(box(bound(1, 0, 1)), box(bound(2, 0, 0))), (10,) * 9)
    assert said.startswith("Not applied: the limit of 1 on the utility of p.")


def test_functions_within_functions_and_weights_of_boxes() -> None:
    inner = function(box(bound(1, 0, 1), 4), box(bound(1, 1, 2), 6), aggregation="max", weight="0.5")
    one, _ = profile(function(inner, box("", 2, ' weight="0.5"')))
    assert utilities(one, (4,)) == [Fraction(3, 10), Fraction(4, 10), Fraction(4, 10), Fraction(1, 10)]
    least, _ = profile(function(box(bound(1, 0, 1), 4), box(bound(1, 1, 2), 6), aggregation="min"))
    assert utilities(least, (4,)) == [0, Fraction(4, 10), 0, 0]


ends = st.tuples(st.integers(-1, 4), st.integers(-1, 4))
boxes = st.lists(
    st.tuples(st.booleans(), st.dictionaries(st.integers(0, 1), ends, max_size=2), st.integers(-4, 9)),
    min_size=1,
    max_size=4,
)


@examples(60)
@given(boxes, st.sampled_from(["sum", "max", "min"]), st.integers(3, 12))
def test_boxes_by_their_definition(made: Any, aggregation: str, most: int) -> None:
    """Package by package: a box pays where all bounds hold, or some is missed; above 1 counts as 1."""
    sizes, inside = (3, 4), []
    for excludes, bounds, utility in made:
        tag = "EXCLUDES" if excludes else "INCLUDES"
        inside.append(box("".join(bound(i + 1, *between, tag) for i, between in bounds.items()), utility))
    one, _ = profile(function(*inside, aggregation=aggregation), sizes, most)
    wanted = []
    for package in product(*map(range, sizes)):
        earned = []
        for excludes, bounds, utility in made:
            held = all(low <= package[i] <= high for i, (low, high) in bounds.items())
            earned.append(utility if held != (excludes and bool(bounds)) else 0)
        put = {"sum": sum, "max": max, "min": min}[aggregation]
        wanted.append(min(Fraction(put(earned), most), Fraction(1)))
    assert utilities(one, sizes) == wanted


def test_the_only_deal_of_a_pair_with_excludes() -> None:
    """One party is paid outside 0 to 2; the other at 0, 1, and a little at 3."""
    one, _ = profile(function(box(bound(1, 0, 2, "EXCLUDES"), 10)))
    other, _ = profile(function(box(bound(1, 0, 1), 10), box(bound(1, 3, 3), 2)))
    assert [point.example for point in deal(together(one, other)).zone] == [(3,)]


@pytest.mark.parametrize("text", ["1e400", "1e-400", "9" * 2001])
def test_numbers_beyond_all_measure_are_refused_where_they_stand(text: str) -> None:
    found = Read()
    space = SPACE.format(issues=ISSUE.format(index=1, high=3), function=function(box(bound(1, 0, 1), text)), most=1)
    read_genius(space.encode(), "p.xml", "p", found)
    assert [(problem.code, problem.place.file) for problem in found.problems] == [("profile_number", "p.xml")]
