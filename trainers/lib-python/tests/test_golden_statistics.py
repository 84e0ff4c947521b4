"""The same files are read by the TypeScript suite."""

import json
import time
from pathlib import Path

import numpy as np
import pytest
from trainyard_lib.random_stream import RandomStream
from trainyard_lib.statistics import (
    bootstrap_mean,
    cluster_bootstrap,
    holm,
    mcnemar,
    paired_bootstrap,
    wilson,
)
from trainyard_lib.windows import window_count

GOLDEN = Path(__file__).parents[3] / "protocol" / "golden-statistics"


def cases(subject):
    found = json.loads((GOLDEN / f"{subject}.json").read_text())
    assert found
    return pytest.mark.parametrize("case", found, ids=lambda c: c["name"])


def close(value):
    return pytest.approx(value, rel=1e-12, abs=1e-300)


@cases("random")
def test_random(case):
    given = case["input"]
    stream = RandomStream(given["seed"])
    got = {
        "words": lambda: stream.words(given["count"]),
        "floats": lambda: stream.floats(given["count"]),
        "below": lambda: stream.below(given["n"], given["count"]),
        "shuffle": lambda: stream.shuffle(given["n"]),
    }[given["op"]]()
    assert got.tolist() == case["expected"]


@cases("wilson")
def test_wilson(case):
    interval = wilson(case["input"]["successes"], case["input"]["trials"])
    assert {"low": interval.low, "high": interval.high} == close(case["expected"])


@cases("bootstrap")
def test_bootstrap(case):
    interval = bootstrap_mean(**case["input"])
    assert interval.as_json() == close(case["expected"])


@cases("paired-bootstrap")
def test_paired_bootstrap(case):
    found = paired_bootstrap(**case["input"])
    assert vars(found) == close(case["expected"])


@cases("cluster-bootstrap")
def test_cluster_bootstrap(case):
    found = cluster_bootstrap(**case["input"])
    assert vars(found) == close(case["expected"])


@cases("mcnemar")
def test_mcnemar(case):
    assert mcnemar(**case["input"]) == close(case["expected"]["p"])


@cases("holm")
def test_holm(case):
    assert holm(**case["input"]) == close(case["expected"]["p"])


@cases("windows")
def test_windows(case):
    assert window_count(**case["input"]) == case["expected"]["count"]


def test_pieces_of_any_size_make_the_same_stream():
    whole = RandomStream(5).words(300_000)
    stream, pieces = RandomStream(5), []
    for size in (1, 0, 255, 256, 257, 100_000, 3, 199_228):
        pieces.append(stream.words(size))
    assert np.array_equal(np.concatenate(pieces), whole)


def test_ten_million_words_take_about_a_second():
    begin = time.perf_counter()
    RandomStream(1).words(10_000_000)
    assert time.perf_counter() - begin < 5
