"""What bench/run is made of: the city under load, the plain measures beside it, and the report."""
