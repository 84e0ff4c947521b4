"""What the run shows of its product: what was made, one spectrum a class, where the classes lie, what drives them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from .folder import BADGE, NOTES, Row
from .population import RATE_HZ, Recording

SPECTRUM_POINTS = 400
SPECTRUM_TOP_HZ = 400.0


@dataclass(frozen=True)
class ClassView:
    label: str
    signals: int
    rms_mm_s: float
    kurtosis: float
    past_threshold: int
    mean_eccentricity: float
    frequency_hz: list[float]
    spectrum_mm_s: list[float]
    speed_hz: float

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @staticmethod
    def from_json(data: dict[str, Any]) -> ClassView:
        return ClassView(**data)


def view_of(recording: Recording) -> ClassView:
    signals = recording.signals
    rms = signals.std(axis=2)
    centred = signals - signals.mean(axis=2, keepdims=True)
    kurtosis = (centred**4).mean(axis=2) / np.maximum(rms, 1e-12) ** 4
    # The signal of median severity speaks for its class.
    severity = np.array([case.severity for case in recording.cases])
    chosen = int(np.argsort(severity, kind="stable")[len(severity) // 2])
    window = np.hanning(signals.shape[2])
    spectrum = np.abs(np.fft.rfft(centred[chosen, 0] * window)) * 2 / window.sum()
    frequency = np.fft.rfftfreq(signals.shape[2], 1 / RATE_HZ)
    shown = frequency <= SPECTRUM_TOP_HZ
    step = max(1, int(shown.sum()) // SPECTRUM_POINTS)
    return ClassView(
        label=recording.cases[0].label,
        signals=len(signals),
        rms_mm_s=float(np.median(rms)),
        kurtosis=float(np.median(kurtosis)),
        past_threshold=int((recording.plant.threshold_share > 1).sum()),
        mean_eccentricity=float(recording.motion.eccentricity.mean()),
        frequency_hz=[round(float(f), 3) for f in frequency[shown][::step]],
        spectrum_mm_s=[float(f"{a:.4g}") for a in spectrum[shown][::step]],
        speed_hz=recording.cases[chosen].point.speed_hz,
    )


def sections(views: list[ClassView], rows: list[Row], config: dict[str, Any], seconds: float) -> list[dict[str, Any]]:
    badge = f"{BADGE}: these signals come from a model, not from a machine."
    made = [
        ["signals", str(len(rows))],
        ["classes", str(len(views))],
        ["rigs", str(config["units"])],
        ["operating points", str(config["operating_points"])],
        ["seconds a signal", f"{config['seconds']:g}"],
        ["rate", f"{RATE_HZ} Hz, channels x and y, mm/s"],
        ["made in", f"{seconds:.1f} s"],
    ]
    classes = [
        [
            v.label,
            v.signals,
            round(v.rms_mm_s, 4),
            round(v.kurtosis, 2),
            round(v.mean_eccentricity, 3),
            v.past_threshold,
        ]
        for v in views
    ]
    lines = [
        {"name": f"{v.label} ({v.speed_hz:.1f} Hz)", "x": v.frequency_hz, "y": v.spectrum_mm_s, "dashed": False}
        for v in views
    ]
    groups = [
        {
            "label": v.label,
            "x": [row["speed_hz"] for row in rows if row["label"] == v.label],
            "y": [row["eccentricity"] for row in rows if row["label"] == v.label],
        }
        for v in views
    ]
    return [
        section("summary", "What was made", {"rows": [{"label": a, "value": b} for a, b in made]}, [badge, *NOTES]),
        section(
            "table",
            "Classes",
            {
                "columns": [
                    "class",
                    "signals",
                    "median RMS (mm/s)",
                    "median kurtosis",
                    "mean eccentricity",
                    "past the whirl threshold",
                ],
                "rows": classes,
            },
            [badge, "Eccentricity as integrated, fault included."],
        ),
        section(
            "curves",
            "Spectrum of one signal a class, x",
            {"x": axis("frequency", "Hz"), "y": axis("velocity", "mm/s", log=True), "lines": lines},
            [badge, "The signal of median severity; its shaft speed in brackets."],
        ),
        section(
            "scatter",
            "Operating points",
            {"x": axis("shaft speed", "Hz"), "y": axis("nominal eccentricity"), "groups": groups},
            [
                badge,
                "Whirl needs a shaft below twice the bending mode, whip one above; nothing else here tells classes.",
            ],
        ),
    ]


def axis(label: str, unit: str = "", log: bool = False) -> dict[str, Any]:
    return {"label": label, "unit": unit, "log": log}


def section(type: str, title: str, data: dict[str, Any], notes: list[str]) -> dict[str, Any]:
    return {"type": type, "title": title, "data": data, "notes": notes}
