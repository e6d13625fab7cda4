"""What templates say: figures, dates, links."""
