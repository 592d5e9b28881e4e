#ifndef BIT_ROWS_H
#define BIT_ROWS_H

#include <stdint.h>

/* Adds up, place by place, the bits of some of the lines of 64 bytes at `lines`: those whose numbers stand in `rows`.
   `planes` gets `levels` lines: the binary digits of the sums, lowest first. At least four levels, at most twenty, and as
   many as the greatest sum has digits. Both begin at whole lines of the cache. */
void bit_rows_sum(uint64_t *planes, int64_t levels, const uint64_t *lines, const uint32_t *rows, int64_t count);

/* The same in the form that every processor can run. */
void bit_rows_sum_plain(uint64_t *planes, int64_t levels, const uint64_t *lines, const uint32_t *rows, int64_t count);

#endif
