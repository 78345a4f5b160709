"""Discourse networks: who takes the same side on what, as GraphML, GEXF and an edge list.

Data flows one way: `coding` reads statements as positions of speakers on targets, `projection` makes ties of them,
`build` chooses by the options of the export, and `graphml`, `gexf` and `edges` write.
"""
