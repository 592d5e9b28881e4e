"""Checks on small graphs, mostly against NetworkX.

Where a peer has another convention, the definition is worked out with the peer's graph, and the line says so.
"""

import collections
import itertools

import networkx as nx
import numpy

from comparing import (
    ROUNDING, SCORES, NotMeant, apart, by_vertex, check, different, scaled, smallest_members,
    undirected_pairs)

TIGHT = {"change": 1e-13, "rounds": 1_000_000}


def distances_from(case, source):
    return by_vertex(nx.single_source_shortest_path_length(case.networkx, source), case.count, -1)


def weight(weighted):
    return "weight" if weighted else None


def text(flag):
    return "true" if flag else "false"


def joined(vertices):
    return ",".join(map(str, vertices))


# Traversal


@check("breadth-first-search", "networkx")
def breadth_first_search(case, kith):
    worst = 0.0
    for source in case.vertices(2):
        found = kith(source=source)
        distances = distances_from(case, source)
        worst = max(worst, apart(found["distance"], distances))
        # The smallest vertex that is one step nearer; which one is smallest is only known where names were kept.
        nearer = [
            sorted(u for u in (case.networkx.predecessors(v) if case.directed else case.networkx[v])
                   if distances[u] == distances[v] - 1 and distances[v] > 0) for v in range(case.count)]
        for vertex, parent in enumerate(found["parent"]):
            if vertex == source or not nearer[vertex]:
                continue
            right = parent in nearer[vertex] if case.relabel == "degree" else parent == nearer[vertex][0]
            worst = worst if right else float("inf")
    return worst


@check("k-hop-neighbourhood", "networkx")
def k_hop_neighbourhood(case, kith):
    sources = case.vertices(2)
    found = kith(sources=joined(sources), hops=2)
    expected = {}
    for source in sources:
        for vertex, distance in nx.single_source_shortest_path_length(case.networkx, source, cutoff=2).items():
            expected[vertex] = min(distance, expected.get(vertex, distance))
    return different(zip(found["vertex"], found["distance"]), expected.items())


@check("neighbourhood-sizes", "networkx")
def neighbourhood_sizes(case, kith):
    found = kith(hops=3)
    rows = [distances_from(case, vertex) for vertex in range(case.count)]
    return max(apart(found[f"at_{hops}"], [row.count(hops) for row in rows]) for hops in (1, 2, 3))


@check("multi-source-breadth-first-search", "networkx")
def multi_source(case, kith):
    sources = case.vertices(3)
    found = kith(sources=joined(sources), each="true")
    worst = 0.0
    rows = [distances_from(case, source) for source in sources]
    for place, distances in enumerate(rows, start=1):
        worst = max(worst, apart(found[f"distance_{place}"], distances))
    reached = [[distance for distance in column if distance >= 0] for column in zip(*rows)]
    worst = max(worst, apart(found["sources"], [len(column) for column in reached]))
    return max(worst, apart(found["total"], [sum(column) for column in reached]))


@check("distance-histogram", "networkx")
def distance_histogram(case, kith):
    found = kith(samples=0)
    counts = collections.Counter(
        distance for _, row in nx.all_pairs_shortest_path_length(case.networkx) for distance in row.values())
    counts.pop(0, None)
    listed = {distance: pairs for distance, pairs in zip(found["distance"], found["pairs"]) if distance and pairs}
    return different(listed.items(), counts.items())


@check("connected-components", "networkx")
def connected_components(case, kith):
    pieces = nx.weakly_connected_components if case.directed else nx.connected_components
    return partition(case, kith()["component"], pieces(case.networkx))


@check("strongly-connected-components", "networkx")
def strongly_connected_components(case, kith):
    pieces = nx.strongly_connected_components if case.directed else nx.connected_components
    return partition(case, kith()["component"], pieces(case.networkx))


def partition(case, found, classes):
    return float(sum(a != b for a, b in zip(found, smallest_members(classes, case.count), strict=True)))


@check("topological-order", "networkx", directed=True)
def topological_order(case, kith):
    found = kith()
    levels = [-1] * case.count
    try:
        for level, vertices in enumerate(nx.topological_generations(case.networkx)):
            for vertex in vertices:
                levels[vertex] = level
        acyclic = True
    except nx.NetworkXUnfeasible:
        acyclic = False
    if found.figures["acyclic"] != acyclic:
        return float("inf")
    if case.relabel == "none":
        order = sorted((v for v in range(case.count) if levels[v] >= 0), key=lambda v: (levels[v], v))
        places = {vertex: place for place, vertex in enumerate(order)}
        if found["place"] != by_vertex(places, case.count, -1):
            return float("inf")
    return apart(found["level"], levels)


