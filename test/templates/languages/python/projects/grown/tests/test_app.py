import json
from pathlib import Path

from app import handler


def test_has_all_packages() -> None:
    event = json.loads((Path(__file__).parent / "data/event.json").read_text())
    assert handler(event, None)["settings"] == event["currency"]
