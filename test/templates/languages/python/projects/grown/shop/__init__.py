"""Rates of the shop."""
