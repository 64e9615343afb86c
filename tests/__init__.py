"""Drills over the whole product, as processes on a machine; each room's own tests stand in the room."""
