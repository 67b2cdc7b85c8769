"""The checks of tools/tidy, by what they look at."""
