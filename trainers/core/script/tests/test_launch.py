import os
import sys
from pathlib import Path

import pytest
from trainyard.testing import ProcessHost, task_file

LAUNCH = Path(__file__).parents[1] / "launch.py"


@pytest.fixture
def launch(tmp_path):
    def start(**config):
        host = ProcessHost([sys.executable, str(LAUNCH)], task_file(tmp_path, config=config), cwd=LAUNCH.parent)
        return host.wait(), host

    return start


def test_a_line_goes_to_the_shell(launch):
    assert launch(command="echo $((40 + 2)); exit 3")[0] == 3


def test_words_are_started_as_they_are(launch):
    code, host = launch(command=["printf", "%s", "$HOME; rm"])
    assert (code, host.output) == (0, "$HOME; rm")


def test_it_starts_in_the_output_folder_unless_told_otherwise(launch, tmp_path):
    assert launch(command="pwd -P")[1].output.strip() == os.path.realpath(tmp_path / "output")
    assert launch(command="pwd -P", working_directory="/")[1].output.strip() == "/"


def test_variables_reach_the_command(launch):
    assert launch(command='echo "$GREETING"', env={"GREETING": "good day"})[1].output == "good day\n"


def test_a_missing_program_is_named(launch):
    code, host = launch(command=["no-such-program"])
    assert code == 127
    assert "no-such-program" in host.output


def test_a_folder_that_is_no_virtual_environment_is_named(launch, tmp_path):
    code, host = launch(command="true", venv=str(tmp_path))
    assert code == 127
    assert "not a virtual environment" in host.output


def test_a_script_with_the_sdk_speaks_for_itself(launch, tmp_path):
    script = tmp_path / "s.py"
    script.write_text("import trainyard\nrun = trainyard.start()\nrun.done({'x': 1})\n")
    code, host = launch(command=[sys.executable, str(script)])
    assert (code, [line["type"] for line in host.lines]) == (0, ["hello", "done"])


def test_an_unmodified_script_may_open_dev_stdout(launch):
    assert launch(command="echo hi > /dev/stdout")[1].output == "hi\n"
