"""The seeded stream of random numbers that TypeScript and Python share (protocol/golden-statistics/README.md).

xoshiro128** steps one word at a time; here many lanes, each jumped ahead to its own stretch of the *same* stream, step
together in numpy. The words are the generator's own, in order: 10 million take about a quarter of a second.
"""

from __future__ import annotations

import functools
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

_M64 = 2**64 - 1
_U32: TypeAlias = NDArray[np.uint32]


def _seed_words(seed: int) -> list[int]:
    """splitmix64, twice."""
    words: list[int] = []
    state = seed
    for _ in range(2):
        state = (state + 0x9E3779B97F4A7C15) & _M64
        z = state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _M64
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _M64
        z ^= z >> 31
        words += [z & 0xFFFFFFFF, z >> 32]
    return words


def _rotl(x: _U32, k: int) -> _U32:
    return (x << np.uint32(k)) | (x >> np.uint32(32 - k))


def _step(state: _U32) -> _U32:
    """One word of every lane; `state` is (4, lanes) and moves on."""
    s0, s1, s2, s3 = state
    result = _rotl(s1 * np.uint32(5), 7) * np.uint32(9)
    t = s1 << np.uint32(9)
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= t
    state[3] = _rotl(s3, 11)
    return result


def _to_bits(state: _U32) -> NDArray[np.float32]:
    shifts = np.arange(32, dtype=np.uint32)
    return ((state[:, None, :] >> shifts[None, :, None]) & np.uint32(1)).reshape(128, -1).astype(np.float32)


def _from_bits(bits: NDArray[np.float32]) -> _U32:
    weights = np.uint32(1) << np.arange(32, dtype=np.uint32)
    parts = bits.reshape(4, 32, -1).astype(np.uint32) * weights[None, :, None]
    return np.bitwise_or.reduce(parts, axis=1)


@functools.lru_cache(maxsize=64)
def _jump(log2_steps: int) -> NDArray[np.float32]:
    """The 128 x 128 matrix over two elements that moves a state 2^log2_steps words ahead (a step is linear)."""
    if log2_steps == 0:
        units = _from_bits(np.eye(128, dtype=np.float32))
        _step(units)
        return _to_bits(units)
    half = _jump(log2_steps - 1)
    return np.mod(half @ half, 2)


class RandomStream:
    def __init__(self, seed: int) -> None:
        if not 0 <= seed < 2**53:
            raise ValueError(f"a seed is a whole number from 0 to 2^53 - 1, got {seed}")
        self._state = np.array(_seed_words(seed), dtype=np.uint32).reshape(4, 1)
        self._left: _U32 = np.empty(0, dtype=np.uint32)

    def words(self, count: int) -> _U32:
        """The next `count` words of the stream."""
        pieces = [self._left[:count]]
        self._left = self._left[count:]
        missing = count - len(pieces[0])
        while missing > 0:
            block = self._block(missing)
            pieces.append(block[:missing])
            self._left = block[missing:]
            missing -= len(pieces[-1])
        return np.concatenate(pieces)

    def _block(self, wanted: int) -> _U32:
        """lanes x 2^k words, at least 256; lane i holds the stretch that starts i x 2^k words from here."""
        log2_total = max(8, min(24, (wanted - 1).bit_length()))
        log2_lanes = min(12, log2_total // 2)
        log2_each = log2_total - log2_lanes
        lanes = _to_bits(self._state)
        for doubling in range(log2_lanes):
            lanes = np.concatenate([lanes, np.mod(_jump(log2_each + doubling) @ lanes, 2)], axis=1)
        state = _from_bits(lanes)
        out = np.empty((state.shape[1], 2**log2_each), dtype=np.uint32)
        for i in range(out.shape[1]):
            out[:, i] = _step(state)
        self._state = state[:, -1:].copy()
        return out.reshape(-1)

    def floats(self, count: int) -> NDArray[np.float64]:
        """In [0, 1)."""
        words = self.words(2 * count).reshape(count, 2).astype(np.uint64)
        return ((words[:, 0] >> np.uint64(5)) * 2.0**26 + (words[:, 1] >> np.uint64(6))) / 2.0**53

    def below(self, n: int, count: int = 1) -> NDArray[np.int64]:
        """Whole numbers in [0, n)."""
        if not 1 <= n <= 2**32:
            raise ValueError(f"below(n) needs 1 <= n <= 2^32, got {n}")
        limit = np.uint64(2**32 - 2**32 % n)
        pieces: list[NDArray[np.int64]] = []
        missing = count
        while missing > 0:
            # Exactly as many words as are missing: a rejected word costs another round, never a word too many.
            words = self.words(missing).astype(np.uint64)
            kept = words[words < limit] % np.uint64(n)
            pieces.append(kept.astype(np.int64))
            missing -= len(kept)
        return np.concatenate(pieces) if pieces else np.empty(0, dtype=np.int64)

    def shuffle(self, count: int) -> NDArray[np.int64]:
        """A permutation of 0..count-1."""
        order = np.arange(count)
        for i in range(count - 1, 0, -1):
            j = int(self.below(i + 1)[0])
            order[i], order[j] = order[j], order[i]
        return order
