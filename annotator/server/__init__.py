"""What is served: gate, routes, sessions, the open project."""
