"""Amounts of money."""


def format_cents(cents: int) -> str:
    """Return the amount as text."""
    return f"{cents // 100}.{cents % 100:02}"
