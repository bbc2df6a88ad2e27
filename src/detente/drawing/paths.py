"""Paths as a drawing: SVG with real text. A tree grows from the start, one box per outcome, one arrow per step.

Paths that begin with the same steps share them. A line says by its kind, not by colour alone, what the step is: full
(it goes by itself), dashed (an improvement that is punished, or a joint step that is not agreed or kept), dotted (a
sacrifice). In a right-to-left language the tree grows from right to left.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from detente.drawing.map import BOX_WIDTH, CHARACTERS, LINE, PAD, box, box_height
from detente.drawing.svg import SLATE, frame, one_of, right_to_left, stacked, tag, tip, wrapped
from detente.outcomes.telling import Teller
from detente.stability.paths.result import Paths
from detente.stability.paths.sentences import told
from detente.stability.paths.steps import JudgedStep
from detente.words import LANGUAGES, say

GAP_X, GAP_Y, LABEL_CHARACTERS = 190, 26, 26
DASHES: dict[str, tuple[str | None, str | None]] = {"taken": (None, None), "sacrifice": ("2 5", "round")}
DASHED = ("9 5", None)


@dataclass
class Branch:
    """An outcome in the tree: the step that led to it (None at the root), what it says, and what follows."""

    outcome: int
    step: JudgedStep | None
    kind: str = "way"  # start, way, end, or rest
    title: str = ""
    lines: list[str] = field(default_factory=list)
    above: list[str] = field(default_factory=list)  # on the arrow: who makes the step
    below: list[str] = field(default_factory=list)  # under it: what stands against it
    after: list[Branch] = field(default_factory=list)
    place: tuple[float, float] = (0.0, 0.0)

    @property
    def height(self) -> float:
        return box_height(self.lines)

    @property
    def span(self) -> float:
        """The height of the box or of everything that follows, whichever is more."""
        ahead = sum(branch.span for branch in self.after) + GAP_Y * max(0, len(self.after) - 1)
        words = 2 * LINE * max(len(self.above), len(self.below))
        return max(self.height, words, ahead)

    def all(self) -> Iterator[Branch]:
        yield self
        for branch in self.after:
            yield from branch.all()


def tree_of(result: Paths, language: str) -> Branch:
    """The told paths of all journeys as one tree, with its words."""
    root = Branch(result.start, None)
    ends = {outcome for members in result.classes for outcome in members}
    for journey in result.journeys:
        for _, path in told(journey):
            here = root
            for step in path:
                here = _follow(here, step)
            if here is not root:
                here.kind = "end"
    for branch in root.all():
        if branch.outcome in ends:
            branch.kind = "rest"
    root.kind = "start"
    _say(root, result, Teller(result.situation, result.stability.model.space, language))
    return root


def _follow(here: Branch, step: JudgedStep) -> Branch:
    """The branch that this step leads to: the one there is, or a new one."""
    for branch in here.after:
        if branch.step == step:
            return branch
    here.after.append(Branch(step.end, step))
    return here.after[-1]


def _say(root: Branch, result: Paths, teller: Teller) -> None:
    """Fill in titles, the lines in the boxes (at the start how things stand, later what changes), and the labels."""
    language, space = teller.language, teller.space
    for branch in root.all():
        key = "start_status_quo" if branch.step is None and result.start == space.status_quo else branch.kind
        branch.title = say(f"paths.figure.{key}", language, id=branch.outcome + 1)
        branch.lines = wrapped(_box_lines(branch, teller), CHARACTERS)
        if branch.step is not None:
            branch.above = wrapped([teller.actors(branch.step.movers)], LABEL_CHARACTERS)
            branch.below = wrapped(_against(branch.step, teller), LABEL_CHARACTERS)


def _box_lines(branch: Branch, teller: Teller) -> list[str]:
    if teller.space.nodes:
        return [teller.outcome(branch.outcome)]
    if branch.step is None:
        return teller.lines(branch.outcome, held=False)
    return [
        say("phrases.owner", teller.language, owner=teller.owner(axis.owner), phrases=words)
        for axis, words in teller.changes(branch.step.start, branch.step.end)
    ]


def _against(step: JudgedStep, teller: Teller) -> list[str]:
    """What stands against the step, and who would stop it."""
    language, found = teller.language, []
    if step.sacrifices:
        actors = teller.actors([one.actor for one in step.sacrifices])
        found.append(say("paths.figure.sacrifice", language, actors=actors))
    elif step.verdict != "taken":
        found.append(say(f"paths.figure.{step.verdict}", language))
    if willing := [one.actor for one in step.blockers if one.would]:
        found.append(say("paths.figure.would", language, actors=teller.actors(willing)))
    return found


def _lay_out(branch: Branch, depth: int, top: float) -> None:
    """Places of the boxes' upper corners, as if from left to right; a box stands in the middle of what follows it."""
    branch.place = (PAD + depth * (BOX_WIDTH + GAP_X), top + (branch.span - branch.height) / 2)
    ahead = sum(each.span for each in branch.after) + GAP_Y * max(0, len(branch.after) - 1)
    below = top + (branch.span - ahead) / 2
    for each in branch.after:
        _lay_out(each, depth + 1, below)
        below += each.span + GAP_Y


