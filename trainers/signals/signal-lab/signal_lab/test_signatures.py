"""Every class is held to its signature on signals that were generated for the test, a few rigs of each."""

from dataclasses import replace

import numpy as np
import pytest

from signal_lab import faults, population, rig, spectra
from signal_lab.rotor import integrate

RIGS, POINTS = 4, 4


class Group:
    def __init__(self, recording, which):
        self.cases = [recording.cases[i] for i in which]
        self.signals = recording.signals[which]
        self.share = recording.plant.threshold_share[which]

    def __iter__(self):
        return zip(self.cases, self.signals, strict=True)

    def each(self, measure):
        """measure(signal x, speed) of every signal."""
        return np.array([measure(signal[0], case.point.speed_hz) for case, signal in self])


@pytest.fixture(scope="module")
def groups():
    """All classes side by side in one integration: a signal does not depend on its neighbours."""
    cases = [case for label in faults.CLASSES for case in population.draw_class(0, label, RIGS, POINTS)]
    recording = population.record(cases, 1.0, 0.3)
    labels = np.array([case.label for case in cases])
    return {label: Group(recording, np.flatnonzero(labels == label)) for label in faults.CLASSES}


def orders(group, k):
    return group.each(lambda x, speed: spectra.order(x, speed, k))


def unit_medians(group, measure):
    values, units = group.each(measure), np.array([case.unit.number for case in group.cases])
    return np.array([np.median(values[units == u]) for u in range(RIGS)])


def test_no_signal_is_silent_or_beside_itself(groups):
    for group in groups.values():
        rms = group.signals.std(axis=2)
        assert np.isfinite(group.signals).all()
        assert rms.min() > 0.005 and np.abs(group.signals).max() < 100


def test_healthy_has_no_line_but_once_and_twice_a_turn(groups):
    for case, signal in groups["healthy"]:
        hz, amplitude = spectra.averaged(signal[0])
        speed, step = case.point.speed_hz, hz[1]
        for i in np.flatnonzero((hz > 0.3 * speed) & (hz < 10 * speed)):
            near = np.abs(hz - hz[i]) < 40
            own = min(abs(hz[i] - k * speed) for k in (1, 2)) <= 3.5 * step
            floor = np.median(amplitude[near])
            assert own or 20 * np.log10(amplitude[i] / floor) < 12, f"line at {hz[i] / speed:.2f}X"


def test_imbalance_is_one_strong_circular_line_once_a_turn(groups):
    one, two, three = (orders(groups["imbalance"], k) for k in (1, 2, 3))
    assert np.median(one / np.maximum(two, three)) > 4
    assert np.median(one) > 2 * np.median(orders(groups["healthy"], 1))
    phases = [
        np.degrees(np.angle(spectra.line(s[1], c.point.speed_hz) / spectra.line(s[0], c.point.speed_hz)))
        for c, s in groups["imbalance"]
    ]
    assert np.median(phases) == pytest.approx(-90, abs=25)


def test_the_force_of_an_imbalance_rises_with_the_square_of_the_speed():
    unit = rig.draw_unit(0, 0)
    forces, speeds = [], (35.0, 55.0)
    for speed in speeds:
        point = rig.OperatingPoint(0, speed, unit.built_for_n, 60.0)
        state = faults.sound_state(unit, point)
        faults.imbalance(state, unit, 0.6, rig.stream(1))
        case = population.Case("imbalance", unit, point, 0.6, state, 7)
        recording = population.record([case], 1.0, 0.4)
        force = recording.motion.bearing_force[:, 0].real
        forces.append(abs(spectra.line(force, speed)))
    exponent = np.log(forces[1] / forces[0]) / np.log(speeds[1] / speeds[0])
    assert exponent == pytest.approx(2, abs=0.35)


def test_misalignment_shows_twice_and_three_times_a_turn(groups):
    one, two, three = (orders(groups["misalignment"], k) for k in (1, 2, 3))
    assert np.median(two / one) > 0.7
    assert np.median(three) > 4 * np.median(orders(groups["healthy"], 3))


