#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

/* Gives pages that the allocator keeps, and nobody uses, back to the system; nothing where it cannot be asked to. */
static inline void memory_trim(void) {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

/* Asks for the line of the cache that an address lies in. Nothing waits for it, and any address will do. */
static inline void memory_fetch(const void *address) { __builtin_prefetch(address); }

/* Tells the processor that a thread waits in a loop. */
static inline void memory_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("isb");
#endif
}
