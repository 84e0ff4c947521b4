"""The trainer in the process of the tests: all of `train.py` but the pipe, without seconds of imports for every run.

A few tests start a real process all the same; what a pipe and a signal do is the conformance suite's to check.
"""

import importlib.util
import json
from pathlib import Path

import trainyard
from threadpoolctl import threadpool_limits
from trainyard.testing import FakeHost

PROGRAM = Path(__file__).parents[1] / "train.py"


class Told(list):
    """Lines as they come, each told to the test at once."""

    def __init__(self, tell):
        super().__init__()
        self._tell = tell

    def append(self, line):
        super().append(line)
        self._tell(line)


class HostHere(FakeHost):
    output = "(it ran in the process of the tests)"

    def __init__(self, task_file, on_line):
        self._given = json.loads(task_file.read_text())
        super().__init__(Path(self._given["output"]))
        if on_line is not None:
            self._channel.lines = Told(lambda line: on_line(self, line))

    def run(self):
        """The exit code."""
        spec = importlib.util.spec_from_file_location("signal_features_program", PROGRAM)
        program = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(program)
        whole = trainyard.start
        trainyard.start = lambda **_: self.start_from(self._given)
        try:
            # As a process gets it from its host: with more threads, sums come in another order.
            with threadpool_limits(1):
                program.main()
        except SystemExit as end:
            return end.code or 0
        finally:
            trainyard.start = whole
        return 0
