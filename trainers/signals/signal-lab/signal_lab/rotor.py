"""One integration for all signals of a class: rotor, journal, oil film, pedestal, and whatever the faults do to them.

    bending mode   Md zd'' = -ks (zd - zj) - cd zd' + disc unbalance
    journal        Mj zj'' =  ks (zd - zj) - pedestal + load, hub unbalance, coupling forces
    pedestal       kp (zj - zr) + cp (zj' - zr')
    oil film       the pedestal's force, less what solid contact carries, moves the journal within the bore:
                   zr' = mobility(force, zr) + i (Omega/2) zr

Positions are complex (x + iy), zr is relative to the bore. The film's force is the known, its velocity the unknown,
so a thin film is slow instead of stiff; a thick one against the pedestal's spring is stiff, and its decay is taken
exactly (exponential midpoint step, mobility extrapolated to mid-step), the masses by semi-implicit Euler. One step
per sample is then enough: `test_signatures.py` halves the step and sees the same motion.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from . import film

Array = NDArray[np.float64]
Vectors = NDArray[np.complex128]

TICK_STEPS = 2000


@dataclass
class Plant:
    """One number per signal, but for the series in time, which are (steps, signals). SI units."""

    omega: Array
    load: Vectors
    bending_mass: Array
    journal_mass: Array
    shaft_stiffness: Array
    bending_damping: Array
    pedestal_stiffness: Array
    pedestal_damping: Array
    clearance: Array
    clearance_growth: Array
    out_of_round: Array
    out_of_round_rad: Array
    viscosity: Array
    # The oil's mean speed as a share of half the shaft's: 1 in a full film.
    entrainment: Array
    radius: Array
    length: Array
    disc_unbalance: Vectors
    hub_unbalance: Vectors
    coupling_2x: Vectors
    coupling_3x: Vectors
    asperity: Array
    contact_share: Array
    contact_friction: Array
    cavitation_rate: Array
    cavitation_n: Array
    support_gap: Array
    support_loss: Array
    modulation: Array
    phase: Array
    kick: Array

    def take(self, which: NDArray[np.intp]) -> Plant:
        return Plant(**{f.name: getattr(self, f.name)[which] for f in fields(self)})

    @property
    def sommerfeld(self) -> Array:
        return film.sommerfeld(
            self.viscosity,
            self.omega / (2 * np.pi) * self.entrainment,
            2 * self.radius,
            self.length,
            self.clearance,
            np.abs(self.load),
        )

    @property
    def eccentricity(self) -> Array:
        return film.eccentricity(self.sommerfeld, self.length / (2 * self.radius))

    @property
    def threshold_share(self) -> Array:
        """Omega sqrt(cM/W) as a share of the rigid rotor's threshold: above 1 it can whirl; 0 where never."""
        mass = self.bending_mass + self.journal_mass
        speed = self.omega * np.sqrt(self.clearance * mass / np.abs(self.load))
        return speed / film.whirl_threshold(self.eccentricity)[1]


def growth_rates(plant: Plant) -> Array:
    """Largest real part of the linear system's eigenvalues, 1/s: below 0 the rotor rests, above 0 it whirls."""
    k, c = film.stiffness_and_damping(plant.eccentricity)
    weight = np.abs(plant.load)
    # The matrices are for a load along -y; the eigenvalues do not depend on the load's direction.
    k = k * (weight / plant.clearance)[:, None, None]
    c = c * (weight / plant.clearance / (plant.omega * plant.entrainment))[:, None, None]
    n = len(weight)
    identity = np.broadcast_to(np.eye(2), (n, 2, 2))

    def times(values: Array) -> Array:
        return identity * values[:, None, None]

    ks, kp, cp = plant.shaft_stiffness, plant.pedestal_stiffness, plant.pedestal_damping
    md, mj = plant.bending_mass, plant.journal_mass
    zero = np.zeros((n, 2, 2))
    # (C + cp) zr' = kp (zj - zr) + cp zj' - K zr, and the same force C zr' + K zr acts back on the journal.
    inverse = np.linalg.inv(c + times(cp))
    film_rows = [zero, zero, inverse * kp[:, None, None], inverse * cp[:, None, None], -inverse @ (k + times(kp))]
    back = [-c @ block / mj[:, None, None] for block in film_rows]
    back[4] = back[4] - k / mj[:, None, None]
    back[0] = back[0] + times(ks / mj)
    back[2] = back[2] - times(ks / mj)
    rows = [
        [zero, identity.copy(), zero, zero, zero],
        [times(-ks / md), times(-plant.bending_damping / md), times(ks / md), zero, zero],
        [zero, zero, zero, identity.copy(), zero],
        back,
        film_rows,
    ]
    return np.linalg.eigvals(np.concatenate([np.concatenate(r, axis=2) for r in rows], axis=1)).real.max(axis=1)


@dataclass
class Noise:
    """Drawn beforehand, (steps, signals): the integration itself draws nothing."""

    flow: Vectors
    roughness: Array
    burst: Array
    burst_size: Array
    modulation: Array


@dataclass
class Motion:
    """What the integration leaves behind, (steps, signals)."""

    bearing_force: Vectors
    journal: Vectors
    eccentricity: Array


