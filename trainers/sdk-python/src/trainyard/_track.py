"""The state that an exact resume needs, gathered from what a loop already has.

Model, optimizer, scheduler, generators, plain values, and the three global random states (python, numpy, torch):
each one left out makes a resumed run drift from a straight one.
"""

from __future__ import annotations

import pickle
import random
import sys
from pathlib import Path
from typing import Any, cast

_TORCH_FILE = "torch.pt"
_PYTHON_FILE = "python.pickle"


def _torch() -> Any:
    """Only if the trainer imported it: the SDK itself needs nothing but the standard library."""
    return sys.modules.get("torch")


def _numpy() -> Any:
    return sys.modules.get("numpy")


def _is_torch_generator(value: object) -> bool:
    torch = _torch()
    return torch is not None and isinstance(value, torch.Generator)


def _is_numpy_generator(value: object) -> bool:
    numpy = _numpy()
    return numpy is not None and isinstance(value, numpy.random.Generator)


def _has_state(value: object) -> bool:
    return hasattr(value, "state_dict") and hasattr(value, "load_state_dict")


def _read_random() -> dict[str, Any]:
    """States of the global generators that do not hold tensors."""
    states: dict[str, Any] = {"python": random.getstate()}
    numpy = _numpy()
    if numpy is not None:
        states["numpy"] = numpy.random.get_state()
    return states


def _read_torch_random() -> dict[str, Any]:
    torch = _torch()
    states: dict[str, Any] = {"cpu": torch.get_rng_state()}
    if torch.cuda.is_available() and torch.cuda.is_initialized():
        states["cuda"] = torch.cuda.get_rng_state_all()
    return states


class Tracked:
    """What `run.track` returns: every tracked thing by its name.

    Plain values (numbers, texts, tuples) cannot be put back into the caller's variables, so they are read and written
    here: `state = run.track(best=0.0)`, then `state.best = max(state.best, score)`.
    """

    def __init__(self) -> None:
        object.__setattr__(self, "_things", dict[str, Any]())
        object.__setattr__(self, "_random", None)

    def __getattr__(self, name: str) -> Any:
        things: dict[str, Any] = object.__getattribute__(self, "_things")
        try:
            return things[name]
        except KeyError:
            raise AttributeError(f"{name} is not tracked; tracked are: {', '.join(things) or 'nothing'}") from None

    def __setattr__(self, name: str, value: Any) -> None:
        things: dict[str, Any] = object.__getattribute__(self, "_things")
        if name not in things:
            raise AttributeError(f"{name} is not tracked: name it in run.track({name}=...) first")
        things[name] = value


def things_of(tracked: Tracked) -> dict[str, Any]:
    return object.__getattribute__(tracked, "_things")


def parts_of(tracked: Tracked) -> list[str]:
    parts = [*things_of(tracked), "rng:python"]
    parts += ["rng:numpy"] if _numpy() is not None else []
    parts += ["rng:torch"] if _torch() is not None else []
    return parts


def write_state(tracked: Tracked, folder: Path) -> None:
    torch = _torch()
    tensors: dict[str, Any] = {}
    plain: dict[str, Any] = {}
    for name, thing in things_of(tracked).items():
        if _is_torch_generator(thing):
            tensors[name] = thing.get_state()
        elif _is_numpy_generator(thing):
            plain[name] = thing.bit_generator.state
        elif isinstance(thing, random.Random):
            plain[name] = thing.getstate()
        elif _has_state(thing):
            (plain if torch is None else tensors)[name] = thing.state_dict()
        else:
            plain[name] = thing
    if torch is not None:
        torch.save({"things": tensors, "random": _read_torch_random()}, folder / _TORCH_FILE)
    with (folder / _PYTHON_FILE).open("wb") as file:
        pickle.dump({"things": plain, "random": _read_random()}, file)


def _load_tensors(path: Path) -> Any:
    torch = _torch()
    try:
        return torch.load(path, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError:
        # A state_dict with objects of the trainer's own: the file is the run's own and its sha256 was checked.
        return torch.load(path, map_location="cpu", weights_only=False)


def _put_back(tracked: Tracked, name: str, state: Any) -> None:
    things = things_of(tracked)
    thing = things[name]
    if _is_torch_generator(thing):
        thing.set_state(state)
    elif _is_numpy_generator(thing):
        thing.bit_generator.state = state
    elif isinstance(thing, random.Random):
        thing.setstate(state)
    elif _has_state(thing):
        thing.load_state_dict(state)
    elif isinstance(thing, dict) and isinstance(state, dict):  # in place: the caller holds the same object
        held = cast("dict[Any, Any]", thing)
        held.clear()
        held.update(cast("dict[Any, Any]", state))
    elif isinstance(thing, list) and isinstance(state, list):
        cast("list[Any]", thing)[:] = cast("list[Any]", state)
    else:
        things[name] = state


def read_state(tracked: Tracked, folder: Path) -> None:
    """Puts everything back; what the checkpoint lacks is an error, since the run would silently be another one."""
    states: dict[str, Any] = {}
    randoms: dict[str, Any] = {}
    with (folder / _PYTHON_FILE).open("rb") as file:
        saved = pickle.load(file)
    states.update(saved["things"])
    randoms.update(saved["random"])
    if (folder / _TORCH_FILE).exists():
        if _torch() is None:
            raise RuntimeError("this checkpoint holds torch state: import torch before run.track(...)")
        saved = _load_tensors(folder / _TORCH_FILE)
        states.update(saved["things"])
        randoms["torch"] = saved["random"]
    missing = sorted(set(things_of(tracked)) - set(states))
    if missing:
        raise RuntimeError(f"the checkpoint {folder.name} has no state for: {', '.join(missing)}")
    for name in things_of(tracked):
        _put_back(tracked, name, states[name])
    object.__setattr__(tracked, "_random", randoms)
    restore_random(tracked)


def restore_random(tracked: Tracked) -> None:
    """Once on loading and once more right before the loop: code in between may have drawn numbers."""
    randoms: dict[str, Any] | None = object.__getattribute__(tracked, "_random")
    if randoms is None:
        return
    random.setstate(randoms["python"])
    numpy, torch = _numpy(), _torch()
    if numpy is not None and "numpy" in randoms:
        numpy.random.set_state(randoms["numpy"])
    if torch is not None and "torch" in randoms:
        torch.set_rng_state(randoms["torch"]["cpu"])
        if "cuda" in randoms["torch"] and torch.cuda.is_available():
            torch.cuda.set_rng_state_all(randoms["torch"]["cuda"])
