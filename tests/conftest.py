"""Fixtures for every test: `office` is one LibreOffice for the whole run, `postgres` one server of databases.

Each is started when first asked for. `address` is where a new ledger may be made: once a file, once on the server.
"""

import pytest
from office import Office
from postgres import Server


@pytest.fixture(scope="session")
def office():
    with Office() as started:
        yield started


@pytest.fixture(scope="session")
def postgres():
    with Server() as started:
        yield started


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request, tmp_path):
    if request.param == "sqlite":
        return str(tmp_path / "ansx.db")
    return request.getfixturevalue("postgres").address()


@pytest.fixture(scope="session")
def demo_made(tmp_path_factory):
    """The practice province, made once for all tests; nobody may change what lies in it."""
    from ansx_xl import demo

    return demo.make(tmp_path_factory.mktemp("demo") / "made")


@pytest.fixture(scope="session")
def demo(demo_made):
    """The folder of the practice province."""
    return demo_made.target


@pytest.fixture(scope="session")
def year(demo_made):
    """What the practice province comes to in 2024."""
    return next(r for r in demo_made.results if str(r.period) == "2024")


@pytest.fixture(scope="session")
def communes():
    """What made-up figures of the 38 communes come to in the second half of 2025."""
    import builders

    from ansx_xl import catalogue
    from ansx_xl.period import Period

    plan = catalogue.load()
    return builders.results(plan, builders.figures(plan, Period.parse("2025-H2"), seed=3))
