"""The picture of the decision boundary, and the intervals of importance, on tables made by hand."""

import numpy as np
import pytest
from ground import ground_at
from signal_features import boundary, groups, plane, stages, views
from signal_features.models import KINDS, SupportVectors
from signal_features.windows import Table
from test_features import HERE
from test_train import CONFIG
from trainyard_lib import Predictions

HOSTILE = ["<script>alert(1)</script>", "محور", ""]


def table_of(x, y, *, classes=("a", "b", "c"), names=None, channels=("one",), units=None):
    n = len(x)
    ids = [f"r{i}#0" for i in range(n)]
    return Table(
        x=np.asarray(x, dtype=np.float32),
        ids=ids,
        recording=np.asarray([f"r{i}" for i in range(n)]),
        unit=np.asarray(units if units is not None else [f"u{i % 10}" for i in range(n)]),
        y=np.asarray(y, dtype=np.int64),
        names=names or [f"f{i}" for i in range(np.shape(x)[1])],
        classes=list(classes),
        channels=list(channels),
        rate_hz=1000.0,
        notes=[],
    )


def clusters(n=60, features=4, classes=3, seed=0):
    """Classes apart in the first two features; the last one varies most and tells nothing."""
    rng = np.random.default_rng(seed)
    y = np.arange(n * classes) % classes
    x = rng.standard_normal((len(y), features))
    angle = 2 * np.pi * y / classes
    x[:, 0] += 5 * np.cos(angle)
    x[:, 1] += 5 * np.sin(angle)
    x[:, -1] *= 40
    return x, y


def fitted_on(table, train, **config):
    fit = stages.Fit("main", train, np.empty(0, np.int64), True)
    fitted = stages.begin_fit(table, fit, {**CONFIG, "n_estimators": 25, **config}, 0, 1)
    while fitted.model.finished < fitted.model.chunks:
        stages.fit_chunk(table, fit, fitted)
    return fitted


def drawn(table, train, test, **config):
    fitted = fitted_on(table, train, **config)
    scores = fitted.scores(table, test)
    p = Predictions(table.classes, [table.ids[i] for i in test], table.y[test], scores.argmax(axis=1), scores, None)
    return boundary.of(fitted, table, train, test, p, 3)


def halves(table):
    rows = np.arange(len(table.y))
    return rows[rows % 5 > 0], rows[rows % 5 == 0]


@pytest.mark.parametrize("model", ["random_forest", "lightgbm", "svm", "lda"])
@pytest.mark.parametrize("axes", ["discriminants", "principal", "features"])
def test_every_model_is_drawn_over_every_pair_of_axes(model, axes):
    x, y = clusters()
    table = table_of(x, y, names=["rms", "kurtosis", "mean", "peak"], classes=HOSTILE)
    over = {**CONFIG["boundary"], "axes": axes}
    [section] = drawn(table, *halves(table), model=model, boundary=over)
    data = section["data"]
    assert np.shape(data["regions"]["cells"]) == (boundary.GRID, boundary.GRID)
    assert data["regions"]["classes"] == HOSTILE
    points = [(k, *xyw) for k, g in enumerate(data["groups"]) for xyw in zip(g["x"], g["y"], g["wrong"], strict=True)]
    assert len(points) == len(halves(table)[1])
    # A ring stands on ground of another class, up to the size of a cell.
    agree = [(ground_at(data["regions"], a, b) != k) == wrong for k, a, b, wrong in points]
    assert np.mean(agree) > 0.9
    if axes != "principal":
        assert np.mean([wrong for *_, wrong in points]) < 0.1
    title = {
        "features": "Decision boundary over rms and kurtosis",
        "discriminants": "Decision boundary in two discriminants",
    }
    assert section["title"] == title.get(axes, "Decision boundary in two principal components")
    said = " ".join(section["notes"])
    assert "fitted on these two axes alone" in said and "of the 36 test windows rightly" in said
    assert "cannot tell where the full model's border runs" in said
    assert [section] == drawn(table, *halves(table), model=model, boundary=over)


