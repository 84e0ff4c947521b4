"""Reads the regions of a scatter section."""

import numpy as np


def ground_at(regions, x, y):
    column, row = (int(np.searchsorted(regions[edges], at)) - 1 for edges, at in (("x_edges", x), ("y_edges", y)))
    return regions["cells"][row][column]
