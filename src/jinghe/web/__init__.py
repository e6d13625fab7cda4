"""The pages: plain views over use cases; access first, then one use case, then render."""
