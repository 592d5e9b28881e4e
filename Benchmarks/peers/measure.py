"""Times Kith and its peers on the same graphs in turn; run it through Benchmarks/peers/run."""

import argparse
import json
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))

# Our name, then Kith's kernel and its parameters. {source}, {target} and {seed} are others for each trial, and the same for all
# engines; {alpha} is Kith's own of the graph.
KERNELS = {
    "read": None,
    "bfs": ("breadth-first-search", ["source={source}"]),
    "components": ("connected-components", []),
    "pagerank": ("page-rank", ["change=1e-4"]),
    "sssp": ("shortest-paths", ["source={source}"]),
    "triangles": ("triangles", []),
    "clustering": ("local-clustering", []),
    # GAP draws sources that have neighbours; with this seed Kith does too, as all four are in the upper half by degree.
    # Repeated in one process, GAP draws others each time, Kith does not.
    "betweenness": ("betweenness-sampled", ["sources=4", "seed=11"]),
    "core": ("k-core", []),
    "label-propagation": ("label-propagation", []),
    "louvain": ("louvain", ["seed={seed}"]),
    "leiden": ("leiden", ["seed={seed}"]),
    "assortativity": ("degree-assortativity", []),
    "spanning-forest": ("minimum-spanning-forest", []),
    "bridges": ("bridges", []),
    "articulation": ("articulation-points", []),
    # So many searches; NetworKit draws its sources itself, igraph is given as many vertices.
    "closeness": ("closeness", ["sources=64"]),
    "eigenvector": ("eigenvector-centrality", ["change=1e-8"]),
    "hits": ("hits", ["change=1e-8"]),
    "harmonic": ("harmonic-closeness", ["sources=64"]),
    "katz": ("katz-centrality", ["alpha={alpha}", "change=1e-8"]),
    "personalised": ("personalised-page-rank", ["sources={source}", "change=1e-8"]),
    "point-to-point": ("point-to-point", ["source={source}", "target={target}"]),
    "strong-components": ("strongly-connected-components", []),
    "reciprocity": ("reciprocity", []),
}
WEIGHTED = {"sssp", "spanning-forest", "point-to-point"}
DIRECTED = {"strong-components", "reciprocity"}


def form(kernel):
    """In which form of a graph a kernel is run."""
    return "weighted" if kernel in WEIGHTED else "directed" if kernel in DIRECTED else "plain"


GAP = {
    "bfs": ("bfs", ["-r", "{source}"]),
    "components": ("cc", []),
    "pagerank": ("pr", ["-t", "1e-4", "-i", "200"]),
    "sssp": ("sssp", ["-r", "{source}", "-d", "16"]),
    "triangles": ("tc", []),
    "betweenness": ("bc", ["-i", "4"]),
}


class Missing(Exception):
    """An engine has no such kernel, or did not come to an end."""


