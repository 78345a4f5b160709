"""The doorway to numpy and scipy, which are an optional extra: the message for their absence stands here."""

from importlib.util import find_spec

from annotator.errors import AnnotatorError

if not (find_spec("numpy") and find_spec("scipy")):
    raise AnnotatorError("this needs numpy and scipy: pip install 'annotator[agreement]'")

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]
ShortCodes = npt.NDArray[np.int16]
Integers = npt.NDArray[np.int32] | npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

__all__ = ["BoolArray", "Codes", "FloatArray", "IntArray", "Integers", "ShortCodes", "np", "npt", "sum_by"]


def sum_by(place: Integers, value: FloatArray, size: int) -> FloatArray:
    """Sums of the values that share a place, for places 0 to `size` - 1."""
    return np.asarray(np.bincount(place, weights=value, minlength=size), dtype=np.float64)
