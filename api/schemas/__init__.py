"""What goes over the wire: bodies, parameters, headers, listings. Strict on the way in."""
