"""The fitted model as an ONNX graph: all features in, probabilities of all classes out.

Choosing columns (and, for the support vector machine, logarithms and scaling) is part of the graph, so whoever
serves it hands over the features in their documented order and nothing else.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from .linear import Linear
from .models import Boosting, SupportVectors
from .stages import Fitted

# The highest that both converters know.
OPSET = 15


def export(fitted: Fitted, feature_count: int, classes: int, path: Path) -> None:
    import onnx

    model = fitted.model
    columns = [int(c) for c in fitted.columns]
    if isinstance(model, Linear):
        graph = _linear(model, len(columns))
    else:
        graph = _booster(model, len(columns)) if isinstance(model, Boosting) else _sklearn(model, len(columns))
    if isinstance(model, SupportVectors):
        _logarithms_first(graph, model)
    path.write_bytes(
        _whole(graph, columns, feature_count, [int(k) for k in model.present], classes).SerializeToString()
    )
    onnx.checker.check_model(onnx.load(str(path)))


def _sklearn(model: Any, width: int) -> Any:
    from skl2onnx import to_onnx
    from skl2onnx.common.data_types import FloatTensorType

    fitted = getattr(model, "forest", None) or model.pipeline
    return to_onnx(
        fitted,
        initial_types=[("chosen", FloatTensorType([None, width]))],  # pyright: ignore[reportArgumentType]
        options={id(fitted): {"zipmap": False}},
        target_opset={"": OPSET, "ai.onnx.ml": 3},
    )


def _booster(model: Boosting, width: int) -> Any:
    from onnxmltools import convert_lightgbm
    from onnxmltools.convert.common.data_types import FloatTensorType

    return convert_lightgbm(
        model.booster, initial_types=[("chosen", FloatTensorType([None, width]))], zipmap=False, target_opset=OPSET
    )


def _linear(model: Linear, width: int) -> Any:
    """In double precision, as the trainer does it: weights of a rule are large, and its scores are compared."""
    from onnx import TensorProto, helper, numpy_helper

    constants = [
        numpy_helper.from_array(np.asarray(model.weights, dtype=np.float64), "weights"),
        numpy_helper.from_array(np.asarray(model.offset, dtype=np.float64), "offset"),
    ]
    nodes = [
        helper.make_node("Cast", ["chosen"], ["precise"], to=TensorProto.DOUBLE),
        helper.make_node("MatMul", ["precise", "weights"], ["sums"]),
        helper.make_node("Add", ["sums", "offset"], ["forms"]),
        helper.make_node("Softmax", ["forms"], ["shares"], axis=1),
        helper.make_node("Cast", ["shares"], ["probabilities"], to=TensorProto.FLOAT),
    ]
    inputs = [helper.make_tensor_value_info("chosen", TensorProto.FLOAT, [None, width])]
    outputs = [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, [None, len(model.present)])]
    graph = helper.make_graph(nodes, "linear", inputs, outputs, constants)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)


def _logarithms_first(inner: Any, model: SupportVectors) -> None:
    from onnx import helper, numpy_helper

    graph = inner.graph
    scaler_input = graph.input[0].name
    graph.input[0].name = "raw"
    graph.initializer.append(numpy_helper.from_array(np.asarray(model.factor, dtype=np.float32), "factor"))
    graph.initializer.append(numpy_helper.from_array(np.asarray([1], dtype=np.float32), "unity"))
    before = [
        helper.make_node("Sign", ["raw"], ["raw_sign"]),
        helper.make_node("Abs", ["raw"], ["raw_size"]),
        helper.make_node("Mul", ["raw_size", "factor"], ["raw_times"]),
        helper.make_node("Add", ["raw_times", "unity"], ["raw_more"]),
        helper.make_node("Log", ["raw_more"], ["raw_log"]),
        helper.make_node("Mul", ["raw_sign", "raw_log"], [scaler_input]),
    ]
    nodes = [*before, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)


def _whole(inner: Any, columns: list[int], feature_count: int, present: list[int], classes: int) -> Any:
    """Puts the choice of columns in front, and behind a column for every class, also those that were never seen."""
    from onnx import TensorProto, helper, numpy_helper

    graph = inner.graph
    graph.name = "signal-features"  # the converters draw a name at random; the same model is the same file
    probabilities = graph.output[-1].name
    place = np.zeros((len(present), classes), dtype=np.float32)
    place[np.arange(len(present)), present] = 1
    constants = [
        numpy_helper.from_array(np.asarray(columns, dtype=np.int64), "columns"),
        numpy_helper.from_array(place, "places"),
    ]
    choose = helper.make_node("Gather", ["features", "columns"], [graph.input[0].name], axis=1)
    spread = helper.make_node("MatMul", [probabilities, "places"], ["scores"])
    del graph.input[:]
    graph.input.append(helper.make_tensor_value_info("features", TensorProto.FLOAT, [None, feature_count]))
    nodes = [choose, *graph.node, spread]
    del graph.node[:]
    graph.node.extend(nodes)
    graph.initializer.extend(constants)
    del graph.output[:]
    graph.output.append(helper.make_tensor_value_info("scores", TensorProto.FLOAT, [None, classes]))
    return inner
