"""No visit is lost and none is counted twice: a real server and real tablets, cut and killed, then checked."""
