"""A function with native code."""

import numpy as np
import psycopg2


def handler(_event: object, _context: object) -> dict[str, object]:
    """Return something of each."""
    try:
        psycopg2.connect("host=127.0.0.1 port=1 connect_timeout=1")
    except psycopg2.OperationalError as error:
        problem = str(error)
    return {
        "numpy": float(np.linalg.det(np.array([[1.0, 2.0], [3.0, 4.0]])).round(6)),
        "libpq": psycopg2.extensions.libpq_version() > 0,
        "problem": problem,
    }
