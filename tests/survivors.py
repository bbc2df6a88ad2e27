"""What `make mutants` found: how many changes the tests noticed, and each that they did not and nobody has explained.

tests/mutants.md explains, a line each, the changes that make no difference. A survivor that is not in it, and a line in
it that is no survivor (any more), are printed and make this fail. With the word ``again``, what no test noticed and
nobody explained is put back among what has not been tried: there may be new tests.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

EXPLAINED = Path(__file__).with_name("mutants.md")
ENTRY = re.compile(r"- `(?P<place>[\w./]+\.py [\w.]+)`: ``(?P<before>.+?)`` → ``(?P<after>.+?)``: \w.*")
STRICT = re.compile(r",\s*(strict=\w+)?(?=\))")
MISSED = {"survived", "no tests", "suspicious", "segfault"}


class Change(NamedTuple):
    """Module and function; the lines as they are, and as they were spoilt."""

    place: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"- `{self.place}`: ``{self.before}`` → ``{self.after}``: "

    @property
    def strict(self) -> bool:
        """The change is in the `strict` of a `zip` and in nothing else: the lists are as long as one another."""
        return "strict=" in self.before and STRICT.sub("", self.before) == STRICT.sub("", self.after)


def change(path: str, name: str, diff: str) -> Change:
    """What mutmut did, from its name for it and its diff."""
    function = re.sub(r"__mutmut_\d+$", "", name.rpartition(".")[2]).removeprefix("x_").removeprefix("xǁ")
    lines = [line for line in diff.splitlines() if line[:1] in {"+", "-"} and line[:3] not in {"+++", "---"}]
    before, after = (" ".join(line[1:].strip() for line in lines if line[0] == sign) for sign in "-+")
    return Change(f"{path.removeprefix('src/detente/')} {function.replace('ǁ', '.')}", before, after)


def explained() -> list[Change]:
    """The lines of tests/mutants.md. One that begins like a line of it and cannot be read is refused."""
    lines = [line for line in EXPLAINED.read_text(encoding="utf-8").splitlines() if line.startswith("- ")]
    found = [ENTRY.fullmatch(line) for line in lines]
    if None in found:
        sys.exit(f"{EXPLAINED.name}: {lines[found.index(None)]}\nis not: - `module function`: ``is`` → ``was``: why")
    return [Change(*match.group("place", "before", "after")) for match in found if match]


def modules() -> Iterator[Any]:
    """The verdicts of the last run, module by module."""
    from mutmut.mutation.data import SourceFileMutationData
    from mutmut.utils.file_utils import walk_mutatable_files

    for path in sorted(walk_mutatable_files()):
        data = SourceFileMutationData(path=path)
        data.load()
        yield data


def again() -> int:
    from mutmut.mutation.diff_apply import get_diff_for_mutant
    from mutmut.stats import status_by_exit_code

    known = explained()
    for data in modules():
        spoilt = Path("mutants", data.path)
        if spoilt.is_file() and not spoilt.stat().st_size:  # stopped while it was written
            spoilt.unlink()
            continue
        for name in [name for name, code in data.exit_code_by_key.items() if status_by_exit_code[code] in MISSED]:
            one = change(str(data.path), name, get_diff_for_mutant(name, path=data.path))
            if not one.strict and one not in known:
                data.exit_code_by_key[name] = None
                data.save()
    Path("mutants/mutmut-stats.json").unlink(missing_ok=True)  # which test calls which function: found out anew
    return 0


def main() -> int:
    from mutmut.mutation.diff_apply import get_diff_for_mutant
    from mutmut.stats import status_by_exit_code

    known = explained()
    total: Counter[str] = Counter()
    found: list[Change] = []
    for data in modules():
        states = {name: status_by_exit_code[code] for name, code in data.exit_code_by_key.items()}
        missed = [name for name, state in states.items() if state in MISSED]
        here = [change(str(data.path), name, get_diff_for_mutant(name, path=data.path)) for name in missed]
        counts = Counter(states.values())
        counts["explained"] = sum(one.strict or one in known for one in here)
        print(f"{data.path}: {len(states)} changes:", ", ".join(f"{count} {state}" for state, count in counts.items()))
        total += counts
        found += here
    left = total["not checked"] + total["check was interrupted by user"]
    unexplained = [one for one in found if not one.strict and one not in known]
    needless = [one for one in known if one not in found] if not left else []
    for title, changes in (("No test notices:", unexplained), ("Explained, but noticed or gone:", needless)):
        if changes:
            print(title, *changes, sep="\n")
    if left:
        print(f"{left} have not been tried yet: run it again.")
    return int(bool(unexplained or needless))


if __name__ == "__main__":
    sys.exit(again() if sys.argv[1:] == ["again"] else main())
