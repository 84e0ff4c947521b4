"""Writes the JSON files of this folder: `python3 protocol/golden-statistics/generate.py`.

The slow, obvious form of everything, in exact fractions where there is one; neither language's product code is used.
"""

from __future__ import annotations

import json
import math
from fractions import Fraction
from pathlib import Path
from statistics import NormalDist

M32, M64 = 2**32 - 1, 2**64 - 1


class Stream:
    def __init__(self, seed: int) -> None:
        state = seed
        words: list[int] = []
        for _ in range(2):
            state = (state + 0x9E3779B97F4A7C15) & M64
            z = state
            z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & M64
            z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & M64
            z ^= z >> 31
            words += [z & M32, z >> 32]
        self.s = words

    @staticmethod
    def rotl(x: int, k: int) -> int:
        return ((x << k) | (x >> (32 - k))) & M32

    def word(self) -> int:
        s = self.s
        result = (self.rotl((s[1] * 5) & M32, 7) * 9) & M32
        t = (s[1] << 9) & M32
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = self.rotl(s[3], 11)
        return result

    def float(self) -> float:
        a, b = self.word(), self.word()
        return ((a >> 5) * 2**26 + (b >> 6)) / 2**53

    def below(self, n: int) -> int:
        limit = 2**32 - 2**32 % n
        while True:
            word = self.word()
            if word < limit:
                return word % n

    def shuffle(self, items: list[int]) -> list[int]:
        for i in range(len(items) - 1, 0, -1):
            j = self.below(i + 1)
            items[i], items[j] = items[j], items[i]
        return items


