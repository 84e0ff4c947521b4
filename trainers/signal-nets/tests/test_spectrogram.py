"""The spectrogram network: its fixed pictures against other ways to compute them, its networks, its Grad-CAM."""

from __future__ import annotations

import math
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

PACK = Path(__file__).parents[1]
sys.path[:0] = [str(PACK), str(PACK / "signal-spectrogram")]

from networks import RESNET_BLOCKS, EfficientNet2D, ResNet2D  # noqa: E402
from plane_cam import PlaneCam  # noqa: E402
from planes import OMEGA0, Cwt, Stft, make_plane  # noqa: E402
from signal_nets.data import Scaling  # noqa: E402
from signal_nets.explain import examine  # noqa: E402
from signal_nets.results import Deployed  # noqa: E402
from spectrogram_net import SpectrogramNet  # noqa: E402
from wigner import WignerVille  # noqa: E402

RATE = 4096.0
CONFIG: dict[str, Any] = {
    "method": "cwt",
    "stft_window": 128,
    "scales": 24,
    "hop": 32,
    "frequencies": {"lowest": 20, "highest": 0},
    "wigner": {"lags": 32, "smoothing": 64},
    "network": "resnet",
    "depth": 10,
    "width": 8,
    "dual_stream": False,
    "dropout": 0.2,
}
METHODS = ("stft", "cwt", "wigner-ville")


def _net(channels: int = 1, classes: int = 2, samples: int = 1024, **changed: Any) -> SpectrogramNet:
    torch.manual_seed(3)
    return SpectrogramNet(channels, classes, samples, RATE, {**CONFIG, **changed})


def _sine(hz: float, samples: int = 2048, amplitude: float = 1.0) -> torch.Tensor:
    return (amplitude * torch.sin(2 * torch.pi * hz * torch.arange(samples) / RATE + 0.4)).view(1, 1, -1).float()


def test_the_stft_is_that_of_torch():
    x = torch.randn(3, 2, 1000)
    ours = Stft(RATE, 256, 64, 0, RATE / 2)(x)
    window = torch.hann_window(256)
    theirs = torch.stft(x.view(6, -1), 256, 64, window=window, center=False, return_complex=True).abs().square()
    assert torch.allclose(ours, theirs.view(3, 2, *theirs.shape[1:]) / window.sum() ** 2, atol=1e-6)


def test_a_band_of_the_stft_is_a_piece_of_the_whole():
    x = torch.randn(1, 1, 600)
    whole, band = Stft(RATE, 128, 32, 0, RATE / 2), Stft(RATE, 128, 32, 100, 1000)
    kept = (whole.hz >= 96) & (whole.hz <= 1000)
    assert torch.equal(band(x), whole(x)[:, :, torch.from_numpy(kept)])


@pytest.mark.parametrize("hz", [30.0, 110.0, 333.0, 900.0])
def test_the_cwt_is_the_wavelet_applied_directly(hz: float):
    """At the full rate, without octaves, by another formula; a random signal, columns away from the ends."""
    plane = Cwt(RATE, 2, 32, hz, hz * 1.05)
    x = np.random.default_rng(1).standard_normal(4096)
    scale = OMEGA0 / (2 * np.pi * hz)
    ours = plane(torch.from_numpy(x).float().view(1, 1, -1))[0, 0, 0].numpy()
    for column in (50, 64, 77):
        t = (np.arange(len(x)) - column * 32) / RATE
        wavelet = np.exp(-0.5 * (t / scale) ** 2)
        power = abs((x * wavelet * np.exp(-2j * np.pi * hz * t)).sum() / wavelet.sum()) ** 2
        assert ours[column] == pytest.approx(power, rel=0.02)


@pytest.mark.parametrize("hz", [25.0, 100.0, 600.0, 1500.0])
def test_the_cwt_finds_a_sine_at_its_row_and_with_its_power(hz: float):
    plane = Cwt(RATE, 49, 64, 16, 2048)
    power = plane(_sine(hz, 8192))[0, 0, :, 64]
    row = int(power.argmax())
    assert abs(math.log2(plane.hz[row] / hz)) < 0.6 * math.log2(plane.hz[1] / plane.hz[0])
    assert float(power[row]) == pytest.approx(0.25, rel=0.15)


