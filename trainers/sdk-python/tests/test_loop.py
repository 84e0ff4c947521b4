import random

import pytest
from trainyard.testing import FakeHost


class Walk:
    """A model that drifts with every random state a loop may use."""

    def __init__(self):
        self.at = 0.0

    def state_dict(self):
        return {"at": self.at}

    def load_state_dict(self, state):
        self.at = state["at"]


def train(run, total, unit="epochs", on_turn=None, **options):
    model, own, seen = Walk(), random.Random(run.seed), []
    random.seed(run.seed)
    state = run.track(model=model, own=own, seen=seen, best=0.0)
    random.random()  # drawn between track and loop: must not shift a resumed run
    for turn in getattr(run, unit)(total, **options):
        model.at += random.random() * own.random()
        seen.append(turn)
        state.best = max(state.best, model.at)
        run.metric(turn, {"at": model.at}, "validation")
        if on_turn:
            on_turn(turn)
    run.done({"at": model.at, "best": state.best})
    return model.at, list(seen)


@pytest.mark.parametrize("unit", ["epochs", "steps"])
def test_paused_and_resumed_equals_straight(tmp_path, unit):
    straight = train(FakeHost(tmp_path / "a", seed=5).start(), 9, unit)
    host = FakeHost(tmp_path / "b", seed=5)
    resume = None
    for stop_at in (2, 6):
        with pytest.raises(SystemExit):
            train(host.start(resume=resume), 9, unit, lambda t, at=stop_at: t == at and host.send("pause"))
        assert host.lines[-1]["status"] == "paused"
        resume = host.lines_of("checkpoint")[-1]["id"]
    assert train(host.start(resume=resume), 9, unit) == straight
    assert host.lines[-1]["status"] == "completed"


def test_killed_after_any_checkpoint_equals_straight(tmp_path):
    straight = train(FakeHost(tmp_path / "a", seed=1).start(), 5)
    for killed_at in range(1, 6):
        host = FakeHost(tmp_path / f"k{killed_at}", seed=1)

        def die(turn, at=killed_at):
            if turn == at:
                raise KeyboardInterrupt

        if killed_at < 5:
            with pytest.raises(KeyboardInterrupt):
                train(host.start(), 5, on_turn=die)
        else:
            train(host.start(), 5)
        assert train(host.start(resume=host.lines_of("checkpoint")[-1]["id"]), 5) == straight


def test_stop_ends_the_loop_early_and_done_says_so(tmp_path):
    host = FakeHost(tmp_path)
    _, seen = train(host.start(), 9, on_turn=lambda t: t == 3 and host.send("stop"))
    assert seen == [0, 1, 2, 3]
    assert host.lines[-1]["status"] == "stopped"
    assert host.lines[-2]["type"] == "ack"
    assert host.lines_of("checkpoint")[-1]["epoch"] == 4


def test_cancel_leaves_without_another_checkpoint(tmp_path):
    host = FakeHost(tmp_path)
    with pytest.raises(SystemExit):
        train(host.start(), 9, on_turn=lambda t: t == 3 and host.send("cancel"))
    assert len(host.lines_of("checkpoint")) == 3


def test_a_pause_in_the_last_epoch_is_overtaken_by_done(tmp_path):
    host = FakeHost(tmp_path)
    train(host.start(), 3, on_turn=lambda t: t == 2 and host.send("pause"))
    assert host.lines[-1]["status"] == "completed"


def test_checkpoint_now_does_not_end_the_loop(tmp_path):
    host = FakeHost(tmp_path)
    train(host.start(), 9, "steps", lambda t: t == 3 and host.send("checkpoint_now"))
    assert [c["step"] for c in host.lines_of("checkpoint")] == [4, 9]
    assert host.lines_of("ack")[0]["checkpoint"] == "attempt1-step4"


def test_old_checkpoints_go_and_the_best_stays(tmp_path):
    host = FakeHost(tmp_path)
    run = host.start()
    scores = [0.1, 0.9, 0.2, 0.3, 0.4, 0.5]
    run.track(x=1)
    for epoch in run.epochs(6, keep=2, best="validation/score", better="higher"):
        run.metric(epoch, {"score": scores[epoch]}, "validation")
    assert [c["epoch"] for c in host.lines_of("checkpoint") if c["best"]] == [1, 2]
    left = sorted(p.name for p in (tmp_path / "checkpoints").iterdir())
    assert left == [f"attempt1-step{n}" for n in (1, 2, 5, 6)]


def test_the_best_value_so_far_survives_a_resume(tmp_path):
    host = FakeHost(tmp_path)
    for resume, scores in ((None, [0.9, 0.5]), ("attempt1-step2", [0.9, 0.5, 0.6, 0.95])):
        run = host.start(resume=resume)
        run.track(x=1)
        for epoch in run.epochs(len(scores), best="validation/score", better="higher"):
            run.metric(epoch, {"score": scores[epoch]}, "validation")
    assert [c["epoch"] for c in host.lines_of("checkpoint") if c["best"]] == [1, 4]


def test_steps_report_progress_sparsely(tmp_path):
    host = FakeHost(tmp_path)
    train(host.start(), 3000, "steps")
    assert 2 <= len(host.lines_of("progress")) < 100
    assert host.lines_of("progress")[-1]["step"] == 3000


def test_a_checkpoint_that_lacks_something_tracked_is_refused(tmp_path):
    host = FakeHost(tmp_path)
    run = host.start()
    run.track(a=1)
    for _ in run.epochs(1):
        pass
    with pytest.raises(RuntimeError, match="no state for: b"):
        host.start(resume="attempt1-step1").track(a=1, b=2)


def test_untracked_names_are_refused_with_those_that_exist(tmp_path):
    state = FakeHost(tmp_path).start().track(a=1)
    with pytest.raises(AttributeError, match="tracked are: a"):
        _ = state.b
    with pytest.raises(AttributeError, match="first"):
        state.b = 2


def test_a_checkpoint_within_a_turn_goes_on_there_and_answers_commands(tmp_path):
    host = FakeHost(tmp_path)
    run = host.start()
    with pytest.raises(RuntimeError, match=r"belongs into a turn of run\.epochs"):
        run.save_within(0.5)
    state = run.track(place=0)
    for turn in run.epochs(4):
        state.place = turn * 10 + 5
        if turn == 1:
            host.send("pause")
            with pytest.raises(SystemExit):
                run.save_within(0.25)
            break
    saved = host.lines_of("checkpoint")[-1]
    assert (saved["step"], saved["epoch"]) == (1.25, 1)
    again = host.start(resume=saved["id"])
    assert again.track(place=0).place == 15
    assert list(again.epochs(4)) == [1, 2, 3]
