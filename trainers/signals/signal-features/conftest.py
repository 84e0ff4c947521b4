import sys
from pathlib import Path

# The trainer's folder is its working directory under the host; here it has to be named.
sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent / "tests"))
