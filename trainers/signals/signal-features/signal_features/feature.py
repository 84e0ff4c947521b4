"""What a feature is called and means."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Described:
    name: str
    unit: str
    formula: str
    says: str
