"""Writing official documents as .pdf, and the fonts they need."""
