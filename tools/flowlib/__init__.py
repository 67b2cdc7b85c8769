"""What tools/flow is made of: the story's text, patterns, schemas, the town, the player."""
