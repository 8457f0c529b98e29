"""The routing table as files: bytes <-> draft + problems, for XLSX, CSV and YAML (DESIGN 6). No file is opened here.

Which row is accepted is decided here; whether the merged table is sound is `knowledge.rules`.
"""

from knowledge.exchange.csv import write_csv
from knowledge.exchange.draft import Draft, Row, SheetName, SourceFile
from knowledge.exchange.gate import gate
from knowledge.exchange.reader import read
from knowledge.exchange.xlsx import write_xlsx
from knowledge.exchange.yaml import write_yaml
from knowledge.problems import Origin, Problem, ProblemCode, Severity, is_sound

__all__ = [
    "Draft",
    "Origin",
    "Problem",
    "ProblemCode",
    "Row",
    "Severity",
    "SheetName",
    "SourceFile",
    "gate",
    "is_sound",
    "read",
    "write_csv",
    "write_xlsx",
    "write_yaml",
]
