"""Suggesters: text in, suggested statements out."""
