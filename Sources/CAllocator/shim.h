#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

/* Gives pages that the allocator keeps, and nobody uses, back to the system; nothing where it cannot be asked to. */
static inline void allocator_trim(void) {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}
