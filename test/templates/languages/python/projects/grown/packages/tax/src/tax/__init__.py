"""Taxes."""


def with_tax(amount: int) -> int:
    """Return the amount with its tax."""
    return amount * 119 // 100
