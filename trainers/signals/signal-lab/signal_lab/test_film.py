import numpy as np
import pytest

from signal_lab import film

# S(L/D)^2, eccentricity, h_min/c, whirl/shaft speed, threshold of Omega sqrt(cM/W): solved by hand for a rigid rotor.
SOLVED = [
    (0.01, 0.83, 0.17, None, None),
    (0.02, 0.76, 0.24, None, None),
    (0.04, 0.67, 0.33, 0.40, 3.17),
    (0.063, 0.60, 0.40, 0.47, 2.70),
    (0.1, 0.51, 0.49, 0.51, 2.55),
    (0.2, 0.37, 0.63, 0.52, 2.56),
    (0.4, 0.23, 0.78, 0.51, 2.66),
    (0.8, 0.12, 0.88, 0.50, 2.73),
]


@pytest.mark.parametrize(("s", "e", "gap", "ratio", "threshold"), SOLVED)
def test_the_film_rests_and_whirls_where_the_solved_table_says(s, e, gap, ratio, threshold):
    found = film.eccentricity(s / 0.4**2, 0.4)
    assert found == pytest.approx(e, abs=0.02)
    assert 1 - found == pytest.approx(gap, abs=0.02)
    whirl, speed = film.whirl_threshold(np.asarray(found))
    if ratio is None:
        assert np.isnan(whirl) and np.isinf(speed)
    else:
        assert whirl == pytest.approx(ratio, abs=0.02)
        assert speed == pytest.approx(threshold, rel=0.05)


def test_the_polynomial_and_its_solution_for_the_load_agree():
    e = np.linspace(0.05, 0.95, 19)
    s = film.short_sommerfeld(e) / np.pi / 0.3**2
    assert film.eccentricity(s, 0.3) == pytest.approx(e, abs=1e-9)


def test_a_journal_under_its_static_load_does_not_move():
    """The nonlinear film, integrated over the bore, rests where the closed form says."""
    for e in (0.05, 0.3, 0.6, 0.8, 0.9):
        place = film.resting_place(np.asarray(e))
        load = 4 / (film.short_sommerfeld(e) / np.pi)  # mu = R = c = 1, L = D = 2, one turn a second
        force = -1j * load
        velocity = force * film.mobility(np.array([e]), np.array([np.angle(force * np.conj(place))]))[0] / 8
        assert abs(velocity + 1j * np.pi * place) < 0.003 * np.pi * e


@pytest.mark.parametrize("e", [0.1, 0.3, 0.5, 0.7, 0.85])
def test_the_mobility_is_the_inverse_of_the_linear_damping_matrix(e):
    place = film.resting_place(np.asarray(e))
    load = 4 / (film.short_sommerfeld(e) / np.pi)
    _, damping = film.stiffness_and_damping(np.asarray(e))
    inverse = np.linalg.inv(damping * load / (2 * np.pi))

    def velocity(force: complex) -> complex:
        return force * film.mobility(np.array([e]), np.array([np.angle(force * np.conj(place))]))[0] / 8

    for direction in (1, 1j):
        small = 0.01 * load * direction
        slope = (velocity(-1j * load + small) - velocity(-1j * load - small)) / 2
        expected = inverse @ np.array([small.real, small.imag])
        assert np.array([slope.real, slope.imag]) == pytest.approx(
            expected, rel=0.03, abs=0.01 * np.abs(expected).max()
        )


def test_hot_oil_is_thin_oil():
    assert film.viscosity(0.02, 40.0) == pytest.approx(0.02)
    assert film.viscosity(0.02, 80.0) == pytest.approx(0.02 * np.exp(-1.2))
