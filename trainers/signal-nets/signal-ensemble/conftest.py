"""Tests run with the trainer's folder first, as the product starts it."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
