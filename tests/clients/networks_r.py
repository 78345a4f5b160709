# /// script
# dependencies = []
# [tool.annotator]
# when = "release"
# selection = ["--from", "gold"]
# exports = [
#   ["--format", "graphml", "--mode", "two-mode", "-o", "two-mode.graphml"],
#   ["--format", "edges", "--mode", "two-mode", "-o", "two-mode.csv"],
#   ["--format", "graphml", "--mode", "statements", "-o", "statements.graphml"],
#   ["--format", "edges", "--mode", "statements", "-o", "statements.csv"],
# ]
# ///
"""R's igraph (Debian: r-cran-igraph) reads the GraphML, and finds the edges that R's read.csv finds in the edge list."""

import subprocess
import sys

SCRIPT = r"""
suppressPackageStartupMessages(library(igraph))
texts <- jsonlite::stream_in(file("articles.jsonl"), verbose = FALSE)
for (mode in c("two-mode", "statements")) {
  drawn <- read_graph(paste0(mode, ".graphml"), format = "graphml")
  ends <- as_edgelist(drawn)
  listed <- read.csv(paste0(mode, ".csv"), encoding = "UTF-8", stringsAsFactors = FALSE)
  stopifnot(is_directed(drawn), nrow(listed) > 50, ecount(drawn) == nrow(listed))
  stopifnot(identical(ends[, 1], listed$source), identical(ends[, 2], listed$target))
  stopifnot(all(E(drawn)$weight == listed$weight), all(E(drawn)$annotators == listed$annotators))
  if (mode == "statements") {
    stopifnot(identical(E(drawn)$claim, listed$claim))
    for (place in seq_len(nrow(listed))) {
      words <- strsplit(listed$claim[place], " ", fixed = TRUE)[[1]]
      text <- texts$text[texts$id == listed$article[place]]
      stopifnot(all(vapply(words, grepl, logical(1), x = text, fixed = TRUE)))
    }
  }
  cat(sprintf("networks_r: %s: %d edges alike in igraph %s and read.csv\n", mode, nrow(listed), packageVersion("igraph")))
}
"""

done = subprocess.run(["Rscript", "-e", SCRIPT], cwd=sys.argv[1])
sys.exit(done.returncode)
