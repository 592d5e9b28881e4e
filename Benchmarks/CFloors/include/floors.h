#ifndef KITH_FLOORS_H
#define KITH_FLOORS_H

#include <stddef.h>
#include <stdint.h>

/* Loops that do the least that a piece of work needs, in plain C, to say how far below it is what a target asks for. None
 * of them gives a result anybody could use. All on two threads; seconds, the least of some runs; below 0 where memory or a
 * thread was not to be had. */

/* One sweep of Louvain's first level, nobody moved yet: every vertex, in an order drawn at random (or ascending, where
 * `drawn` is 0), adds up what leads to the community of each neighbour and finds the best score. With `whole`, what its own
 * community holds must be beaten, and which one is best is written down, of equals the lowest number. Rows are looked at,
 * communities looked up, and sums and masses asked for 32 vertices ahead, as Kith does. */
double floor_louvain_sweep(const int64_t *offsets, const uint32_t *targets, int64_t count, int drawn, int whole);

/* The communities of a partition, one after the other by one thread each: `of` has the number, below `groups`, of each vertex's.
 * Refining, every member adds up what leads to each neighbour of its own community, all of them still alone, and picks
 * the best. Adding up, what leads to each community is added up and written behind what the thread has written. Rows are looked at 32 members ahead. */
double floor_refine(const int64_t *offsets, const uint32_t *targets, int64_t count, const uint32_t *of, int64_t groups);
double floor_add_up(const int64_t *offsets, const uint32_t *targets, int64_t count, const uint32_t *of, int64_t groups);

/* The matrix times a vector: of each row two sums. */
double floor_product(const int64_t *offsets, const uint32_t *targets, int64_t count);

/* All arcs once in ascending order of degree, which is descending number: lowers what each target has left, unless a bit
 * says that it is gone. No levels, no list; with `atomic` 0 the threads overwrite each other. */
double floor_core(const int64_t *offsets, const uint32_t *targets, int64_t count, int atomic);

/* Rows `time,actor,target,kind` of whole numbers (a header first) to one decayed sum for each directed pair, and how many
 * pairs there are: fields are trusted, people are the numbers they are written as, nothing is kept but the sums. */
double floor_events(const char *path, int64_t *pairs);

#endif
