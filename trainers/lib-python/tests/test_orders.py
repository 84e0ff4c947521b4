import math

import numpy as np
import pytest
from trainyard_lib.orders import (
    SKF_6205,
    BearingOrders,
    bearing_orders,
    known_speed_hz,
    marks_of,
    named_lines,
    orders_from,
    shaft_hz,
)


def test_the_skf_6205_has_the_orders_that_its_test_rig_publishes():
    assert pytest.approx(SKF_6205.inner, abs=5e-4) == 5.415
    assert pytest.approx(SKF_6205.outer, abs=5e-4) == 3.585
    assert pytest.approx(SKF_6205.spin, abs=1e-3) == 2.357
    assert pytest.approx(SKF_6205.cage, abs=5e-4) == 0.398


def test_all_balls_pass_either_race_and_the_cage_carries_them():
    made = bearing_orders(12, 8, 50, 25)
    assert made.outer + made.inner == pytest.approx(12)
    assert made.outer == pytest.approx(12 * made.cage)


def test_a_steeper_contact_angle_brings_the_two_races_closer():
    flat, steep = bearing_orders(9, 8, 39), bearing_orders(9, 8, 39, 40)
    assert steep.inner - steep.outer < flat.inner - flat.outer


@pytest.mark.parametrize(
    ("geometry", "words"),
    [((1, 8, 39), "2 balls"), ((9, 39, 39), "smaller"), ((9, 0, 39), "smaller"), ((9, 8, 39, 90), "contact angle")],
)
def test_a_geometry_that_cannot_be_is_refused_in_words(geometry, words):
    with pytest.raises(ValueError, match=words):
        bearing_orders(*geometry)


def test_orders_may_be_typed_instead_of_a_geometry():
    typed = {"from": "orders", "orders": {"outer": 3.5, "inner": 5.5, "spin": 2.3, "cage": 0.39}}
    assert orders_from(typed) == BearingOrders(3.5, 5.5, 2.3, 0.39)
    geometry = {"from": "geometry", "balls": 9, "ball_diameter_mm": 7.94, "pitch_diameter_mm": 39.04}
    assert orders_from(geometry) == SKF_6205
    with pytest.raises(ValueError, match="outer order"):
        BearingOrders(0, 5, 2, 0.4)


def test_lines_have_names_and_follow_the_speed():
    lines = {line.name: line.hz for line in named_lines(30, SKF_6205)}
    assert list(lines) == ["FTF", "0.43X", "1X", "2X", "BSF", "BPFO", "BPFI"]
    assert lines["1X"] == 30 and lines["0.43X"] == pytest.approx(12.9)
    assert lines["BPFI"] == pytest.approx(162.46, abs=0.02)
    assert [line.name for line in named_lines(30)] == ["0.43X", "1X", "2X"]


def test_a_cell_without_a_speed_is_no_speed():
    assert shaft_hz("1797", "rpm") == pytest.approx(29.95)
    assert shaft_hz("29.95", "Hz") == 29.95
    assert all(np.isnan(shaft_hz(text, "Hz")) for text in ("", "fast", "0", "-3", "inf"))


def test_a_speed_is_known_by_the_name_of_its_column_and_marks_follow():
    assert known_speed_hz({"rpm": "1800"}) == 30
    assert known_speed_hz({"speed_hz": "29.5", "load_n": "4"}) == 29.5
    assert math.isnan(known_speed_hz({"load_n": "4"}))
    assert marks_of({"speed_rpm": "600"}) == [
        {"x": 4.3, "label": "0.43X"},
        {"x": 10, "label": "1X"},
        {"x": 20, "label": "2X"},
    ]
    assert [mark["label"] for mark in marks_of({"rpm": "600"}, SKF_6205)][-1] == "BPFI"
    assert marks_of({"rpm": "none"}) == []
