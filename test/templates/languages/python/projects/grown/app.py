"""A function that has grown: packages of its own, data files, and settings."""

import json
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

import ledger
import money
import tax

from shop import rates

SETTINGS = tomllib.loads(Path(__file__).with_name("settings.toml").read_text())


def handler(_event: dict[str, Any], _context: object) -> dict[str, object]:
    """Return something of each."""
    return {
        "path dependency": money.format_cents(1999),
        "workspace member": tax.with_tax(100),
        "private index": ledger.NAME,
        "data of a package": json.loads(resources.files(tax).joinpath("rates.json").read_text()),
        "package of the project": rates.RATES,
        "settings": SETTINGS["currency"],
    }
