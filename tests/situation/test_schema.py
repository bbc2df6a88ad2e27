"""The JSON Schema for editors against the checker: it accepts whatever the checker accepts."""

from __future__ import annotations

import json
import random
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft7Validator, Draft202012Validator

from detente.cases import shipped_cases, templates
from detente.cli import group
from detente.load import check, check_text
from detente.situation.model import Situation as Model
from detente.situation.reading import described
from detente.situation.reading.schema import IDS, ONLY_THE_CHECKER, Draft, json_schema, keys_at
from detente.words import LANGUAGES
from tests.broken_cases import BROKEN
from tests.conftest import EXAMPLES
from tests.situation.generated import Situation
from tests.situation.typed import schema_faults, schema_faults_of
from tests.test_mutations import spoil

STARTERS = [Path(str(files("detente.words").joinpath(language, "starter.yaml"))) for language in LANGUAGES]
SOUND = [case.path for case in shipped_cases()] + STARTERS + list(templates().values())
BROKEN_FILES = sorted(BROKEN.rglob("*.yaml"))
DRAFTS: tuple[Draft, ...] = tuple(IDS)


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(json_schema())
    Draft7Validator.check_schema(json_schema("7"))
    assert json_schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("path", SOUND, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_it_accepts_what_is_shipped(path: Path) -> None:
    assert check(path).errors == []
    assert schema_faults_of(path) == ()


@pytest.mark.parametrize("path", BROKEN_FILES, ids=lambda path: path.relative_to(BROKEN).as_posix())
def test_what_it_refuses_the_checker_refuses(path: Path) -> None:
    if schema_faults_of(path):
        assert check(path).errors


def test_it_refuses_a_good_part_of_what_is_broken() -> None:
    """Not a promise for each file; only a sign that the schema is of use in an editor."""
    assert sum(bool(schema_faults_of(path)) for path in BROKEN_FILES) > 30


@pytest.mark.parametrize("start", range(0, 12 * EXAMPLES, 50))
def test_it_accepts_what_the_checker_accepts(start: int) -> None:
    accepted = 0
    for seed in range(start, start + 50):
        text = Situation(seed).text()
        checked = check_text(text, Path("nowhere"))
        if not checked.errors:
            accepted += 1
            assert schema_faults(text) == (), text
        else:
            assert {problem.code for problem in checked.errors} == {"status_quo_infeasible"}, text
    assert accepted >= 40


@pytest.mark.parametrize("seed", range(4 * EXAMPLES))
def test_it_accepts_a_spoilt_file_that_the_checker_accepts(seed: int) -> None:
    dice = random.Random(seed)
    path = dice.choice(SOUND)
    text = spoil(path.read_text(encoding="utf-8"), dice)
    if not check_text(text, path.parent).errors:
        assert schema_faults(text) == ()


BASE = "detente: 1\nactors: {usa: , china: }\noptions: {usa: {sail: sail through the strait}}\n"


FORMS = """\
date: 1996
date: 1996-03
date: 1996-03-08
date:
title: 1996
note: 1996-03-08
drivers: {a: true}
drivers: {a: 0x10}
drivers: {a: .inf}
drivers: {a: '1'}
drivers: {a: {value: 1..2}}
drivers: {a: [1]}
drivers: {a: {any: ['1', 2]}}
drivers: {a: {any: []}}
drivers: {a: {value: {low: 1, likely: 2, high: 3}}}
drivers: {a: {low: 1, likely: 2, high: 3, why: x}}
drivers: {a: {value: 1, source: x}}
drivers: {a: }
variants: {y1996: }
variants: {y1996: []}
perceptions: {usa: }
acts: {a: {by: usa, observe: usa.sail, readings: {china: {threat: , routine: {}}}}}
acts: {a: {by: usa, observe: true, to: [china], readings: {china: {threat: {note: x}}}, text: {en: x}}}
acts: {a: {by: usa, observe: usa.sail, readings: {china: }}}
acts: {a: {by: usa, observe: usa.sail, to: china, readings: {}}}
acts: {a: {observe: usa.sail}}
held: usa
held: [usa]
held: [{hold: usa}]
held: [[usa]]
status_quo: {usa.sail: true}
status_quo: {usa.sail: {level: no}}
status_quo: [usa.sail]
statements: {a: true}
statements: {a: {statement: true, text: {en: x}}}
statements: {a: }
statements: {a: 1}
statements: {a: [true]}
rules: {r: {if: usa.sail, then: usa.sail}}
rules: {r: {if_: usa.sail, then: usa.sail}}
rules: {r: {never: usa.sail, at_most_one: [usa.sail]}}
ties: {t: {between: [usa, china], kind: 1, sign: negative}}
ties: {t: {from_: usa, to: china, kind: x, sign: negative}}
ties: {t: {between: usa, kind: x, sign: negative}}
preferences: {usa: {ranking: [usa.sail, [true]]}}
preferences: {usa: {priorities: [usa.sail, '>>', true]}}
preferences: {usa: {priorities: [{want: usa.sail, when: true}]}}
preferences: {usa: }
options:
words: {a: 1..2}
preferences: {usa: {points: {usa.sail: {yes: 1, no: {value: 0}}}, base: 1, much: 1}}
cites: [C1, 1, {row: 1, source: s}]
sources: {s: {file: s.txt, rating: B2, published: 1996}}
sources: {s: {file: 1}}
sources: {s: s.txt}
outcomes: [1, 2]
issues: {i: {positions: {usa: 1}}}
issues: {i: {positions: {usa: {position: 1..2}}, scale: {0: a, 100: {en: b}}}}
mactor: {influence: {usa: {china: 1}}, objectives: {}}
together: {t: {drivers: [a, b], correlation: 1}}
form: 1
questions: {q: {statement: usa.sail, yes: it sails, no: {en: it does not}}}
checks: {c: {statement: usa.sail}}
checks: {c: usa.sail}
accept: {level_dead: they wait, rule_idle: {en: so it is}, goal_idle: 1}
accept: {level_dead: }
accept: {level_dead: ' '}
accept: {level_dead: {}}
accept: {level_dead: {en: ''}}
accept: {level_dead: [they wait]}
accept:
"""


@pytest.mark.parametrize("line", FORMS.splitlines())
def test_single_forms(line: str) -> None:
    """Whatever the schema refuses of these the checker refuses."""
    key = line.partition(":")[0]
    text = "".join(other + "\n" for other in BASE.splitlines() if not other.startswith(f"{key}:")) + line + "\n"
    if schema_faults(text):
        assert check_text(text, Path("nowhere")).errors


def test_the_keys_of_a_place() -> None:
    assert keys_at(())[:2] == ("detente", "title")
    assert set(keys_at(())) == set(Model.model_fields)
    assert keys_at(("options", "usa", "sail"))[:4] == ("text", "otherwise", "levels", "move")
    assert "weight" in keys_at(("preferences", "usa", "goals", "calm"))
    assert "want" in keys_at(("preferences", "usa", "priorities", 0))
    assert "want" in keys_at(("preferences", "usa", "ranking", 0, 1))
    assert "salience" in keys_at(("issues", "i", "positions", "usa"))
    assert keys_at(("ties", "t"))[:3] == ("between", "from", "to")
    assert keys_at(("rules", "r"))[3:5] == ("if", "then")


def test_what_only_the_checker_sees_is_listed() -> None:
    assert len(ONLY_THE_CHECKER) >= 9
    assert all(line[0].islower() or line[0].isupper() for line in ONLY_THE_CHECKER)


def properties(schema: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    """Every property of a schema: the definition it is in, its key, and what is said of it."""
    found = []

    def look(node: Any, inside: str) -> None:
        for part in node if isinstance(node, list) else node.values() if isinstance(node, dict) else ():
            look(part, inside)
        if isinstance(node, dict):
            found.extend((inside, key, part) for key, part in node.get("properties", {}).items())

    definitions = schema.get("$defs") or schema["definitions"]
    look({key: part for key, part in schema.items() if part is not definitions}, "")
    for name, definition in definitions.items():
        look(definition, name)
    return found


@pytest.mark.parametrize("draft", DRAFTS)
def test_every_property_says_what_it_means(draft: Draft) -> None:
    found = properties(json_schema(draft))
    assert len(found) > 250
    assert [(inside, key) for inside, key, part in found if not part.get("description", "").strip()] == []
    assert {inside for inside, _, part in found if len(part["description"]) > 300} == set()


def test_every_record_says_what_it_is() -> None:
    silent = [name for name, record in json_schema()["$defs"].items() if not record.get("description")]
    assert silent == []


def test_a_key_means_what_its_own_record_says() -> None:
    told = {(inside, key): part["description"] for inside, key, part in properties(json_schema())}
    assert told["Moving", "from"] != told["Cut", "from"] != told["Tie", "from"]
    assert told["Term", "move"] == told["Option", "move"]
    assert told["Question", "statement"] == told["Sentence", "statement"] != told["Check", "statement"]


def test_a_key_that_nobody_explains_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The descriptions come from the records; one that is missing there stops the schema, it is not left out."""
    known = {name: dict(keys) for name, keys in described.meanings().items()}
    del known["Actor"]["inertia"]
    monkeypatch.setattr(described, "meanings", lambda: known)
    with pytest.raises(KeyError, match="inertia"):
        described.described(json_schema())


def test_the_older_draft_has_nothing_of_the_newer_one() -> None:
    text = json.dumps(json_schema("7"))
    assert not re.search(r'\$defs|prefixItems|2020-12|"\$ref": "[^"]*", "', text)
    assert json_schema("7")["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert json_schema("7")["$id"] != json_schema()["$id"]
    for part in re.findall(r'"\$ref": "#/definitions/(\w+)"', text):
        assert part in json_schema("7")["definitions"]


@pytest.mark.parametrize("path", [*SOUND, *BROKEN_FILES], ids=lambda path: f"{path.parent.name}/{path.name}")
def test_both_drafts_refuse_the_same(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert schema_faults(text, "7") == schema_faults(text)


@pytest.mark.parametrize("line", FORMS.splitlines())
def test_both_drafts_refuse_the_same_forms(line: str) -> None:
    text = f"{BASE}{line}\n" if line.partition(":")[0] not in ("actors", "options") else line
    assert schema_faults(text, "7") == schema_faults(text)


def test_the_command_prints_either_draft() -> None:
    for draft in DRAFTS:
        shown = CliRunner().invoke(group, ["schema", "--draft", draft])
        assert json.loads(shown.stdout) == json_schema(draft)
    assert json.loads(CliRunner().invoke(group, ["schema"]).stdout) == json_schema()


def test_a_reason_that_says_nothing_is_refused_by_both() -> None:
    for reason in ("", "' '", "{}", "{en: ''}", "[they wait]"):
        text = f"{BASE}accept: {{level_dead: {reason}}}\n"
        assert schema_faults(text) and check_text(text, Path("nowhere")).errors
    good = f"{BASE}accept: {{level_dead: {{en: they wait}}, rule_idle: 1996}}\n"
    assert not schema_faults(good) and not check_text(good, Path("nowhere")).errors
