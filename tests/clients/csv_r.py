# /// script
# dependencies = []
# [tool.annotator]
# when = "release"
# exports = [["--format", "csv", "-o", "statements.csv"]]
# ///
"""R (the program `Rscript`, of r-base-core) reads the CSV whole, and `substr` cuts the right words."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

SCRIPT = r"""
read <- function(file) read.csv(file, na.strings = character(0), encoding = "UTF-8", check.names = FALSE)
table <- read("statements.csv")
truth <- read("truth.csv")
stopifnot(nrow(table) == length(unique(truth$id)), identical(table$id, unique(truth$id)))
cut <- function(row, spans) {
  pairs <- strsplit(strsplit(spans, ";")[[1]], "-")
  vapply(pairs, function(pair) {
    offset <- table$text_start[row]
    substr(table$text[row], as.integer(pair[1]) - offset + 1, as.integer(pair[2]) - offset)
  }, "")
}
words <- unlist(Map(cut, seq_len(nrow(table)), table$claim_spans))
stopifnot(identical(unname(words), truth$words))
speakers <- unlist(strsplit(table$speaker, "|", fixed = TRUE))
stopifnot(all(nchar(speakers) > 0), sum(table$stance == "oppose") == sum(truth$stance[!duplicated(truth$id)] == "oppose"))
cat(sprintf("csv_r: %d statements, %d spans cut right by R %s.%s\n", nrow(table), length(words),
  R.version$major, R.version$minor))
"""

folder = Path(sys.argv[1])
articles = [json.loads(line) for line in open(folder / "articles.jsonl", encoding="utf-8")]
with open(folder / "truth.csv", "w", encoding="utf-8", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["id", "stance", "words"])
    for article in articles:
        for statement in article["statements"]:
            fields = statement["fields"]
            for span in fields["claim"]["spans"]:
                words = article["text"][span["start"] : span["end"]]
                writer.writerow([statement["id"], fields["stance"], words])
environment = {**os.environ, "LC_ALL": "C.UTF-8"}
sys.exit(subprocess.run(["Rscript", "-e", SCRIPT], cwd=folder, env=environment).returncode)
