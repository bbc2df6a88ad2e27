"""Packages that are worth the same to everybody and do not last alike: the one that lasts is told too."""

from __future__ import annotations

import json
from pathlib import Path

import detente as dt

TEXT = """\
detente: 1
actors: {a: , b: }
options: {a: {raid: {text: raid the camps}}}
agreements:
  pact:
    parties: [a, b]
    pledges: [a.raid]
    terms:
      gift: {text: b gives, leave: never}
      truce: {text: there is a truce, leave: never}
status_quo: {a.raid: yes}
preferences:
  a:
    goals:
      gift: {want: pact.gift, weight: 3}
      raid: {want: a.raid and not pact.truce, weight: 0.5}
      breach: {avoid: a.raid and pact.truce, weight: 2}
  b: {goals: {gift: {avoid: pact.gift, weight: 1}, quiet: {avoid: a.raid, weight: 2.5}}}
"""


def test_of_packages_of_the_same_worth_one_that_lasts_is_told() -> None:
    case = dt.check_text(TEXT, Path()).case
    assert case is not None
    story = dt.deal(case, draws=0)
    (point,) = story.deal.nash.points
    assert point.packages == 2  # with and without the truce, which by itself nobody wants
    first, second = story.held
    assert first.package == point.example and first.verdicts["seq"] == "broken"
    assert second.verdicts["seq"] == "holds" and story.deal.negotiation.utility(second.package) == point.u
    holding = json.loads(dt.stability(case, ["seq"]).to_json())["holds"]["seq"]
    ids = [one["outcome"] for one in json.loads(story.to_json())["signed"]]
    assert [one in holding for one in ids] == [False, True]
    told = "\n".join(story.sentences())
    assert "This would not last" in told and "Once signed, this holds" in told


def test_where_the_package_lasts_no_other_is_looked_for() -> None:
    case = dt.check_text(TEXT.replace("weight: 0.5", "weight: 0"), ".").case
    assert case is not None
    (held,) = dt.deal(case, draws=0).held
    assert held.verdicts["seq"] == "holds"
