"""Cached results beside the formulas: without them a mail or phone preview of the workbook is blank.

openpyxl writes ``<f>`` and leaves ``<v>`` empty. The sheets pass through here on their way into the file.
"""

import re
from fractions import Fraction
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

FORMULA_CELL = re.compile(r'<c r="([A-Z]+[0-9]+)"([^>]*)>(<f>[^<]*</f>)<v ?(?:/>|></v>)</c>')


class ResultMissing(Exception):
    """A formula would go out without its result, or a result without its formula."""


class PreviewableFile(ZipFile):
    """A workbook's file. ``results`` has, by a sheet's path in the file, the result of each formula cell."""

    def __init__(self, target, results: dict[str, dict[str, int | Fraction | str]]):
        super().__init__(target, "w", ZIP_DEFLATED)
        self._results = results

    def write(self, filename, arcname=None, *args, **kwargs):
        results = self._results.get(arcname)
        if not results:
            return super().write(filename, arcname, *args, **kwargs)
        sheet = Path(filename).read_text("utf-8")
        formulas = {cell[1] for cell in FORMULA_CELL.finditer(sheet)}
        if formulas != results.keys():
            raise ResultMissing(f"{arcname}: {sorted(formulas ^ results.keys())}")
        return self.writestr(arcname, FORMULA_CELL.sub(lambda cell: _with_result(cell, results[cell[1]]), sheet))


def _with_result(cell: re.Match, result: int | Fraction | str) -> str:
    place, attributes, formula = cell.groups()
    if isinstance(result, str):
        return f'<c r="{place}"{attributes} t="str">{formula}<v>{escape(result)}</v></c>'
    return f'<c r="{place}"{attributes}>{formula}<v>{number(result)}</v></c>'


def number(value: int | Fraction) -> int | float:
    """As a cell holds it: exact whole numbers, the nearest double of the rest."""
    return int(value) if value == int(value) else float(value)
