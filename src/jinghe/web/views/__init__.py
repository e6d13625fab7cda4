"""Plain function views: access first, then one use case, then render."""
