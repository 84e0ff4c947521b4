import json

import pytest
from trainyard._wire import MAX_LINE_BYTES, encode_line


def decoded(value):
    data = encode_line({"type": "log", "x": value})
    assert data.endswith(b"\n")
    assert data.count(b"\n") == 1
    return json.loads(data)["x"]


def test_numbers_that_json_lacks_travel_as_words():
    assert decoded([float("nan"), float("inf"), -float("inf"), 1.5]) == ["NaN", "Infinity", "-Infinity", 1.5]


def test_nan_is_found_at_any_depth():
    assert decoded({"a": ({"b": [float("nan")]},)}) == {"a": [{"b": ["NaN"]}]}


def test_line_breaks_and_lone_surrogates_stay_inside_one_ascii_line():
    assert decoded("a\nb\u2028\ud800") == "a\nb\u2028\ud800"


def test_things_with_tolist_are_unpacked_as_numpy_and_torch_have_it():
    class Scalar:
        def tolist(self):
            return float("nan")

    assert decoded({"x": Scalar(), "y": 1}) == {"x": "NaN", "y": 1}


def test_a_line_over_the_limit_is_refused_with_the_cure():
    with pytest.raises(ValueError, match="write the array to a file"):
        encode_line({"type": "section", "x": "a" * MAX_LINE_BYTES})
