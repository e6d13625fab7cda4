"""Tables of notices: what their headings, rows and cells mean, whichever way round they were printed."""
