"""``detente influence``: who depends on whom, which alignments are under tension, and what MACTOR makes of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli import language
from detente.cli.common import (
    chosen_situation,
    file_argument,
    format_option,
    load_case,
    print_rows,
    print_sentences,
    text,
    variant_option,
    view_option,
)
from detente.cli.common import command as make

if TYPE_CHECKING:
    from detente.influence.result import Influence
    from detente.result import Result


@make("influence")
@file_argument
@click.option("--projection", type=click.Choice(("net", "latest", "positive", "negative")), default="net",
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
@click.option("--mactor", "mactor_variant", type=click.Choice(("lipsor", "kept", "diagonal")), default="lipsor",
              show_default=True, help=text("influence.mactor"))  # fmt: skip
@click.option("--figure", nargs=2, multiple=True, type=(click.Choice(("ties", "leverage", "plane")), str),
              metavar="KIND SVG", help=text("influence.figure"))  # fmt: skip
@variant_option
@view_option
@format_option()
@language.option
def command(
    file: str,
    projection: str,
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
    mactor_variant: str,
    figure: tuple[tuple[str, str], ...],
    variant: str | None,
    seen_by: str | None,
    form: str,
) -> None:
    from detente.errors import DetenteError
    from detente.exchange.influence_cases_read import read_plain
    from detente.exchange.influence_cases_result import solved
    from detente.influence.result import Asked, influence

    plain = read_plain(Path(file))
    if plain is not None:
        given = {"suppose": suppose, "camp": camp, "diversify": diversify, "grow": grow, "withdraw": withdraw,
                 "fails": fails, "figure": figure, "variant": variant, "as": seen_by}  # fmt: skip
        if unused := [f"--{name}" for name, value in given.items() if value]:
            raise DetenteError("influence_case_option", options=unused)
        _show(solved(plain, mactor_variant, seconds), form)  # type: ignore[arg-type]
        return
    case = load_case(file)
    signs = {"positive": 1, "negative": -1}
    for _, _, sign in suppose:
        if sign not in signs:
            raise DetenteError("sign_unknown", found=sign)
    asked = Asked(
        rule=projection,  # type: ignore[arg-type]
        weighed=weigh,
        camps=tuple(dict.fromkeys((3, camps))) if camps > 2 else (),
        suppose=tuple((a, b, signs[sign]) for a, b, sign in suppose),
        camp=camp,
        variant=mactor_variant,  # type: ignore[arg-type]
        diversify=diversify,
        grow=grow,
        withdraw=withdraw,
        fails=fails,
        draws=draws,
        seed=seed,
        seconds=seconds,
    )
    result = influence(chosen_situation(case, variant, seen_by), case.folder, asked)
    for kind, target in figure:
        _draw(result, kind, Path(target))
    _show(result, form)


def _draw(result: Influence, kind: str, target: Path) -> None:
    """Write one drawing; a part that the file does not have is refused."""
    from detente.drawing.leverage import draw_leverage
    from detente.drawing.plane import draw_plane
    from detente.drawing.ties import draw_ties
    from detente.errors import DetenteError
    from detente.files import write_whole

    spoken = language.chosen()
    if kind == "ties" and result.balance is not None:
        drawn = draw_ties(result.situation, result.balance, spoken)
    elif kind == "leverage" and result.dependence is not None:
        drawn = draw_leverage(result.situation, result.dependence, spoken)
    elif kind == "plane" and result.mactor is not None:
        drawn = draw_plane(result.situation, result.mactor, spoken)
    else:
        raise DetenteError("influence_no_part", part={"leverage": "dependence", "plane": "mactor"}.get(kind, kind))
    try:
        write_whole(target, drawn)
    except OSError as error:
        raise DetenteError("figure_unwritable", file=str(target), reason=error.strerror or str(error)) from None


def _show(result: Result, form: str) -> None:
    from detente.influence.result import Influence
    from detente.influence.sentences import headed

    if form == "json":
        click.echo(result.to_json())
        return
    if form == "table":
        spoken = language.chosen()
        print_sentences(headed(result, spoken) if isinstance(result, Influence) else result.sentences(spoken))
        click.echo()
    print_rows(result.rows(), form)
