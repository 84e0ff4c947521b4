"""The oil film of a short journal bearing (Ocvirk): its resting place, its linear matrices, its full nonlinear
mobility.

Complex numbers are vectors in the plane: x is the real part, y the imaginary part, the load points along -y.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
REFERENCE_TEMPERATURE_C = 40.0


def viscosity(reference_pa_s: Array | float, temperature_c: Array | float) -> Array:
    return np.asarray(reference_pa_s) * np.exp(-0.03 * (np.asarray(temperature_c) - REFERENCE_TEMPERATURE_C))


def sommerfeld(
    viscosity_pa_s: Array, speed_hz: Array, diameter_m: Array, length_m: Array, clearance_m: Array, load_n: Array
) -> Array:
    """S = (R/c)^2 mu N D L / W, with N in revolutions per second."""
    return (diameter_m / 2 / clearance_m) ** 2 * viscosity_pa_s * speed_hz * diameter_m * length_m / load_n


def load_for(
    sommerfeld_number: Array,
    viscosity_pa_s: Array,
    speed_hz: Array,
    diameter_m: Array,
    length_m: Array,
    clearance_m: Array,
) -> Array:
    return sommerfeld(viscosity_pa_s, speed_hz, diameter_m, length_m, clearance_m, np.asarray(1.0)) / sommerfeld_number


def short_sommerfeld(eccentricity: Array | float) -> Array:
    """pi S (L/D)^2 as a function of the eccentricity: the polynomial below, solved for Ss."""
    e2 = np.asarray(eccentricity, dtype=float) ** 2
    return np.asarray((1 - e2) ** 2 / np.sqrt(e2 * (16 * e2 + np.pi**2 * (1 - e2))))


def eccentricity(sommerfeld_number: Array | float, length_by_diameter: Array | float) -> Array:
    """Smallest root in e^2 within 0..1 of e^8 - 4e^6 + (6 - Ss^2(16 - pi^2))e^4 - (4 + pi^2 Ss^2)e^2 + 1 = 0.

    The left side is (1 - e^2)^4 - Ss^2 e^2 (16 e^2 + pi^2 (1 - e^2)): it falls from 1 to below 0 exactly once on 0..1,
    so bisection finds that root for all signals at once, and always the same bits.
    """
    ss2 = (np.pi * np.asarray(sommerfeld_number, dtype=float) * np.asarray(length_by_diameter, dtype=float) ** 2) ** 2
    low, high = np.zeros_like(ss2), np.ones_like(ss2)
    for _ in range(60):
        e2 = (low + high) / 2
        positive = e2**4 - 4 * e2**3 + (6 - ss2 * (16 - np.pi**2)) * e2**2 - (4 + np.pi**2 * ss2) * e2 + 1 > 0
        low, high = np.where(positive, e2, low), np.where(positive, high, e2)
    return np.sqrt((low + high) / 2)


def attitude(e: Array) -> Array:
    """Angle between the load and the line of centres: tan psi = pi sqrt(1 - e^2) / (4 e)."""
    return np.arctan2(np.pi * np.sqrt(1 - e**2), 4 * e)


def resting_place(e: Array) -> NDArray[np.complex128]:
    """Journal centre in units of the clearance under a load along -y, shaft turning counter-clockwise."""
    return np.asarray(e * np.exp(1j * (attitude(e) - np.pi / 2)), dtype=np.complex128)


def stiffness_and_damping(e: Array) -> tuple[Array, Array]:
    """K c/W and C c Omega/W, each (..., 2, 2) in x, y (Friswell et al., Dynamics of Rotating Machines, chapter 5)."""
    e = np.asarray(e, dtype=float)
    e2 = e**2
    root = np.sqrt(1 - e2)
    h0 = (np.pi**2 * (1 - e2) + 16 * e2) ** -1.5
    k = np.empty((*e.shape, 2, 2))
    k[..., 0, 0] = h0 * 4 * (np.pi**2 * (2 - e2) + 16 * e2)
    k[..., 0, 1] = h0 * np.pi * (np.pi**2 * (1 - e2) ** 2 - 16 * e2**2) / (e * root)
    k[..., 1, 0] = -h0 * np.pi * (np.pi**2 * (1 - e2) * (1 + 2 * e2) + 32 * e2 * (1 + e2)) / (e * root)
    k[..., 1, 1] = h0 * 4 * (np.pi**2 * (1 + 2 * e2) + 32 * e2 * (1 + e2) / (1 - e2))
    c = np.empty_like(k)
    c[..., 0, 0] = h0 * 2 * np.pi * root * (np.pi**2 * (1 + 2 * e2) - 16 * e2) / e
    c[..., 0, 1] = c[..., 1, 0] = -h0 * 8 * (np.pi**2 * (1 + 2 * e2) - 16 * e2)
    c[..., 1, 1] = h0 * 2 * np.pi * (np.pi**2 * (1 - e2) ** 2 + 48 * e2) / (e * root)
    return k, c


def whirl_threshold(e: Array) -> tuple[Array, Array]:
    """Of a rigid rotor: whirl/shaft speed and Omega sqrt(cM/W) at which whirl begins; infinite where it never does."""
    k, c = stiffness_and_damping(e)
    kxx, kxy, kyx, kyy = k[..., 0, 0], k[..., 0, 1], k[..., 1, 0], k[..., 1, 1]
    cxx, cxy, cyx, cyy = c[..., 0, 0], c[..., 0, 1], c[..., 1, 0], c[..., 1, 1]
    equivalent = (kxx * cyy + kyy * cxx - kxy * cyx - kyx * cxy) / (cxx + cyy)
    ratio2 = ((equivalent - kxx) * (equivalent - kyy) - kxy * kyx) / (cxx * cyy - cxy * cyx)
    with np.errstate(invalid="ignore", divide="ignore"):
        can = (ratio2 > 0) & (equivalent > 0)
        ratio = np.where(can, np.sqrt(np.where(can, ratio2, 1)), np.nan)
        speed = np.where(can, np.sqrt(np.where(can, equivalent / np.where(can, ratio2, 1), 1)), np.inf)
    return ratio, speed


ROOT_GAP_STEPS, ANGLE_STEPS = 96, 256
SMALLEST_ROOT_GAP = 0.05


def film_integral(e: Array, direction: Array, points: int = 2880) -> NDArray[np.complex128]:
    """G(v, e) = integral of (v.n)+ n / (1 - e.n)^3 over the bore, e along x: film force = mu R L^3 / c^2 * G.

    v is the journal velocity in clearances per second seen from a frame that turns at half the shaft's speed, here of
    length one along each `direction`; oil cannot pull, so only the half of the bore that is squeezed carries pressure.
    Returns (eccentricities, directions).
    """
    theta = np.arange(points) * (2 * np.pi / points)
    squeezed = np.maximum(np.cos(direction[:, None] - theta), 0)
    weight = (2 * np.pi / points) / (1 - e[:, None] * np.cos(theta)) ** 3
    return (weight * np.cos(theta)) @ squeezed.T + 1j * ((weight * np.sin(theta)) @ squeezed.T)


@lru_cache(maxsize=1)
def mobility_table() -> NDArray[np.complex128]:
    """v = F T / (mu R L^3 / c^2): T over sqrt(1 - e) and the angle from the line of centres to the force.

    The force is the known, the velocity the unknown: with the journal's path given by its mobility the film needs no
    implicit step, and the gap closes as (1 - e)^2.5, so the journal never runs through the bore.
    """
    gaps = np.linspace(SMALLEST_ROOT_GAP, 1, ROOT_GAP_STEPS)
    direction = np.linspace(0, np.pi, 513)
    force = film_integral(1 - gaps**2, direction)
    force[:, 0], force[:, -1] = force[:, 0].real, force[:, -1].real
    turned = np.exp(1j * direction) / force
    angle = np.angle(force)
    wanted = np.linspace(0, np.pi, ANGLE_STEPS // 2 + 1)
    half = np.array(
        [np.interp(wanted, a, t.real) + 1j * np.interp(wanted, a, t.imag) for a, t in zip(angle, turned, strict=False)]
    )
    return np.concatenate([half[:, :0:-1].conj(), half], axis=1)


def mobility(e: Array, angle: Array) -> NDArray[np.complex128]:
    """T by bilinear interpolation; e is clipped at the table's end (0.9975), where the film is all but solid."""
    flat = mobility_table().reshape(-1)
    row = (np.sqrt(np.maximum(1 - e, 0)) - SMALLEST_ROOT_GAP) * ((ROOT_GAP_STEPS - 1) / (1 - SMALLEST_ROOT_GAP))
    row = np.minimum(np.maximum(row, 0), ROOT_GAP_STEPS - 1.000001)
    column = (angle + np.pi) * (ANGLE_STEPS / (2 * np.pi))
    i = row.astype(np.intp)
    j = np.minimum(column.astype(np.intp), ANGLE_STEPS - 1)
    down, right = row - i, column - j
    at = i * (ANGLE_STEPS + 1) + j
    upper, lower = flat.take(at), flat.take(at + (ANGLE_STEPS + 1))
    at += 1
    upper = upper + (flat.take(at) - upper) * right
    lower = lower + (flat.take(at + (ANGLE_STEPS + 1)) - lower) * right
    return upper + (lower - upper) * down
