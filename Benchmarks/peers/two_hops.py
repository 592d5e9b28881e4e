"""Times friends-of-friends and two-hop counts beside peers; run it through Benchmarks/peers/run --two-hops.

Kith does all vertices. The peers do a sample of them, whose results must be Kith's, and half of it: what the other half takes
more, by ways of two hops, tells what all would take, so that what a query costs once is counted once. Graphs are loaded
before anything is timed. Two-hop counts are those of the sample, of the same vertices for all on ids as drawn.
"""

import argparse
import json
import os
import subprocess
import sys
import time

import numpy

import measure


class SciPy:
    """One thread: its products of sparse matrices know no more."""

    def __init__(self, ends, count, threads):
        import scipy.sparse

        both = numpy.concatenate([ends, ends[:, ::-1]])
        self.rows = scipy.sparse.csr_array(
            (numpy.ones(len(both), dtype=numpy.int32), (both[:, 0], both[:, 1])), shape=(count, count))
        self.rows.sort_indices()
        self.block = 1_000

    def top(self, seeds, k):
        found = []
        for start in range(0, len(seeds), self.block):
            block = seeds[start:start + self.block]
            direct = self.rows[block]
            shared = direct @ self.rows
            # Neighbours and the seed itself are nothing: what is subtracted is more than anybody shares.
            shared = shared - direct * numpy.int32(1 << 30)
            for place, seed in enumerate(block):
                others = shared.indices[shared.indptr[place]:shared.indptr[place + 1]]
                counts = shared.data[shared.indptr[place]:shared.indptr[place + 1]]
                kept = (counts > 0) & (others != seed)
                others, counts = others[kept], counts[kept]
                if len(counts) > k:
                    # All that may be among the first k, by number.
                    bar = numpy.partition(counts, len(counts) - k)[len(counts) - k]
                    kept = counts >= bar
                    others, counts = others[kept], counts[kept]
                order = numpy.lexsort((others, -counts))[:k]
                found += zip([int(seed)] * len(order), others[order].tolist(), counts[order].tolist())
        return found

    def sizes(self, seeds):
        sizes = []
        for start in range(0, len(seeds), self.block):
            block = seeds[start:start + self.block]
            direct = self.rows[block]
            within = direct @ self.rows + direct
            # The seed is reached over each of its neighbours.
            sizes += [int(size) - (1 if degree else 0)
                      for size, degree in zip(numpy.diff(within.indptr), numpy.diff(direct.indptr))]
        return sizes


class DuckDB:
    def __init__(self, ends, count, threads):
        import duckdb

        self.base = duckdb.connect(config={"threads": threads})
        arcs = {"u": numpy.concatenate([ends[:, 0], ends[:, 1]]), "v": numpy.concatenate([ends[:, 1], ends[:, 0]])}
        self.base.register("given", arcs)
        self.base.execute("CREATE TABLE arcs AS SELECT u::UINTEGER AS u, v::UINTEGER AS v FROM given ORDER BY u, v")

    def choose(self, seeds):
        self.base.register("chosen", {"u": seeds})
        self.base.execute("CREATE OR REPLACE TABLE seeds AS SELECT u::UINTEGER AS u FROM chosen")

    def top(self, seeds, k):
        self.choose(seeds)
        return self.base.execute(f"""
            WITH ways AS (
              SELECT a.u AS u, b.v AS v, count(*)::INTEGER AS shared FROM seeds s JOIN arcs a ON a.u = s.u
              JOIN arcs b ON b.u = a.v WHERE b.v <> a.u GROUP BY 1, 2),
            strangers AS (SELECT * FROM ways ANTI JOIN arcs ON ways.u = arcs.u AND ways.v = arcs.v)
            SELECT u, v, shared FROM strangers
            QUALIFY row_number() OVER (PARTITION BY u ORDER BY shared DESC, v) <= {k}
            ORDER BY u, shared DESC, v""").fetchall()

    def sizes(self, seeds):
        self.choose(seeds)
        return [size for _, size in self.base.execute("""
            SELECT seeds.u, count(w) FROM seeds LEFT JOIN (
              SELECT DISTINCT u, w FROM (
                SELECT s.u AS u, a.v AS w FROM seeds s JOIN arcs a ON a.u = s.u
                UNION ALL
                SELECT s.u, b.v FROM seeds s JOIN arcs a ON a.u = s.u JOIN arcs b ON b.u = a.v)
              WHERE w <> u) AS reached ON reached.u = seeds.u
            GROUP BY seeds.u ORDER BY seeds.u""").fetchall()]


class Polars:
    def __init__(self, ends, count, threads):
        os.environ["POLARS_MAX_THREADS"] = str(threads)
        import polars

        self.library = polars
        both = numpy.concatenate([ends, ends[:, ::-1]]).astype(numpy.uint32)
        self.arcs = polars.DataFrame({"u": both[:, 0], "v": both[:, 1]}).sort("u", "v")

    def ways(self, seeds):
        chosen = self.library.DataFrame({"u": seeds.astype(numpy.uint32)})
        first = chosen.join(self.arcs, on="u")
        return first, first.join(self.arcs.rename({"u": "v", "v": "w"}), on="v").filter(
            self.library.col("w") != self.library.col("u"))

    def top(self, seeds, k):
        pl, found = self.library, []
        for start in range(0, len(seeds), 10_000):
            direct, ways = self.ways(seeds[start:start + 10_000])
            shared = ways.group_by("u", "w").len("shared").join(direct.rename({"v": "w"}), on=["u", "w"], how="anti")
            best = shared.sort(["u", "shared", "w"], descending=[False, True, False]).group_by(
                "u", maintain_order=True).head(k)
            found += best.select("u", "w", pl.col("shared").cast(pl.Int64)).rows()
        return found

    def sizes(self, seeds):
        direct, ways = self.ways(seeds)
        within = self.library.concat([direct.rename({"v": "w"}).select("u", "w"), ways.select("u", "w")]).unique()
        sizes = dict(within.group_by("u").len().rows())
        return [sizes.get(int(seed), 0) for seed in seeds]


