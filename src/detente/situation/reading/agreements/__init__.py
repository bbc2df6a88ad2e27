"""How is what an agreement says beyond its terms read and checked: shares, money, ratifiers, steps, time, drafts?

Open `crosscheck_deals` first; `crosscheck_shares` has terms of which any level can be agreed, `deal_shapes` the short
forms of records.
"""
