"""jinghe 经合: a city's yearly economic-cooperation targets, from the notice to the bulletin."""

__version__ = "0.2.0"