PEERS = {"scipy": SciPy, "duckdb": DuckDB, "polars": Polars}


def kith(options, kernel, graph, parameters, output):
    """Kernel seconds of each trial; the rows are written to `output`."""
    command = [options.kith, "kernel", kernel, graph, "--quiet", "--threads", str(options.threads)]
    for parameter in parameters:
        command += ["--param", parameter]
    done = subprocess.run(command + ["--trials", str(options.trials), "--json"], check=True, stdout=subprocess.PIPE)
    subprocess.run(command + ["--output", output], check=True, stdout=subprocess.DEVNULL)
    answer = json.loads(done.stdout)
    return min(trial["kernel_seconds"] for trial in answer["trials"]), answer["peak_memory_bytes"]


def read(path):
    return numpy.loadtxt(path, delimiter=",", skiprows=1, dtype=numpy.int64, ndmin=2)


def compare(name, found, expected):
    if found != expected:
        sys.exit(f"error: {name} found something else than kith")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--kith", required=True)
    parser.add_argument("--folder", required=True)
    parser.add_argument("--graphs", default="social16")
    parser.add_argument("--peers", default=",".join(PEERS))
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--trials", type=int, default=3)
    parser.add_argument("--sample", type=int, default=10_000, help="vertices that the peers do")
    parser.add_argument("--keep", metavar="FOLDER", help="write the graphs there, leave them, and use those that are there")
    parser.add_argument("--json")
    options = parser.parse_args()
    record = {}
    for name in options.graphs.split(","):
        paths = measure.generate(options.kith, os.path.abspath(options.keep or options.folder), name, True)
        ends = numpy.loadtxt(paths["text"], dtype=numpy.int64, comments="#")[:, :2]
        degrees = numpy.bincount(ends.ravel(), minlength=paths["vertices"])
        # Ways of two hops from each vertex: what its neighbours have.
        ways = numpy.bincount(ends[:, 0], degrees[ends[:, 1]], paths["vertices"])
        ways += numpy.bincount(ends[:, 1], degrees[ends[:, 0]], paths["vertices"])
        output = os.path.join(options.folder, "found.csv")
        table = record[name] = {}

        sample = f"samples={options.sample}"
        # What the last of these finds is on the ids of the peers.
        for label, graph in ("kith, ids by degree", "binary"), ("kith", "given"):
            seconds, _ = kith(options, "neighbourhood-sizes", paths[graph], ["hops=2", sample], output)
            table[label] = {"two-hop counts": seconds}
            rows = read(output)
            seconds, peak = kith(options, "friends-of-friends", paths[graph], ["k=10"], output)
            table[label] |= {"friends of friends": seconds, "peak_bytes": peak}
        seeds, sizes = rows[:, 0], rows[:, 1].tolist()
        every = read(output)
        chosen = numpy.isin(every[:, 0], seeds)
        best = [tuple(row) for row in every[chosen].tolist()]

        half = seeds[::2]
        for peer in filter(None, options.peers.split(",")):
            engine = PEERS[peer](ends, paths["vertices"], options.threads)
            cell = table[peer] = {"two-hop counts": float("inf"), "friends of friends": float("inf")}
            for _ in range(options.trials):
                begun = time.perf_counter()
                found = engine.sizes(seeds)
                cell["two-hop counts"] = min(cell["two-hop counts"], time.perf_counter() - begun)
                compare(peer, found, sizes)
            seconds = {len(half): float("inf"), len(seeds): float("inf")}
            for _ in range(options.trials):
                for some in half, seeds:
                    begun = time.perf_counter()
                    found = engine.top(some, 10)
                    seconds[len(some)] = min(seconds[len(some)], time.perf_counter() - begun)
            compare(peer, [tuple(map(int, row)) for row in found], best)
            walked = ways[seeds].sum()
            per_way = (seconds[len(seeds)] - seconds[len(half)]) / (walked - ways[half].sum())
            cell["friends of friends"] = seconds[len(seeds)] + per_way * (ways.sum() - walked)
            del engine
        print(f"\n{name}: {len(seeds):,} of {paths['vertices']:,} vertices, {ways.sum():,.0f} ways of two hops")
        print(f"{'':20}{'two-hop counts s':>18}{'ratio':>8}{'top 10 of all s':>18}{'ratio':>8}")
        for engine, cell in table.items():
            counts, top = cell["two-hop counts"], cell["friends of friends"]
            own = table["kith"]
            print(f"{engine:20}{counts:18.3f}{counts / own['two-hop counts']:8.1f}"
                  f"{top:18.2f}{top / own['friends of friends']:8.1f}", flush=True)
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(record, file, indent=1)


main()
