"""From a file of old attendance to checked entries: content, then cells, then rows. Nothing here writes."""
