"""Fixtures for every test: `office` is one LibreOffice for the whole run, started when first asked for."""

import pytest
from office import Office


@pytest.fixture(scope="session")
def office():
    with Office() as started:
        yield started


@pytest.fixture(scope="session")
def demo_made(tmp_path_factory):
    """The practice province, made once for all tests; nobody may change what lies in it."""
    from ansx_xl import demo

    return demo.make(tmp_path_factory.mktemp("demo") / "made")


@pytest.fixture(scope="session")
def demo(demo_made):
    """The folder of the practice province."""
    return demo_made.target
