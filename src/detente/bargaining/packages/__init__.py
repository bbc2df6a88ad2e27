"""Packages of linked issues: is there a zone, which packages are fair, what blocks, what is linking worth?

A `negotiation` has a frontier (`frontier`, by `listing`, `groups` or `milp`); everything else is asked of its points:
the solutions of Nash, Kalai and Smorodinsky and others (`bargaining_solutions`), the zone and the proof that there is
none (`zone`), mixtures (`mixtures` for two parties, `hull` for more), coalitions (`core`), dockets (`linkage`), one
package on the table (`audit`). Open `result` first. Definitions: ``docs/theory/packages.md``.
"""
