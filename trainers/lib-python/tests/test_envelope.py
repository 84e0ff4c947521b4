import numpy as np
import pytest
from trainyard_lib import envelope as env
from trainyard_lib.orders import SKF_6205

RATE = 12_000.0
FULL = (0.0, RATE / 2)


def struck(per_second, *, rings_at=3200.0, noise=0.05, seconds=1.0, seed=0):
    """A structure that rings at each blow. The balls slip a little, as real ones do, so no two gaps are the same and
    the plain spectrum has no line; what follows the blows is a random carrier with a periodic strength."""
    rng = np.random.default_rng(seed)
    n = int(RATE * seconds)
    at = np.arange(0.5 / per_second, seconds - 1e-3, 1 / per_second)
    at = at + 0.02 / per_second * rng.standard_normal(len(at))
    blows = np.zeros(n)
    blows[np.clip((at * RATE).round().astype(int), 0, n - 1)] = rng.uniform(0.7, 1.3, len(at))
    t = np.arange(200) / RATE
    ring = np.exp(-900 * t) * np.sin(2 * np.pi * rings_at * t)
    return np.convolve(blows, ring)[:n] + noise * rng.standard_normal(n)


def loudest_hz(found, above=20):
    start = int(above / found.step_hz)
    return (start + found.amplitude[0, start:].argmax()) * found.step_hz


@pytest.mark.parametrize("whitening", ["cepstrum", "ar", "none"])
@pytest.mark.parametrize("band", [FULL, (2000.0, 4500.0), "kurtogram"])
def test_the_envelope_shows_how_often_it_is_struck(whitening, band):
    x = struck(107.0)[None]
    assert loudest_hz(env.envelope_spectrum(x, RATE, whitening=whitening, band=band)) == pytest.approx(107, abs=1)


def test_a_strong_tone_hides_the_blows_unless_it_is_whitened():
    t = np.arange(int(RATE)) / RATE
    x = (struck(107.0) + 20 * np.sin(2 * np.pi * 950 * t) * (1 + 0.5 * np.sin(2 * np.pi * 61 * t)))[None]
    assert loudest_hz(env.envelope_spectrum(x, RATE, whitening="none", band=FULL)) == pytest.approx(61, abs=1)
    assert loudest_hz(env.envelope_spectrum(x, RATE, whitening="cepstrum", band=FULL)) == pytest.approx(107, abs=1)


def test_whitened_by_the_cepstrum_every_frequency_is_as_strong():
    x = struck(50.0, noise=1)[None] + 3
    size = np.abs(np.fft.rfft(env.whiten(x, "cepstrum"))[0])
    assert size[0] == pytest.approx(0, abs=1e-9)
    assert size[1:].std() < 1e-6


def test_a_prediction_takes_a_tone_away_and_leaves_the_noise():
    t = np.arange(6000) / RATE
    rng = np.random.default_rng(1)
    noise = rng.standard_normal(6000)
    left = env.whiten((noise + 30 * np.sin(2 * np.pi * 700 * t))[None], "ar")[0]
    assert left[200:].std() == pytest.approx(1, abs=0.15)


def test_the_kurtogram_finds_the_band_that_rings():
    t = np.arange(int(RATE)) / RATE
    x = struck(40.0, rings_at=4100) + np.sin(2 * np.pi * 700 * t)
    low, high = env.kurtogram_band(x, RATE)
    assert 1000 < low < 4100 < high and high - low <= RATE / 4


@pytest.mark.parametrize("whitening", ["cepstrum", "ar", "none"])
def test_silence_has_no_envelope_and_no_numbers_that_are_none(whitening):
    found = env.envelope_spectrum(np.zeros((2, 600)), RATE, whitening=whitening, band="kurtogram")
    assert np.isfinite(found.amplitude).all()
    lines = env.to_orders(found, np.array([30.0, 31.0]), highest=8)
    assert np.isfinite(env.prominence(lines, 3.5)).all()


def test_at_any_speed_a_fault_of_the_outer_race_is_at_its_order():
    speeds = np.array([28.8, 29.95, 41.0])
    x = np.stack([struck(SKF_6205.outer * speed, seed=i) for i, speed in enumerate(speeds)])
    found = env.envelope_spectrum(x, RATE, band=FULL)
    lines = env.to_orders(found, speeds, highest=18)
    assert (env.prominence(lines, SKF_6205.outer) > 2).all()
    assert (env.prominence(lines, SKF_6205.inner) < 1.5).all()
    peaks = lines.orders[np.nanargmax(np.where(lines.orders > 0.5, lines.amplitude, 0), axis=1)]
    assert peaks == pytest.approx([SKF_6205.outer] * 3, abs=0.03)


def test_thinning_out_changes_no_line_below_its_limit():
    x = struck(107.0, seconds=1.01)[None]
    whole = env.envelope_spectrum(x, RATE, band=FULL)
    thin = env.envelope_spectrum(x, RATE, band=FULL, up_to_hz=500)
    hz = np.arange(10, 500, 0.5)
    there, here = (np.interp(hz, np.arange(f.amplitude.shape[1]) * f.step_hz, f.amplitude[0]) for f in (whole, thin))
    assert np.abs(there - here).max() < 0.03 * there.max()


def test_a_line_above_the_spectrum_says_nothing():
    found = env.to_orders(
        env.spectrum(np.random.default_rng(0).standard_normal((1, 400)), 100.0), np.array([20.0]), highest=9
    )
    assert env.prominence(found, 8.0)[0] == 0