def test_clearance_raises_once_and_twice_a_turn_and_all_but_whirls_when_light(groups):
    for k in (1, 2):
        assert np.median(orders(groups["clearance"], k)) > 1.4 * np.median(orders(groups["healthy"], k))

    def below(group):
        light = [(c, s) for c, s in group if c.point.number == 0]
        found = []
        for case, signal in light:
            speed = case.point.speed_hz
            _, forward, _ = spectra.strongest(signal, 0.38 * speed, 0.52 * speed)
            _, other, _ = spectra.strongest(signal, 0.6 * speed, 0.75 * speed)
            found.append(forward / other)
        return np.median(found)

    assert below(groups["clearance"]) > 1.5 * below(groups["healthy"])


def test_lubrication_loss_is_hot_and_rattles_without_whirl(groups):
    hiss = unit_medians(groups["lubrication_loss"], lambda x, _: spectra.floor_above(x, 2000))
    assert np.median(hiss / unit_medians(groups["healthy"], lambda x, _: spectra.floor_above(x, 2000))) > 1.5
    rattle = groups["lubrication_loss"].each(lambda x, _: spectra.kurtosis(np.diff(x)))
    assert np.median(rattle) > 4
    heat = [np.mean([c.point.oil_temperature_c for c, _ in groups[g]]) for g in ("lubrication_loss", "healthy")]
    assert heat[0] > heat[1]
    assert (groups["lubrication_loss"].share < 1).all()


def test_lubrication_loss_thins_the_film_below_the_asperities(groups):
    for case, _ in groups["lubrication_loss"]:
        e = faults.plant_of([case.state]).eccentricity[0]
        assert case.state["clearance"] * (1 - e) < 1.15 * case.unit.asperity_m


def test_cavitation_bursts_ring_high_and_hold_no_order(groups):
    group, healthy = groups["cavitation"], groups["healthy"]
    assert np.median(group.each(lambda x, _: spectra.kurtosis(x))) > 6
    high = unit_medians(group, lambda x, _: spectra.floor_above(x, 1000))
    assert np.median(high / unit_medians(healthy, lambda x, _: spectra.floor_above(x, 1000))) > 2
    for k in (1, 2):
        assert np.median(orders(group, k)) < 1.5 * np.median(orders(healthy, k))
    for k in (3, 4, 5, 6):
        assert np.median(orders(group, k) / orders(group, k + 0.4)) < 3


def test_the_floor_of_a_worn_bearing_rises_with_its_age_and_its_line_flutters(groups):
    sound = unit_medians(groups["healthy"], lambda x, _: spectra.floor_above(x, 1000))
    lift = np.array([spectra.floor_above(s[0], 1000) / sound[c.unit.number] for c, s in groups["wear"]])
    age = np.array([c.severity for c, _ in groups["wear"]])
    assert np.corrcoef(np.log(lift), age)[0, 1] > 0.5
    flutter, steady = (np.median(groups[g].each(spectra.swing)) for g in ("wear", "healthy"))
    assert flutter > 1.5 * steady


def whirl_lines(group, low=0.25, high=0.55):
    found = [spectra.strongest(s, low * c.point.speed_hz, high * c.point.speed_hz) for c, s in group]
    return np.array(found), np.array([c.point.speed_hz for c in group.cases])


def test_oil_whirl_is_a_forward_circle_just_below_half_the_speed_and_follows_it(groups):
    lines, speed = whirl_lines(groups["oil_whirl"])
    ratio = lines[:, 0] / speed
    assert (ratio > 0.38).all() and (ratio < 0.49).all()
    assert np.median(lines[:, 1] / lines[:, 2]) > 5
    assert np.corrcoef(lines[:, 0], speed)[0, 1] > 0.97


def test_oil_whirl_grows_to_an_orbit_of_a_good_part_of_the_clearance():
    cases = population.draw_class(0, "oil_whirl", RIGS, 1)
    motion = population.record(cases, 0.5, 0.6).motion
    orbit = motion.eccentricity.max(axis=0)
    assert ((orbit > 0.3) & (orbit < 0.98)).all()


