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


def assignment(cost: FloatArray) -> tuple[IntArray, IntArray]:
    """Rows and columns of the cheapest assignment (Jonker-Volgenant, as in scipy)."""
    rows, columns = linear_sum_assignment(cost)
    return rows, columns


def solve_binary(cost: FloatArray, matrix: Cells, lower: FloatArray, upper: FloatArray) -> BoolArray:
    """Minimise `cost @ x` over binary `x` with `lower <= matrix @ x <= upper` (HiGHS).

    Solved to proven optimality; RuntimeError when the solver gives up.
    """
    constraints = []
    if len(lower):
        rows = csr_array((matrix.value, (matrix.row, matrix.column)), shape=(len(lower), len(cost)))
        constraints.append(LinearConstraint(rows, lower, upper))
    result = milp(
        cost,
        integrality=np.ones(len(cost)),
        bounds=Bounds(0, 1),
        constraints=constraints,
        options={"mip_rel_gap": 0.0},
    )
    if result.x is None:
        raise RuntimeError(f"the integer program was not solved: {result.message}")
    return np.asarray(result.x > 0.5)
