"""Bulletins 通报: from results to the blocks of an official document. Every figure in one can be worked out again."""
