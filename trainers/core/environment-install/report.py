"""The host has installed the environment before this runs; what is left is to say what is in it."""

from __future__ import annotations

import sys
from importlib import metadata

import trainyard

run = trainyard.start()
run.progress(step=0, total_steps=1, phase="list packages")
installed = sorted({(d.metadata["Name"], d.version) for d in metadata.distributions()}, key=lambda p: p[0].lower())
for name, version in installed:
    print(f"{name} {version}")
run.section(
    "table",
    f"Packages of {run.config['environment']}",
    {"columns": ["package", "version"], "rows": [[name, version] for name, version in installed]},
    [f"Python {sys.version.split()[0]} at {sys.prefix}"],
)
run.progress(step=1, total_steps=1)
run.done({"packages": len(installed)})
