"""Checks on Kronecker and uniform graphs against igraph and NetworKit.

Large graphs have about a million edges. What costs a search from every vertex is compared for a sample of the vertices
there, or on middle ones (8,192 edges drawn), where every vertex is.
"""

import collections
import itertools

import numpy

from comparing import (
    EXACT, ROUNDING, SCORES, NotMeant, apart, check, different, scaled, smallest_members, undirected_pairs)

BOTH = ("middle", "large")
TIGHT = {"change": 1e-12, "rounds": 100_000}


def text(flag):
    return "true" if flag else "false"


def joined(vertices):
    return ",".join(map(str, vertices))


def igraph_weights(weighted):
    return "weight" if weighted else None


def distances(case, sources, mode="out", weighted=False):
    """Rows by source, infinite where nothing leads."""
    weights = igraph_weights(weighted)
    return numpy.array(case.igraph.distances(source=sources, mode=mode, weights=weights), dtype=float)


def whole(values):
    """Distances in steps, −1 where nothing leads."""
    return numpy.where(numpy.isfinite(values), values, -1)


# Traversal


@check("breadth-first-search", "networkit", sizes=BOTH)
def breadth_first_search(case, kith):
    import networkit

    worst = 0.0
    for source in case.vertices(3):
        search = networkit.distance.BFS(case.networkit, source, storePaths=False).run()
        expected = numpy.array(search.getDistances())
        expected[expected > case.count] = -1
        worst = max(worst, apart(kith(source=source)["distance"], expected))
    return worst


@check("k-hop-neighbourhood", "igraph", sizes=BOTH)
def k_hop_neighbourhood(case, kith):
    source = case.vertices(1)[0]
    found = kith(sources=source, hops=2)
    return different(found["vertex"], case.igraph.neighborhood(source, order=2, mode="out"))


@check("neighbourhood-sizes", "igraph", sizes=BOTH)
def neighbourhood_sizes(case, kith):
    found = kith(samples=500, seed=3)
    within = case.igraph.neighborhood_size(found["vertex"], order=2, mode="out", mindist=1)
    return max(apart(found["within"], within), apart([a + b for a, b in zip(found["at_1"], found["at_2"])], within))


@check("multi-source-breadth-first-search", "igraph", sizes=BOTH)
def multi_source(case, kith):
    sources = case.vertices(20)
    found = kith(sources=joined(sources), each="true")
    rows = whole(distances(case, sources))
    worst = apart(found["sources"], (rows >= 0).sum(axis=0))
    worst = max(worst, apart(found["total"], numpy.where(rows >= 0, rows, 0).sum(axis=0)))
    return max(worst, *(apart(found[f"distance_{place}"], row) for place, row in enumerate(rows, start=1)))


@check("distance-histogram", "igraph", sizes=("middle",))
def distance_histogram(case, kith):
    found = kith(samples=0)
    counts = {int(start): int(count) * (1 if case.directed else 2)
              for start, _, count in case.igraph.path_length_hist(directed=case.directed).bins()}
    listed = {distance: pairs for distance, pairs in zip(found["distance"], found["pairs"]) if distance and pairs}
    return different(listed.items(), counts.items())


@check("connected-components", "igraph", sizes=BOTH)
def connected_components(case, kith):
    return classes(case, kith()["component"], "weak")


@check("strongly-connected-components", "igraph", sizes=BOTH)
def strongly_connected_components(case, kith):
    return classes(case, kith()["component"], "strong")


def classes(case, found, mode):
    expected = smallest_members(case.igraph.connected_components(mode=mode), case.count)
    return float(numpy.count_nonzero(numpy.array(found) != numpy.array(expected)))


@check("connected-components", "networkit", sizes=BOTH, undirected=True)
def connected_components_too(case, kith):
    import networkit

    pieces = networkit.components.ParallelConnectedComponents(case.networkit).run().getPartition()
    expected = smallest_members((pieces.getMembers(number) for number in pieces.getSubsetIds()), case.count)
    return apart(kith()["component"], expected)


