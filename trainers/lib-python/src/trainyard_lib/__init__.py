"""What Python trainers share: data sets, splits, windows, intervals, result sections, ONNX replay."""

from .classification import Predictions
from .dataset import Sample, SignalSet, WindowSet, cut_windows, read_dataset
from .outputs import offer_onnx, replay_onnx, send_predictions, write_predictions
from .split import SplitMap, read_split
from .statistics import Interval, bootstrap, bootstrap_mean, holm, mcnemar, paired_bootstrap, wilson

__all__ = [
    "Interval",
    "Predictions",
    "Sample",
    "SignalSet",
    "SplitMap",
    "WindowSet",
    "bootstrap",
    "bootstrap_mean",
    "cut_windows",
    "holm",
    "mcnemar",
    "offer_onnx",
    "paired_bootstrap",
    "read_dataset",
    "read_split",
    "replay_onnx",
    "send_predictions",
    "wilson",
    "write_predictions",
]
