"""How far annotators agree: figures collected from a corpus article by article, and reports of them."""
