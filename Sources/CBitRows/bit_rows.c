#include "bit_rows.h"

/* A line of the cache. The compiler makes of it what the processor has: one register, two or four. */
typedef uint64_t line __attribute__((vector_size(64), aligned(64)));

enum { LOW = 4, HIGH = 16 };

/* Adds the bits of `first` and `second` to those of `digit`, which keeps the lowest digit; `carry` gets the next one. */
#define ADD(digit, first, second, carry) \
  do { \
    line half = digit ^ (first); \
    carry = (digit & (first)) | (half & (second)); \
    digit = half ^ (second); \
  } while (0)

/* Adds the bits of `carry` to those of `digit`; `carry` keeps the next digit. */
#define RIPPLE(digit, carry) \
  do { \
    line before = digit; \
    digit = before ^ carry; \
    carry &= before; \
  } while (0)

#define ROW(place) (((const line *)lines)[rows[row + (place)]])

/* Adds the bits of eight rows, from `place` on, to the three lowest digits; `carry` gets the eights. */
#define ADD_EIGHT(place, carry) \
  do { \
    line two_a, two_b, four_a, four_b; \
    ADD(ones, ROW(place), ROW((place) + 1), two_a); \
    ADD(ones, ROW((place) + 2), ROW((place) + 3), two_b); \
    ADD(twos, two_a, two_b, four_a); \
    ADD(ones, ROW((place) + 4), ROW((place) + 5), two_a); \
    ADD(ones, ROW((place) + 6), ROW((place) + 7), two_b); \
    ADD(twos, two_a, two_b, four_b); \
    ADD(fours, four_a, four_b, carry); \
  } while (0)

static inline __attribute__((always_inline)) void sum(
    uint64_t *planes, int64_t levels, const uint64_t *lines, const uint32_t *rows, int64_t count) {
  line ones = {0}, twos = {0}, fours = {0}, eights = {0}, high[HIGH] = {{0}};
  int64_t row = 0;
  for (; row + 16 <= count; row += 16) {
    line eight_a, eight_b, carry;
    ADD_EIGHT(0, eight_a);
    ADD_EIGHT(8, eight_b);
    ADD(eights, eight_a, eight_b, carry);
    for (int64_t level = LOW; level < levels; level++) RIPPLE(high[level - LOW], carry);
  }
  for (; row < count; row++) {
    line carry = ROW(0);
    RIPPLE(ones, carry);
    RIPPLE(twos, carry);
    RIPPLE(fours, carry);
    RIPPLE(eights, carry);
    for (int64_t level = LOW; level < levels; level++) RIPPLE(high[level - LOW], carry);
  }
  line *out = (line *)planes;
  out[0] = ones;
  out[1] = twos;
  out[2] = fours;
  out[3] = eights;
  for (int64_t level = LOW; level < levels; level++) out[level] = high[level - LOW];
}

/* The form for the processor at hand is chosen when the program starts. Elsewhere there is the plain one alone. */
#if defined(__x86_64__) && defined(__GLIBC__)
__attribute__((target_clones("avx512f", "avx2", "default")))
#endif
void bit_rows_sum(uint64_t *planes, int64_t levels, const uint64_t *lines, const uint32_t *rows, int64_t count) {
  sum(planes, levels, lines, rows, count);
}

void bit_rows_sum_plain(uint64_t *planes, int64_t levels, const uint64_t *lines, const uint32_t *rows, int64_t count) {
  sum(planes, levels, lines, rows, count);
}
