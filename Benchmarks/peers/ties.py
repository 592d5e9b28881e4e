"""Times events -> decayed ties -> top 10, and a batch appended, beside peers; run it through Benchmarks/peers/run --ties."""

import argparse
import json
import math
import os
import shutil
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
PEERS = ["duckdb", "polars", "polars-streaming"]


def run(command):
    """Its JSON, or None where it did not come to an end."""
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout) if done.returncode == 0 else None


def cost(command):
    """Seconds and peak bytes of a command."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise subprocess.CalledProcessError(process.returncode, command)
    return time.perf_counter() - begun, usage.ru_maxrss * 1024


def measure(options, folder, engines):
    """Engines in turn, so that what disturbs one round disturbs all; the median of each."""
    with open(os.path.join(folder, "events.csv"), "rb") as file:
        next(file)
        newest = max(int(line.split(b",", 1)[0]) for line in file) // 3600
    found = {}
    for _ in range(options.trials):
        for engine in engines:
            if engine == "kith":
                command = [options.scale, "measure", folder, "--threads", str(options.threads)]
            else:
                command = [sys.executable, os.path.join(HERE, "ties_worker.py"), engine, folder, str(options.threads),
                           str(newest)]
            figures = run(command)
            if figures:
                found.setdefault(engine, []).append(figures)
    medians = {}
    for engine, all_figures in found.items():
        medians[engine] = {key: statistics.median(figures[key] for figures in all_figures) for key in all_figures[0]}
        if engine == "kith":
            medians[engine]["whole_seconds"] = statistics.median(
                figures["read_seconds"] + figures["ties_seconds"] for figures in all_figures)
        else:
            medians[engine]["whole_seconds"] = medians[engine]["ties_seconds"]
    return medians


def show(events, medians):
    print(f"\n{events / 1e6:g} million events")
    print("engine            CSV to ties s   top 10 s   peak MiB   ratio   ratio of top 10")
    kith = medians["kith"]
    for engine, figures in medians.items():
        # What was reckoned must be the same: sums of float formulas and of fixed point, within the stated bound.
        if not math.isclose(figures["sum"], kith["sum"], rel_tol=1e-5) or figures["pairs"] != kith["pairs"] \
                or figures["top"] != kith["top"] or not math.isclose(figures["top_sum"], kith["top_sum"], rel_tol=1e-5):
            sys.exit(f"error: {engine} has other ties than kith: {figures} {kith}")
        print(f"{engine:16}{figures['whole_seconds']:15.2f}{figures['top_seconds']:11.3f}"
              f"{figures['peak_bytes'] / 2**20:11.0f}{figures['whole_seconds'] / kith['whole_seconds']:8.1f}"
              f"{figures['top_seconds'] / kith['top_seconds']:18.1f}", flush=True)
    print(f"kith: {kith['pairs']:,.0f} pairs, {kith['bytes_per_event']:.1f} bytes an event, read {kith['read_seconds']:.2f} s, "
          f"weigh {kith['ties_seconds']:.2f} s, one person {kith['person_microseconds']:.1f} µs, "
          f"{kith['read_allocations']:,.0f} allocations to read", flush=True)


def append(options, folder, events):
    """A batch more: appended to a snapshot, and all of it imported anew."""
    snapshot, whole = folder + ".kith", folder + ".whole.kith"
    batch = os.path.join(folder, "batch.csv")
    importing = [options.kith, "import", "dataset", folder, "--quiet", "--threads", str(options.threads)]
    subprocess.run(importing + ["--into", snapshot], check=True, stdout=subprocess.DEVNULL)
    times = {"append": [], "import": [], "copy": []}
    for _ in range(options.trials):
        copy = snapshot + ".copy"
        begun = time.perf_counter()
        shutil.copyfile(snapshot, copy)
        with open(copy, "rb+") as file:
            os.fsync(file.fileno())
        times["copy"].append(time.perf_counter() - begun)
        times["append"].append(cost(
            [options.kith, "append", batch, "--into", copy, "--quiet", "--threads", str(options.threads)]))
        times["import"].append(cost(
            importing + ["--into", whole, "--events", os.path.join(folder, "events.csv"), "--events", batch]))
    peaks = {name: max(peak for _, peak in times[name]) / 2**20 for name in ("append", "import")}
    medians = {name: statistics.median(spent for spent, _ in times[name]) for name in peaks}
    size = os.path.getsize(whole)
    for path in (snapshot, whole, copy):
        os.remove(path)
    print(f"a batch of {events:,} events: append {medians['append']:.2f} s and {peaks['append']:.0f} MiB, "
          f"import of all {medians['import']:.2f} s and {peaks['import']:.0f} MiB "
          f"({medians['import'] / medians['append']:.1f} ×); a plain copy of the snapshot ({size / 2**20:.0f} MiB) "
          f"{statistics.median(times['copy']):.2f} s", flush=True)


def plot(path, all_medians):
    """Time and memory against events, both logarithmic, as a small SVG of its own."""
    colours = {"kith": "#0b6e4f", "duckdb": "#c8553d", "polars": "#3d5a80", "polars-streaming": "#8d99ae"}
    width, height, left, top, gap = 380, 300, 62, 46, 90
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{2 * width + gap + 2 * left}" height="{height + 110}" '
             'font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="white"/>']
    sizes = sorted(all_medians)
    for panel, (title, unit) in enumerate([("CSV to ties, seconds", 1), ("peak memory, GiB", 2**30)]):
        key = "whole_seconds" if panel == 0 else "peak_bytes"
        values = [figures[key] / unit for medians in all_medians.values() for figures in medians.values()]
        low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
        x0 = left + panel * (width + gap)
        span = math.log10(sizes[-1] / sizes[0]) or 1

        def place(events, value):
            return (x0 + width * math.log10(events / sizes[0]) / span,
                    top + height * (high - math.log10(value)) / ((high - low) or 1))

        parts.append(f'<text x="{x0}" y="{top - 18}" font-size="14" font-weight="bold">{title}</text>')
        for power in range(low, high + 1):
            y = place(sizes[0], 10.0**power)[1]
            parts.append(f'<path d="M{x0} {y:.1f}h{width}" stroke="#ddd"/>'
                         f'<text x="{x0 - 8}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g}</text>')
        for events in sizes:
            x = place(events, 10.0**low)[0]
            parts.append(f'<path d="M{x:.1f} {top + height}v5" stroke="#444"/>'
                         f'<text x="{x:.1f}" y="{top + height + 20}" text-anchor="middle">{events / 1e6:g} M</text>')
        parts.append(f'<text x="{x0 + width / 2}" y="{top + height + 40}" text-anchor="middle">events</text>')
        for engine, colour in colours.items():
            points = [place(events, all_medians[events][engine][key] / unit) for events in sizes
                      if engine in all_medians[events]]
            if not points:
                continue
            line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
            parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
            parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>' for x, y in points]
    shown = [engine for engine in colours if any(engine in medians for medians in all_medians.values())]
    for number, engine in enumerate(shown):
        colour = colours[engine]
        x = left + number * 150
        parts.append(f'<path d="M{x} {top + height + 56}h24" stroke="{colour}" stroke-width="3"/>'
                     f'<text x="{x + 30}" y="{top + height + 60}">{engine}</text>')
    parts.append("</svg>\n")
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(parts))
    print(f"plot: {path}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--kith", required=True)
    parser.add_argument("--scale", required=True)
    parser.add_argument("--folder", required=True)
    parser.add_argument("--events", default="1", help="millions, commas between")
    parser.add_argument("--batch", type=int, help="events of the batch that is appended; a hundredth of all unless given")
    parser.add_argument("--few", action="store_true",
                        help="events of 2,000 people in two days: a log far larger than its ties, and no batch")
    parser.add_argument("--trials", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--peers", default=",".join(PEERS))
    parser.add_argument("--plot", help="an SVG of time and memory by events")
    parser.add_argument("--json")
    options = parser.parse_args()
    engines = ["kith"] + [name for name in options.peers.split(",") if name]
    all_medians = {}
    for text in options.events.split(","):
        events = int(float(text) * 1_000_000)
        folder = os.path.join(options.folder, f"events-{events}")
        batch = options.batch or max(1, events // 100)
        shape = ["--people", "2000", "--days", "2"] if options.few else []
        subprocess.run([options.scale, "generate", folder, "--events", str(events), "--batch", str(batch)] + shape,
                       check=True)
        all_medians[events] = measure(options, folder, engines)
        show(events, all_medians[events])
        if not options.few:
            append(options, folder, batch)
        shutil.rmtree(folder)
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(all_medians, file, indent=1)
    if options.plot:
        plot(options.plot, all_medians)


main()
