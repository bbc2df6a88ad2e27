"""What every command has: help in words, its file, ``--variant``, ``--as``, ``--set``, ``--format`` and ``--lang``.

A command is a function under `command`, which takes a `Given` first and then its own options.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, update_wrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from detente.cli import language
from detente.cli.language import echo, plain, spoken_options, spoken_usage, text
from detente.cli.printing import write_sheets
from detente.cli.usage import plain_numbers
from detente.errors import DetenteError
from detente.evidence.tables.number_columns import MARKS
from detente.files import replaceable, writable
from detente.situation.identifiers import nearest
from detente.time_left import SECONDS
from detente.words import say

if TYPE_CHECKING:
    from detente.outcomes.space import Space
    from detente.situation.case import Case
    from detente.situation.model import Situation

DRAWINGS = (".svg", ".pdf")
FORMATS = ("table", "json", "csv", "md", "latex")
# What answers rest on: said every time.
OF_DATA = ("table_", "positions_blank", "positions_filled", "positions_coders", "workbook_sheets")

# How an option was called before → how the same is said now.
OLD_OPTIONS: dict[str, dict[str, str]] = {
    "stability": {"--coalitions": "--coalition all"},
    "paths": {"--from": "--start"},
    "report": {"--both": "--lang both"},
}


@dataclass(frozen=True)
class Given:
    """What was said with the options that commands share."""

    file: str
    form: str = "table"
    variant: str | None = None
    seen_by: str | None = None
    settings: tuple[str, ...] = ()
    ids: bool = False

    @cached_property
    def case(self) -> Case:
        """The checked case with what is set for this run; warnings are counted on stderr,
        and those about data said in full."""
        from detente.load import load  # help, and what is said without a situation, do not wait for it
        from detente.situation.share_levels import levels_at_hand_of

        case = load(self.file)
        if case.warnings:
            echo(text("warnings", count=len(case.warnings), file=self.file), err=True)
        for problem in case.warnings:
            if problem.code.startswith(OF_DATA):
                echo(plain(problem.message(language.chosen())), err=True)
        for name, levels in levels_at_hand_of(case.situation).items():
            echo(plain(say("cli.at_hand", language.chosen(), name=name, levels=levels)), err=True)
        return self.with_settings(case)

    def with_settings(self, case: Case) -> Case:
        """A case with what is set for this run, which is told before anything else."""
        if not self.settings:
            return case
        from detente.outcomes.changed import applied, case_at, read_settings  # most runs set nothing
        from detente.outcomes.changed_sentences import change_words

        values, faults = read_settings(self.settings)
        before = self.chosen(case)
        _, changes = applied(before, values, faults=faults)
        made = case_at(case, values)
        said = [change_words(before, change, language.chosen()) for change in changes]
        echo(plain(say("changed.said", language.chosen(), list=said)) + "\n", err=self.form != "table")
        return made

    def own_ids(self, space: Space) -> list[int] | None:
        """Seen by an actor: the ids that outcomes have in the file itself; None: as they are counted."""
        from detente.outcomes.space import space_of  # most runs are of no view
        from detente.stability.view_ids import ids_of

        return None if self.seen_by is None else ids_of(space, space_of(self.case.situation))

    def refuse_settings(self) -> None:
        """Where there is no situation, no number of it can be set."""
        if self.settings:
            raise DetenteError("set_no_situation", given=self.settings[0])

    @property
    def situation(self) -> Situation:
        """The situation itself, the variant, or how an actor sees it."""
        return self.chosen(self.case)

    def chosen(self, case: Case) -> Situation:
        """The same of a case that was loaded otherwise."""
        return case.looked_at(self.variant, self.seen_by)


def command(
    name: str,
    *,
    file: bool = True,
    required: bool = True,
    views: tuple[str, ...] = (),
    formats: tuple[str, ...] = (),
    languages: bool = False,
) -> Callable[[Callable[..., Any]], click.Command]:
    """A command whose help, with its example, comes from the message files.

    `file`: its first argument is a FILE (`required`: which must be given). `views`: ``variant``, ``as`` and ``set``, as
    far as it looks at other readings of the situation, or at other numbers. `formats`: what it can write. `languages`:
    it can write several at once (``--lang both``). With a file or formats, the function takes a `Given` first.
    """
    printed = [_format_option(formats)] if formats else []
    shared = [VIEWS[view] for view in views] + printed + [IDS, XLSX] * ("csv" in formats) + [language.option(languages)]

    def make(function: Callable[..., Any]) -> click.Command:
        def call(**values: Any) -> Any:
            _keep_inputs(click.get_current_context())
            if not (file or formats):
                return function(**values)
            said = {key: values.pop(key) for key in ("form", "variant", "seen_by", "settings", "ids") if key in values}
            workbook = values.pop("xlsx", None)
            if workbook is not None:
                said["form"] = _only_a_workbook()
            done = function(Given(values.pop("file", "") or "", **said), **values)
            if workbook is not None:
                write_sheets(workbook)
            return done

        example = f"\b\n{text('example')}\n" + "\n".join(f"  {line}" for line in text(f"{name}.example").splitlines())
        made = click.command(name, cls=SpokenCommand, help=text(f"{name}.help"), epilog=example)(
            update_wrapper(call, function)
        )
        metavar = "FILE" if required else "[FILE]"
        first = [click.Argument(["file"], metavar=metavar, required=required)] if file else []
        made.params = [*first, *made.params, *shared]
        return made

    return make


def _keep_inputs(context: click.Context) -> None:
    """Refuse a target that is a file named to be read."""
    targets = [one.name for one in context.command.params if isinstance(one.type, Target) and not one.type.folder]
    read = [Path(at) for name, one in context.params.items() if name not in targets for at in _texts(one)]
    for path in (one for name in targets for one in _texts(context.params[name or ""]) if isinstance(one, Path)):
        for given in read:
            with suppress(OSError, ValueError):
                if path.samefile(given):
                    raise DetenteError("target_input", path=str(path))


def _texts(value: Any) -> Iterator[str | Path]:
    """The texts and paths of what an option was given."""
    if isinstance(value, str | Path):
        yield value
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _texts(one)


class SpokenCommand(click.Command):
    """A command whose help speaks the language of this run throughout."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """An option that was renamed is refused by its new name."""
        try:
            return super().parse_args(ctx, plain_numbers(self, args))
        except click.NoSuchOption as error:
            new = OLD_OPTIONS.get(self.name or "", {}).get(error.option_name)
            if new is None:
                raise
            raise DetenteError("option_renamed", old=error.option_name, new=new) from None

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        spoken_usage(self, ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        spoken_options(self, ctx, formatter)


class Target(click.ParamType[Path]):
    """A file (or a folder; None: either) to be written: refused before anything is worked out if it cannot be.

    `anew`: it is written over where it is one of those that are made anew each time.
    """

    name = "file"

    def __init__(self, folder: bool | None = False, anew: bool = False) -> None:
        self.folder, self.anew = folder, anew
        self.name = {False: "file", True: "folder", None: "path"}[folder]

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:  # noqa: ARG002
        writable(value, self.folder)
        self.fits(Path(value))
        if self.anew:
            replaceable(Path(value))
        return Path(value)

    def fits(self, path: Path) -> None:
        """Refuse an ending that says something else."""


class Workbook(Target):
    """A file for tables, as its ending says."""

    def fits(self, path: Path) -> None:
        if path.suffix.lower() != ".xlsx":
            raise DetenteError("workbook_ending", path=str(path))


class Drawing(Target):
    """A file for a drawing, as its ending says: SVG, or PDF where a browser can print it."""

    def fits(self, path: Path) -> None:
        if path.suffix.lower() not in DRAWINGS:
            raise DetenteError("plot_format", file=str(path), known=DRAWINGS)
        if path.suffix.lower() == ".pdf":
            from detente.report.pdf import browser  # most drawings are SVG

            browser()


A_FILE, A_FOLDER, A_PLACE = Target(), Target(folder=True), Target(folder=None, anew=True)
A_MADE, A_DRAWING, A_WORKBOOK = Target(anew=True), Drawing(anew=True), Workbook(anew=True)

VIEWS = {
    "variant": click.Option(["--variant"], metavar="NAME", help=text("variant")),
    "as": click.Option(["--as", "seen_by"], metavar="ACTOR", help=text("as")),
    "set": click.Option(["--set", "settings"], metavar="NAME=VALUE", multiple=True, help=text("set")),
}
BOTH = ("variant", "as")
ANALYSED = (*BOTH, "set")
IDS = click.Option(["--ids"], is_flag=True, help=text("ids"))


XLSX = click.Option(["--xlsx"], type=A_WORKBOOK, metavar="FILE", help=text("xlsx"))


def _only_a_workbook() -> str:
    """The form in which tables are kept for a workbook; refused beside ``--format``, or without openpyxl."""
    from detente.evidence.workbook import openpyxl

    if click.get_current_context().get_parameter_source("form") is not ParameterSource.DEFAULT:
        raise DetenteError("xlsx_format")
    openpyxl()
    return "xlsx"


def _format_option(allowed: tuple[str, ...]) -> click.Option:
    """The option ``--format`` with the formats a command can write."""
    choice = click.Choice(allowed)
    return click.Option(["--format", "form"], type=choice, default="table", show_default=True, help=text("format"))


engine_option = click.option(
    "--engine",
    type=click.Choice(("auto", "arrays", "sweeps")),
    default="auto",
    show_default=True,
    help=text("stability.engine"),
)

seconds_option = click.option(
    "--seconds", type=click.FloatRange(min=0.1), default=SECONDS, show_default=True, help=text("seconds")
)

decimal_option = click.option("--decimal", type=click.Choice(tuple(MARKS)), help=text("decimal"))


def concept_option(name: str, known: tuple[str, ...], default: str = "seq") -> Callable[..., Any]:
    """The option ``--concept`` of a command that looks ahead in one way; `name`: of the command, for its help."""
    choice = click.Choice(known)
    return click.option("--concept", type=choice, default=default, show_default=True, help=text(f"{name}.concept"))


def known_question(situation: Situation, question: str | None) -> None:
    """Refuse the name of a question that the file does not have."""
    if question is not None and question not in situation.questions:
        known = tuple(situation.questions)
        raise DetenteError("question_unknown", name=question, nearest=nearest(question, known), known=known)
