"""Writing official documents as .docx, and reading back what left the house."""
