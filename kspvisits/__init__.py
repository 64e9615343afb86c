"""The project: settings, addresses, and the rules tested over the whole house."""

__version__ = "0.2.0"
