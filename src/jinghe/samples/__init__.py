"""Built-in data: the 2022 plan, the lexicon, the demonstration year. Every file says since when and from what source."""