def test_a_linear_model_parts_the_picture_where_two_classes_meet():
    rng = np.random.default_rng(0)
    y = np.arange(400) % 2
    x = np.stack([np.where(y == 0, -4.0, 4.0) + rng.standard_normal(400), rng.standard_normal(400)], axis=1)
    table = table_of(x, y, classes=["left", "right"], names=["rms", "kurtosis"])
    [section] = drawn(table, *halves(table), model="lda", boundary={**CONFIG["boundary"], "axes": "features"})
    regions = section["data"]["regions"]
    edges = np.array(regions["x_edges"])
    for row in regions["cells"]:
        assert row == sorted(row) and abs(edges[row.index(1)]) < 0.5
    assert "100.0%" in section["notes"][1] and section["notes"][1].count("100.0%") == 2


def test_discriminants_find_what_tells_classes_apart_where_the_strongest_components_do_not():
    x, y = clusters()
    z = (x - x.mean(axis=0)) / x.std(axis=0)
    two, labels = plane.discriminants(z, y)
    assert labels == ("discriminant 1", "discriminant 2")
    parts = np.abs(two) / np.linalg.norm(two, axis=1, keepdims=True)
    assert (np.sqrt((parts[:, :2] ** 2).sum(axis=1)) > 0.95).all()
    assert all(row[np.abs(row).argmax()] > 0 for row in two)
    spread = (x @ plane.principal(x)[0].T).std(axis=0)
    assert spread[0] > 5 * spread[1] and np.abs(plane.principal(x)[0][0]).argmax() == 3


def test_the_two_directions_of_two_classes_are_a_discriminant_and_what_varies_across_it():
    x, y = clusters(classes=2)
    two, labels = plane.discriminants(x / x.std(axis=0), y)
    assert labels == ("discriminant 1", "component of the rest")
    assert abs(two[0] @ two[1]) / np.linalg.norm(two[0]) < 1e-9


def test_a_constant_feature_and_a_single_feature_are_borne():
    x, y = clusters()
    table = table_of(np.hstack([x, np.ones((len(x), 1))]), y)
    assert drawn(table, *halves(table), model="lda")
    lonely = table_of(x[:, :1], y)
    for axes in ("discriminants", "principal"):
        [section] = drawn(lonely, *halves(lonely), model="lda", boundary={**CONFIG["boundary"], "axes": axes})
        assert set(section["data"]["groups"][0]["y"]) == {0.0}
        assert "nothing, since there is one feature only" in section["notes"][-1]


def test_an_axis_says_which_features_it_goes_with():
    x, y = clusters()
    [section] = drawn(table_of(x, y), *halves(table_of(x, y)), model="lda")
    assert (
        "discriminant 1 goes with f0 (" in section["notes"][-1]
        or "discriminant 1 goes with f1 (" in section["notes"][-1]
    )


def test_a_feature_is_found_in_the_channel_that_was_named():
    names = ["one:rms", "one:kurtosis", "two:rms", "two:kurtosis"]
    table = table_of(np.arange(8).reshape(2, 4), [0, 1], names=names, channels=("one", "two"))
    found = plane.chosen_features(table, {"across": "rms", "across_channel": 2, "up": "kurtosis", "up_channel": 1})
    assert found.labels == ("two:rms", "one:kurtosis")
    assert found.places(np.array([1])).tolist() == [[6.0, 5.0]]