@check("diameter", "networkit", sizes=BOTH, undirected=True)
def diameter(case, kith):
    import networkit

    if case.size == "large" and case.name.startswith("uniform"):
        raise NotMeant("a uniform graph has no centre: NetworKit takes hours")
    piece = networkit.components.ConnectedComponents.extractLargestConnectedComponent(case.networkit, True)
    piece = networkit.graphtools.toUnweighted(piece)
    search = networkit.distance.Diameter(piece, networkit.distance.DiameterAlgo.EXACT).run()
    found = kith(exact="true").figures
    return apart([found["lower"], found["upper"]], [search.getDiameter()[0]] * 2)


# Paths


@check("shortest-paths", "networkit", sizes=BOTH)
def shortest_paths(case, kith):
    import networkit

    worst = 0.0
    for source in case.vertices(3):
        search = networkit.distance.Dijkstra(case.networkit, source, storePaths=False).run()
        expected = numpy.array(search.getDistances())
        expected[expected > 1e300] = numpy.inf
        if not case.weighted:
            expected[expected > case.count] = numpy.inf
        worst = max(worst, apart(kith(source=source)["distance"], expected))
    return worst


@check("point-to-point", "igraph", sizes=BOTH)
def point_to_point(case, kith):
    worst = 0.0
    for source, target in itertools.permutations(case.vertices(3), 2):
        expected = distances(case, [source], weighted=True)[0][target]
        found = kith(source=source, target=target)["distance"]
        worst = max(worst, apart(found[-1:], [expected] if numpy.isfinite(expected) else []))
    return worst


@check("k-shortest-paths", "igraph", sizes=("middle",), weighted=True)
def k_shortest_paths(case, kith):
    source, target = case.vertices(3)[::2]
    found = kith(source=source, target=target, k=8)
    lengths = dict(zip(found["path"], found["length"]))
    paths = case.igraph.get_k_shortest_paths(source, to=target, k=8, weights="weight", output="epath")
    weights = numpy.array(case.igraph.es["weight"])
    return apart(list(lengths.values()), [weights[path].sum() for path in paths])


# Ranking


@check("page-rank", "igraph", SCORES, sizes=BOTH)
def page_rank(case, kith):
    return apart(kith(**TIGHT)["rank"], case.igraph.pagerank(damping=0.85, implementation="prpack"))


@check("page-rank", "networkit", SCORES, sizes=BOTH)
def page_rank_too(case, kith):
    import networkit

    if not case.directed and min(case.igraph.degree()) == 0:
        raise NotMeant("NetworKit lets the mass of lone vertices vanish in an undirected graph")
    graph = networkit.graphtools.toUnweighted(case.networkit)
    sinks = networkit.centrality.SinkHandling.DistributeSinks
    search = networkit.centrality.PageRank(graph, damp=0.85, tol=1e-12, distributeSinks=sinks)
    search.norm = networkit.centrality.Norm.L1_NORM
    return apart(kith(**TIGHT)["rank"], search.run().scores())


def walk_matrix(case, weighted):
    from scipy.sparse import csr_array

    weights = case.weights if weighted else numpy.ones(len(case.weights))
    ends = (case.sources, case.targets) if case.directed else (
        numpy.concatenate([case.sources, case.targets]), numpy.concatenate([case.targets, case.sources]))
    weights = weights if case.directed else numpy.concatenate([weights, weights])
    return csr_array((weights, ends), shape=(case.count, case.count))


def personalised(case, sources, weighted):
    """igraph has the same, but for sinks, whose mass it spreads evenly: where there are any, they are led back."""
    import networkx

    matrix = walk_matrix(case, weighted)
    if (matrix.sum(axis=1) > 0).all() or not case.directed:
        return case.igraph.personalized_pagerank(
            damping=0.85, reset_vertices=sources, weights=igraph_weights(weighted), implementation="prpack")
    graph = networkx.from_scipy_sparse_array(matrix, create_using=networkx.DiGraph)
    ranks = networkx.pagerank(graph, personalization={vertex: 1 for vertex in sources}, tol=1e-15, max_iter=10_000)
    return [ranks[vertex] for vertex in range(case.count)]


@check("personalised-page-rank", "igraph/nx", SCORES, sizes=BOTH)
def personalised_page_rank(case, kith):
    sources = case.vertices(2)
    found = kith(sources=joined(sources), weighted=text(case.weighted), **TIGHT)
    return apart(found["rank"], personalised(case, sources, case.weighted))


