"""What the messages about shares, money, ratifiers, steps, time and drafts say to do: old text → new text."""

from __future__ import annotations

SENATE = "senate: {preferences: {goals: {data: {want: treaty.data, weight: 1}}}}"

MENDED: dict[str, tuple[str, str]] = {
    "share_ends": ("from: 100, to: 0", "from: 0, to: 100"),
    "share_step": ("step: 0", "step: none"),
    "share_step_end": ("step: 30", "step: 20"),
    "share_levels": ("levels: [none, half, all], ", ""),
    "share_level": ("treaty.water: 120", "treaty.water: 20"),
    "share_table": ("{0: 0, 100: 25}", "{at: {0: 0, 100: 25}}"),
    "share_compared": ("100, unit", "100, step: 10, unit"),
    "knots_few": ("{50: 25}", "{0: 0, 100: 25}"),
    "knot_twice": ("50.0: 21, ", ""),
    "curve_needs_share": ("{at: {0: 0, 1: 3}}", "{yes: 3}"),
    "curve_range": ("80: 25", "100: 25"),
    "curve_bends": ("40: 4", "40: 20"),
    "limit_shape": ("water * water", "water"),
    "limit_name": ("watter", "water"),
    "whole_expected": ("steps: 2.5", "steps: 4"),
    "money_no": ("    money: no\n", ""),
    "money_scale": ("money: yes", "money: yes\n    scale: common"),
    "worth_not_positive": ("lowland: 0}", "lowland: 0.5}"),
    "worth_needs_money": ("    worth:", "    scale: common\n    money: yes\n    worth:"),
    "cost_not_positive": ("upland.dam: 0", "upland.dam: 2"),
    "ratifier_is_party": ("{lowland: {preferences", "{senate: {preferences"),
    "ratifier_twice": ("lowland: {senate", "lowland: {house"),
    "ratifier_voice": ("name: the senate", "preferences: {goals: {data: {want: treaty.data, weight: 1}}}"),
    "ratifier_ordinal": ("priorities: [treaty.data]", "goals: {data: {want: treaty.data, weight: 1}}"),
    "ratifier_indifferent": ("goals: {}", "goals: {data: {want: treaty.data, weight: 1}}"),
    "ratifier_unknown": ("senat, ", ""),
    "ratifier_circle": ("senate: {rule: house}", SENATE),
    "vote_kinds": (", any: [senate]", ""),
    "vote_need": (", need: 2", ""),
    "quota_beyond": ("need: 100", "need: 60"),
    "deadline_money": ("    deadline:", "    scale: common\n    money: yes\n    deadline:"),
    "deadline_two": ("    deadline: {discount: {upland: 0.9, lowland: 0.8, coast: 0.5}}\n", ""),
    "deadline_discount": ("lowland: 1", "lowland: 0.9"),
    "deadline_parties": ("{upland: 0.9}", "{upland: 0.9, lowland: 0.9}"),
    "issue_of_agreement": ("watr", "water"),
    "issue_twice": (", treaty.water: 50", ""),
    "comparisons_contradict": ("better: {coast: open}, worse: {land: all", "worse: {coast: open}, better: {land: all"),
    "stages_unsafe": (
        "land: {giver: lowland, steps: 3}}",
        "land: {giver: lowland, steps: 3}}\n    bonds: {upland: 1, lowland: 1}",
    ),
}
