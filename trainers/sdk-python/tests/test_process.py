"""The SDK in a real process, against a host that holds the other ends of its pipes."""

import os
import sys
import textwrap
from pathlib import Path

import pytest
import trainyard
from trainyard.testing import ProcessHost, task_file


@pytest.fixture
def spawn(tmp_path):
    hosts = []

    def start(body, on_line=None, **task):
        script = tmp_path / f"trainer{len(hosts)}.py"
        script.write_text(textwrap.dedent(body))
        host = ProcessHost([sys.executable, str(script)], task_file(tmp_path, **task), on_line=on_line)
        hosts.append(host)
        return host

    yield start
    for host in hosts:
        host.kill()
        host.wait()


LOOP = """
    import time, trainyard
    run = trainyard.start()
    run.track(x=1)
    for epoch in run.epochs(100_000, checkpoint_every=1000):
        time.sleep(0.002)
    run.done()
"""


def test_hello_comes_first_and_sequence_numbers_rise(spawn):
    host = spawn("""
        import trainyard
        run = trainyard.start()
        run.metric(0, {"loss": float("inf")})
        run.done({"loss": 1})
    """)
    assert host.wait() == 0, host.output
    assert [line["type"] for line in host.lines] == ["hello", "metric", "done"]
    assert [line["seq"] for line in host.lines] == [1, 2, 3]
    hello = host.lines[0]
    assert hello["protocol"] == 1
    assert hello["versions"]["python"].startswith("3.")


def test_pause_reaches_the_loop_and_ends_the_process(spawn):
    host = spawn(LOOP, lambda h, line: h.send("pause") if line.get("epoch") == 5 else None)
    assert host.wait() == 0, host.output
    assert [line["type"] for line in host.lines[-3:]] == ["checkpoint", "ack", "done"]
    assert host.lines[-1]["status"] == "paused"


def test_the_trainer_dies_when_its_host_does(spawn):
    host = spawn(LOOP)
    host.wait_for("progress")
    host.hang_up()
    assert host.wait(10) != 0


def test_an_uncaught_exception_is_the_reason_and_its_traceback_goes_to_stderr(spawn):
    host = spawn("""
        import trainyard
        run = trainyard.start()
        raise ValueError("the spindle is bent")
    """)
    assert host.wait() == 1
    done = host.lines[-1]
    assert (done["status"], done["code"], done["message"]) == (
        "failed",
        "trainer-error",
        "ValueError: the spindle is bent",
    )
    assert "Traceback" in host.output


def test_running_out_of_memory_is_told_as_such(spawn):
    host = spawn("""
        import trainyard
        run = trainyard.start()
        raise MemoryError()
    """)
    host.wait()
    assert host.lines[-1]["code"] == "out-of-memory"


def test_lines_of_many_threads_never_mix(spawn):
    host = spawn("""
        import threading, trainyard
        run = trainyard.start()
        def talk(n):
            for i in range(200):
                run.log("info", str(n) * 5000, i=i)
        threads = [threading.Thread(target=talk, args=(n,)) for n in range(4)]
        [t.start() for t in threads]; [t.join() for t in threads]
        run.done()
    """)
    assert host.wait() == 0, host.output
    assert len(host.lines_of("log")) == 800
    assert [line["seq"] for line in host.lines] == list(range(1, 803))


def test_children_neither_inherit_the_pipe_nor_eat_commands(spawn):
    host = spawn("""
        import os, subprocess, sys, trainyard
        run = trainyard.start()
        code = "import os, sys; print(sys.stdin.read() == '', os.path.exists('/proc/self/fd/3'))"
        out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, close_fds=False).stdout
        pid = os.fork()
        if pid == 0:
            run.log("info", "from a forked child")
            os._exit(0)
        os.waitpid(pid, 0)
        run.log("info", out.strip())
        run.done()
    """)
    assert host.wait() == 0, host.output
    assert [line["message"] for line in host.lines_of("log")] == ["True False"]


def test_a_quiet_trainer_beats(spawn):
    host = spawn("""
        import time, trainyard
        run = trainyard.start()
        time.sleep(30)
    """)
    host.wait_for("heartbeat", 10)


def test_a_child_that_calls_start_is_told_why_it_cannot(tmp_path):
    import subprocess

    environment = {**os.environ, "TRAINYARD_TASK": "x", "PYTHONPATH": str(sdk())}
    result = subprocess.run(
        [sys.executable, "-c", "import trainyard; trainyard.start()"], env=environment, capture_output=True, text=True
    )
    assert "file descriptor 3 is closed" in result.stderr


def test_by_hand_it_prints_and_resumes(tmp_path):
    import subprocess

    script = tmp_path / "t.py"
    script.write_text(
        textwrap.dedent("""
        import trainyard
        run = trainyard.start()
        state = run.track(sum=0)
        for epoch in run.epochs(run.config["loop"]["epochs"]):
            state.sum += epoch
        run.done({"sum": state.sum, "seed": run.seed})
    """)
    )
    environment = {k: v for k, v in os.environ.items() if k != "TRAINYARD_TASK"} | {"PYTHONPATH": str(sdk())}

    def by_hand(*args):
        command = [sys.executable, str(script), *args]
        return subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True).stderr

    first = by_hand("--set", "loop.epochs=3", "--seed", "4")
    assert "epoch 3/3" in first
    assert "sum 3  seed 4" in first
    assert "sum 10" in by_hand("--set", "loop.epochs=5", "--resume", "trainyard-output/checkpoints/attempt1-step3")


def test_a_call_costs_less_than_fifty_microseconds(spawn):
    """Median of batches: the machine may be busy with other things."""
    host = spawn("""
        import statistics, time, trainyard
        run = trainyard.start()
        costs = []
        for batch in range(20):
            begin = time.perf_counter()
            for step in range(100):
                run.metric(step, {"loss": 0.5, "accuracy": 0.9}, "train")
            costs.append((time.perf_counter() - begin) / 100)
        run.done({"median_us": statistics.median(costs) * 1e6})
    """)
    assert host.wait() == 0, host.output
    cost = host.lines[-1]["metrics"]["median_us"]
    print(f"{cost:.1f} us a call")
    assert cost < 50


def sdk():
    return Path(trainyard.__file__).parents[1]