class Worker:
    """A Python library with one graph loaded, in a process of its own, so that its memory is its own."""

    def __init__(self, name, threads, limit):
        self.name, self.limit, self.peak = name, limit, 0
        self.process = subprocess.Popen(
            [sys.executable, os.path.join(HERE, "worker.py"), name, str(threads)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={**os.environ, "OMP_NUM_THREADS": str(threads)})

    def ask(self, **request):
        if self.process.poll() is not None:
            raise Missing("ended")
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise Missing("ended")
        answer = json.loads(line)
        if "missing" in answer:
            raise Missing(answer["missing"])
        self.peak = max(self.peak, answer["peak"])
        return answer

    def close(self):
        self.process.kill()
        self.process.wait()


class Kith:
    """Kith on ids by degree, or (`given`) on the ids that everybody else gets."""

    def __init__(self, executable, threads, paths, repeat, given=False):
        self.executable, self.threads, self.paths, self.repeat, self.peak = executable, threads, paths, repeat, 0
        self.name = "as given" if given else "kith"
        self.forms = {"plain": "given", "weighted": "given weighted"} if given else \
            {"plain": "binary", "weighted": "weighted", "directed": "directed"}
        # What is read from a text: ids by degree belong to the build.
        self.order = [] if given else ["--relabel", "degree"]

    def run(self, kernel, graph, parameters, repeat=1, more=()):
        command = [self.executable, "kernel", kernel, graph, "--trials", str(repeat), "--json", "--quiet",
                   "--threads", str(self.threads), *more]
        for parameter in parameters:
            command += ["--param", parameter]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            raise Missing(done.stderr.strip().splitlines()[0] if done.stderr else "failed")
        answer = json.loads(done.stdout)
        self.peak = answer["peak_memory_bytes"]
        return answer

    def alpha(self):
        """What Kith takes for Katz centrality of its own accord, and its peers are given."""
        return self.run("katz-centrality", self.paths["binary"], [])["figures"]["alpha"]

    def seconds(self, kernel, given):
        if kernel == "read":
            trial = self.run("connected-components", self.paths["text"], [], more=self.order)["trials"][0]
            return sum(trial[step + "_seconds"] for step in ("load", "build", "relabel")), {}
        name, parameters = KERNELS[kernel]
        if form(kernel) not in self.forms:
            raise Missing("not measured")
        graph = self.paths[self.forms[form(kernel)]]
        if not os.path.exists(graph):
            raise Missing("no such form of this graph")
        answer = self.run(name, graph, [p.format(**given) for p in parameters], self.repeat)
        figures = {"modularity": answer["figures"]["quality"]} if "{seed}" in "".join(parameters) else {}
        return min(trial["kernel_seconds"] for trial in answer["trials"]), figures


class Library:
    def __init__(self, name, threads, paths, limit):
        self.name, self.worker = name, Worker(name, threads, limit)
        self.read = {}
        self.paths = paths
        self.loaded = None

    @property
    def peak(self):
        return self.worker.peak

    def seconds(self, kernel, given):
        kind = form(kernel)
        if kernel == "read" or self.loaded != kind:
            path = self.paths["text" if kind == "plain" else f"{kind} text"]
            self.loaded = None
            answer = self.worker.ask(load=path, form=kind, vertices=self.paths["vertices"])
            self.loaded = kind
            if kernel == "read":
                return answer["seconds"], {}
        answer = self.worker.ask(kernel=kernel, given=given)
        return answer["seconds"], answer["figures"]


class Gap:
    """One or more builds of the suite: a trial counts the fastest of them."""

    name = "GAP"

    def __init__(self, builds, threads, paths, repeat):
        self.builds, self.paths, self.repeat, self.peak = builds, paths, repeat, 0
        self.environment = {**os.environ, "OMP_NUM_THREADS": str(threads)}
        for text, output in (("text", "gap"), ("weighted text", "gap weighted")):
            kind = ".wel" if "weighted" in text else ".el"
            link = paths[output] + kind
            if not os.path.exists(link):
                os.symlink(paths[text], link)
            if not os.path.exists(paths[output]):
                weights = ["-w"] if "weighted" in text else []
                part = paths[output] + ".part"
                subprocess.run([os.path.join(builds[0], "converter"), "-f", link, "-s", *weights, "-b", part],
                               check=True, stdout=subprocess.DEVNULL, env=self.environment)
                os.replace(part, paths[output])

    def seconds(self, kernel, given):
        if kernel == "read":
            return min(self.build(os.path.join(build, "converter")) for build in self.builds), {}
        if kernel not in GAP:
            raise Missing("no such kernel")
        program, arguments = GAP[kernel]
        self.peak = 0
        graph = self.paths["gap weighted" if kernel in WEIGHTED else "gap"]
        arguments = ["-f", graph, "-n", str(self.repeat), *[a.format(**given) for a in arguments]]
        return min(self.trial([os.path.join(build, program), *arguments]) for build in self.builds), {}

    def build(self, converter):
        """From the text to rows, without writing them; ids stay as drawn."""
        link, made = self.paths["gap"] + ".el", self.paths["gap"] + ".made"
        self.peak = 0
        done = subprocess.run([converter, "-f", link, "-s", "-b", made], capture_output=True, text=True, check=True,
                              env=self.environment)
        os.remove(made)
        found = re.findall(r"(?:Read|Build) Time:\s+([0-9.]+)", done.stdout)
        if not found:
            raise Missing("no build time")
        return sum(map(float, found))

    def trial(self, command):
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=self.environment) as process:
            output = process.stdout.read()
            _, _, usage = os.wait4(process.pid, 0)
            process.returncode = 0
        self.peak = max(self.peak, usage.ru_maxrss * 1024)
        found = re.findall(r"Trial Time:\s+([0-9.]+)", output)
        if not found:
            raise Missing("no trial time")
        return min(map(float, found))


def generate(kith, folder, name, given, directed):
    """The paths of one graph in every form that somebody reads; writes what is not there yet."""
    model = name.rstrip("0123456789")
    scale = int(name[len(model):])
    options = {
        "k": ["kronecker", "--scale", str(scale)],
        "u": ["uniform", "--vertices", str(1 << scale), "--edges", str(16 << scale)],
        "social": ["social", "--people", str(1 << scale)],
    }[model]
    base = os.path.join(folder, name)
    paths = {
        "binary": base + ".kgraph", "weighted": base + "-weighted.kgraph", "text": base + ".el.txt",
        "weighted text": base + ".wel.txt", "gap": base + ".sg", "gap weighted": base + ".wsg",
        "directed": base + "-directed.kgraph", "directed text": base + ".del.txt",
        "given": base + "-given.kgraph", "given weighted": base + "-given-weighted.kgraph", "vertices": 1 << scale,
    }

    def write(path, *command):
        if not os.path.exists(path):
            subprocess.run([kith, "graph", *command, "--quiet"], check=True, stdout=subprocess.DEVNULL)

    # A social graph has no directions.
    forms = [("directed", "directed text", ["--directed"])] if directed and model != "social" else []
    for kind, text, more in [("binary", "text", []), ("weighted", "weighted text", ["--weights"]), *forms]:
        write(paths[kind], "generate", *options, *more, "--relabel", "degree", "--output", paths[kind])
        write(paths[text], "convert", paths[kind], paths[text], "--to", "edge-list")
    for kind, more in (("given", []), ("given weighted", ["--weights"])) if given else ():
        write(paths[kind], "generate", *options, *more, "--output", paths[kind])
    return paths