def percentile(ordered: list[float], q: float) -> float:
    at = (len(ordered) - 1) * q
    low = math.floor(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (at - low)


def means_of(values: list[float], draws: int, seed: int) -> list[float]:
    stream, means = Stream(seed), []
    for _ in range(draws):
        total = 0.0
        for _ in values:
            total += values[stream.below(len(values))]
        means.append(total / len(values))
    return means


def wilson(k: int, n: int, confidence: float) -> dict[str, float]:
    if n == 0:
        return {"low": 0.0, "high": 1.0}
    z = NormalDist().inv_cdf((1 + confidence) / 2) if confidence != 0.95 else 1.959963984540054
    p = k / n
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return {
        "low": 0.0 if k == 0 else max(0.0, centre - half),
        "high": 1.0 if k == n else min(1.0, centre + half),
    }


def bootstrap(values: list[float], draws: int, seed: int, confidence: float) -> dict[str, float]:
    ordered = sorted(means_of(values, draws, seed))
    return {
        "value": sum(values) / len(values),
        "low": percentile(ordered, (1 - confidence) / 2),
        "high": percentile(ordered, (1 + confidence) / 2),
    }


def paired(a: list[float], b: list[float], draws: int, seed: int, confidence: float) -> dict[str, float]:
    differences = [x - y for x, y in zip(a, b, strict=True)]
    means = means_of(differences, draws, seed)
    below_zero = (sum(m <= 0 for m in means) + 1) / (draws + 1)
    above_zero = (sum(m >= 0 for m in means) + 1) / (draws + 1)
    interval = bootstrap(differences, draws, seed, confidence)
    return {
        "difference": interval["value"],
        "low": interval["low"],
        "high": interval["high"],
        "p": min(1.0, 2 * min(below_zero, above_zero)),
    }


def clustered(
    a: list[float], b: list[float], clusters: list[str], draws: int, seed: int, confidence: float
) -> dict[str, float]:
    names = list(dict.fromkeys(clusters))
    members = [[x - y for x, y, c in zip(a, b, clusters, strict=True) if c == name] for name in names]
    stream, means = Stream(seed), []
    for _ in range(draws):
        total, size = 0.0, 0
        for _ in names:
            drawn = members[stream.below(len(names))]
            total += sum(drawn)
            size += len(drawn)
        means.append(total / size)
    ordered = sorted(means)
    smaller = min(sum(m <= 0 for m in means), sum(m >= 0 for m in means))
    return {
        "difference": sum(x - y for x, y in zip(a, b, strict=True)) / len(a),
        "low": percentile(ordered, (1 - confidence) / 2),
        "high": percentile(ordered, (1 + confidence) / 2),
        "p": min(1.0, 2 * (smaller + 1) / (draws + 1)),
    }


def mcnemar(b: int, c: int) -> dict[str, float]:
    n = b + c
    tail = Fraction(sum(math.comb(n, i) for i in range(min(b, c) + 1)), 2**n)
    return {"p": float(min(Fraction(1), 2 * tail)) if n else 1.0}


def holm(p: list[float]) -> dict[str, list[float]]:
    order = sorted(range(len(p)), key=lambda i: p[i])
    corrected, highest = [0.0] * len(p), 0.0
    for rank, i in enumerate(order):
        highest = max(highest, min(1.0, p[i] * (len(p) - rank)))
        corrected[i] = highest
    return {"p": corrected}


def windows(n: int, rate_hz: float, seconds: float, overlap: int) -> dict[str, int]:
    hop = seconds * (1 - overlap / 100)
    return {"count": max(0, math.floor((n / rate_hz - seconds) / hop + 1e-9) + 1)}


def case(name: str, expected: object, **given: object) -> dict[str, object]:
    return {"name": name, "input": given, "expected": expected}


def all_cases() -> dict[str, list[dict[str, object]]]:
    random_cases: list[dict[str, object]] = []
    for seed in (0, 1, 42, 2**32, 2**53 - 1):
        stream = Stream(seed)
        random_cases.append(
            case(f"words of seed {seed}", [stream.word() for _ in range(8)], seed=seed, op="words", count=8)
        )
        stream = Stream(seed)
        random_cases.append(
            case(f"floats of seed {seed}", [stream.float() for _ in range(4)], seed=seed, op="floats", count=4)
        )
    for n in (1, 2, 7, 1000, 3_000_000_000, 2**32):
        stream = Stream(7)
        random_cases.append(
            case(f"indices below {n}", [stream.below(n) for _ in range(12)], seed=7, op="below", n=n, count=12)
        )
    for n in (0, 1, 10):
        random_cases.append(case(f"a shuffle of {n}", Stream(3).shuffle(list(range(n))), seed=3, op="shuffle", n=n))

    values = [round(Stream(11 + i).float() * 2 - 0.6, 6) for i in range(25)]
    other = [round(v * 0.9 + 0.05 * (i % 3), 6) for i, v in enumerate(values)]
    mixed = [f"r{(i * i) % 7}" for i in range(25)]
    shares = [(0, 0), (0, 1), (1, 1), (0, 10), (10, 10), (7, 9), (50, 100), (999, 1000), (1, 100000)]
    recordings = [
        ("one whole window", 12000, 12000.0, 1.0, 50),
        ("shorter than a window", 11999, 12000.0, 1.0, 50),
        ("no overlap", 48000, 12000.0, 1.0, 0),
        ("half overlap", 48000, 12000.0, 1.0, 50),
        ("ninety per cent", 121556, 12000.0, 0.25, 90),
        ("a hop that binary fractions miss", 3, 10.0, 0.1, 0),
        ("a rate with a fraction", 1000, 33.3, 2.5, 25),
        ("a long recording", 483903, 48000.0, 0.25, 50),
        ("nothing recorded", 0, 12000.0, 0.25, 50),
    ]
    return {
        "random": random_cases,
        "wilson": [case(f"{k} of {n}", wilson(k, n, 0.95), successes=k, trials=n, confidence=0.95) for k, n in shares],
        "bootstrap": [
            case("25 values", bootstrap(values, 2000, 0, 0.95), values=values, draws=2000, seed=0, confidence=0.95),
            case("another seed", bootstrap(values, 2000, 9, 0.95), values=values, draws=2000, seed=9, confidence=0.95),
            case("one value", bootstrap([3.5], 50, 1, 0.95), values=[3.5], draws=50, seed=1, confidence=0.95),
            case(
                "hits and misses",
                bootstrap([1.0, 0.0, 1.0, 1.0], 2000, 5, 0.95),
                values=[1, 0, 1, 1],
                draws=2000,
                seed=5,
                confidence=0.95,
            ),
        ],
        "mcnemar": [
            case(f"{b} against {c}", mcnemar(b, c), b=b, c=c)
            for b, c in [(0, 0), (1, 0), (0, 5), (5, 5), (3, 12), (40, 61), (200, 300), (1000, 1100)]
        ],
        "paired-bootstrap": [
            case(
                "nearly alike",
                paired(values, other, 2000, 0, 0.95),
                a=values,
                b=other,
                draws=2000,
                seed=0,
                confidence=0.95,
            ),
            case(
                "one always better",
                paired([v + 1 for v in values], values, 2000, 2, 0.95),
                a=[v + 1 for v in values],
                b=values,
                draws=2000,
                seed=2,
                confidence=0.95,
            ),
            case(
                "the same", paired(values, values, 200, 2, 0.95), a=values, b=values, draws=200, seed=2, confidence=0.95
            ),
        ],
        "cluster-bootstrap": [
            case(
                "five recordings of five windows",
                clustered(values, other, [f"r{i // 5}" for i in range(25)], 2000, 0, 0.95),
                a=values,
                b=other,
                clusters=[f"r{i // 5}" for i in range(25)],
                draws=2000,
                seed=0,
                confidence=0.95,
            ),
            case(
                "recordings of unequal length, mixed",
                clustered([float(v > 0) for v in values], [float(v > 0.2) for v in other], mixed, 2000, 4, 0.95),
                a=[float(v > 0) for v in values],
                b=[float(v > 0.2) for v in other],
                clusters=mixed,
                draws=2000,
                seed=4,
                confidence=0.95,
            ),
            case(
                "one cluster",
                clustered([1.0, 0.0, 1.0], [0.0, 0.0, 1.0], ["r", "r", "r"], 50, 1, 0.95),
                a=[1, 0, 1],
                b=[0, 0, 1],
                clusters=["r", "r", "r"],
                draws=50,
                seed=1,
                confidence=0.95,
            ),
        ],
        "holm": [
            case("none", holm([]), p=[]),
            case("one", holm([0.04]), p=[0.04]),
            case("four, unsorted", holm([0.01, 0.04, 0.03, 0.005]), p=[0.01, 0.04, 0.03, 0.005]),
            case("capped at one", holm([0.6, 0.7, 0.01]), p=[0.6, 0.7, 0.01]),
        ],
        "windows": [
            case(name, windows(n, rate, seconds, overlap), n=n, rate_hz=rate, seconds=seconds, overlap=overlap)
            for name, n, rate, seconds, overlap in recordings
        ],
    }


if __name__ == "__main__":
    for subject, cases in all_cases().items():
        body = ",\n".join("  " + json.dumps(c, allow_nan=False) for c in cases)
        (Path(__file__).parent / f"{subject}.json").write_text(f"[\n{body}\n]\n")
