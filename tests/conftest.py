"""Fixtures for every test: `office` is one LibreOffice for the whole run, started when first asked for."""

import pytest
from office import Office


@pytest.fixture(scope="session")
def office():
    with Office() as started:
        yield started
