"""``detente influence``: who depends on whom, which alignments are under tension, and what MACTOR makes of it."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import click

from detente.cli import language
from detente.cli.command import A_DRAWING, ANALYSED, FORMATS, Given, command
from detente.cli.language import echo, plain, text
from detente.cli.printing import print_json, print_result, print_rows, print_sentences, waiting
from detente.cli.table_words import in_words
from detente.errors import DetenteError
from detente.exchange.formats import format_of, take
from detente.exchange.influence_cases_result import solved
from detente.files import write_made
from detente.influence.balance.projection import Rule
from detente.influence.mactor.mactor import Variant
from detente.influence.mactor.matrices import MATRICES, STAKES, matrix_rows
from detente.influence.result import Asked, Influence
from detente.influence.result import influence as who_moves_whom
from detente.influence.sentences import headed
from detente.outcomes.telling import Names
from detente.words import say

SIGNS = {"positive": 1, "negative": -1}
DRAWINGS = ("ties", "leverage", "plane")


@command("influence", views=ANALYSED, formats=FORMATS)
@click.option("--projection", type=click.Choice(get_args(Rule)), default="net",
              show_default=True, help=text("influence.projection"))  # fmt: skip
@click.option("--weigh", is_flag=True, help=text("influence.weigh"))
@click.option("--camps", type=click.IntRange(2, 12), default=3, show_default=True, help=text("influence.camps"))
@click.option("--seconds", type=click.FloatRange(0.1), default=60.0, show_default=True, help=text("influence.seconds"))
@click.option("--draws", type=click.IntRange(1, 100_000), default=4000, show_default=True, help=text("influence.draws"))
@click.option("--seed", type=click.IntRange(0), default=7, show_default=True, help=text("influence.seed"))
@click.option("--suppose", nargs=3, multiple=True, metavar="A B SIGN", help=text("influence.suppose"))
@click.option("--camp", multiple=True, metavar="ACTOR", help=text("influence.camp"))
@click.option("--diversify", nargs=5, type=(str, str, str, str, float), multiple=True,
              metavar="DOMAIN ACTOR FROM TO SHARE", help=text("influence.diversify"))  # fmt: skip
@click.option("--grow", nargs=4, type=(str, str, str, float), multiple=True,
              metavar="DOMAIN ACTOR PARTNER FACTOR", help=text("influence.grow"))  # fmt: skip
@click.option("--withdraw", nargs=2, multiple=True, metavar="DOMAIN HUB", help=text("influence.withdraw"))
@click.option("--fails", nargs=4, type=(str, str, str, float), multiple=True,
              metavar="DOMAIN ACTOR GUARANTOR P", help=text("influence.fails"))  # fmt: skip
@click.option("--mactor", type=click.Choice(get_args(Variant)), default="lipsor",
              show_default=True, help=text("influence.mactor"))  # fmt: skip
@click.option("--matrix", multiple=True, metavar="NAME", type=click.Choice(("all", *MATRICES), case_sensitive=False),
              help=text("influence.matrix", names=", ".join(MATRICES)))  # fmt: skip
@click.option("--figure", nargs=2, multiple=True, type=(click.Choice(DRAWINGS), A_DRAWING),
              metavar="KIND FILE", help=text("influence.figure"))  # fmt: skip
def influence(
    given: Given,
    projection: Rule,
    weigh: bool,
    camps: int,
    seconds: float,
    draws: int,
    seed: int,
    suppose: tuple[tuple[str, str, str], ...],
    camp: tuple[str, ...],
    diversify: tuple[tuple[str, str, str, str, float], ...],
    grow: tuple[tuple[str, str, str, float], ...],
    withdraw: tuple[tuple[str, str], ...],
    fails: tuple[tuple[str, str, str, float], ...],
    mactor: Variant,
    matrix: tuple[str, ...],
    figure: tuple[tuple[str, Path], ...],
) -> None:
    written = format_of(given.file, ("situation", "influence cases"))
    cases = take(written, Path(given.file)).made if written.makes == "influence cases" else None
    if cases is not None:
        only = {"suppose": suppose, "camp": camp, "diversify": diversify, "grow": grow, "withdraw": withdraw,
                "fails": fails, "matrix": matrix, "figure": figure, "variant": given.variant,
                "as": given.seen_by}  # fmt: skip
        if unused := [f"--{name}" for name, value in only.items() if value]:
            raise DetenteError("influence_case_option", options=unused)
        print_result(solved(cases, mactor, seconds), given.form)
        return
    case = given.case
    for _, _, sign in suppose:
        if sign not in SIGNS:
            raise DetenteError("sign_unknown", found=sign)
    asked = Asked(
        projection=projection,
        weigh=weigh,
        camps=tuple(dict.fromkeys((3, camps))) if camps > 2 else (),
        suppose=tuple((a, b, SIGNS[sign]) for a, b, sign in suppose),
        camp=camp,
        mactor=mactor,
        diversify=diversify,
        grow=grow,
        withdraw=withdraw,
        fails=fails,
        draws=draws,
        seed=seed,
        seconds=seconds,
    )
    with waiting():
        result = who_moves_whom(given.situation, case.folder, asked)
    for kind, target in figure:
        _draw(result, kind, target)
    if matrix:
        _matrices(result, MATRICES if "all" in matrix else tuple(dict.fromkeys(matrix)), given)
    elif given.form == "table":
        print_sentences(headed(result, language.chosen()))
        echo()
        names = Names(result.situation, language.chosen())
        print_rows(in_words(result.rows(), names, ids=given.ids), given.form)
    else:
        print_result(result, given.form)


def _matrices(result: Influence, wanted: tuple[str, ...], given: Given) -> None:
    """The matrices of MACTOR, one table each; as JSON all of them in one map."""
    if result.mactor is None:
        raise DetenteError("influence_no_mactor")
    found = {name: matrix_rows(result.mactor, name) for name in wanted}
    if given.form == "json":
        print_json(found)
        return
    names = Names(result.situation, language.chosen())
    if given.form == "table":
        print_sentences([say(f"influence.mactor.{result.mactor.mactor.variant}", language.chosen())])
        echo()
    for place, (name, rows) in enumerate(found.items()):
        if place and given.form != "xlsx":
            echo()
        if given.form != "table":
            print_rows(rows, given.form, name)
            continue
        shown = in_words(rows, names, ids=given.ids)
        if name in STAKES and not given.ids:
            called = {key: plain(names.objective(key)) for key in result.mactor.objectives}
            shown = [{called.get(key, key): cell for key, cell in row.items()} for row in shown]
        print_rows(shown, given.form, text(f"influence.title.{name}"))


def _draw(result: Influence, kind: str, target: Path) -> None:
    """Write one drawing; a part that the file does not have is refused."""
    from detente.drawing.influence import figure

    write_made(target, figure(result, language.chosen(), kind))