def figure(result: Paths, language: str = "en", kind: str | None = None) -> str:
    """The one drawing there is of paths: ``tree``."""
    one_of(("tree",), kind)
    return draw_paths(result, language)


def draw_paths(result: Paths, language: str) -> str:
    """The paths as SVG; the drawing says its own direction, so a page around it does not turn it."""
    root = tree_of(result, language)
    _lay_out(root, 0, PAD)
    rtl = right_to_left(language)
    width = max(branch.place[0] for branch in root.all()) + BOX_WIDTH + PAD
    key = wrapped([say("paths.figure.key", language)], int(width // 8))
    height = root.span + 2 * PAD + LINE * (len(key) + 1)
    if rtl:
        for branch in root.all():
            branch.place = (width - branch.place[0] - BOX_WIDTH, branch.place[1])
    parts = [tip("tip-path")]
    for branch in root.all():
        parts += [_arrow(branch, each, each.step, rtl) for each in branch.after if each.step is not None]
    parts += [box(each.kind, (*each.place, each.height), each.title, each.lines, rtl) for each in root.all()]
    parts += stacked(width - PAD if rtl else PAD, root.span + 2 * PAD + LINE, key, LINE, class_="line")
    title = say("paths.figure.title", language)
    told_of = say("paths.figure.description", language, count=len(result.journeys))
    return frame("paths", (width, height), title, told_of, parts, language, direction=LANGUAGES[language])


def _arrow(start: Branch, end: Branch, step: JudgedStep, rtl: bool) -> str:
    from_x = start.place[0] + (0 if rtl else BOX_WIDTH)
    to_x = end.place[0] + (BOX_WIDTH + 2 if rtl else -2)
    from_y, to_y = start.place[1] + start.height / 2, end.place[1] + end.height / 2
    turn = from_x + (to_x - from_x) * 0.2  # the line is level for most of its way, so that the words stand on it
    curve = (
        f"M{from_x:.1f} {from_y:.1f} C{turn:.1f} {from_y:.1f} {from_x:.1f} {to_y:.1f} {turn:.1f} {to_y:.1f} H{to_x:.1f}"
    )
    dashes, cap = DASHES.get(step.verdict, DASHED)
    line = tag(
        "path", d=curve, fill="none", stroke=SLATE, stroke_width=1.6, marker_end="url(#tip-path)",
        stroke_dasharray=dashes, stroke_linecap=cap,
    )  # fmt: skip
    middle = (turn + to_x) / 2
    words = stacked(middle, to_y - 7, reversed(end.above), -15, None, "middle", class_="mover", font_size=12)
    words += stacked(middle, to_y + 16, end.below, 15, None, "middle", class_="mover", font_size=12)
    return line + "".join(words)
