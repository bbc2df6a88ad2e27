"""How far do several coders or experts agree, and does it matter? How near did forecasts come?

Open `krippendorff` (agreement), `delphi` (rounds) or `forecast_log` (forecasts and what came) first.
"""