def test_edges_leave_out_what_lies_far_away_and_ascend_whatever_comes():
    rng = np.random.default_rng(0)
    near = rng.uniform(0, 1, 500)
    assert boundary.edges_of(near)[0] < near.min() and boundary.edges_of(near)[-1] > near.max()
    assert boundary.edges_of(np.append(near, 1e6))[-1] < 1.2
    for constant in (0.0, 7.0, -1e12, 3e-9):
        edges = boundary.edges_of(np.full(5, constant))
        assert (np.diff(edges) > 0).all() and edges[0] < constant < edges[-1]
    classes, truth = ["a"], np.zeros(501, dtype=np.int64)
    places = np.stack([np.append(near, 1e6)] * 2, axis=1)
    edges = boundary.edges_of(places[:, 0])
    drawn_groups, outside = boundary.drawn_points(classes, truth, places, np.zeros(501, bool), edges, edges)
    assert outside == 1 and len(drawn_groups[0].x) == 500
    words = boundary.points_in_words(11, 1)
    assert "up to 45 a class" in words and "1 lies outside" in words
    assert "outside" not in boundary.points_in_words(11, 0)


def test_a_rare_class_keeps_its_windows_where_there_are_too_many():
    y = np.repeat([0, 1], [9990, 10])
    rows = boundary.spread_over(np.arange(10000), y, 1000)
    assert (y[rows] == 1).sum() == 10 and 900 < len(rows) < 1100 and (np.diff(rows) > 0).all()


def test_a_support_vector_machine_takes_logarithms_of_features_and_not_of_components():
    x, y = clusters()
    for measured, given in ((True, False), (False, True)):
        flat = plane.Plane("", ("", ""), ("", ""), lambda rows: x[rows, :2], [], measured)
        model = boundary.fit({**CONFIG, "model": "svm"}, flat, x[:, :2], y, 3, 0)
        assert isinstance(model, SupportVectors)
        two = np.ascontiguousarray(x[:, :2], dtype=np.float32)
        assert np.array_equal(model.logarithms(two), two) == given


def test_the_manifest_offers_exactly_the_features_there_are_and_its_rules_know_their_groups():
    manifest = (HERE / "trainer.yaml").read_text()
    listed = manifest[manifest.index("&features") :].split("[", 1)[1].split("]", 1)[0]
    offered = [name.strip() for name in listed.split(",") if name.strip()]
    assert offered == [name for group in groups.ORDER for name in groups.NAMES[group]]

    def by_rule(name):
        if name.startswith("env_"):
            return groups.ENVELOPE
        if name.startswith("order_") or name.endswith("_to_1x"):
            return groups.SHAFT
        return groups.FAULT if name.startswith("fault_") or name.endswith("_side_bands") else groups.GENERAL

    for group, names in groups.NAMES.items():
        assert {by_rule(name) for name in names} == {group}
    assert set(boundary.IN_WORDS) | {"order-rule"} == set(KINDS)


def importance_of(units, x, y):
    table = table_of(x, y, units=units)
    rows = np.arange(len(y))
    fitted = fitted_on(table, rows, model="lda")
    [*_, section] = [views.importance(fitted, table, rows, "validation", 2, 0)]
    return {f["name"]: f for f in section["data"]["features"]}, section["notes"][0]


def test_importance_draws_whole_units_where_windows_repeat_each_other():
    """Six units of each class, every window twenty times: as many units as rows would know nothing more."""
    rng = np.random.default_rng(1)
    y = np.repeat(np.arange(12) % 3, 20)
    one = rng.standard_normal((12, 2)) + 2.0 * np.eye(3)[np.arange(12) % 3][:, :2]
    x = np.repeat(one, 20, axis=0)
    units = [f"u{i // 20}" for i in range(240)]
    by_unit, note = importance_of(units, x, y)
    by_window, other = importance_of([f"w{i}" for i in range(240)], x, y)
    assert "whole units (12 of them)" in note and "each of which is a unit of its own" in other
    for name, found in by_unit.items():
        assert found["value"] == by_window[name]["value"]
        assert found["low"] <= found["value"] <= found["high"]
        width, naive = (f[name]["high"] - f[name]["low"] for f in (by_unit, by_window))
        assert width > 1.5 * naive
    few, said = importance_of([f"u{i % 2}" for i in range(240)], x, y)
    assert "2 units are too few to draw whole ones" in said
    assert few == by_window