def test_oil_whip_locks_to_the_bending_mode_while_the_speed_changes(groups):
    lines, speed = whirl_lines(groups["oil_whip"])
    unit = np.array([c.unit.number for c in groups["oil_whip"].cases])
    bending = np.array([c.unit.bending_hz for c in groups["oil_whip"].cases])
    assert (speed > 2 * bending).all()
    assert np.abs(lines[:, 0] / bending - 1).max() < 0.15
    for u in range(RIGS):
        own, turns = lines[unit == u, 0], speed[unit == u]
        assert own.std() / own.mean() < 0.04
        assert own.std() / own.mean() < 0.5 * turns.std() / turns.mean()


def test_only_what_is_past_the_threshold_whirls(groups):
    for label, group in groups.items():
        whirls = label in faults.SPEED_KIND
        assert (group.share > 1).all() if whirls else (group.share < 1).all()
        lines, _speed = whirl_lines(group, 0.3, 0.52)
        one = orders(group, 1)
        if whirls:
            assert np.median(lines[:, 1] / one) > 0.5
        else:
            assert np.median(lines[:, 1] / one) < 0.05


@pytest.mark.parametrize(
    ("label", "parts"),
    [
        ("misalignment_imbalance", (faults.misalignment, faults.imbalance)),
        ("wear_lubrication_loss", (faults.wear, faults.lubrication_loss)),
    ],
)
def test_two_faults_at_once_are_not_the_root_sum_square_of_the_two(label, parts):
    cases = []
    for number in range(3):
        unit = rig.draw_unit(0, number)
        point = rig.OperatingPoint(0, 45.0, unit.built_for_n, 60.0)
        for chosen in (parts[:1], parts[1:], parts):
            state = faults.sound_state(unit, point)
            for part in chosen:
                part(state, unit, 0.8, rig.stream(1, parts.index(part)))
            cases.append(population.Case(label, unit, point, 0.8, state, 11 + number))
    rms = population.record(cases, 0.5, 0.3).signals.std(axis=2)[:, 0].reshape(3, 3)
    away = rms[:, 2] / np.hypot(rms[:, 0], rms[:, 1]) - 1
    assert np.median(np.abs(away)) > 0.02


def test_halving_the_step_leaves_the_motion_as_it_is():
    cases = population.draw_class(0, "imbalance", 2, 2) + population.draw_class(0, "oil_whirl", 2, 1)
    plant = faults.plant_of([case.state for case in cases])
    coarse = quiet(population.draw_noise(cases, 2 * 4096)[0], 4096)
    fine = quiet(population.draw_noise(cases, 2 * 4096)[0], 2 * 4096)
    a = integrate(plant, coarse, population.RATE_HZ).journal
    b = integrate(plant, fine, 2 * population.RATE_HZ).journal[1::2]
    apart = np.abs(a - b[: len(a)])[2048:].max(axis=0) / plant.clearance
    assert apart.max() < 0.02


def quiet(noise, steps):
    return replace(
        noise,
        flow=noise.flow[:steps] * 0,
        roughness=noise.roughness[:steps] * 0,
        burst=noise.burst[:steps] * 0 + 1,
        burst_size=noise.burst_size[:steps] * 0,
        modulation=noise.modulation[:steps] * 0,
    )


def test_rest_and_whirl_come_out_of_the_integration_as_the_eigenvalues_say():
    resting = population.draw_class(0, "healthy", 3, 1)
    driven = population.draw_class(0, "oil_whirl", 3, 1)
    plant = faults.plant_of(
        [{**case.state, "kick": 0.02, "disc_unbalance": 0j, "hub_unbalance": 0j} for case in resting + driven]
    )
    motion = integrate(plant, quiet(population.draw_noise(resting + driven, 20000)[0], 20000), population.RATE_HZ)
    moving = motion.journal - motion.journal.mean(axis=0)
    early, late = np.abs(moving[1000:4000]).max(axis=0), np.abs(moving[-3000:]).max(axis=0)
    assert (late[:3] < 0.9 * early[:3]).all()
    assert (late[3:] > 1.1 * early[3:]).all()
