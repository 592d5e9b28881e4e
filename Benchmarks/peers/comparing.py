"""What a check is, and how two answers are compared."""

import json
import subprocess

import numpy

# Whole numbers, sets and partitions must be the same; scores may differ by this much (see `apart`).
EXACT = 0.0
SCORES = 1e-6
# Sums of the same terms in another order.
ROUNDING = 1e-9

CHECKS = []


class Refused(Exception):
    """Kith ended with an error; the message is its line."""


class NotMeant(Exception):
    """The definition gives no single answer here, or the peer none at all; the message says why."""


class Check:
    def __init__(self, kernel, peer, tolerance, sizes, body):
        self.kernel, self.peer, self.tolerance, self.sizes, self.body = kernel, peer, tolerance, sizes, body


def check(kernel, peer, tolerance=EXACT, sizes=("small",), undirected=False, directed=False, weighted=False):
    """Registers a check: a function of a case and of `kith`, which runs the kernel with parameters, that gives the
    greatest difference. The flags say which graphs it is for."""

    def register(body):
        def on_case(case, kith):
            if undirected and case.directed or directed and not case.directed or weighted and not case.weighted:
                return None
            return body(case, kith)

        CHECKS.append(Check(kernel, peer, tolerance, sizes, on_case))
        return body

    return register


class Result:
    """A kernel's table by column, and its figures."""

    def __init__(self, answer):
        self.figures = answer["figures"]
        self.columns = {name: [row[at] for row in answer["rows"]] for at, name in enumerate(answer["columns"])}
        self.rows = answer["rows"]

    def __getitem__(self, name):
        return self.columns[name]

    def pairs(self):
        return list(zip(self["source"], self["target"]))


class Kith:
    def __init__(self, executable, threads):
        self.executable, self.threads = executable, threads

    def run(self, kernel, case, parameters):
        command = [self.executable, "kernel", kernel, case.path, "--json", "--quiet", "--threads", str(self.threads),
                   "--relabel", case.relabel]
        command += ["--directed"] if case.directed else []
        for name, value in parameters.items():
            command += ["--param", f"{name}={value}"]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            raise Refused(f"exit {done.returncode}: {(done.stderr.strip().splitlines() or ['no message'])[0]}")
        return Result(json.loads(done.stdout))

    def kernels(self):
        done = subprocess.run([self.executable, "kernels", "--json"], capture_output=True, text=True, check=True)
        return [kernel["name"] for kernel in json.loads(done.stdout)["kernels"]]


def apart(found, expected):
    """The greatest difference of two lists of numbers: as a share of the number expected where that is above 1, else of
    the largest one expected, at most 1.

    None and infinity both stand for "none", which only equals itself.
    """
    if len(found) != len(expected):
        return float("inf")
    if len(found) == 0:
        return 0.0
    left = numpy.array([numpy.inf if value is None else value for value in found], dtype=float)
    right = numpy.array([numpy.inf if value is None else value for value in expected], dtype=float)
    finite = numpy.isfinite(right)
    if not numpy.array_equal(numpy.isfinite(left), finite):
        return float("inf")
    left, right = left[finite], right[finite]
    if len(left) == 0:
        return 0.0
    largest = min(1, numpy.max(numpy.abs(right)))
    return float(numpy.max(numpy.abs(left - right) / numpy.maximum(largest or 1, numpy.abs(right))))


def different(found, expected):
    """How many members only one of two sets has."""
    return float(len(set(found) ^ set(expected)))


def undirected_pairs(pairs):
    return {(min(pair), max(pair)) for pair in pairs}


def smallest_members(classes, count):
    """For each vertex the smallest vertex of its class; one without a class stands alone."""
    named = list(range(count))
    for members in classes:
        least = min(members)
        for vertex in members:
            named[vertex] = least
    return named


def by_vertex(values, count, missing=0.0):
    """A list from a dictionary by vertex."""
    return [values.get(vertex, missing) for vertex in range(count)]


def scaled(values, length):
    """Scaled so that the sum of the entries to the power of `length` is 1: sums for 1, Euclidean length for 2."""
    values = numpy.abs(numpy.array(values, dtype=float))
    total = numpy.sum(values**length) ** (1 / length)
    return values / total if total > 0 else values
