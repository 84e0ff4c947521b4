import numpy as np
import pytest

from signal_lab import faults, film, population
from signal_lab.folder import part_by_place


@pytest.fixture(scope="module")
def cases():
    return [case for label in faults.CLASSES for case in population.draw_class(0, label, 13, 10)]


def test_thirteen_rigs_are_seen_in_all_eleven_classes_at_ten_points(cases):
    assert len(cases) == 1430
    assert len({(c.label, c.unit.number, c.point.number) for c in cases}) == 1430
    by_unit = {c.unit.number: c.unit for c in cases}
    assert all(c.unit == by_unit[c.unit.number] for c in cases)


def test_rigs_and_points_stay_within_their_ranges(cases):
    for c in cases:
        assert 0.25 <= c.unit.length_m / c.unit.diameter_m <= 0.5
        assert 1e-3 <= c.unit.clearance_m / (c.unit.diameter_m / 2) <= 3e-3
        assert 15 <= c.point.speed_hz <= 60
        assert 2 <= len(c.unit.mode_hz) <= 4
        heated = population.STARVED_HEAT_C if "lubrication" in c.label else 0
        assert 40 <= c.point.oil_temperature_c <= 80 + heated
        s, e, h_min = population.nominal_film(c)
        assert e == pytest.approx(film.eccentricity(s, c.unit.length_m / c.unit.diameter_m))
        assert h_min == pytest.approx(c.unit.clearance_m * (1 - e) * 1e6)


def test_metadata_alone_does_not_tell_the_class_of_a_new_rig(cases):
    forest = pytest.importorskip("sklearn.ensemble").RandomForestClassifier
    x = np.array(
        [[*population.nominal_film(c), c.point.load_n, c.point.speed_hz, c.point.oil_temperature_c] for c in cases]
    )
    y = np.array([c.label for c in cases])
    unit = np.array([c.unit.number for c in cases])
    right = 0
    for held in ((0, 1, 2, 3), (4, 5, 6, 7), (8, 9, 10, 11, 12)):
        test = np.isin(unit, held)
        right += (forest(100, random_state=0).fit(x[~test], y[~test]).predict(x[test]) == y[test]).sum()
    assert right / len(cases) < 0.40


def test_a_split_by_rig_is_nine_two_and_two():
    assert [part_by_place(i, 13) for i in range(13)] == ["train"] * 9 + ["validation"] * 2 + ["test"] * 2
    assert [part_by_place(i, 3) for i in range(3)] == ["train", "validation", "test"]
    assert part_by_place(0, 1) == "train"


def test_the_same_seed_draws_the_same_signal_whatever_is_made_beside_it():
    one = population.draw_class(5, "imbalance", 2, 2)
    more = population.draw_class(5, "imbalance", 3, 2)
    assert [c.state for c in one] == [c.state for c in more[:4]]
    a = population.record(one, 0.05, 0.02).signals
    b = population.record(more, 0.05, 0.02).signals[:4]
    assert a == pytest.approx(b, rel=1e-9, abs=1e-12)
    other = population.record(population.draw_class(6, "imbalance", 2, 2), 0.05, 0.02).signals
    assert np.abs(other - a).max() > 1e-3
