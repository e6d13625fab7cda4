"""Bulletins 通报: from results to the blocks of an official document. What a sentence states, its figures prove."""
