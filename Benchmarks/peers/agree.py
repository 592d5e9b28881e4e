"""Compares Kith's results with those of its peers; run it through Benchmarks/peers/run --agree.

A line for each kernel and graph: who was asked, the greatest difference (a share of the largest number expected, or of
the number itself where that is above 1; members where sets are compared), and whether it is within what the kind of result allows: nothing for whole numbers, sets and
partitions, 1e-6 for scores. Ends with 1 where anything is not.
"""

import argparse
import os
import sys
import warnings

import graphs
import large_peers  # noqa: F401  registers its checks
import small_peers  # noqa: F401
from comparing import CHECKS, Kith, NotMeant, Refused

SIZES = ("small", "middle", "large")


def cases(sizes, seeds):
    if "small" in sizes:
        yield from graphs.small(seeds)
    if "middle" in sizes:
        yield from graphs.drawn("middle", 10, 8)
    if "large" in sizes:
        yield from graphs.drawn("large", 16, 16)


class Tally:
    def __init__(self):
        self.agree, self.refused, self.wrong = 0, 0, []

    def compare(self, check, case, kith):
        """Prints a line, unless the check is not for such a graph."""
        head = f"{case.name:32} {check.kernel:34} {check.peer:10}"
        try:
            difference = check.body(case, lambda **parameters: kith.run(check.kernel, case, parameters))
        except NotMeant as reason:
            print(f"{head} –        {reason}", flush=True)
            return
        except Refused as reason:
            self.wrong.append(head)
            print(f"{head} NOT      {reason}", flush=True)
            return
        except Exception as reason:  # A peer that fails, or a table of another form, is no agreement.
            self.wrong.append(head)
            print(f"{head} NOT      {type(reason).__name__}: {reason}", flush=True)
            return
        if difference is None:
            return
        if difference <= check.tolerance:
            self.agree += 1
        else:
            self.wrong.append(head)
        print(f"{head} {difference:<8.2g} {'ok' if difference <= check.tolerance else 'NOT'}", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--kith", required=True)
    parser.add_argument("--folder", required=True)
    parser.add_argument("--graphs", default=",".join(SIZES), help="which sizes: " + ", ".join(SIZES))
    parser.add_argument("--kernels", help="only these, separated by commas")
    parser.add_argument("--named", default="", help="only graphs whose name contains this")
    parser.add_argument("--seeds", type=int, default=8, help="random small graphs of each of five kinds")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    kith = Kith(options.kith, options.threads)
    catalogue = kith.kernels()
    sizes = options.graphs.split(",")
    for size in sizes:
        if size not in SIZES:
            parser.error(f"no size {size}; there are: {', '.join(SIZES)}")
    chosen = [check for check in CHECKS if not options.kernels or check.kernel in options.kernels.split(",")]
    tally = Tally()
    for case in cases(sizes, options.seeds):
        if options.named not in case.name:
            continue
        case.write(options.folder)
        for check in chosen:
            if case.size in check.sizes and check.kernel in catalogue:
                tally.compare(check, case, kith)
        case.remove()
    checked = {check.kernel for check in CHECKS}
    for kernel in sorted({check.kernel for check in chosen} - set(catalogue)):
        print(f"skipped: this build has no {kernel}")
    for kernel in [kernel for kernel in catalogue if kernel not in checked]:
        print(f"no check: {kernel}")
    print(f"{tally.agree} agree, {len(tally.wrong)} do not")
    for line in tally.wrong:
        print(f"  {line}")
    return 1 if tally.wrong or tally.agree == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
