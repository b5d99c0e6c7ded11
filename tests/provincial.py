"""template.xlsm as LibreOffice can run it: the same sheets and the same macros, two modules swapped.

`xlwings` is the stand-in that hands commands to the test, and the wrappers of the worksheet functions are those that
LibreOffice compiles; every other module is byte for byte that of the real workbook.
"""

from functools import cache

from macros_in_office import STAND_IN, office_wrappers

from ansx_xl import catalogue, template
from macros import build

SWAPPED = {"xlwings", build.WRAPPERS}


@cache
def modules():
    return build.modules()


@cache
def office_modules():
    texts = modules()
    swapped = {"xlwings": STAND_IN, build.WRAPPERS: office_wrappers(texts[build.WRAPPERS])}
    return texts | {name: build.crlf(text) for name, text in swapped.items()}


def office_template(path, plan=None):
    """Write the variant for LibreOffice."""
    project = build.project(template.code_names(), office_modules())
    path.write_bytes(template.to_bytes(plan or catalogue.load(), project))
    return path