def sources(path, count):
    """Ends of edges spread over the file: vertices that are not isolated."""
    size = os.path.getsize(path)
    found = []
    with open(path, "rb") as file:
        for number in range(count):
            file.seek(size * (2 * number + 1) // (2 * count))
            file.readline()
            line = file.readline() or b"0 0"
            found.append(int(line.split()[0]))
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--kith", required=True)
    parser.add_argument("--folder", required=True)
    parser.add_argument("--graphs", default="k16")
    parser.add_argument("--kernels", default=",".join(KERNELS))
    parser.add_argument("--engines", default="networkit,igraph")
    parser.add_argument("--gap", help="folder of a build of the GAP Benchmark Suite; several with commas between")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--trials", type=int, default=3)
    parser.add_argument("--repeat", type=int, default=1,
                        help="Kith and GAP run a kernel so often in one process, and the least counts; what runs in "
                             "Python is a process of many trials anyway. Kith's peak then holds two results")
    parser.add_argument("--limit", type=float, default=60,
                        help="an engine that took longer than this many seconds is not asked again")
    parser.add_argument("--given", action="store_true",
                        help="Kith also on ids as they are drawn, which are those that its peers get")
    parser.add_argument("--keep", metavar="FOLDER",
                        help="write the graphs there, leave them, and use those that are there")
    parser.add_argument("--json")
    options = parser.parse_args()
    kernels = options.kernels.split(",")
    for kernel in kernels:
        if kernel not in KERNELS:
            parser.error(f"no kernel {kernel}; there are: {', '.join(KERNELS)}")
    record = {"threads": options.threads, "trials": options.trials, "repeat": options.repeat,
              "load": os.getloadavg(), "graphs": {}}
    if options.keep:
        os.makedirs(options.keep, exist_ok=True)
    for name in options.graphs.split(","):
        paths = generate(options.kith, os.path.abspath(options.keep or options.folder), name, options.given,
                         not DIRECTED.isdisjoint(kernels))
        engines = [Kith(options.kith, options.threads, paths, options.repeat)]
        if options.given:
            engines.append(Kith(options.kith, options.threads, paths, options.repeat, given=True))
        if options.gap:
            engines.append(Gap(options.gap.split(","), options.threads, paths, options.repeat))
        engines += [Library(n, options.threads, paths, options.limit) for n in options.engines.split(",") if n]
        chosen, targets = sources(paths["text"], options.trials), sources(paths["text"], 2 * options.trials)[::2]
        alpha = engines[0].alpha() if "katz" in kernels else 0
        table = {}
        for kernel in kernels:
            row = table[kernel] = {}
            over = set()
            for trial in range(options.trials):
                given = {"source": chosen[trial], "target": targets[trial], "seed": trial + 1, "alpha": alpha}
                for engine in engines:
                    if engine.name in over:
                        continue
                    try:
                        seconds, figures = engine.seconds(kernel, given)
                    except Missing as reason:
                        over.add(engine.name)
                        if trial == 0:
                            row[engine.name] = {"missing": str(reason)}
                        continue
                    cell = row.setdefault(engine.name, {"seconds": [], "figures": []})
                    cell["seconds"].append(seconds)
                    cell["figures"].append(figures)
                    cell["peak_bytes"] = engine.peak
                    if seconds > options.limit:
                        over.add(engine.name)
            print(line(name, kernel, row, [engine.name for engine in engines]), flush=True)
        record["graphs"][name] = table
        for engine in engines:
            if isinstance(engine, Library):
                engine.worker.close()
        for path in () if options.keep else paths.values():
            if isinstance(path, str):
                for file in (path, path + ".el", path + ".wel"):
                    if os.path.lexists(file):
                        os.remove(file)
    if options.json:
        with open(options.json + ".part", "w") as file:
            json.dump(record, file, indent=1)
        os.replace(options.json + ".part", options.json)


def line(graph, kernel, row, engines):
    """Least milliseconds of each engine, and how many times Kith's they are; the mean modularity of all trials, each with a
    seed of its own, and how far they lie apart, where one is told."""
    own = row.get("kith", {})
    base = min(own["seconds"]) if "seconds" in own else None
    cells = [f"{graph:9} {kernel:18}"]
    for engine in engines:
        cell = row.get(engine, {})
        if "seconds" not in cell:
            cells.append(f"{engine} –")
            continue
        best = min(cell["seconds"])
        text = f"{engine} {best * 1000:,.1f} ms"
        if engine != "kith" and base:
            text += f" ({best / base:.1f} ×)"
        found = [figures["modularity"] for figures in cell["figures"] if "modularity" in figures]
        if found:
            text += f" Q {sum(found) / len(found):.4f} ({min(found):.4f} to {max(found):.4f})"
        if cell.get("peak_bytes"):
            text += f" {cell['peak_bytes'] / 1e6:,.0f} MB"
        cells.append(text)
    if "missing" in own:
        cells.append(own["missing"])
    return "  ".join(cells)


if __name__ == "__main__":
    main()
