"""The project: settings, addresses, and the rules tested over the whole house."""