@check("personalised-page-rank-push", "igraph/nx", SCORES, sizes=BOTH)
def personalised_page_rank_push(case, kith):
    if case.weighted:
        return None
    sources = case.vertices(2)
    found = kith(sources=joined(sources), tolerance=1e-12)
    ranks = numpy.zeros(case.count)
    ranks[found["vertex"]] = found["rank"]
    return apart(ranks, personalised(case, sources, False))


# Centrality


@check("degree-centrality", "igraph", ROUNDING, sizes=BOTH)
def degree_centrality(case, kith):
    found, graph = kith(), case.igraph
    return max(
        apart(found["in_degree"], graph.indegree()), apart(found["out_degree"], graph.outdegree()),
        apart(found["in_strength"], graph.strength(mode="in", weights="weight")),
        apart(found["out_strength"], graph.strength(mode="out", weights="weight")))


@check("betweenness", "igraph", SCORES, sizes=("middle",))
def betweenness(case, kith):
    worst = 0.0
    for weighted in case.weightings:
        expected = case.igraph.betweenness(directed=case.directed, weights=igraph_weights(weighted))
        worst = max(worst, apart(kith(scale="paths", weighted=text(weighted))["betweenness"], expected))
    return worst


@check("betweenness", "networkit", SCORES, sizes=("middle",))
def betweenness_too(case, kith):
    import networkit

    search = networkit.centrality.Betweenness(case.networkit, normalized=True).run()
    return apart(kith(scale="normalised", weighted=text(case.weighted))["betweenness"], search.scores())


