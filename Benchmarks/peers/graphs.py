"""Seeded graphs for comparing results: small ones of many shapes, and Kronecker and uniform ones of many edges.

They are drawn here and not by Kith, and reach it as an LDBC `.v`/`.e` pair.
"""

import functools
import os
import random

import numpy


class Case:
    """A graph without loops or repeated edges. Weights are eighths, so that sums of them are exact."""

    def __init__(self, name, size, count, edges, directed, weights=None, relabel="none"):
        self.name, self.size, self.count, self.directed, self.relabel = name, size, count, directed, relabel
        self.sources = numpy.array([edge[0] for edge in edges], dtype=numpy.int64)
        self.targets = numpy.array([edge[1] for edge in edges], dtype=numpy.int64)
        self.weighted = weights is not None
        self.weights = numpy.ones(len(edges)) if weights is None else numpy.array(weights, dtype=float)
        self.path = None

    def write(self, folder):
        self.path = os.path.join(folder, self.name + ".e")
        with open(os.path.join(folder, self.name + ".v"), "w") as file:
            file.writelines(f"{vertex}\n" for vertex in range(self.count))
        with open(self.path, "w") as file:
            ends = zip(self.sources.tolist(), self.targets.tolist(), self.weights.tolist())
            if self.weighted:
                file.writelines(f"{source} {target} {weight!r}\n" for source, target, weight in ends)
            else:
                file.writelines(f"{source} {target}\n" for source, target, _ in ends)

    def remove(self):
        for ending in ".v", ".e":
            os.remove(self.path[:-2] + ending)

    def vertices(self, count):
        """Some vertices to start from, spread over the ends of edges: they are not alone where there are edges."""
        ends = self.sources if len(self.sources) else numpy.arange(self.count)
        chosen = [int(ends[len(ends) * number // count]) for number in range(count)] + [self.count - 1]
        return list(dict.fromkeys(chosen))[:count]

    @property
    def weightings(self):
        return [False, True] if self.weighted else [False]

    @functools.cached_property
    def networkx(self):
        import networkx

        graph = networkx.DiGraph() if self.directed else networkx.Graph()
        graph.add_nodes_from(range(self.count))
        graph.add_weighted_edges_from(
            zip(self.sources.tolist(), self.targets.tolist(), self.weights.tolist()))
        return graph

    @functools.cached_property
    def igraph(self):
        import igraph

        ends = numpy.stack([self.sources, self.targets], axis=1).tolist()
        graph = igraph.Graph(n=self.count, edges=ends, directed=self.directed)
        graph.es["weight"] = self.weights.tolist()
        return graph

    @functools.cached_property
    def networkit(self):
        import networkit

        return networkit.GraphFromCoo(
            (self.weights, (self.sources, self.targets)), n=self.count, weighted=self.weighted,
            directed=self.directed)

    @functools.cached_property
    def rows(self):
        """Neighbours along the arcs, as sets."""
        rows = [set() for _ in range(self.count)]
        for source, target in zip(self.sources.tolist(), self.targets.tolist()):
            rows[source].add(target)
            if not self.directed:
                rows[target].add(source)
        return rows


def drawn_edges(chance, count, number, directed):
    """Up to `number` different edges; half of the ends fall on a fifth of the vertices, some vertices stay alone."""
    found = {}
    for _ in range(number):
        source = chance.randrange(count) if chance.random() < 0.5 else chance.randrange(max(1, count // 5))
        target = chance.randrange(count)
        if source != target:
            edge = (source, target) if directed else (min(source, target), max(source, target))
            found[edge] = None
    return list(found)


def small(seeds):
    """Tiny graphs made by hand, and `seeds` random ones of each kind."""
    square = [(0, 1), (1, 2), (2, 3), (3, 0)]
    shapes = {
        "one-vertex": (1, []),
        "no-edge": (4, []),
        "one-edge": (2, [(0, 1)]),
        "triangle-and-one": (4, [(0, 1), (1, 2), (2, 0)]),
        "path": (7, [(v, v + 1) for v in range(6)]),
        "star": (8, [(0, v) for v in range(1, 8)]),
        "square": (4, square),
        "complete": (6, [(u, v) for u in range(6) for v in range(u)]),
        "two-triangles": (6, [(0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3)]),
        "barbell": (9, [(0, 1), (1, 2), (2, 0), (2, 3), (3, 4), (4, 5), (5, 6), (6, 4), (6, 7), (7, 5), (7, 8)]),
        "bipartite": (7, [(u, v) for u in range(3) for v in range(3, 7) if (u + v) % 3]),
    }
    for name, (count, edges) in shapes.items():
        yield Case(name, "small", count, edges, False)
        yield Case(name + "-directed", "small", count, edges, True)
    for seed in range(seeds):
        for directed in False, True:
            for weighted in False, True:
                chance = random.Random(f"{seed} {directed} {weighted}")
                count = chance.randrange(8, 60)
                edges = drawn_edges(chance, count, int(count * (0.7, 1.2, 2.5, 6)[seed % 4]), directed)
                weights = [chance.randrange(1, 40) / 8 for _ in edges] if weighted else None
                name = f"random-{seed}" + "-directed" * directed + "-weighted" * weighted
                yield Case(name, "small", count, edges, directed, weights, "degree" if seed % 2 else "none")
        chance = random.Random(seed)
        count = chance.randrange(8, 40)
        order = list(range(count))
        chance.shuffle(order)
        edges = [tuple(sorted(edge, key=order.index)) for edge in drawn_edges(chance, count, 2 * count, False)]
        yield Case(f"acyclic-{seed}", "small", count, edges, True)


def kronecker(scale, factor, generator):
    """Chakrabarti, Zhan and Faloutsos (2004), with the parameters of Graph500 and mixed names."""
    number = factor << scale
    sources = numpy.zeros(number, dtype=numpy.int64)
    targets = numpy.zeros(number, dtype=numpy.int64)
    for bit in range(scale):
        down = generator.random(number) > 0.76
        right = generator.random(number) > numpy.where(down, 0.19 / 0.24, 0.57 / 0.76)
        sources += down.astype(numpy.int64) << bit
        targets += right.astype(numpy.int64) << bit
    names = generator.permutation(1 << scale)
    return names[sources], names[targets]


def drawn(size, scale, factor):
    """Kronecker and uniform graphs of `factor` × 2^scale edges drawn, and fewer left, in all four kinds."""
    for model in "kronecker", "uniform":
        for directed in False, True:
            for weighted in False, True:
                generator = numpy.random.Generator(numpy.random.PCG64(scale))
                if model == "kronecker":
                    sources, targets = kronecker(scale, factor, generator)
                else:
                    sources, targets = generator.integers(0, 1 << scale, (2, factor << scale))
                if not directed:
                    sources, targets = numpy.minimum(sources, targets), numpy.maximum(sources, targets)
                keys = numpy.unique((sources << scale) | targets)
                sources, targets = keys >> scale, keys & ((1 << scale) - 1)
                kept = sources != targets
                edges = numpy.stack([sources[kept], targets[kept]], axis=1)
                weights = generator.integers(1, 256, len(edges)) / 8 if weighted else None
                name = f"{model}-{scale}" + "-directed" * directed + "-weighted" * weighted
                yield Case(name, size, 1 << scale, edges, directed, weights, "degree" if weighted == directed else "none")
