#ifndef KITH_ALLOCATIONS_H
#define KITH_ALLOCATIONS_H

/* How often this program has asked for memory so far, on all threads: a program that is linked with this counts every
 * call of malloc and its kin on its way to the C library. -1 where it cannot be counted (glibc alone lets it). */
long allocation_count(void);

#endif