@check("diameter", "networkx", undirected=True)
def diameter(case, kith):
    pieces = sorted(nx.connected_components(case.networkx), key=lambda piece: (-len(piece), min(piece)))
    if case.relabel == "degree" and len(pieces) > 1 and len(pieces[0]) == len(pieces[1]):
        raise NotMeant("two largest components")
    found = kith(exact="true").figures
    expected = nx.diameter(case.networkx.subgraph(pieces[0]))
    return apart([found["lower"], found["upper"]], [expected, expected])


# Paths


@check("shortest-paths", "networkx")
def shortest_paths(case, kith):
    worst = 0.0
    for source in case.vertices(2):
        expected = nx.single_source_dijkstra_path_length(case.networkx, source)
        worst = max(worst, apart(kith(source=source)["distance"], by_vertex(expected, case.count, None)))
    return worst


def ends(case):
    if case.count < 2:
        raise NotMeant("one vertex")
    source, target = case.vertices(2)[0], case.count // 2
    return source, target if target != source else (source + 1) % case.count


@check("point-to-point", "networkx")
def point_to_point(case, kith):
    source, target = ends(case)
    found = kith(source=source, target=target)
    try:
        expected = [nx.dijkstra_path_length(case.networkx, source, target)]
    except nx.NetworkXNoPath:
        expected = []
    lengths = [sum(case.networkx[u][v]["weight"] for u, v in itertools.pairwise(found["vertex"]))]
    return max(apart(found["distance"][-1:], expected), apart(lengths if found["vertex"] else [], expected))


@check("k-shortest-paths", "networkx")
def k_shortest_paths(case, kith):
    source, target = ends(case)
    found = kith(source=source, target=target, k=6)
    paths = collections.defaultdict(list)
    for path, vertex, length in found.rows:
        paths[path, length].append(vertex)
    try:
        listed = list(itertools.islice(nx.shortest_simple_paths(case.networkx, source, target, "weight"), 6))
    except nx.NetworkXNoPath:
        listed = []
    for (_, length), vertices in paths.items():
        if len(set(vertices)) < len(vertices) or nx.path_weight(case.networkx, vertices, "weight") != length:
            return float("inf")
    if len({tuple(vertices) for vertices in paths.values()}) < len(paths):
        return float("inf")
    return apart([length for _, length in sorted(paths)],
                 [nx.path_weight(case.networkx, path, "weight") for path in listed])


# Ranking


@check("page-rank", "networkx", SCORES)
def page_rank(case, kith):
    expected = nx.pagerank(case.networkx, alpha=0.85, weight=None, tol=1e-13, max_iter=100_000)
    return apart(kith(**TIGHT)["rank"], by_vertex(expected, case.count))


def personalised(case, sources, weighted):
    restart = {vertex: 1 for vertex in sources}
    ranks = nx.pagerank(
        case.networkx, alpha=0.85, personalization=restart, weight=weight(weighted), tol=1e-13, max_iter=100_000)
    return by_vertex(ranks, case.count)


@check("personalised-page-rank", "networkx", SCORES)
def personalised_page_rank(case, kith):
    sources = case.vertices(2)
    return max(
        apart(kith(sources=joined(sources), weighted=text(weighted), **TIGHT)["rank"],
              personalised(case, sources, weighted)) for weighted in case.weightings)


@check("personalised-page-rank-push", "networkx", SCORES)
def personalised_page_rank_push(case, kith):
    sources = case.vertices(2)
    found = kith(sources=joined(sources), tolerance=1e-11)
    ranks = by_vertex(dict(zip(found["vertex"], found["rank"])), case.count)
    return apart(ranks, personalised(case, sources, False))


# Centrality


@check("degree-centrality", "networkx", ROUNDING)
def degree_centrality(case, kith):
    found, graph = kith(), case.networkx
    out, into = (graph.out_degree, graph.in_degree) if case.directed else (graph.degree, graph.degree)
    share = by_vertex(nx.degree_centrality(graph), case.count) if case.count > 1 else [0]
    expected = {
        "in_degree": into(), "out_degree": out(), "in_strength": into(weight="weight"),
        "out_strength": out(weight="weight"), "share": enumerate(share)}
    return max(apart(found[name], by_vertex(dict(values), case.count)) for name, values in expected.items())


