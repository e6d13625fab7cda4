"""Where the pieces are plugged together: settings, addresses, the door for a web server."""
