"""Addresses of the kiosk and of the desk."""