@check("betweenness", "networkx", SCORES)
def betweenness(case, kith):
    worst = 0.0
    for scale, weighted in itertools.product(("normalised", "paths"), case.weightings):
        expected = nx.betweenness_centrality(
            case.networkx, normalized=scale == "normalised", weight=weight(weighted))
        found = kith(scale=scale, weighted=text(weighted))["betweenness"]
        worst = max(worst, apart(found, by_vertex(expected, case.count)))
    return worst


@check("betweenness-sampled", "networkx", SCORES)
def betweenness_sampled(case, kith):
    worst = 0.0
    for weighted in case.weightings:
        exact = by_vertex(nx.betweenness_centrality(case.networkx, weight=weight(weighted)), case.count)
        whole = kith(sources=case.count, weighted=text(weighted))
        worst = max(worst, apart(whole["betweenness"], exact), whole.figures["error_bound"])
        # A sample may miss by its bound, and no more, all but once in a million million draws.
        part = kith(sources=max(1, case.count // 2), failure=1e-9, weighted=text(weighted))
        if max(map(abs, numpy.subtract(part["betweenness"], exact))) > part.figures["error_bound"]:
            return float("inf")
    return worst


@check("edge-betweenness", "networkx", SCORES)
def edge_betweenness(case, kith):
    worst = 0.0
    for scale in "normalised", "paths":
        found = kith(scale=scale)
        expected = nx.edge_betweenness_centrality(case.networkx, normalized=scale == "normalised")
        if not case.directed:
            expected = {(min(edge), max(edge)): value for edge, value in expected.items()}
        pairs = found.pairs() if case.directed else [(min(pair), max(pair)) for pair in found.pairs()]
        if set(pairs) != set(expected) or len(pairs) != len(expected):
            return float("inf")
        worst = max(worst, apart(found["betweenness"], [expected[pair] for pair in pairs]))
    return worst


@check("closeness", "networkx", SCORES)
def closeness(case, kith):
    return apart(kith()["closeness"], by_vertex(nx.closeness_centrality(case.networkx), case.count))


@check("harmonic-closeness", "networkx", SCORES)
def harmonic_closeness(case, kith):
    return apart(kith()["harmonic"], by_vertex(nx.harmonic_centrality(case.networkx), case.count))


@check("eigenvector-centrality", "networkx", SCORES)
def eigenvector_centrality(case, kith):
    worst = 0.0
    for weighted in case.weightings:
        matrix = nx.to_numpy_array(case.networkx, nodelist=range(case.count), weight=weight(weighted)).T
        values = numpy.abs(numpy.linalg.eigvals(matrix + numpy.eye(case.count)))
        lead = values.max()
        following = max((value for value in values if value < lead * (1 - 1e-7)), default=0)
        if lead < 1 + 1e-6:
            raise NotMeant("no cycle")
        if case.directed and (values > lead * (1 - 1e-7)).sum() > 1 or following > 0.995 * lead:
            raise NotMeant("no leading eigenvalue that stands apart")
        expected = nx.eigenvector_centrality(
            case.networkx, max_iter=100_000, tol=1e-12 / case.count, weight=weight(weighted))
        found = kith(change=1e-12, rounds=1_000_000, weighted=text(weighted))
        worst = max(worst, apart(found["score"], by_vertex(expected, case.count)))
    return worst


@check("katz-centrality", "networkx", SCORES)
def katz_centrality(case, kith):
    worst = 0.0
    for weighted in case.weightings:
        found = kith(weighted=text(weighted), change=1e-13, rounds=100_000)
        expected = nx.katz_centrality_numpy(
            case.networkx, alpha=found.figures["alpha"], beta=1.0, weight=weight(weighted)) if case.count > 1 else {0: 1}
        worst = max(worst, apart(found["score"], by_vertex(expected, case.count)))
    return worst


@check("hits", "numpy", SCORES)
def hits(case, kith):
    """The even start, projected on the leading singular vectors: what power iteration tends to.

    NetworkX takes one leading vector of several where components are equal, so it is asked only where there is one.
    """
    worst = 0.0
    for weighted in case.weightings:
        matrix = nx.to_numpy_array(case.networkx, nodelist=range(case.count), weight=weight(weighted))
        left, values, right = numpy.linalg.svd(matrix)
        leading = values > values[0] * (1 - 1e-9) if len(case.sources) else values < 0
        if not leading.all() and values[~leading].max() > 0.99 * values[0]:
            raise NotMeant("no leading singular value that stands apart")
        hubs = left[:, leading] @ left[:, leading].sum(axis=0)
        found = kith(weighted=text(weighted), change=1e-13, rounds=100_000)
        authorities = matrix.T @ hubs
        worst = max(worst, apart(found["hub"], scaled(hubs, 1)), apart(found["authority"], scaled(authorities, 1)))
        if leading.sum() == 1 and case.count > 3 and weighted == case.weighted:
            theirs = nx.hits(case.networkx, tol=1e-13)
            worst = max(worst, *(apart(found[name], scaled(by_vertex(scores, case.count), 1))
                                 for name, scores in zip(("hub", "authority"), theirs)))
    return worst


@check("degree-assortativity", "networkx", SCORES)
def degree_assortativity(case, kith):
    found = kith()["assortativity"]
    with numpy.errstate(all="ignore"):
        expected = nx.degree_assortativity_coefficient(case.networkx) if len(case.sources) else float("nan")
    degrees = dict(case.networkx.out_degree if case.directed else case.networkx.degree)
    into = dict(case.networkx.in_degree if case.directed else case.networkx.degree)
    if len({degrees[u] for u in case.sources.tolist()} if case.directed else
           {degrees[u] for u in case.sources.tolist() + case.targets.tolist()}) < 2 \
            or len({into[v] for v in case.targets.tolist()}) < 2 and case.directed:
        expected = float("nan")  # No spread at one end: NetworkX divides rounding errors by each other.
    return apart(found, [] if numpy.isnan(expected) else [expected])


@check("reciprocity", "networkx", SCORES)
def reciprocity(case, kith):
    found = kith()
    if case.directed:
        shares = nx.reciprocity(case.networkx, range(case.count))
        overall = nx.overall_reciprocity(case.networkx) if len(case.sources) else 0
    else:
        shares = {vertex: 1 for vertex, degree in case.networkx.degree if degree}
        overall = 1 if len(case.sources) else 0
    expected = [shares.get(vertex) or 0 for vertex in range(case.count)]
    return max(apart(found["reciprocity"], expected), apart([found.figures["overall"]], [overall]))


@check("rich-club", "networkx", SCORES, undirected=True)
def rich_club(case, kith):
    found = kith()
    expected = nx.rich_club_coefficient(case.networkx, normalized=False) if len(case.sources) else {}
    if found["degree"] != list(expected):
        return float("inf")
    return apart(found["coefficient"], list(expected.values()))


# Walks


@check("random-walks", "networkx")
def random_walks(case, kith):
    """Every step is an arc, every walk begins where it should, and stops early only where no arc goes on."""
    worst = 0.0
    for parameters in ({}, {"weighted": text(case.weighted)}, {"p": 0.5, "q": 2}):
        found = kith(length=6, walks=2, **parameters)
        walks = collections.defaultdict(list)
        for walk, vertex in zip(found[next(iter(found.columns))], found["vertex"]):
            walks[walk].append(vertex)
        starts = collections.Counter(walk[0] for walk in walks.values())
        if any(starts[vertex] != 2 for vertex in range(case.count)):
            return float("inf")
        for walk in walks.values():
            worst += sum(not case.networkx.has_edge(u, v) for u, v in itertools.pairwise(walk))
            worst += len(walk) < 7 and bool(case.rows[walk[-1]])
    return worst


# Structure


@check("k-core", "networkx", undirected=True)
def k_core(case, kith):
    return apart(kith()["core"], by_vertex(nx.core_number(case.networkx), case.count))


@check("k-truss", "networkx", undirected=True)
def k_truss(case, kith):
    found = kith()
    truss = {edge: 2 for edge in undirected_pairs(case.networkx.edges)}
    for k in itertools.count(3):
        kept = undirected_pairs(nx.k_truss(case.networkx, k).edges)
        if not kept:
            break
        truss.update((edge, k) for edge in kept)
    pairs = [(min(pair), max(pair)) for pair in found.pairs()]
    return different(zip(pairs, found["truss"]), truss.items())


@check("local-clustering", "networkx", SCORES)
def local_clustering(case, kith):
    """LDBC's definition, which counts arcs between neighbours; undirected it is NetworkX's."""
    found = kith()
    graph = case.networkx
    if not case.directed:
        return max(
            apart(found["clustering"], by_vertex(nx.clustering(graph), case.count)),
            apart([found.figures["average"], found.figures["transitivity"]],
                  [nx.average_clustering(graph), nx.transitivity(graph)]))
    expected = []
    for vertex in range(case.count):
        around = set(nx.all_neighbors(graph, vertex))
        links = graph.subgraph(around).number_of_edges()
        expected.append(links / (len(around) * (len(around) - 1)) if len(around) > 1 else 0)
    return apart(found["clustering"], expected)


@check("triangles", "networkx", undirected=True)
def triangles(case, kith):
    found = kith()
    expected = by_vertex(nx.triangles(case.networkx), case.count)
    return max(apart(found["triangles"], expected), apart([found.figures["total"]], [sum(expected) // 3]))


@check("strongest-neighbours", "networkx")
def strongest_neighbours(case, kith):
    found = kith(k=3)
    listed = collections.defaultdict(list)
    for source, target, tie in found.rows:
        listed[source].append((target, tie))
    worst = 0.0
    for vertex in range(case.count):
        ties = sorted(((-data["weight"], target) for target, data in case.networkx[vertex].items()))[:3]
        worst = max(worst, apart([tie for _, tie in listed[vertex]], [-tie for tie, _ in ties]))
        if case.relabel == "none" and [target for target, _ in listed[vertex]] != [target for _, target in ties]:
            return float("inf")
        if any(case.networkx[vertex][target]["weight"] != tie for target, tie in listed[vertex]):
            return float("inf")
    return worst


@check("minimum-spanning-forest", "networkx", undirected=True)
def minimum_spanning_forest(case, kith):
    found = kith()
    forest = nx.Graph(found.pairs())
    if len(found.rows) and not nx.is_forest(forest):
        return float("inf")
    total = sum(data["weight"] for _, _, data in nx.minimum_spanning_edges(case.networkx, data=True))
    trees = nx.number_connected_components(case.networkx)
    if any(case.networkx[source][target]["weight"] != tie for source, target, tie in found.rows):
        return float("inf")
    return apart([found.figures["total_weight"], found.figures["trees"]], [total, trees])


@check("bridges", "networkx", undirected=True)
def bridges(case, kith):
    return different(undirected_pairs(kith().pairs()), undirected_pairs(nx.bridges(case.networkx)))


@check("articulation-points", "networkx", undirected=True)
def articulation_points(case, kith):
    pieces = kith()["pieces"]
    points = [vertex for vertex, count in enumerate(pieces) if count > 1]
    whole = nx.number_connected_components(case.networkx)
    left = [nx.number_connected_components(nx.restricted_view(case.networkx, [vertex], [])) - whole + 1
            for vertex in range(case.count)]
    return max(apart(pieces, left), different(points, nx.articulation_points(case.networkx)))


# Similarity


@check("friends-of-friends", "networkx", undirected=True)
def friends_of_friends(case, kith):
    found = kith(k=4)
    listed = collections.defaultdict(list)
    for source, target, shared in found.rows:
        listed[source].append((-shared, target))
    for vertex in range(case.count):
        expected = sorted(
            (-len(case.rows[vertex] & case.rows[other]), other) for other in range(case.count)
            if other != vertex and other not in case.rows[vertex] and case.rows[vertex] & case.rows[other])[:4]
        if case.relabel == "none" and listed[vertex] != expected:
            return float("inf")
        if [score for score, _ in listed[vertex]] != [score for score, _ in expected]:
            return float("inf")
    return 0.0


def similarities(case, index, pairs):
    """NetworkX's index of each pair; terms of vertices with one neighbour, whose logarithm is 0, cannot arise."""
    indices = {
        "common": lambda graph, pairs: ((u, v, len(list(nx.common_neighbors(graph, u, v)))) for u, v in pairs),
        "jaccard": nx.jaccard_coefficient, "adamic_adar": nx.adamic_adar_index,
        "resource_allocation": nx.resource_allocation_index}
    return {(source, target): score for source, target, score in indices[index](case.networkx, pairs)}


def strangers(case, kith, index, has_exact_ties):
    """Each row with NetworkX's score of its pair, and the scores of each list with the best of all strangers."""
    found = kith(k=4)
    listed = collections.defaultdict(list)
    for source, target, score in found.rows:
        listed[source].append((-score, target))
    pairs = [(u, v) for u in range(case.count) for v in range(case.count) if u != v and v not in case.rows[u]]
    scores = similarities(case, index, pairs)
    worst = 0.0
    for vertex in range(case.count):
        expected = sorted((-score, pair[1]) for pair, score in scores.items() if pair[0] == vertex and score > 0)[:4]
        if any((vertex, target) not in scores for _, target in listed[vertex]):
            return float("inf")
        if has_exact_ties and case.relabel == "none" and listed[vertex] != expected:
            return float("inf")
        worst = max(worst, apart([score for score, _ in listed[vertex]], [score for score, _ in expected]))
        worst = max(worst, apart(
            [-score for score, _ in listed[vertex]], [scores[vertex, target] for _, target in listed[vertex]]))
    return worst


@check("common-neighbours", "networkx", undirected=True)
def common_neighbours(case, kith):
    return strangers(case, kith, "common", True)


@check("jaccard", "networkx", ROUNDING, undirected=True)
def jaccard(case, kith):
    return strangers(case, kith, "jaccard", True)


@check("adamic-adar", "networkx", ROUNDING, undirected=True)
def adamic_adar(case, kith):
    """Sums of the same terms in another order may part equals, so targets are only checked by their scores."""
    return strangers(case, kith, "adamic_adar", False)


@check("resource-allocation", "networkx", ROUNDING, undirected=True)
def resource_allocation(case, kith):
    return strangers(case, kith, "resource_allocation", False)


@check("pair-similarity", "networkx", ROUNDING, undirected=True)
def pair_similarity(case, kith):
    """All pairs of different vertices, neighbours too."""
    pairs = list(itertools.permutations(range(case.count), 2))[:2000]
    if not pairs:
        raise NotMeant("no two vertices")
    found = kith(sources=joined(u for u, _ in pairs), targets=joined(v for _, v in pairs))
    if found.pairs() != pairs:
        return float("inf")
    return max(
        apart(found[index], list(similarities(case, index, pairs).values()))
        for index in ("common", "jaccard", "adamic_adar", "resource_allocation"))


@check("disparity-backbone", "definition", ROUNDING, weighted=True)
def disparity_backbone(case, kith):
    """The formula of Serrano, Boguñá and Vespignani with NetworkX's degrees and strengths: it has no such filter."""
    found, graph = kith(alpha=0.2), case.networkx

    def value(strength, degree, tie):
        return (1 - tie / strength) ** (degree - 1) if degree > 1 else 1

    expected = {}
    for source, target, tie in graph.edges(data="weight"):
        outward, inward = (graph.out_degree, graph.in_degree) if case.directed else (graph.degree, graph.degree)
        pair = (source, target) if case.directed else (min(source, target), max(source, target))
        expected[pair] = min(
            value(outward(source, "weight"), outward(source), tie),
            value(inward(target, "weight"), inward(target), tie))
    pairs = found.pairs() if case.directed else [(min(pair), max(pair)) for pair in found.pairs()]
    if sorted(pairs) != sorted(expected):
        return float("inf")
    values = [expected[pair] for pair in pairs]
    if any(kept != (p < 0.2) and abs(p - 0.2) > 1e-12 for kept, p in zip(found["kept"], values)):
        return float("inf")
    return apart(found["p_value"], values)


# Communities


@check("label-propagation", "definition")
def label_propagation(case, kith):
    """LDBC's rule, a round at a time, over the peer's neighbours: no peer has the synchronous form."""
    if case.relabel != "none":
        raise NotMeant("labels are numbers of the order the run had")
    labels = list(range(case.count))
    graph = case.networkx
    around = [list(nx.all_neighbors(graph, vertex)) for vertex in range(case.count)]
    for _ in range(10):
        counts = [collections.Counter(labels[other] for other in row) for row in around]
        labels = [min(count, key=lambda label: (-count[label], label)) if count else labels[vertex]
                  for vertex, count in enumerate(counts)]
    return apart(kith(rounds=10)["label"], labels)


def modularity(case, kith):
    worst = 0.0
    for resolution in 1, 1.7:
        found = kith(resolution=resolution)
        classes = collections.defaultdict(set)
        for vertex, community in enumerate(found["community"]):
            classes[community].add(vertex)
        expected = nx.community.modularity(case.networkx, classes.values(), resolution=resolution) \
            if len(case.sources) else 0
        worst = max(worst, abs(found.figures["quality"] - expected))
    return worst


@check("louvain", "networkx", ROUNDING, undirected=True)
def louvain(case, kith):
    return modularity(case, kith)


@check("leiden", "networkx", ROUNDING, undirected=True)
def leiden(case, kith):
    communities = kith()["community"]
    for community in set(communities):
        members = [vertex for vertex in range(case.count) if communities[vertex] == community]
        if not nx.is_connected(case.networkx.subgraph(members)):
            return float("inf")
    return modularity(case, kith)