def test_rows_rise_in_frequency_and_columns_say_when():
    for method in METHODS:
        plane = make_plane(method, RATE, 2048, {**CONFIG, "stft_window": 256})
        assert (np.diff(plane.hz) > 0).all()
        blow = torch.zeros(1, 1, 2048)
        blow[0, 0, 1200] = 1
        column = int(plane(blow)[0, 0].sum(dim=0).argmax())
        seconds = plane.seconds(plane(blow).shape[-1])
        assert seconds[column] == pytest.approx(1200 / RATE, abs=32 / RATE)


def test_the_wigner_ville_ridge_of_a_chirp_is_its_frequency():
    samples, first, rise = 4096, 150.0, 900.0
    t = torch.arange(samples) / RATE
    chirp = torch.cos(2 * torch.pi * (first * t + rise / 2 * t**2)).view(1, 1, -1).float()
    plane = WignerVille(RATE, samples, 128, 32, 64, RATE / 2)
    power = plane(chirp)[0, 0]
    inner = range(8, power.shape[1] - 8)
    seconds = plane.seconds(power.shape[1])
    off = [plane.hz[int(power[:, k].argmax())] - (first + rise * seconds[k]) for k in inner]
    assert np.abs(off).max() <= RATE / 2 / 128


def test_the_wigner_ville_distribution_is_its_definition():
    """Against double sums over lags and time of the analytic signal that an FFT gives."""
    rng = np.random.default_rng(0)
    samples, lags, smoothing = 512, 32, 24
    t = np.arange(samples) / RATE
    x = np.cos(2 * np.pi * 400 * t) + 0.7 * np.cos(2 * np.pi * 1000 * t + 1) + 0.01 * rng.standard_normal(samples)
    spectrum = np.fft.fft(x)
    spectrum[1 : samples // 2] *= 2
    spectrum[samples // 2 :] = 0
    z = np.fft.ifft(spectrum)
    plane = WignerVille(RATE, samples, lags, smoothing, 32, RATE / 2)
    assert plane.step == 1
    ours = plane(torch.from_numpy(x).float().view(1, 1, -1))[0, 0].numpy()
    centre, lag = 256, np.arange(lags)
    near = np.arange(-smoothing, smoothing + 1)
    g = 0.5 + 0.5 * np.cos(np.pi * near / (smoothing + 1))
    smoothed = np.array([(g * z[centre + near + k] * z[centre + near - k].conj()).sum() / g.sum() for k in lag])
    weight = (0.5 + 0.5 * np.cos(np.pi * lag / lags)) * np.where(lag == 0, 1, 2)
    wanted = [(weight * smoothed * np.exp(-4j * np.pi * hz * lag / RATE)).real.sum() / weight.sum() for hz in plane.hz]
    assert np.allclose(ours[:, 8], np.maximum(wanted, 0), atol=0.01)


def test_a_lower_band_is_read_at_a_lower_rate():
    plane = WignerVille(RATE, 2048, 32, 64, 64, 500)
    assert plane.step == 4
    assert plane.hz[-1] < RATE / 8
    power = plane(_sine(200))[0, 0, :, 16]
    assert abs(plane.hz[int(power.argmax())] - 200) <= RATE / 8 / 32
    above = plane(_sine(900))[0, 0]
    assert float(above.max()) < 1e-3 * float(power.max())


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(("channels", "samples"), [(1, 1024), (2, 777), (3, 515)])
def test_any_length_and_number_of_channels_gives_scores(method: str, channels: int, samples: int):
    net = _net(channels, 4, samples, method=method).eval()
    assert net(torch.randn(5, channels, samples)).shape == (5, 4)


@pytest.mark.parametrize("network", ["resnet", "efficientnet"])
@pytest.mark.parametrize("dual", [False, True])
def test_the_gradient_reaches_every_weight(network: str, dual: bool):
    net = _net(2, 3, network=network, dual_stream=dual)
    net(torch.randn(8, 2, 1024)).square().sum().backward()
    without = [name for name, weight in net.named_parameters() if weight.grad is None or not weight.grad.any()]
    assert without == []


def test_depths_have_the_blocks_that_they_promise():
    for depth, blocks in RESNET_BLOCKS.items():
        # Two convs a block, the stem and the last layer.
        assert 2 * sum(blocks) + 2 == depth
        assert len(ResNet2D(2, depth, 8).blocks) == sum(blocks)
    assert sum(q.numel() for q in ResNet2D(3, 18, 64).parameters()) == pytest.approx(11.2e6, rel=0.02)
    # B0 without its last layer: 5.29 - 1.28 million; its squeezed sizes and stem are the same.
    assert sum(q.numel() for q in EfficientNet2D(3, 18, 16).parameters()) == pytest.approx(4.01e6, rel=0.02)


def test_a_short_window_is_refused_in_words():
    with pytest.raises(ValueError, match=r"STFT window \(512 samples\) is longer than a window of the data \(400"):
        _net(samples=400, method="stft", stft_window=512)
    with pytest.raises(ValueError, match="must lie below the highest"):
        _net(frequencies={"lowest": 900, "highest": 100})


def _learned(n: int, seed: int) -> tuple[torch.Tensor, torch.Tensor]:
    """A short burst at a random place: low or high."""
    generator = torch.Generator().manual_seed(seed)
    targets = torch.arange(n) % 2
    signals = 0.2 * torch.randn(n, 1, 1024, generator=generator)
    places = torch.randint(0, 700, (n,), generator=generator)
    time = torch.arange(256) / RATE
    for i in range(n):
        signals[i, 0, places[i] : places[i] + 256] += torch.sin(2 * torch.pi * time * (120 if targets[i] == 0 else 800))
    return signals, targets


@pytest.mark.parametrize("dual", [False, True])
def test_it_learns_and_its_pictures_stand_the_deletion_test(dual: bool):
    net = _net(dual_stream=dual)
    signals, targets = _learned(48, 1)
    optimizer = torch.optim.Adam(net.parameters(), 0.01)
    for _ in range(40):
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(net(signals), targets).backward()
        optimizer.step()
    net.eval()
    held_out, truth = _learned(96, 2)
    cam = PlaneCam(dual)
    seen = cam.seen(net, held_out)
    assert torch.allclose(cam.logits(net, seen), net(held_out), atol=1e-5)
    verdict = examine(cam, net, lambda: _net(dual_stream=dual), held_out, truth, 0)
    assert verdict.accuracy > 0.95
    pictures = cam.pictures(net, seen, truth)
    assert pictures.shape == (96, 24, 32)
    assert bool((pictures >= 0).all())
    if not dual:
        assert verdict.accuracy_blanked <= verdict.accuracy_control


@pytest.mark.parametrize("method", METHODS)
def test_the_exported_model_takes_the_signal_and_answers_the_same(method: str, tmp_path: Path):
    onnxruntime = pytest.importorskip("onnxruntime")
    # The network behind the picture is the same for all three: it is exported once.
    net = _net(2, 3, 1024, method=method, dual_stream=True, wigner={"lags": 8, "smoothing": 64}).eval()
    whole = net if method == "cwt" else torch.nn.Sequential(net.plane, net.normalised)
    scaling = Scaling(torch.tensor([0.1, -0.2]), torch.tensor([2.0, 3.0]))
    deployed = Deployed(whole, scaling).eval()
    signals = torch.randn(5, 2, 1024)
    path = tmp_path / "m.onnx"
    torch.onnx.export(
        deployed, (signals[:2],), str(path), input_names=["signal"], output_names=["scores"],
        dynamic_shapes={"signal": {0: torch.export.Dim("batch")}}, external_data=False, verbose=False, dynamo=True,
    )  # fmt: skip
    found = onnxruntime.InferenceSession(str(path)).run(None, {"signal": signals.numpy()})[0]
    with torch.no_grad():
        assert np.abs(found - deployed(signals).numpy()).max() < 1e-4
