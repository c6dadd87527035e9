"""Rates of exchange."""

RATES = {"EUR": 1}
