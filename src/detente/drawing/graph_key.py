"""What a drawing of an integrated graph says beside itself: the signs it uses, and what its outcomes are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.drawing.svg import STREAMS
from detente.outcomes.telling import Teller
from detente.stability.concepts import KNOWN
from detente.stability.integrated import SHOWN, Arc, IntegratedGraph
from detente.words import join, say

LISTED = 30  # outcomes up to which the key says what each is
LABELLED = 90  # arcs up to which each carries the letter of its mover
MOST_ARCS = {"all": 64, "improvements": 160, "unsanctioned": 260, "best": 0}  # arcs up to which a drawing shows them
TIPS = ("filled", "open", "filled_diamond", "open_diamond", "filled_dot", "open_dot")
KINDS = ("unsanctioned", "sanctioned", "move", "joint")


@dataclass(frozen=True)
class Mover:
    """Who makes steps, with the letter, colour and arrow tip of its arcs."""

    name: str
    letter: str
    colour: str
    tip: str
    words: str


@dataclass(frozen=True)
class Entry:
    """A line of the key. `sign`: a mover's name, a kind of line, a kind of outcome, or the number of an outcome."""

    of: str  # mover, line, node, outcome or note
    sign: str
    words: str


def arcs_shown(graph: IntegratedGraph, which: str | None) -> tuple[str, list[Arc]]:
    """The arcs of a drawing, and which they are: those asked for, else as many as can still be told apart."""
    if which is None:
        which = next((name for name in SHOWN if len(graph.shown(name)) <= MOST_ARCS[name]), SHOWN[-1])
    return which, graph.shown(which)


def movers_of(graph: IntegratedGraph, arcs: Sequence[Arc], language: str) -> dict[str, Mover]:
    """The movers of these arcs in the order of the file; a further round of letters gets a number."""
    teller = Teller(graph.situation, graph.stability.model.space, language)
    letters = say("graph.letters", language)
    acting = {arc.mover for arc in arcs}
    names = [name for name in (*graph.situation.actors, *graph.situation.agreements) if name in acting]
    found = {}
    for place, name in enumerate(names):
        turn, letter = divmod(place, len(letters))
        words = teller.mover(name)
        if name in graph.situation.agreements:
            words = say("graph.key.together", language, actors=words, agreement=teller.agreement(name))
        marked = letters[letter] + (str(turn + 1) if turn else "")
        found[name] = Mover(name, marked, STREAMS[place % len(STREAMS)], TIPS[place % len(TIPS)], words)
    return found


def line_kind(arc: Arc, concept: str) -> str:
    """How the arc is drawn: one of `KINDS`."""
    return "joint" if arc.kind == "joint" else arc.verdict(concept) or "move"


def node_kind(graph: IntegratedGraph, outcome: int) -> str:
    """``rest`` (nobody leaves, alone or together), ``equilibrium`` (alone), or ``passing``."""
    if outcome in graph.resting():
        return "rest"
    return "equilibrium" if graph.concept in graph.equilibria(outcome) else "passing"


def symbols(graph: IntegratedGraph, outcome: int) -> str:
    """The concepts under which nobody leaves the outcome alone, as the literature writes them."""
    return " ".join(KNOWN[name].symbol for name in graph.equilibria(outcome))


def key_of(graph: IntegratedGraph, arcs: Sequence[Arc], movers: dict[str, Mover], language: str) -> list[Entry]:
    """The key: who moves, and what the lines and the circles mean."""
    symbol = KNOWN[graph.concept].symbol
    kinds = {line_kind(arc, graph.concept) for arc in arcs}
    nodes = {node_kind(graph, outcome) for outcome in range(graph.count)} - {"passing"}
    space = graph.stability.model.space
    found = [Entry("mover", name, f"{mover.letter}: {mover.words}") for name, mover in movers.items()]
    found += [
        Entry("line", kind, say(f"graph.key.{kind}", language, concept=symbol)) for kind in KINDS if kind in kinds
    ]
    found += [
        Entry("node", kind, say(f"graph.key.{kind}", language, concept=symbol))
        for kind in ("rest", "equilibrium")
        if kind in nodes
    ]
    if space.status_quo is not None:
        found.append(Entry("node", "status_quo", say("graph.key.status_quo", language)))
    return found


def notes(graph: IntegratedGraph, arcs: Sequence[Arc], language: str) -> list[Entry]:
    """How the columns are to be read, and what is left out."""
    found = [Entry("note", "", say("graph.key.columns", language, concept=KNOWN[graph.concept].symbol))]
    if hidden := len(graph.arcs) - len(arcs):
        found.append(Entry("note", "", say("graph.key.hidden", language, count=hidden)))
    return found


def outcome_entries(graph: IntegratedGraph, language: str, wanted: Sequence[int] | None = None) -> list[Entry]:
    """What each outcome is (`wanted`: these); of many, only what nobody leaves, and the status quo."""
    space = graph.stability.model.space
    teller = Teller(graph.situation, space, language)
    wanted = list(range(graph.count)) if wanted is None else sorted(wanted)
    if len(wanted) > LISTED:
        wanted = [one for one in wanted if one in graph.resting() or one == space.status_quo]
    listed = wanted[:LISTED]
    if space.nodes or space.status_quo is None:
        return [Entry("outcome", str(one + 1), outcome_words(teller, one)) for one in listed]
    common, names = teller.names(listed)
    shared = [Entry("note", "", say("graph.key.common", language, list=tuple(common)))] if common else []
    return shared + [Entry("outcome", str(one + 1), names[one]) for one in listed]


def outcome_words(teller: Teller, outcome: int) -> str:
    """The outcome in short: its name, or what is done in it and by whom."""
    space = teller.space
    owners: dict[str, list[str]] = {}
    if space.nodes:
        return teller.outcome(outcome)
    for axis, level in zip(space.axes, space.levels[outcome], strict=True):
        if level:
            owners.setdefault(axis.owner, []).append(teller.level(axis, int(level)))
    if not owners:
        return say("graph.nothing", teller.language)
    told = [
        say("phrases.owner", teller.language, owner=teller.owner(owner), phrases=join(phrases, teller.language))
        for owner, phrases in owners.items()
    ]
    return say("phrases.semicolon", teller.language).join(told)
