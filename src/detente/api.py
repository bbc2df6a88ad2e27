"""The public functions: each takes a case (or a situation) and returns a result that tells itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal, TypeVar

from detente.bargaining.agreement.result import Story
from detente.bargaining.positions.result import Positions
from detente.bargaining.positions.result import positions as settle
from detente.bargaining.positions.settled import settings_of
from detente.evidence.sources import Sources
from detente.evidence.trace import Trace, find
from detente.evidence.trace import trace as trace_part
from detente.findings.findings import RUNS
from detente.findings.findings import findings as find_everything
from detente.findings.result import Findings
from detente.influence.balance.frustration import SECONDS
from detente.influence.balance.projection import Rule
from detente.influence.drawn import DRAWS as INFLUENCE_DRAWS
from detente.influence.drawn import SEED
from detente.influence.mactor.mactor import Variant
from detente.influence.result import Asked, Influence
from detente.influence.result import influence as find_influence
from detente.outcomes.changed import case_at, changed
from detente.report.brief import brief as the_brief
from detente.report.page import render
from detente.report.whole import report as the_report
from detente.situation.case import Case, case_of, situation_of
from detente.situation.model import Situation
from detente.stability.concepts import REPORTED
from detente.stability.engines.large import analyse
from detente.stability.forms.asked import Asked as Ask
from detente.stability.forms.result import Concepts
from detente.stability.forms.result import concepts as ask_concepts
from detente.stability.further_concepts import named_coalitions, split_concepts, with_further
from detente.stability.inverse.result import Inverse
from detente.stability.inverse.result import inverse as find_inverse
from detente.stability.paths.result import TARGET_LIMIT, Paths
from detente.stability.paths.result import paths as find_paths
from detente.stability.perception.result import Perception
from detente.stability.perception.result import perception as analyse_perception
from detente.stability.result import LIST_LIMIT, Stability
from detente.stability.solve import Model
from detente.stability.witness.result import Explanation, explanation
from detente.time_left import limited
from detente.uncertainty.deal_futures import deal_story
from detente.uncertainty.positions_futures import DRAWS, over_draws
from detente.uncertainty.scan import Scans
from detente.uncertainty.scan import scan as run_scan
from detente.uncertainty.study.result import Study
from detente.uncertainty.study.study import study as run_study

Given = TypeVar("Given", Case, Situation)


def what_if(case: Given, values: Mapping[str, Any]) -> Given:
    """The case (or situation) with other numbers, for any analysis; of a result of `stability` ask `Stability.at`.

    Outcomes and moves that were worked out of late are taken over, so asking again is quick.

    Args:
        case: from `load`; variants, perceptions and readings follow as far as they have the number.
        values: a driver, or the place of a number (``japan.goals.hedge.weight``, ``actors.japan.inertia``) → what a
            file may say there; or ``status_quo.peace.islands`` → a level.

    Raises:
        InputError: everything at once: names that there are not, levels outside the list, values that cannot be
            meant, formulas without a finite value.
    """
    return changed(case, values) if isinstance(case, Situation) else case_at(case_of(case), values)


def stability(
    case: Case | Situation,
    concepts: Iterable[str] | None = None,
    limit: int = LIST_LIMIT,
    engine: str = "auto",
    coalitions: Iterable[str] | None = None,
) -> Stability:
    """What is stable, holds, is predicted and possible, at the central numbers.

    Args:
        case: from `load`; ``case.variants[…]`` and ``case.perceptions[…]`` are situations too.
        concepts: any of ``nash, sseq, seq, smr, gmr`` and, where some actor says what is greatly preferred,
            ``strong_gmr, strong_smr, strong_seq``; None: all that apply.
        limit: lists in `to_json` are cut at this length; counts never are.
        engine: ``arrays`` lists the outcomes, ``sweeps`` takes a grid too large to list (then every list is cut at
            `limit`), ``auto`` chooses by size and structure; the result says which in `engine`.
        coalitions: groups of actors to ask as well (in `groups` of the result), such as ``["japan+russia"]``; or
            ``"all"``.

    Raises:
        LimitError: too many outcomes, moves or coalitions for the engine, or a situation it does not serve.
        DetenteError: an unknown concept or actor, or a strong concept where no strength is stated.
    """
    situation = situation_of(case)
    plain, strong = split_concepts(situation, concepts)
    groups = named_coalitions(situation, coalitions)
    return with_further(analyse(situation, plain, limit, engine), strong, groups, required=concepts is not None)


def concepts(case: Case | Situation, asked: Iterable[Ask | str] | None = None) -> Concepts:
    """What the newer concepts of the literature say: preference forms, attitudes, limited moves, metarational trees.

    Args:
        case: from `load`; ``case.variants[…]`` and ``case.perceptions[…]`` are situations too.
        asked: names (``"nonmyopic"``, ``"FGMR"``) or `detente.stability.forms.asked.Asked` with parameters; what is
            left open is asked in every way there is. None: whatever the file calls for.

    Raises:
        LimitError: too many outcomes, or a concept for two actors where more move.
        DetenteError: an unknown concept or actor, or preferences of another kind than the concept needs.
    """
    questions = None if asked is None else [Ask(one) if isinstance(one, str) else one for one in asked]
    return ask_concepts(situation_of(case), questions)


def explain(
    case: Case | Situation,
    who: str,
    outcome: str = "status_quo",
    concept: str = "seq",
    to: str | None = None,
    engine: str = "auto",
) -> Explanation:
    """Why an actor, the parties of an agreement or a group stays at an outcome, or leaves it; checked twice.

    Args:
        case: from `load`; ``case.variants[…]`` and ``case.perceptions[…]`` are situations too.
        who: an actor, an agreement, or a group as ``japan+russia``.
        outcome: an id, a name as `Stability.rows` gives it, a statement that one outcome fits, or ``status_quo``.
        concept: any of ``nash, sseq, seq, smr, gmr, strong_gmr, strong_smr, strong_seq``; for a group also ``cnash,
            cgmr, csmr, cseq, cseq_individual`` (``seq`` then means ``cseq``).
        to: for an agreement, the end of the joint step; None: every joint step from the outcome.
        engine: as for `stability`; agreements, groups and strong concepts need outcomes that are listed.

    Raises:
        DetenteError: nobody of this name, a concept that is not asked of it, an unknown outcome, no such step.
        LimitError: too many outcomes, or too many answers to go through.
    """
    return explanation(situation_of(case), who, outcome, concept, to, engine)


def positions(
    case: Case | Situation,
    issue: str | None = None,
    *,
    preset: str = "paper",
    switches: Mapping[str, str] | None = None,
    rounds: int | None = None,
    vote: str = "proportional",
    victory: str = "linear",
    errors: str | Path | None = None,
    draws: int = DRAWS,
    seconds: float | None = None,
) -> Positions:
    """Where positions on a scale settle: the forecast with its band, and beside it what every model says.

    Args:
        case: from `load`, which reads tables of positions too.
        issue: its name; None: every issue.
        preset: the reading of the challenge model that `switches` change: ``paper`` or ``as_coded``.
        switches: switch → value; then a reading ``own`` is told beside the two presets.
        rounds: so many rounds of challenges, instead of until they rest or turn in a circle.
        vote: how an actor votes between two positions: ``proportional``, ``binary``, ``proportional_binary``,
            ``proportional_cubic``, ``cubic`` or ``prospect``.
        victory: how votes become the chance to win: ``linear``, ``square``, ``quartic``, ``octic`` or ``binary``.
        errors: a table of your own errors, from which the band is made instead of those of the European Union.
        draws: over so many draws of what the file leaves open (up to 8,192; 0: at the central numbers alone).
        seconds: how long it may take; what is missing then is in `undone` of the result. None: as long as it takes.

    Raises:
        DetenteError: no issue of this name, nobody takes a position, or a choice that does not exist.
    """
    settings = settings_of(preset, switches, rounds, vote, victory, errors)
    with limited(seconds):
        return over_draws(settle(situation_of(case), issue, settings), draws)


def influence(
    case: Case | Situation,
    *,
    projection: Rule = "net",
    weigh: bool = False,
    camps: Iterable[int] = (3,),
    suppose: Iterable[tuple[str, str, int]] = (),
    camp: Iterable[str] = (),
    diversify: Iterable[tuple[str, str, str, str, float]] = (),
    grow: Iterable[tuple[str, str, str, float]] = (),
    withdraw: Iterable[tuple[str, str]] = (),
    fails: Iterable[tuple[str, str, str, float]] = (),
    mactor: Variant = "lipsor",
    draws: int = INFLUENCE_DRAWS,
    seed: int = SEED,
    seconds: float = SECONDS,
) -> Influence:
    """Who depends on whom, which alignments are under tension and what others cost, who is strong (MACTOR).

    Args:
        case: from `load`, which puts its tables in place; ``case.variants[…]`` are situations too.
        projection: how several ties of a pair become one sign: ``net``, ``latest``, ``positive`` or ``negative``.
        weigh: ties weigh their strength; else every pair weighs the same.
        camps: numbers of camps asked for beside two.
        suppose: what if two actors had one tie of this sign: (actor, actor, 1 or -1).
        camp: the actors of one camp of a split whose price is asked.
        diversify: (domain, actor, from, to, share of its needs that moves).
        grow: (domain, actor, partner, factor).
        withdraw: (domain, hub that stops delivering).
        fails: (domain, actor, guarantor, probability).
        mactor: the reading of the MACTOR formulas: ``lipsor``, ``kept`` or ``diagonal``.
        draws: how many runs the bands rest on.
        seed: the same seed gives the same bands.
        seconds: how long each search for a best split may take.

    Raises:
        DetenteError: none of the three blocks, an unknown name, or a number that cannot be meant.
    """
    asked = Asked(
        projection=projection, weigh=weigh, camps=tuple(camps), suppose=tuple(suppose), camp=tuple(camp),
        mactor=mactor, diversify=tuple(diversify), grow=tuple(grow), withdraw=tuple(withdraw), fails=tuple(fails),
        draws=draws, seed=seed, seconds=seconds,
    )  # fmt: skip
    folder = case.folder if isinstance(case, Case) else None
    return find_influence(situation_of(case), folder, asked)


def deal(
    case: Case | Situation,
    agreement: str | None = None,
    disagreement: str | None = None,
    power: dict[str, float | Fraction] | None = None,
    draws: int = 1_024,
    seconds: float | None = None,
) -> Story:
    """What deal an agreement allows: zone, fair packages, what blocks, linkage, each side's view, whether it lasts.

    Args:
        case: from `load` (then its perceptions are looked at too), or a situation.
        agreement: its name; None where there is only one.
        disagreement: ``drift``, ``myopic``, ``as_it_stands`` or ``numbers`` instead of what the file says.
        power: bargaining power in the Nash deal, party → number; parties left out have 1.
        draws: how many runs are looked at for the share with a zone (up to 100,000; 0: none).

    Raises:
        DetenteError: no agreement, a party without utilities, or nothing that says what happens without a deal.
        LimitError: too many packages.
    """
    views = case.perceptions if isinstance(case, Case) else {}
    exact = None if power is None else {party: Fraction(str(number)) for party, number in power.items()}
    return deal_story(situation_of(case), views, agreement, disagreement, exact, draws, seconds=seconds)


def perception(case: Case, concepts: Iterable[str] = ("seq",), limit: int = LIST_LIMIT) -> Perception:
    """What holds where actors see different games, who is surprised, what being told would change, how acts are read.

    Args:
        case: from `load`; its perceptions and the readings of its acts are solved beside it.
        concepts: any of ``nash, sseq, seq, smr, gmr``.
        limit: lists in `to_json` are cut at this length.
    """
    case = case_of(case)
    return analyse_perception(case.situation, case.perceptions, case.readings, concepts, limit, case.beliefs)


def inverse(
    case: Case | Situation,
    asked: str | None = None,
    concept: str = "seq",
    answer: Literal["yes", "no"] | None = None,
    seconds: float | None = None,
) -> Inverse:
    """What would have to be true for an outcome to hold, or for a question to be answered otherwise.

    Args:
        asked: a question, a statement, or an outcome (id or name); None: the first question not answered by yes.
        concept: any of ``nash, sseq, seq, smr, gmr``.
        answer: ``yes`` or ``no`` for questions and statements; None: the opposite of the present answer.
        seconds: how long it may take; what is missing then is in `undone` of the result. None: as long as it takes.

    Raises:
        DetenteError: nothing is asked, the name is unknown, or preferences are given as pairs.
    """
    with limited(seconds):
        return find_inverse(situation_of(case), asked, concept, answer)


def scan(
    case: Case | Situation, concepts: Iterable[str] = REPORTED, drivers_only: bool = False, seconds: float | None = None
) -> Scans:
    """Which number, goal or inertia turns which answer, one at a time, the rest at the centre.

    Args:
        concepts: any of ``nash, sseq, seq, smr, gmr``.
        drivers_only: uncertain numbers alone, not the weights of goals and inertia.
        seconds: how long it may take; what is missing then is in `undone` of the result. None: as long as it takes.
    """
    with limited(seconds):
        return run_scan(Model.of(situation_of(case)), concepts, goals=not drivers_only)


def study(
    case: Case | Situation,
    draws: int = 10_000,
    seed: int = 7,
    concepts: Iterable[str] = REPORTED,
    *,
    also: Iterable[str] = (),
    out: str | Path | None = None,
    engine: str = "threads",
    workers: int | None = None,
    scheduler: str | None = None,
    until: float | None = None,
    tell: Callable[[int, int], None] | None = None,
    seconds: float | None = None,
) -> Study:
    """The situation in many futures that its ranges allow, as a table.

    Args:
        case: from `load`; ``case.variants[…]`` and ``case.perceptions[…]`` are situations too.
        draws: how many runs; the first n of a larger study are those of a study of n.
        seed: the same seed gives the same table, whatever the engine.
        concepts: any of ``nash, sseq, seq, smr, gmr``.
        also: what to look at beside stability in every run: ``positions``, ``deals`` or ``influence``.
        out: a folder to keep the draws in (Parquet); if it holds part of this study, only the rest is drawn.
        engine: ``threads``, ``serial`` or ``dask``.
        workers: how many at a time; scheduler: the address of Dask's.
        until: stop once the 95% interval of every share is at most this far to each side.
        tell: called as ``tell(done, whole)`` before the first draw and while it runs.
        seconds: how long it may take; then the study is of the draws that were made. None: all of them.

    Raises:
        DetenteError: draws or a seed that make no sense, an unknown concept or measure, a formula that fails in some
            draw, an order that next to no weights fit, a folder that cannot be used or holds another study.
        LimitError: too many outcomes or moves.
    """
    with limited(seconds):
        return run_study(
            case, draws, seed, concepts, also=also,
            out=out, engine=engine, workers=workers, scheduler=scheduler, until=until, tell=tell,
        )  # fmt: skip


def paths(
    case: Case | Situation,
    to: str | Iterable[str] = (),
    start: str | None = None,
    concept: str = "seq",
    all: bool = False,
    limit: int = TARGET_LIMIT,
) -> Paths:
    """The shortest ways from the status quo to where things can end: as it goes, by improvements, by any moves.

    Args:
        to: one or several questions, statements, ids or names of outcomes; without any, the predicted places and, for
            each question, the nearest place with another answer.
        start: where from, as for `explain`; None: the status quo.
        concept: any of ``nash, sseq, seq, smr, gmr``.
        all: every place where things can come to rest, the nearest `limit` of them.

    Raises:
        DetenteError: nowhere to start from, a target that nothing fits, or more targets than `limit`.
    """
    targets = (to,) if isinstance(to, str) else to
    return find_paths(situation_of(case), targets, start, concept, everything=all, limit=limit)


def trace(case: Case, part: str) -> Trace:
    """The tree of passages, claims and rows behind a part of the file (a path, or the end of one)."""
    sources = Sources(case_of(case).situation, case.folder)
    return trace_part(sources, find(case.situation, part))


def findings(case: Case, draws: int = RUNS) -> Findings:
    """Everything the report tells, worked out once: answers and how sure they are, where it goes, packages, what would
    turn the main answer, what each side believes, what the numbers rest on.

    draws: how many runs (0: only the middle of every range).
    """
    return find_everything(case_of(case), runs=draws)


def report(
    case: Case, language: str = "en", draws: int = RUNS, *, brief: bool = False, all_tables: bool = False
) -> str:
    """The report as one self-contained HTML page, in English (``en``) or Arabic (``ar``).

    Args:
        draws: how many runs its shares rest on (0: only the middle of every range).
        brief: the answer on two pages instead.
        all_tables: the tables for those who check are open.
    """
    found = find_everything(case_of(case), runs=draws, whole=not brief)
    return render((the_brief if brief else the_report)(found, language), every=all_tables)
