import json
from pathlib import Path

import numpy as np
from trainyard.testing import FakeHost
from trainyard_lib.sections import PointGroup, Regions, scatter

SCHEMA = Path(__file__).parents[3] / "protocol" / "schema" / "section.json"


def left_or_right(middles):
    return (middles[:, 0] > 0).astype(np.int64) + 2 * (middles[:, 1] > 10)


def test_a_grid_is_asked_at_the_middle_of_each_cell_rows_from_the_lowest_y_up():
    regions = Regions.of(left_or_right, [-1, -0.5, 0.5, 2], [0, 9, 12], ["a", "b", "c", "d"])
    assert regions.as_json() == {
        "x_edges": [-1, -0.5, 0.5, 2],
        "y_edges": [0, 9, 12],
        "classes": ["a", "b", "c", "d"],
        "cells": [[0, 0, 1], [2, 2, 3]],
    }


def scatter_of_the_protocol():
    kinds = next(iter(v for k, v in json.loads(SCHEMA.read_text()).items() if k in ("oneOf", "anyOf")))
    [found] = [kind["properties"]["data"] for kind in kinds if kind["properties"]["type"]["const"] == "scatter"]
    return found["properties"]


def test_points_and_regions_have_the_fields_of_the_protocol(tmp_path):
    group = PointGroup("a", np.float32([1 / 3, 2]), [1e-9, 123456789.123], np.array([True, False]))
    regions = Regions.of(left_or_right, np.linspace(-1, 1, 5), [0, 1], ["a", "<script>"])
    fields = scatter("Boundary", [group], x_label="rms", y_label="peak", x_unit="g", regions=regions, notes=["Why."])
    run = FakeHost(tmp_path)
    run.start().section(**fields)
    [line] = run.lines_of("section")
    said = scatter_of_the_protocol()
    assert set(line["section"]["data"]) == set(said) == {"x", "y", "groups", "regions"}
    assert set(line["section"]["data"]["regions"]) == set(said["regions"]["properties"])
    assert set(line["section"]["data"]["groups"][0]) == set(said["groups"]["items"]["properties"])
    assert line["section"]["data"]["groups"] == [
        {"label": "a", "x": [0.3333333, 2.0], "y": [1e-9, 123456800.0], "wrong": [True, False]}
    ]
    assert line["section"]["data"]["x"] == {"label": "rms", "unit": "g", "log": False}


def test_without_regions_and_marks_neither_is_sent():
    data = scatter("Cloud", [PointGroup("a", [1], [2])], x_label="x", y_label="y")["data"]
    assert data["groups"] == [{"label": "a", "x": [1.0], "y": [2.0]}] and "regions" not in data