@check("betweenness-sampled", "igraph", SCORES, sizes=("middle",))
def betweenness_sampled(case, kith):
    """All vertices drawn: exact. Half of them: within the bound that it states."""
    exact = numpy.array(case.igraph.betweenness(directed=case.directed)) / ((case.count - 1) * (case.count - 2))
    exact *= 1 if case.directed else 2
    part = kith(sources=case.count // 2, failure=1e-9)
    if max(map(abs, numpy.subtract(part["betweenness"], exact))) > part.figures["error_bound"]:
        return float("inf")
    return apart(kith(sources=case.count)["betweenness"], exact)


@check("edge-betweenness", "igraph", SCORES, sizes=("middle",))
def edge_betweenness(case, kith):
    found = kith(scale="paths")
    scores = dict(zip(case.igraph.get_edgelist(), case.igraph.edge_betweenness(directed=case.directed)))
    if len(found.pairs()) != len(scores):
        return float("inf")
    expected = [scores.get(pair, scores.get(pair[::-1])) for pair in found.pairs()]
    return apart(found["betweenness"], expected)


@check("closeness", "igraph", SCORES, sizes=BOTH)
def closeness(case, kith):
    """igraph measures within reach; the factor of Wasserman and Faust is put to it. 40 vertices."""
    chosen = case.vertices(40)
    inner = case.igraph.closeness(chosen, mode="in")
    reached = numpy.isfinite(distances(case, chosen, "in")).sum(axis=1) - 1
    found = kith()["closeness"]
    expected = numpy.nan_to_num(numpy.array(inner, dtype=float)) * reached / (case.count - 1)
    return apart([found[vertex] for vertex in chosen], expected)


@check("harmonic-closeness", "igraph", SCORES, sizes=BOTH)
def harmonic_closeness(case, kith):
    """igraph divides by n − 1. 40 vertices."""
    chosen = case.vertices(40)
    expected = numpy.array(case.igraph.harmonic_centrality(chosen, mode="in")) * (case.count - 1)
    found = kith()["harmonic"]
    return apart([found[vertex] for vertex in chosen], expected)


@check("eigenvector-centrality", "igraph", SCORES, sizes=BOTH)
def eigenvector_centrality(case, kith):
    """igraph scales to a largest entry of 1; both are scaled to Euclidean length 1."""
    expected = case.igraph.eigenvector_centrality(
        directed=True, weights=igraph_weights(case.weighted), arpack_options=precise())
    found = kith(weighted=text(case.weighted), **TIGHT)
    return apart(found["score"], scaled(expected, 2))


def precise():
    import igraph

    options = igraph.ARPACKOptions()
    options.tol, options.maxiter = 1e-13, 100_000
    return options


@check("katz-centrality", "scipy", SCORES, sizes=BOTH)
def katz_centrality(case, kith):
    """The linear equations of NetworkX's definition, solved by scipy; NetworKit 11.3 has another attenuation."""
    from scipy.sparse import eye_array
    from scipy.sparse.linalg import bicgstab

    found = kith(weighted=text(case.weighted), **TIGHT)
    equations = eye_array(case.count) - found.figures["alpha"] * walk_matrix(case, case.weighted).T
    solved, failed = bicgstab(equations.tocsr(), numpy.ones(case.count), rtol=1e-12, maxiter=10_000)
    if failed:
        raise NotMeant("scipy did not solve the equations")
    return apart(found["score"], scaled(solved, 2))


@check("hits", "igraph", SCORES, sizes=BOTH)
def hits(case, kith):
    """igraph scales to a largest entry of 1; both are scaled to sum 1."""
    found = kith(weighted=text(case.weighted), **TIGHT)
    weights = igraph_weights(case.weighted)
    hubs = case.igraph.hub_score(weights=weights, arpack_options=precise())
    authorities = case.igraph.authority_score(weights=weights, arpack_options=precise())
    return max(apart(found["hub"], scaled(hubs, 1)), apart(found["authority"], scaled(authorities, 1)))


@check("degree-assortativity", "igraph", SCORES, sizes=BOTH)
def degree_assortativity(case, kith):
    return apart(kith()["assortativity"], [case.igraph.assortativity_degree(directed=case.directed)])


@check("reciprocity", "igraph", SCORES, sizes=BOTH, directed=True)
def reciprocity(case, kith):
    return apart([kith().figures["overall"]], [case.igraph.reciprocity()])


# Walks


@check("random-walks", "scipy", sizes=BOTH)
def random_walks(case, kith):
    """Every step is an arc."""
    found = kith(length=3)
    walk, vertex = numpy.array(found[next(iter(found.columns))]), numpy.array(found["vertex"])
    same = walk[1:] == walk[:-1]
    steps = vertex[:-1][same] * case.count + vertex[1:][same]
    arcs = case.sources * case.count + case.targets
    arcs = arcs if case.directed else numpy.concatenate([arcs, case.targets * case.count + case.sources])
    return float(numpy.count_nonzero(~numpy.isin(steps, arcs)))


# Structure


@check("k-core", "networkit", sizes=BOTH, undirected=True)
def k_core(case, kith):
    import networkit

    return apart(kith()["core"], networkit.centrality.CoreDecomposition(case.networkit).run().scores())


@check("k-core", "igraph", sizes=BOTH, undirected=True)
def k_core_too(case, kith):
    return apart(kith()["core"], case.igraph.coreness())


@check("triangles", "networkit", sizes=BOTH, undirected=True)
def triangles(case, kith):
    """NetworKit counts by edge: each triangle of a vertex stands at two of its edges."""
    import networkit

    graph = networkit.Graph(case.networkit)
    graph.indexEdges()
    scores = networkit.sparsification.TriangleEdgeScore(graph).run().scores()
    counts = numpy.zeros(case.count, dtype=numpy.int64)

    def add(source, target, _, number):
        counts[source] += scores[number]
        counts[target] += scores[number]

    graph.forEdges(add)
    found = kith()
    return max(apart(found["triangles"], counts // 2), apart([found.figures["total"]], [counts.sum() // 6]))


@check("local-clustering", "igraph", SCORES, sizes=BOTH, undirected=True)
def local_clustering(case, kith):
    found = kith()
    graph = case.igraph
    return max(
        apart(found["clustering"], graph.transitivity_local_undirected(mode="zero")),
        apart([found.figures["transitivity"]], [graph.transitivity_undirected()]),
        apart([found.figures["average"]], [graph.transitivity_avglocal_undirected(mode="zero")]))


@check("k-truss", "networkx", sizes=("middle",), undirected=True)
def k_truss(case, kith):
    import small_peers

    return small_peers.k_truss(case, kith)


@check("minimum-spanning-forest", "igraph", sizes=BOTH, undirected=True)
def minimum_spanning_forest(case, kith):
    tree = case.igraph.spanning_tree(weights="weight")
    found = kith()
    expected = [sum(tree.es["weight"]), len(case.igraph.connected_components()), tree.ecount()]
    return apart([found.figures["total_weight"], found.figures["trees"], len(found.rows)], expected)


@check("bridges", "igraph", sizes=BOTH, undirected=True)
def bridges(case, kith):
    ends = (case.igraph.es[edge].tuple for edge in case.igraph.bridges())
    return different(undirected_pairs(kith().pairs()), undirected_pairs(ends))


@check("articulation-points", "igraph", sizes=BOTH, undirected=True)
def articulation_points(case, kith):
    """The removal of a vertex leaves one piece for each biconnected component that it is in."""
    pieces = kith()["pieces"]
    points = [vertex for vertex, count in enumerate(pieces) if count > 1]
    memberships = collections.Counter(itertools.chain.from_iterable(case.igraph.biconnected_components()))
    return max(different(points, case.igraph.articulation_points()),
               apart(pieces, [memberships[vertex] for vertex in range(case.count)]))


# Similarity


@check("friends-of-friends", "scipy", sizes=BOTH, undirected=True)
def friends_of_friends(case, kith):
    """The whole lists of 100 vertices."""
    found = kith(k=5)
    listed = collections.defaultdict(list)
    for source, _, shared in found.rows:
        listed[source].append(shared)
    matrix = walk_matrix(case, False)
    chosen = case.vertices(100)
    counts = (matrix[chosen] @ matrix).toarray()
    counts[matrix[chosen].toarray() > 0] = 0
    counts[numpy.arange(len(chosen)), chosen] = 0
    for row, vertex in zip(counts, chosen):
        if listed[vertex] != [count for count in numpy.sort(row)[::-1][:5] if count]:
            return float("inf")
    return 0.0


def strangers(case, kith, scores):
    """The whole lists of 100 vertices: each row with the score of its pair, each list with the best of its vertex.

    `scores` gives a row of scores with all vertices for each of the vertices that it is called with.
    """
    found = kith(k=5)
    chosen = case.vertices(100)
    listed = {vertex: [] for vertex in chosen}
    for source, target, score in found.rows:
        if source in listed:
            listed[source].append((target, score))
    worst = 0.0
    for vertex, row in zip(chosen, numpy.array(scores(chosen), dtype=float)):
        row[[vertex, *case.rows[vertex]]] = 0
        best = [score for score in numpy.sort(row)[::-1][:5] if score > 0]
        worst = max(worst, apart([score for _, score in listed[vertex]], best))
        worst = max(worst, apart(
            [score for _, score in listed[vertex]], [row[target] for target, _ in listed[vertex]]))
    return worst


def weighed(case, share):
    """Rows of the product of the matrix, what each vertex adds by its degree, and the matrix again."""
    from scipy.sparse import diags_array

    matrix = walk_matrix(case, False)
    degrees = matrix.sum(axis=1)
    shares = numpy.array([share(degree) if degree > 1 else 0 for degree in degrees])
    return lambda chosen: (matrix[chosen] @ diags_array(shares) @ matrix).toarray()


@check("common-neighbours", "scipy", sizes=BOTH, undirected=True)
def common_neighbours(case, kith):
    return strangers(case, kith, weighed(case, lambda _: 1))


@check("jaccard", "scipy", ROUNDING, sizes=BOTH, undirected=True)
def jaccard(case, kith):
    degrees = walk_matrix(case, False).sum(axis=1)
    products = weighed(case, lambda _: 1)

    def scores(chosen):
        common = products(chosen)
        return common / numpy.maximum(degrees[chosen][:, None] + degrees[None, :] - common, 1)

    return strangers(case, kith, scores)


@check("adamic-adar", "scipy", ROUNDING, sizes=BOTH, undirected=True)
def adamic_adar(case, kith):
    return strangers(case, kith, weighed(case, lambda degree: 1 / numpy.log(degree)))


@check("adamic-adar", "igraph", ROUNDING, sizes=BOTH, undirected=True)
def adamic_adar_too(case, kith):
    return strangers(case, kith, lambda chosen: case.igraph.similarity_inverse_log_weighted(chosen))


@check("resource-allocation", "scipy", ROUNDING, sizes=BOTH, undirected=True)
def resource_allocation(case, kith):
    return strangers(case, kith, weighed(case, lambda degree: 1 / degree))


@check("pair-similarity", "networkit", ROUNDING, sizes=BOTH, undirected=True)
def pair_similarity(case, kith):
    """Edges and pairs that mostly are none."""
    import networkit

    chosen = case.vertices(1000)
    pairs = [(u, v) for u, v in zip(chosen, chosen[7:] + chosen[:7]) if u != v]
    some = slice(None, None, max(1, len(case.sources) // 500))
    pairs += list(zip(case.sources[some].tolist(), case.targets[some].tolist()))
    found = kith(sources=joined(u for u, _ in pairs), targets=joined(v for _, v in pairs))
    if found.pairs() != pairs:
        return float("inf")
    prediction = networkit.linkprediction
    indices = {
        "common": prediction.CommonNeighborsIndex, "jaccard": prediction.JaccardIndex,
        "adamic_adar": prediction.AdamicAdarIndex, "resource_allocation": prediction.ResourceAllocationIndex}
    worst = 0.0
    for name, kind in indices.items():
        index = kind(case.networkit)
        worst = max(worst, apart(found[name], [index.run(u, v) for u, v in pairs]))
    return worst


@check("disparity-backbone", "networkit", SCORES, sizes=BOTH, undirected=True, weighted=True)
def disparity_backbone(case, kith):
    """NetworKit's multiscale score is 1 less the p-value."""
    import networkit

    graph = case.networkit  # Its copies are without weights.
    graph.indexEdges()
    ties = [0.0] * graph.upperEdgeIdBound()
    names = {}

    def note(source, target, tie, number):
        ties[number] = tie
        names[min(source, target), max(source, target)] = number

    graph.forEdges(note)
    scores = networkit.sparsification.MultiscaleScore(graph, ties).run().scores()
    found = kith()
    pairs = [(min(pair), max(pair)) for pair in found.pairs()]
    if len(set(pairs)) != len(names):
        return float("inf")
    return apart(found["p_value"], [1 - scores[names[pair]] for pair in pairs])


@check("disparity-backbone", "numpy", ROUNDING, sizes=BOTH, weighted=True)
def disparity_backbone_too(case, kith):
    """The paper's formula on whole columns, directed graphs too."""
    found = kith()
    outward, inward = (
        (numpy.bincount(ends, case.weights, case.count), numpy.bincount(ends, minlength=case.count))
        for ends in (case.sources, case.targets))
    if not case.directed:
        outward = inward = outward[0] + inward[0], outward[1] + inward[1]

    def values(side, ends):
        strengths, degrees = side
        return (1 - case.weights / strengths[ends]) ** (degrees[ends] - 1.0)

    p = numpy.minimum(values(outward, case.sources), values(inward, case.targets))
    sources, targets = numpy.array(found["source"]), numpy.array(found["target"])
    if not case.directed:
        sources, targets = numpy.minimum(sources, targets), numpy.maximum(sources, targets)
    found_keys, keys = sources * case.count + targets, case.sources * case.count + case.targets
    order, expected = numpy.argsort(found_keys), numpy.argsort(keys)
    if not numpy.array_equal(found_keys[order], keys[expected]):
        return float("inf")
    parted = (numpy.array(found["kept"])[order] == 1) != (p[expected] < 0.05)
    if numpy.any(parted & (abs(p[expected] - 0.05) > 1e-12)):
        return float("inf")
    return apart(numpy.array(found["p_value"])[order], p[expected])


# Communities


def modularity(case, kith):
    """igraph's modularity of Kith's partition, and NetworKit's."""
    import networkit

    found = kith()
    _, numbers = numpy.unique(found["community"], return_inverse=True)
    first = case.igraph.modularity(numbers.tolist(), weights=igraph_weights(case.weighted))
    partition = networkit.Partition(case.count)
    partition.setUpperBound(int(numbers.max()) + 1)
    for vertex, number in enumerate(numbers.tolist()):
        partition[vertex] = number
    second = networkit.community.Modularity().getQuality(partition, case.networkit)
    return apart([found.figures["quality"]] * 2, [first, second])


@check("louvain", "igraph+nk", ROUNDING, sizes=BOTH, undirected=True)
def louvain(case, kith):
    return modularity(case, kith)


@check("leiden", "igraph+nk", ROUNDING, sizes=BOTH, undirected=True)
def leiden(case, kith):
    return modularity(case, kith)
