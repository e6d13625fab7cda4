"""Reading .docx from its XML."""
