"""The two optimisers of scipy that alignment and gamma need, with types. Importing them takes half a second."""

from scipy.optimize import (  # type: ignore[import-untyped]
    Bounds,
    LinearConstraint,
    linear_sum_assignment,
    milp,
)
from scipy.sparse import csr_array  # type: ignore[import-untyped]

from annotator.merge.numeric import BoolArray, FloatArray, IntArray, np
from annotator.merge.sparse import Cells

_WHOLE = 1e-6


def assignment(cost: FloatArray) -> tuple[IntArray, IntArray]:
    """Rows and columns of the cheapest assignment (Jonker-Volgenant, as in scipy)."""
    rows, columns = linear_sum_assignment(cost)
    return rows, columns


def solve_binary(cost: FloatArray, matrix: Cells, lower: FloatArray, upper: FloatArray) -> BoolArray:
    """Minimise `cost @ x` over binary `x` with `lower <= matrix @ x <= upper` (HiGHS).

    The linear relaxation is tried first: where its solution is whole it is the optimum, at a tenth of the time.
    Solved to proven optimality; RuntimeError when the solver gives up.
    """
    rows = csr_array((matrix.value, (matrix.row, matrix.column)), shape=(len(lower), len(cost)))
    for whole in (0, 1):
        result = milp(
            cost,
            integrality=np.full(len(cost), whole),
            bounds=Bounds(0, 1),
            constraints=[LinearConstraint(rows, lower, upper)] if len(lower) else [],
            options={"mip_rel_gap": 0.0},
        )
        if result.x is None:
            raise RuntimeError(f"the integer program was not solved: {result.message}")
        if np.abs(result.x - np.round(result.x)).max(initial=0.0) < _WHOLE:
            break
    return np.asarray(result.x > 0.5)
