# /// script
# dependencies = ["openpyxl"]
# [tool.annotator]
# when = "release"
# extras = ["xlsx"]
# exports = [["--format", "csv", "-o", "statements.csv"], ["--format", "xlsx", "-o", "statements.xlsx"]]
# ///
"""LibreOffice (`soffice`, of libreoffice-calc-nogui) opens the XLSX and saves it again: no cell has changed."""

import csv
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
from openpyxl.utils.escape import unescape

folder = Path(sys.argv[1])
environment = {**os.environ, "HOME": str(folder)}  # its settings, too, go here
command = ["soffice", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", "saved"]
subprocess.run([*command, "statements.xlsx"], cwd=folder, env=environment, check=True)
(sheet,) = openpyxl.load_workbook(folder / "saved" / "statements.xlsx").worksheets
cells = list(sheet.iter_rows())
kinds = {cell.data_type for row in cells for cell in row if cell.value is not None}
assert kinds == {"s"}, f"cells that are no texts: {kinds}"
saved = [[unescape(cell.value or "") for cell in row] for row in cells]
table = list(csv.reader(open(folder / "statements.csv", encoding="utf-8", newline="")))
assert len(saved) == len(table) > 1
changed = [(ours, theirs) for ours, theirs in zip(table, saved) if ours != theirs]
assert not changed, f"{len(changed)} rows changed: {changed[0]}"
print(f"xlsx_libreoffice: {len(table) - 1} rows of {len(table[0])} cells opened and saved unchanged")
