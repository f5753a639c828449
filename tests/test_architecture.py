"""The shape of the code: who may import whom, where SQL and Streamlit live, how big a module is."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FORBIDDEN = {
    "labels": {"annotator", "exports", "pandas", "streamlit"},
    "exports": {"annotator", "streamlit"},
    "annotator": set(),
}
KNOW_STREAMLIT = ("annotator/app.py", "annotator/screens/", "annotator/server/server.py")
KNOW_STREAMLIT += ("annotator/server/session.py", "annotator/workspace/")
MODULES = sorted(str(p.relative_to(ROOT)) for d in FORBIDDEN for p in (ROOT / d).rglob("*.py"))
SPEAK_SQL = {m for m in MODULES if m.startswith("labels/store/")}
ASSETS = sorted(str(p.relative_to(ROOT)) for p in (ROOT / "annotator").rglob("*.js"))
TREES = {module: ast.parse((ROOT / module).read_text(encoding="utf-8")) for module in MODULES}


def imports(module):
    """The dotted names a module imports, wherever in the file."""
    for node in ast.walk(TREES[module]):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} has a relative import"
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("module", MODULES)
def test_module_imports_only_what_its_place_allows(module):
    forbidden = set(FORBIDDEN[module.partition("/")[0]])
    forbidden |= {"sqlite3", "sqlite_utils"} - ({"sqlite3", "sqlite_utils"} if module in SPEAK_SQL else set())
    forbidden |= set() if module.startswith(KNOW_STREAMLIT) else {"streamlit"}
    assert not forbidden & {name.partition(".")[0] for name in imports(module)}


@pytest.mark.parametrize("module", sorted(SPEAK_SQL))
def test_the_sqlite_driver_is_named_in_one_place_only(module):
    named = {"sqlite3", "sqlite_utils.utils"} & set(imports(module))
    assert not named or module == "labels/store/sqlite.py"


@pytest.mark.parametrize("module", [m for m in MODULES if m not in SPEAK_SQL])
def test_sql_stands_in_the_store_modules_only(module):
    calls = [
        n for n in ast.walk(TREES[module]) if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)
    ]
    assert "execute" not in {call.func.attr for call in calls}


def test_no_modules_import_each_other_in_a_circle():
    names = {m.removesuffix(".py").removesuffix("/__init__").replace("/", "."): m for m in MODULES}
    graph = {name: names.keys() & set(imports(m)) - {name} for name, m in names.items()}
    TopologicalSorter(graph).prepare()


@pytest.mark.parametrize("module", MODULES)
def test_no_import_hides_in_a_function(module):
    functions = [n for n in ast.walk(TREES[module]) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    hidden = [n for f in functions for n in ast.walk(f) if isinstance(n, ast.Import | ast.ImportFrom)]
    assert hidden == []


@pytest.mark.parametrize("module", [*MODULES, *ASSETS])
def test_module_is_small_enough_to_read_in_one_sitting(module):
    assert len((ROOT / module).read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("module", MODULES)
def test_every_public_name_says_what_it_is(module):
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    public = [n for n in TREES[module].body if isinstance(n, kinds) and not n.name.startswith("_")]
    public += [
        member
        for outer in public
        if isinstance(outer, ast.ClassDef)
        for member in outer.body
        if isinstance(member, kinds[:2]) and not member.name.startswith("_")
    ]
    assert [n.name for n in public if ast.get_docstring(n) is None] == []
    assert ast.get_docstring(TREES[module])


@pytest.mark.parametrize("module", ASSETS)
def test_text_never_becomes_markup_in_the_browser(module):
    source = (ROOT / module).read_text(encoding="utf-8")
    for sink in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert sink not in source


@pytest.mark.parametrize("module", MODULES)
def test_text_never_becomes_markup_in_the_pages(module):
    names = {n.arg for n in ast.walk(TREES[module]) if isinstance(n, ast.keyword)}
    assert not {"unsafe_allow_html", "unsafe_allow_javascript"} & names


def test_there_are_at_least_as_many_lines_of_tests_as_of_code():
    def lines(folder, pattern):
        return sum(len(p.read_text(encoding="utf-8").splitlines()) for p in (ROOT / folder).rglob(pattern))

    code = sum(lines(folder, "*.py") for folder in FORBIDDEN)
    assert lines("tests", "*.py") >= code
