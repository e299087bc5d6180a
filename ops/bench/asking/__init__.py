"""What `ops/bench/desk` is made of: a city's store, a node over it, clients, and the questions they ask."""
