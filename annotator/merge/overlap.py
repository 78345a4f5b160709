"""How far two passages cover the same characters. Offsets are code points, ranges half-open."""

from collections.abc import Hashable, Sequence

Spans = Sequence[tuple[int, int]]


def union(spans: Spans) -> tuple[tuple[int, int], ...]:
    """The set of characters of `spans` as ranges that are in order and neither touch nor overlap."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        elif start < end:
            joined.append((start, end))
    return tuple(joined)


def length(spans: Spans) -> int:
    """Number of characters in `spans`, which do not overlap."""
    return sum(end - start for start, end in spans)


def shared(left: Spans, right: Spans) -> int:
    """Number of characters in both; the spans of each are in order and do not overlap."""
    total = i = j = 0
    while i < len(left) and j < len(right):
        total += max(0, min(left[i][1], right[j][1]) - max(left[i][0], right[j][0]))
        if left[i][1] < right[j][1]:
            i += 1
        else:
            j += 1
    return total


def iou(left: Spans, right: Spans) -> float:
    """Intersection over union of the two sets of characters (Jaccard); 0 when both are empty."""
    both = shared(left, right)
    return both / (length(left) + length(right) - both) if both else 0.0


def overlaps(passages: Sequence[Spans], owners: Sequence[Hashable]) -> dict[tuple[int, int], float]:
    """IoU of every pair of passages of different owners that share a character, the smaller number first.

    Passages come in the order of their starts; the spans of each are in order and do not overlap.
    """
    found: dict[tuple[int, int], float] = {}
    reaching: list[int] = []  # those that may reach into the present one
    for right, spans in enumerate(passages):
        if not spans:
            continue
        start = spans[0][0]
        reaching = [left for left in reaching if passages[left][-1][1] > start]
        for left in reaching:
            if owners[left] != owners[right]:
                overlap = iou(passages[left], spans)
                if overlap:
                    found[left, right] = overlap
        reaching.append(right)
    return found
