"""A package that only the private index has."""

NAME = "the ledger"