def integrate(plant: Plant, noise: Noise, rate_hz: float, tick: Callable[[int, int], None] | None = None) -> Motion:
    """`tick(step, steps)` is called now and then, so that whoever waits can be told, and can give up."""
    steps, n = noise.flow.shape
    dt = 1.0 / rate_hz
    clearance = plant.clearance
    place = film.resting_place(plant.eccentricity) * (1j * plant.load / np.abs(plant.load)) * clearance
    # A self-excited motion grows from almost nothing over seconds; the kick starts it near its limit cycle.
    place = place + plant.kick * clearance
    zr = place
    zj = zr + plant.load / plant.pedestal_stiffness
    vj = np.zeros(n, dtype=complex)
    rotation = np.exp(1j * plant.phase)
    # The bending mode dies away over a second; it starts where the unbalance holds it, so that there is little to die.
    swung = plant.disc_unbalance * plant.omega**2 * rotation
    swung = swung / (
        plant.shaft_stiffness - plant.bending_mass * plant.omega**2 + 1j * plant.bending_damping * plant.omega
    )
    zd = zj + swung
    vd = 1j * plant.omega * swung
    turn = np.exp(1j * plant.omega * dt)
    half_omega = 0.5j * plant.omega * plant.entrainment
    vr = np.zeros(n, dtype=complex)
    ks, kp, cp = plant.shaft_stiffness, plant.pedestal_stiffness, plant.pedestal_damping
    softness = clearance**3 / (plant.viscosity * plant.radius * plant.length**3)
    dt_mj, dt_md = dt / plant.journal_mass, dt / plant.bending_mass
    omega2 = plant.omega**2
    disc, hub = plant.disc_unbalance * omega2, plant.hub_unbalance * omega2
    slow = 0.3 / (dt * kp)
    growth = plant.clearance_growth / steps
    friction = 1 + 1j * plant.contact_friction
    oval = plant.out_of_round * np.exp(2j * plant.out_of_round_rad)
    contact_scale = plant.asperity / 4
    has_contact = bool((plant.contact_share > 0).any())
    has_oval = bool((plant.out_of_round > 0).any())
    has_growth = bool((plant.clearance_growth > 0).any())
    has_gap = bool((plant.support_loss > 0).any())
    has_coupling = bool((np.abs(plant.coupling_2x) + np.abs(plant.coupling_3x)).any())
    has_bursts = bool((plant.cavitation_rate > 0).any())
    has_modulation = bool(plant.modulation.any())
    bore = clearance
    before = None
    forces = np.empty((steps, n), dtype=complex)
    journal = np.empty((steps, n), dtype=complex)
    eccentricities = np.empty((steps, n))
    for step in range(steps):
        if tick is not None and step % TICK_STEPS == 0:
            tick(step, steps)
        if has_growth:
            bore = clearance * (1 + growth * step)
        gap = np.abs(zr)
        along = zr / (gap + 1e-12)
        wall = bore * (1 + (oval.conj() * along * along).real) if has_oval else bore
        e = gap / wall
        bearing = kp * (zj - zr)
        oil = bearing
        solid = None
        if has_contact:
            # Mixed lubrication: asperities of scattered height take over, exponentially, as the film thins.
            share = np.minimum(plant.contact_share * np.exp((plant.asperity - (wall - gap)) / contact_scale), 0.5)
            solid = share * np.maximum((bearing * along.conj()).real, 0) * along * friction
            oil = bearing - solid
        turned = oil * along.conj()
        rate = film.mobility(e, np.arctan2(turned.imag, turned.real)) * softness
        # A film that relaxes within a step turns its own force: averaging keeps that from chattering. A slower one is
        # extrapolated to mid-step.
        if before is not None:
            calm = (np.abs(rate) < slow) & (np.abs(rate - before) < 0.5 * np.abs(rate))
            middle = rate + np.where(calm, 0.5, -0.5) * (rate - before)
        else:
            middle = rate
        before = rate
        given = 1 + middle * cp
        pull = kp * (zj + 0.5 * dt * vj) + cp * vj
        if solid is not None:
            pull = pull - solid
        decay = (middle * kp - half_omega) / given
        rest = middle * pull / (given * decay)
        moved = (rest - zr) * (1 - np.exp(-dt * decay))
        zr = zr + moved
        vr = moved / dt
        shaft = ks * (zd - zj)
        if has_gap:
            # A loose foot: the pedestal holds in one direction only.
            shaft = np.where((zj - zd).imag > plant.support_gap, shaft * (1 - plant.support_loss), shaft)
        outer = plant.load + hub * rotation
        inner = disc * rotation
        turbulence = noise.flow[step]
        if solid is not None:
            # Single asperities strike journal and bore; the film is too slow to feel a blow.
            turbulence = turbulence + solid * noise.roughness[step]
        if has_bursts:
            fires = noise.burst[step] < plant.cavitation_rate * dt * load_zone(e)
            turbulence = turbulence + np.where(fires, plant.cavitation_n * noise.burst_size[step], 0) * along
        if has_modulation:
            swing = 1 + plant.modulation * noise.modulation[step]
            outer = plant.load + hub * rotation * swing
            inner = inner * swing
        if has_coupling:
            outer = outer + (plant.coupling_2x + plant.coupling_3x * rotation) * rotation * rotation
        # What the oil does to the bore it does, reversed, to the journal.
        bearing = bearing + cp * (vj - vr)
        vj = vj + dt_mj * (shaft - bearing + outer - turbulence)
        zj = zj + dt * vj
        vd = vd + dt_md * (inner - shaft - plant.bending_damping * vd)
        zd = zd + dt * vd
        rotation = rotation * turn
        forces[step], journal[step], eccentricities[step] = bearing + turbulence, zr, e
    return Motion(forces, journal, eccentricities)


def load_zone(e: Array) -> Array:
    """How much of the burst rate the film allows: bubbles collapse where a strong pressure gradient follows the gap."""
    return 1 / (1 + np.exp(-(e - 0.5) / 0.08))
