"""Serving tablets in the network of the office: this box's names, its certificates, and the doorstep before trust."""
