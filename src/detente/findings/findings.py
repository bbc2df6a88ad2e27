"""Everything that is told of a case, worked out once: `findings`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from detente.bargaining.agreement.measure import negotiable
from detente.bargaining.brokered.result import Brokered, asks_more
from detente.bargaining.positions.result import Positions
from detente.bargaining.positions.result import positions as settle
from detente.counts import counted
from detente.errors import DetenteError
from detente.evidence.sources import Sources
from detente.findings.answered import SEED, Solved, answered, ends
from detente.findings.every_package import MAIN, Packages, bargain, dockets, weighty
from detente.findings.grounds import grounds
from detente.findings.hopes import belief, zone_share
from detente.findings.result import ActRead, Answered, Bargain, Belief, Findings, Lever, Part, Reading, Swing
from detente.findings.turning import Turned, at, lever, turned
from detente.influence.result import Influence
from detente.influence.result import influence as find_influence
from detente.outcomes.numbers import uncertain
from detente.result import Origin
from detente.situation.case import Case
from detente.situation.model import Situation
from detente.situation.scope import names, statement_tree
from detente.stability.concepts import READING_ORDER
from detente.stability.perception.being_told import answer_of
from detente.stability.perception.result import Perception, perception
from detente.stability.prediction import Answer, answer
from detente.stability.result import stability
from detente.stability.solve import solve
from detente.uncertainty.deal_futures import DRAWS, deal_story
from detente.uncertainty.questions.drivers import drivers

RUNS = 20_000
BESIDE = 10_000  # runs of each variant
SWINGS = 5  # numbers told per question
ANSWERS: tuple[Answer, ...] = ("every", "some", "none")
RARE = 0.01  # share of runs below which yes hardly comes

Tell = Callable[[str], None]
STEPS = ("stability", "runs", "answers", "packages", "levers", "beliefs", "evidence")
MORE = ("drivers", "variants", "influence")


def findings(
    case: Case, situation: Situation | None = None, runs: int = RUNS, *, whole: bool = True, tell: Tell | None = None
) -> Findings:
    """Everything that is told about a case.

    Args:
        situation: a variant, or how somebody sees it, instead of the situation itself (then what others believe is left
            out: that is laid over the situation itself).
        runs: how many; 0: only the centre.
        whole: also what only the full report tells (what decides, variants, influence).
        tell: called with the name of each of the `STEPS` (and `MORE`) before it.
    """
    tell = tell or (lambda _: None)
    runs = counted("draws", runs)
    chosen = situation or case.situation
    solved = Solved(chosen, runs)
    tell("stability")
    space = solved.stability.model.space
    tell("runs")
    count = solved.study.count if uncertain(chosen) and runs else 0
    tell("answers")
    main = chosen.main_question
    questions = answered(solved, main)
    tell("packages")
    packages = _packages(chosen, main)
    tell("levers")
    turns = turned(solved.lines, main) if main else []
    levers = sorted((_then(solved, one, main or "") for one in turns), key=lambda pair: pair[0].widths)
    tell("beliefs")
    seen = _seen(case) if chosen is case.situation else None
    beliefs = _beliefs(case, chosen, packages, questions, seen)
    also = {name: [_of(one, packages[name]) for one in levers] for name in packages}
    hoped = [tuple(map(int, one.package.split("."))) for one in beliefs if one.package]
    main_yes = bool(main and questions[main].answer != "none")
    bargains = []
    for place, (name, found) in enumerate(packages.items()):
        wanted = (hoped if not place else []) + [one for one in also[name] if one]
        bargains.append(bargain(found, main_yes, wanted))
    knives = _knives(solved, questions, main)
    tell("evidence")
    sources = Sources(chosen, case.folder)
    swings: dict[str, tuple[Swing, ...]] = {}
    more: dict[str, Any] = {}
    if whole:
        tell("drivers")
        swings = _swings(solved, questions, main)
        more["looks"] = _looks(chosen)
        more["dockets"] = tuple(docket for name in packages for docket in dockets(chosen, name))
        tell("variants")
        if chosen is case.situation:
            more["readings"] = _readings(case, solved)
            more["acts"] = _acts(seen, questions)
        tell("influence")
        more["influence"] = _influence(chosen, case)
        more["positions"] = _positions(chosen)
    return Findings(
        case,
        chosen,
        space,
        count,
        len(uncertain(chosen)),
        main,
        questions,
        space.status_quo,
        ends(solved),
        tuple(bargains),
        _sorted(_keyed(levers, bargains)),
        tuple(_key_of(one, bargains, packages) for one in beliefs),
        swings,
        grounds(chosen, space, sources),
        outcomes=space.count,
        holding=len(solved.stability.holds(MAIN)),
        zone=zone_share(chosen, next(iter(packages))) if packages and count else None,
        knives=knives,
        acting=_acting(seen, questions),
        about=_about(chosen, main),
        brokered={name: one for name in packages if (one := _brokered(chosen, name, count)) is not None},
        **more,
        origin=Origin.of(chosen, solved.study.origin.engine, SEED, runs=count, concept=MAIN),
    )


def _about(situation: Situation, main: str | None) -> str | None:
    """The agreement of which the main question names a term."""
    owners = {part.partition(".")[0] for part in _asked(situation, main)}
    return next((name for name in situation.agreements if name in owners), None)


def _asked(situation: Situation, main: str | None) -> set[str]:
    """The options and terms that the main question names."""
    if main is None:
        return set()
    tree = statement_tree(situation.questions[main].statement, situation.scope)
    return {".".join(name.parts[:2]) for name in names(tree)}


def _brokered(situation: Situation, agreement: str, runs: int) -> Brokered | None:
    """What an agreement says beyond plain packages; None if it says nothing more."""
    if not asks_more(situation.agreements[agreement]):
        return None
    try:
        found = deal_story(situation, {}, agreement, draws=min(runs, DRAWS))
    except DetenteError:
        return None
    return found if isinstance(found, Brokered) else None


def _packages(situation: Situation, main: str | None) -> dict[str, Packages]:
    """Every agreement that can be negotiated; that of the main question first."""
    about, asked = _about(situation, main), _asked(situation, main)
    found = {}
    for name in sorted(
        negotiable(situation), key=lambda name: (name != about, not asked & {*situation.agreements[name].pledges})
    ):
        statement = situation.questions[main].statement if main and name == about else ""
        try:
            found[name] = Packages.of(situation, name, statement)
        except DetenteError:
            continue
    return found


def _then(solved: Solved, one: Turned, question: str) -> tuple[Lever, tuple[int, ...]]:
    """A lever, and the outcome in which things can then end and the answer is another one."""
    columns, scale = at(solved.study, one)
    model = solved.stability.model
    start = model.space.status_quo
    arrows = solve(model, model.numbers(1, columns=columns, scale=scale), (MAIN,), start)[MAIN].arrows[0]
    classes = arrows.graph.classes()
    truth = model.space.holds(solved.situation.questions[question].statement)
    told = answer(truth, classes)
    central = solved.answer(question) != "none"
    other = next((members[0] for members in classes if bool(truth[members[0]]) != central), classes[0][0])
    levels = tuple(int(level) for level in model.space.levels[other])
    end: tuple[Part, ...] = ()
    if start is not None and not model.space.nodes:
        end = weighty(
            solved.situation, model.space.axes, tuple(int(level) for level in model.space.levels[start]), levels
        )
    return replace(lever(solved.study, one), then=told, end=end), levels


def _of(one: tuple[Lever, tuple[int, ...]], found: Packages) -> tuple[int, ...] | None:
    """The package that leads to where a lever leads; None if that takes more than a package."""
    levels, setting = one[1], found.setting
    package = tuple(levels[place] for place in setting.places)
    return package if setting.levels(package) == levels and levels != setting.base else None


def _keyed(levers: list[tuple[Lever, tuple[int, ...]]], bargains: list[Bargain]) -> list[Lever]:
    """The levers with the keys of the packages that they lead to."""
    told = []
    for one, levels in levers:
        keys = [key for known in bargains[:1] for key, package in known.packages.items() if package.levels == levels]
        told.append(replace(one, package=next(iter(keys), None)))
    return told


def _sorted(levers: list[Lever]) -> tuple[Lever, ...]:
    """Nearest first, those that a range allows before all; a driver that is the very weight of a goal is told once."""
    found: list[Lever] = []
    for one in sorted(levers, key=lambda one: (not one.within, one.widths, one.kind == "driver")):
        same = [
            known
            for known in found
            if abs(known.needed - one.needed) <= 0.01 * abs(one.needed) and known.now == one.now
        ]
        twice = [known for known in found if known.path == one.path and known.more == one.more]
        if not same and not twice:
            found.append(one)
    return tuple(found)


def _beliefs(
    case: Case,
    chosen: Situation,
    packages: Mapping[str, Packages],
    questions: Mapping[str, Answered],
    seen: Perception | None,
) -> list[Belief]:
    if seen is None:
        return []
    file = next(iter(packages.values()), None)
    found = []
    for believer, view in case.perceptions.items():
        hopes = {name: seen.hope(believer, name, MAIN) for name in questions}
        otherwise = {name: told for name, told in hopes.items() if told != questions[name].answer}
        numbers = tuple(name for name, one in view.drivers.items() if one != chosen.drivers.get(name))
        share = None if file is None else zone_share(view, file.setting.agreement)
        found.append(belief(believer, file, view, numbers, otherwise, share))
    return found


def _key_of(one: Belief, bargains: list[Bargain], packages: Mapping[str, Packages]) -> Belief:
    """The belief with its package by key instead of by levels."""
    if one.package is None:
        return one
    found = next(iter(packages.values()))
    levels = found.setting.levels(tuple(map(int, one.package.split("."))))
    return replace(one, package=next(key for key, known in bargains[0].packages.items() if known.levels == levels))


def _knives(solved: Solved, questions: Mapping[str, Answered], main: str | None) -> dict[str, tuple[Lever, ...]]:
    """For each close call but the main question: where a range, the least gain or hundredths of a weight turn it."""
    found = {}
    for name, one in questions.items():
        if one.close and name != main:
            near = [
                lever(solved.study, each)
                for each in turned(solved.lines, name)
                if each.line.ranged or each.line.kind == "inertia" or each.line.column in one.near
            ]
            found[name] = _sorted(near)
    return found


def _swings(solved: Solved, questions: Mapping[str, Answered], main: str | None) -> dict[str, tuple[Swing, ...]]:
    """For the main question and each close call, the numbers that decide it."""
    found: dict[str, tuple[Swing, ...]] = {}
    for name, one in questions.items() if solved.study.drivers else ():
        if name == main or one.close:
            shares = one.shares
            likely = "every" if shares.get("every", 0.0) >= RARE else max(ANSWERS, key=lambda one: shares.get(one, 0.0))
            told = drivers(solved.study, name, MAIN, answer=likely)
            found[name] = tuple(
                Swing(
                    effect.name,
                    float(effect.share),
                    None if effect.lowest is None else float(effect.lowest.share),
                    None if effect.highest is None else float(effect.highest.share),
                    likely,
                )
                for effect in told.decided[0].deciding[:SWINGS]
            )
    return found


def _readings(case: Case, solved: Solved) -> tuple[Reading, ...]:
    """The situation itself and every variant, by date; those without one last."""
    every = {"": solved} | {name: Solved(one, min(solved.runs, BESIDE)) for name, one in case.variants.items()}
    dates = {name: _own_date(case, name) for name in every}
    order = sorted(every, key=lambda name: (dates[name] is None, dates[name] or "", name))
    return tuple(
        Reading(
            name,
            dates[name],
            {question: every[name].answer(question) for question in every[name].situation.questions},  # type: ignore[misc]
            {question: every[name].shares(question) for question in every[name].situation.questions},
        )
        for name in order
    )


def _own_date(case: Case, name: str) -> str | None:
    """The date of the file, or that which a variant names itself; one without has none."""
    if not name:
        return case.situation.date
    date = case.variants[name].date
    return date if date != case.situation.date else None


def _looks(situation: Situation) -> dict[str, dict[str, Answer]]:
    """Every answer under every way of looking ahead, at the centre."""
    found = stability(situation, READING_ORDER)
    told: dict[str, dict[str, Answer]] = {}
    for name in situation.questions:
        both = {concept: found.answers(name, concept) for concept in READING_ORDER}
        told[name] = {concept: predicted or possible for concept, (predicted, possible) in both.items()}
    return told


def _seen(case: Case) -> Perception | None:
    """What holds where sides see different games; None where all see the same."""
    if not (case.perceptions or case.situation.acts):
        return None
    return perception(case.situation, case.perceptions, case.readings, (MAIN,))


def _acting(seen: Perception | None, questions: Mapping[str, Answered]) -> dict[str, Answer]:
    """The answers that turn, if each acts on what it sees."""
    if seen is None:
        return {}
    facts = {name: seen.fact(name, MAIN) for name in questions}
    return {name: fact for name, fact in facts.items() if fact is not None and fact != questions[name].answer}


def _acts(seen: Perception | None, questions: Mapping[str, Answered]) -> tuple[ActRead, ...]:
    """What answers turn, if an act is read in one way or another; audience by audience."""
    found: dict[tuple[str, str], dict[str, dict[str, Answer]]] = {}
    for name, chosen in (seen.contrasts if seen is not None else {}).items():
        for one in chosen.combinations:
            read = {audience: reading for audience, reading in one.readings.items() if reading is not None}
            if len(read) == 1:
                audience, reading = next(iter(read.items()))
                told = {q: answer_of(one.game, q, MAIN) for q in questions}
                other = {q: a for q, a in told.items() if a is not None and a != questions[q].answer}
                found.setdefault((name, audience), {})[reading] = other
    return tuple(ActRead(act, audience, readings) for (act, audience), readings in found.items())


def _positions(situation: Situation) -> Positions | None:
    """Where positions settle; None where nobody takes one."""
    try:
        return settle(situation) if situation.issues else None
    except DetenteError:
        return None


def _influence(situation: Situation, case: Case) -> Influence | None:
    if not (situation.dependence or situation.ties or situation.mactor):
        return None
    try:
        return find_influence(situation, case.folder)
    except DetenteError:
        return None
