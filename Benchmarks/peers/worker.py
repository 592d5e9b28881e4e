"""One Python library with one graph: reads requests, a line of JSON each, and answers each with a line of JSON."""

import json
import random
import resource
import sys
import time


class Absent(Exception):
    pass


class NetworKit:
    def __init__(self, threads):
        import networkit

        self.library = networkit
        networkit.setNumberOfThreads(threads)

    def load(self, path, form, vertices):
        reader = self.library.graphio.EdgeListReader(" ", 0, directed=form == "directed", continuous=True)
        self.graph = None
        if form == "weighted":
            # The reader takes a third field for a weight only where the graph is said to be weighted.
            graph = self.library.Graph(vertices, True, False)
            with open(path) as file:
                for line in file:
                    left, right, weight = line.split()
                    graph.addEdge(int(left), int(right), float(weight))
        else:
            graph = reader.read(path)
            for _ in range(vertices - graph.numberOfNodes()):
                graph.addNode()
        self.graph = graph

    def run(self, kernel, source, target, seed, alpha):
        nk, graph = self.library, self.graph
        nk.setSeed(seed, True)
        algorithm = {
            "bfs": lambda: nk.distance.BFS(graph, source, storePaths=False),
            "components": lambda: nk.components.ParallelConnectedComponents(graph),
            "pagerank": lambda: self.page_rank(),
            "sssp": lambda: nk.distance.Dijkstra(graph, source, storePaths=False),
            "clustering": lambda: nk.centrality.LocalClusteringCoefficient(graph, True),
            "triangles": lambda: nk.sparsification.TriangleEdgeScore(graph),
            "betweenness": lambda: nk.centrality.EstimateBetweenness(graph, 4, False, True),
            "core": lambda: nk.centrality.CoreDecomposition(graph),
            "label-propagation": lambda: nk.community.PLP(graph),
            "louvain": lambda: nk.community.PLM(graph, refine=False),
            "leiden": lambda: nk.community.ParallelLeiden(graph),
            "spanning-forest": lambda: nk.graph.UnionMaximumSpanningForest(graph),
            # The pieces between which articulation points lie; it names neither them nor bridges.
            "articulation": lambda: nk.components.BiconnectedComponents(graph),
            "closeness": lambda: nk.centrality.ApproxCloseness(graph, 64),
            "eigenvector": lambda: nk.centrality.EigenvectorCentrality(graph, 1e-8),
            # Ends where no score changes by more, Kith where all together change by no more of their sum.
            "katz": lambda: nk.centrality.KatzCentrality(graph, alpha, 1.0, 1e-8),
            "point-to-point": lambda: nk.distance.BidirectionalDijkstra(graph, source, target),
            "strong-components": lambda: nk.components.StronglyConnectedComponents(graph),
        }.get(kernel)
        if algorithm is None:
            raise Absent(kernel)
        if kernel == "triangles":
            graph.indexEdges()
        work = algorithm()
        begun = time.perf_counter()
        work.run()
        seconds = time.perf_counter() - begun
        figures = {}
        if kernel in ("label-propagation", "louvain", "leiden"):
            figures["modularity"] = nk.community.Modularity().getQuality(work.getPartition(), graph)
        return seconds, figures

    def page_rank(self):
        work = self.library.centrality.PageRank(self.graph, 0.85, 1e-4)
        work.norm = self.library.centrality.Norm.L1_NORM
        return work


class Igraph:
    def __init__(self, threads):
        import igraph

        self.library = igraph

    def load(self, path, form, vertices):
        self.graph = None
        if form == "weighted":
            graph = self.library.Graph.Read_Ncol(path, names=True, weights=True, directed=False)
            self.names = {int(name): index for index, name in enumerate(graph.vs["name"])}
        else:
            graph = self.library.Graph.Read_Edgelist(path, directed=form == "directed")
            self.names = None
        self.graph = graph

    def run(self, kernel, source, target, seed, alpha):
        graph = self.graph
        random.seed(seed)
        at, to = (self.names[source], self.names[target]) if self.names else (source, target)
        work = {
            "bfs": lambda: graph.distances(source=at),
            "components": lambda: graph.connected_components(),
            "pagerank": lambda: graph.pagerank(damping=0.85),
            "sssp": lambda: graph.distances(source=at, weights="weight"),
            "clustering": lambda: graph.transitivity_local_undirected(),
            "triangles": lambda: graph.transitivity_undirected(),
            "core": lambda: graph.coreness(),
            "label-propagation": lambda: graph.community_label_propagation(),
            "louvain": lambda: graph.community_multilevel(),
            "leiden": lambda: graph.community_leiden(objective_function="modularity", n_iterations=2),
            "assortativity": lambda: graph.assortativity_degree(directed=False),
            "spanning-forest": lambda: graph.spanning_tree(weights="weight", return_tree=False),
            "bridges": lambda: graph.bridges(),
            "articulation": lambda: graph.articulation_points(),
            "closeness": lambda: graph.closeness(vertices=range(0, graph.vcount(), graph.vcount() // 64)),
            "eigenvector": lambda: graph.eigenvector_centrality(),
            "hits": lambda: graph.hub_score(),
            "harmonic": lambda: graph.harmonic_centrality(vertices=range(0, graph.vcount(), graph.vcount() // 64)),
            "personalised": lambda: graph.personalized_pagerank(damping=0.85, reset_vertices=at),
            "point-to-point": lambda: graph.get_shortest_path(at, to, weights="weight"),
            "reciprocity": lambda: graph.reciprocity(),
            "strong-components": lambda: graph.connected_components(mode="strong"),
        }.get(kernel)
        if work is None:
            raise Absent(kernel)
        begun = time.perf_counter()
        result = work()
        seconds = time.perf_counter() - begun
        figures = {}
        if kernel in ("label-propagation", "louvain", "leiden"):
            figures["modularity"] = result.modularity
        return seconds, figures


def main():
    engine = {"networkit": NetworKit, "igraph": Igraph}[sys.argv[1]](int(sys.argv[2]))
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if "load" in request:
                begun = time.perf_counter()
                engine.load(request["load"], request["form"], request["vertices"])
                answer = {"seconds": time.perf_counter() - begun, "figures": {}}
            else:
                seconds, figures = engine.run(request["kernel"], **request["given"])
                answer = {"seconds": seconds, "figures": figures}
            answer["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        except Absent as kernel:
            answer = {"missing": f"no {kernel}"}
        except Exception as error:  # A library's own failure ends its row, not the run.
            answer = {"missing": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
