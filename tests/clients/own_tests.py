# /// script
# dependencies = ["hypothesis", "jsonschema", "pytest", "pytest-xdist"]
# [tool.annotator]
# when = "push"
# extras = ["all"]
# exports = []
# ///
"""The project's own tests of what needs an extra: the files that are skipped whole without it."""

import re
import subprocess
import sys
from pathlib import Path

tests = Path(__file__).parent.parent
whole_file = re.compile(r"^(\w+ = )?pytest\.importorskip", re.MULTILINE)
chosen = [
    path for path in sorted(tests.glob("test_*.py")) if whole_file.search(path.read_text(encoding="utf-8"))
]
assert len(chosen) > 3
pytest = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *chosen]
sys.exit(subprocess.run(pytest, cwd=tests.parent).returncode)
