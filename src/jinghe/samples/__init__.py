"""Built-in data: the 2022 plan, the lexicon, the demonstration year; files say since when and from what source."""
