"""One peer, one log of events, in a process of its own: prints times, a sum to compare, and peak memory as JSON."""

import json
import os
import resource
import sys
import time

engine, folder, threads = sys.argv[1], sys.argv[2], int(sys.argv[3])
os.environ["POLARS_MAX_THREADS"] = str(threads)
events = os.path.join(folder, "events.csv")
figures = {}


def timed(name, work):
    begun = time.perf_counter()
    value = work()
    figures[name] = time.perf_counter() - begun
    return value


# S[u→v] = Σ 10·2^(−a/24 h) + 2^(−a/360 h), a in whole hours before the newest event; s(u, v) = S[u→v] + S[v→u] / 2.
if engine == "duckdb":
    import duckdb

    base = duckdb.connect()
    base.execute(f"SET threads = {threads}")
    base.execute("SET preserve_insertion_order = false")
    columns = "{'time': 'BIGINT', 'actor': 'INTEGER', 'target': 'INTEGER', 'kind': 'VARCHAR'}"
    source = f"read_csv('{events}', header = true, delim = ',', columns = {columns})"

    def weigh():
        newest = base.execute(f"SELECT max(time) // 3600 FROM {source}").fetchone()[0] if not known else known
        base.execute(f"""CREATE TEMP TABLE pairs AS SELECT actor, target,
            sum(10 * exp2_(({newest} - time // 3600) / 24.0) + exp2_(({newest} - time // 3600) / 360.0)) AS s
            FROM {source} GROUP BY actor, target""")

    base.execute("CREATE MACRO exp2_(a) AS pow(2.0::DOUBLE, -a)")
    known = int(sys.argv[4])
    timed("ties_seconds", weigh)
    base.execute("""CREATE TEMP TABLE both_ways AS SELECT u, v, sum(s) AS s FROM (
        SELECT actor AS u, target AS v, s FROM pairs UNION ALL SELECT target, actor, s / 2 FROM pairs) GROUP BY u, v""")
    timed("top_seconds", lambda: base.execute(
        "CREATE TEMP TABLE top AS SELECT u, arg_max(v, s, 10) AS top FROM both_ways GROUP BY u"))
    figures["sum"], figures["pairs"] = base.execute("SELECT sum(s), count(*) FROM pairs").fetchone()
    figures["top"] = base.execute("SELECT sum(len(top)) FROM top").fetchone()[0]

    def top_sum():
        return base.execute(
            "SELECT sum(list_sum(best)) FROM (SELECT max(s, 10) AS best FROM both_ways GROUP BY u)").fetchone()[0]

else:
    import polars

    collect = {"engine": "streaming"} if engine == "polars-streaming" else {}
    newest = int(sys.argv[4])
    age = newest - polars.col("time") // 3600
    weight = 10 * (polars.lit(2.0) ** (-age / 24.0)) + polars.lit(2.0) ** (-age / 360.0)
    schema = {"time": polars.Int64, "actor": polars.Int32, "target": polars.Int32, "kind": polars.String}
    pairs = timed("ties_seconds", lambda: polars.scan_csv(events, schema=schema).group_by("actor", "target")
                  .agg(weight.sum().alias("s")).collect(**collect))
    both = polars.concat([
        pairs.select(polars.col("actor").alias("u"), polars.col("target").alias("v"), "s"),
        pairs.select(polars.col("target").alias("u"), polars.col("actor").alias("v"), polars.col("s") / 2),
    ]).lazy().group_by("u", "v").agg(polars.col("s").sum()).collect(**collect)
    top = timed("top_seconds", lambda: both.lazy().group_by("u").agg(polars.col("v").top_k_by("s", 10))
                .collect(**collect))
    figures["sum"], figures["pairs"] = pairs["s"].sum(), len(pairs)
    figures["top"] = int(top["v"].list.len().sum())

    def top_sum():
        return both.group_by("u").agg(polars.col("s").top_k(10).sum())["s"].sum()

figures["peak_bytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
# To compare only: after the peak was read.
figures["top_sum"] = top_sum()
print(json.dumps(figures))
