#define _GNU_SOURCE
#include "floors.h"

#include <fcntl.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec * 1e-9;
}

/* Cleared, in huge pages where the system has them. */
static void *room(size_t bytes) {
  void *memory;
  if (posix_memalign(&memory, 2 << 20, bytes + (2 << 20))) return NULL;
  madvise(memory, bytes, MADV_HUGEPAGE);
  return memset(memory, 0, bytes);
}

/* Runs `work` with 0 here and with 1 on another thread; seconds, or -1. */
static double both(void *(*work)(void *)) {
  pthread_t other;
  double begun = now();
  if (pthread_create(&other, NULL, work, (void *)(intptr_t)1)) return -1;
  work((void *)(intptr_t)0);
  pthread_join(other, NULL);
  return now() - begun;
}

static int64_t *offsets, count, cursor;
static uint32_t *targets, *order;

/* The least seconds of some runs of `work`, before each of which `begin` makes ready; or -1. */
static double least(int runs, void (*begin)(void), void *(*work)(void *)) {
  double best = -1;
  for (int run = 0; run < runs; run++) {
    cursor = 0;
    if (begin) begin();
    double seconds = both(work);
    if (seconds < 0) return -1;
    if (best < 0 || seconds < best) best = seconds;
  }
  return best;
}

static int load(const int64_t *given, const uint32_t *ends, int64_t vertices) {
  count = vertices;
  offsets = room(8 * (count + 1));
  targets = room(4 * given[count]);
  order = room(4 * count);
  if (!offsets || !targets || !order) return 0;
  memcpy(offsets, given, 8 * (count + 1));
  memcpy(targets, ends, 4 * given[count]);
  return 1;
}

static void unload(void) {
  free(offsets);
  free(targets);
  free(order);
}

/* Louvain */

enum { AHEAD = 32, BUFFER = 1024 };
static uint32_t *communities, *sums[2], *met[2], *found[2], *chosen;
static int chooses;
static double *masses, sink[2];

/* Every vertex by itself, and each thread's sums. */
static int alone(void) {
  communities = room(4 * count);
  masses = room(8 * count);
  if (!communities || !masses) return 0;
  for (int64_t vertex = 0; vertex < count; vertex++) {
    communities[vertex] = (uint32_t)vertex;
    masses[vertex] = offsets[vertex + 1] - offsets[vertex];
  }
  for (int thread = 0; thread < 2; thread++) {
    sums[thread] = room(4 * count);
    met[thread] = room(4 * count + 4);
    if (!sums[thread] || !met[thread]) return 0;
  }
  return 1;
}

static void no_longer_alone(void) {
  for (int thread = 0; thread < 2; thread++) free(sums[thread]), free(met[thread]);
  free(communities);
  free(masses);
}

/* One more arc to a community, without a branch; how many have been met with it. */
static inline int64_t meet(uint32_t community, uint32_t *sum, uint32_t *list, int64_t known) {
  uint32_t before = sum[community];
  list[known] = community;
  sum[community] = before + 1;
  return known + (before == 0);
}

/* The best score of a vertex, whose neighbours' communities are given. */
static double pick(const uint32_t *around, int64_t degree, uint32_t *sum, uint32_t *list) {
  int64_t known = 0;
  for (int64_t place = 0; place < degree; place++) known = meet(around[place], sum, list, known);
  double best = -1;
  for (int64_t place = 0; place < known; place++) {
    uint32_t community = list[place];
    double score = sum[community] - 1e-9 * masses[community];
    sum[community] = 0;
    if (score > best) best = score;
  }
  return best;
}

/* The same from what the own community would hold without the vertex on, which must be beaten; of equals the lowest number. */
static double choose(uint32_t vertex, const uint32_t *around, int64_t degree, uint32_t *sum, uint32_t *list) {
  int64_t known = 0;
  for (int64_t place = 0; place < degree; place++) known = meet(around[place], sum, list, known);
  uint32_t own = communities[vertex], choice = own;
  double pull = 1e-9 * degree, stay = sum[own] - pull * (masses[own] - degree), best = stay;
  sum[own] = 0;
  for (int64_t place = 0; place < known; place++) {
    double score = sum[list[place]] - pull * masses[list[place]];
    best = score > best ? score : best;
  }
  if (best > stay) choice = UINT32_MAX;
  for (int64_t place = 0; place < known; place++) {
    uint32_t community = list[place];
    if (best > stay && sum[community] - pull * masses[community] == best && community < choice) choice = community;
    sum[community] = 0;
  }
  chosen[vertex] = choice;
  return best;
}

static void *sweep(void *argument) {
  int thread = (int)(intptr_t)argument;
  uint32_t *sum = sums[thread], *list = met[thread], *around = found[thread];
  double all = 0;
  int64_t first;
  while ((first = __atomic_fetch_add(&cursor, AHEAD, __ATOMIC_RELAXED)) < count) {
    int64_t last = first + AHEAD < count ? first + AHEAD : count;
    uint64_t look = 0;
    for (int64_t place = first; place < last; place++) look ^= offsets[order[place]] ^ offsets[order[place] + 1];
    for (int64_t place = first; place < last && chooses; place++) {
      uint32_t own = communities[order[place]];
      __builtin_prefetch(sum + own);
      __builtin_prefetch(masses + own);
    }
    for (int64_t place = first; place < last; place++) {
      int64_t arc = offsets[order[place]], end = offsets[order[place] + 1], limit = arc + 128 < end ? arc + 128 : end;
      for (; arc < limit; arc += 16) look ^= targets[arc];
    }
    list[0] = (uint32_t)look;
    for (int64_t place = first; place < last;) {
      int64_t filled = 0, next = place;
      for (; next < last; next++) {
        int64_t arc = offsets[order[next]], end = offsets[order[next] + 1];
        if (filled + end - arc > BUFFER && next > place) break;
        for (; arc < end; arc++) {
          uint32_t community = communities[targets[arc]];
          around[filled++] = community;
          __builtin_prefetch(sum + community);
          __builtin_prefetch(masses + community);
        }
      }
      for (filled = 0; place < next; place++) {
        int64_t degree = offsets[order[place] + 1] - offsets[order[place]];
        all += chooses ? choose(order[place], around + filled, degree, sum, list) : pick(around + filled, degree, sum, list);
        filled += degree;
      }
    }
  }
  sink[thread] = all;
  return NULL;
}

double floor_louvain_sweep(const int64_t *given, const uint32_t *ends, int64_t vertices, int drawn, int whole) {
  if (!load(given, ends, vertices) || !alone()) return -1;
  chooses = whole;
  chosen = room(4 * count);
  if (!chosen) return -1;
  for (int thread = 0; thread < 2; thread++) {
    found[thread] = room(4 * (count + BUFFER));
    if (!found[thread]) return -1;
  }
  uint64_t random = 1;
  for (int64_t vertex = 0; vertex < count; vertex++) order[vertex] = (uint32_t)vertex;
  for (int64_t place = count - 1; drawn && place > 0; place--) {
    random = random * 6364136223846793005u + 1442695040888963407u;
    int64_t other = (int64_t)((random >> 11) % (uint64_t)(place + 1));
    uint32_t vertex = order[place];
    order[place] = order[other];
    order[other] = vertex;
  }
  double best = least(7, NULL, sweep);
  for (int thread = 0; thread < 2; thread++) free(found[thread]);
  free(chosen);
  no_longer_alone();
  unload();
  return best;
}

/* Leiden */

static const uint32_t *groups_of;
static uint32_t *members, *rows[2];
static int64_t *starts, group_count;

/* Members of each group, ascending. */
static int divide_groups(const uint32_t *of, int64_t groups) {
  groups_of = of;
  group_count = groups;
  starts = room(8 * (groups + 2));
  members = room(4 * count);
  if (!starts || !members) return 0;
  for (int64_t vertex = 0; vertex < count; vertex++) starts[of[vertex] + 2]++;
  for (int64_t group = 0; group < groups; group++) starts[group + 2] += starts[group + 1];
  for (int64_t vertex = 0; vertex < count; vertex++) members[starts[of[vertex] + 1]++] = (uint32_t)vertex;
  return 1;
}

static uint64_t look_at(int64_t first, int64_t last) {
  uint64_t look = 0;
  for (int64_t place = first; place < last; place++) look ^= offsets[members[place]] ^ offsets[members[place] + 1];
  for (int64_t place = first; place < last; place++) {
    int64_t arc = offsets[members[place]], end = offsets[members[place] + 1], limit = arc + 128 < end ? arc + 128 : end;
    for (; arc < limit; arc += 16) look ^= targets[arc];
  }
  return look;
}

static void *refine(void *argument) {
  int thread = (int)(intptr_t)argument;
  uint32_t *sum = sums[thread], *list = met[thread];
  double all = 0;
  int64_t group;
  while ((group = __atomic_fetch_add(&cursor, 1, __ATOMIC_RELAXED)) < group_count) {
    int64_t looked = starts[group], last = starts[group + 1];
    for (int64_t place = starts[group]; place < last; place++) {
      if (place == looked) {
        looked = place + AHEAD < last ? place + AHEAD : last;
        list[0] = (uint32_t)look_at(place, looked);
      }
      int64_t known = 0;
      for (int64_t arc = offsets[members[place]]; arc < offsets[members[place] + 1]; arc++) {
        uint32_t target = targets[arc];
        if (groups_of[target] == group) known = meet(communities[target], sum, list, known);
      }
      double best = -1;
      for (int64_t met_place = 0; met_place < known; met_place++) {
        double score = sum[list[met_place]] - 1e-9 * masses[list[met_place]];
        sum[list[met_place]] = 0;
        if (score > best) best = score;
      }
      all += best;
    }
  }
  sink[thread] = all;
  return NULL;
}

static void *add_up(void *argument) {
  int thread = (int)(intptr_t)argument;
  uint32_t *sum = sums[thread], *list = met[thread], *row = rows[thread];
  int64_t group, written = 0;
  while ((group = __atomic_fetch_add(&cursor, 1, __ATOMIC_RELAXED)) < group_count) {
    int64_t looked = starts[group], last = starts[group + 1], known = 0;
    for (int64_t place = starts[group]; place < last; place++) {
      if (place == looked) {
        looked = place + AHEAD < last ? place + AHEAD : last;
        list[known] = (uint32_t)look_at(place, looked);
      }
      for (int64_t arc = offsets[members[place]]; arc < offsets[members[place] + 1]; arc++) {
        known = meet(groups_of[targets[arc]], sum, list, known);
      }
    }
    for (int64_t place = 0; place < known; place++) {
      row[written++] = list[place];
      row[written++] = sum[list[place]];
      sum[list[place]] = 0;
    }
  }
  sink[thread] = written;
  return NULL;
}

static double by_group(void *(*work)(void *), const int64_t *given, const uint32_t *ends, int64_t vertices, const uint32_t *of,
                       int64_t groups) {
  if (!load(given, ends, vertices) || !divide_groups(of, groups) || !alone()) return -1;
  for (int thread = 0; thread < 2; thread++) {
    rows[thread] = room(8 * offsets[count]);
    if (!rows[thread]) return -1;
  }
  double best = least(7, NULL, work);
  for (int thread = 0; thread < 2; thread++) free(rows[thread]);
  free(starts);
  free(members);
  no_longer_alone();
  unload();
  return best;
}

double floor_refine(const int64_t *given, const uint32_t *ends, int64_t vertices, const uint32_t *of, int64_t groups) {
  return by_group(refine, given, ends, vertices, of, groups);
}

double floor_add_up(const int64_t *given, const uint32_t *ends, int64_t vertices, const uint32_t *of, int64_t groups) {
  return by_group(add_up, given, ends, vertices, of, groups);
}

/* Products */

static double *numbers, *products;

static void *multiply(void *argument) {
  (void)argument;
  int64_t first;
  while ((first = __atomic_fetch_add(&cursor, 1024, __ATOMIC_RELAXED)) < count) {
    int64_t last = first + 1024 < count ? first + 1024 : count;
    for (; first < last; first++) {
      double even = 0, odd = 0;
      int64_t arc = offsets[first], end = offsets[first + 1];
      for (; arc + 1 < end; arc += 2) {
        even += numbers[targets[arc]];
        odd += numbers[targets[arc + 1]];
      }
      if (arc < end) even += numbers[targets[arc]];
      products[first] = even + odd;
    }
  }
  return NULL;
}

double floor_product(const int64_t *given, const uint32_t *ends, int64_t vertices) {
  if (!load(given, ends, vertices)) return -1;
  numbers = room(8 * count);
  products = room(8 * count);
  if (!numbers || !products) return -1;
  double best = least(15, NULL, multiply);
  free(numbers);
  free(products);
  unload();
  return best;
}

/* Core numbers */

static uint32_t *left;
static uint64_t *gone;
static int atomic_lowering;

static void *peel(void *argument) {
  (void)argument;
  int64_t first;
  while ((first = __atomic_fetch_add(&cursor, 256, __ATOMIC_RELAXED)) < count) {
    int64_t last = first + 256 < count ? first + 256 : count;
    for (; first < last; first++) {
      uint32_t vertex = order[first];
      for (int64_t arc = offsets[vertex]; arc < offsets[vertex + 1]; arc++) {
        uint32_t target = targets[arc];
        if (gone[target >> 6] >> (target & 63) & 1) continue;
        if (atomic_lowering) __atomic_fetch_sub(&left[target], 1, __ATOMIC_RELAXED);
        else left[target]--;
      }
      __atomic_fetch_or(&gone[vertex >> 6], 1ull << (vertex & 63), __ATOMIC_RELAXED);
    }
  }
  return NULL;
}

static void fill(void) {
  memset(gone, 0, count / 8 + 64);
  for (int64_t vertex = 0; vertex < count; vertex++) left[vertex] = (uint32_t)(offsets[vertex + 1] - offsets[vertex]);
}

double floor_core(const int64_t *given, const uint32_t *ends, int64_t vertices, int atomic) {
  if (!load(given, ends, vertices)) return -1;
  left = room(4 * count);
  gone = room(count / 8 + 64);
  if (!left || !gone) return -1;
  atomic_lowering = atomic;
  for (int64_t place = 0; place < count; place++) order[place] = (uint32_t)(count - 1 - place);
  double best = least(7, fill, peel);
  free(left);
  free(gone);
  unload();
  return best;
}

/* Events */

enum { PARTS = 256 };
typedef struct { uint64_t pair; double worth; } Event;
typedef struct { Event *events; size_t count, room; } Part;
static const char *text;
static size_t length;
static Part parts[2][PARTS];
static double worths[1 << 16];
static int64_t pair_counts[2];
static int failed;

static uint64_t mixed(uint64_t key) {
  key *= 0x9E3779B97F4A7C15u;
  return key ^ key >> 32;
}

static const char *number(const char *place, uint64_t *value) {
  uint64_t found = 0;
  while ((unsigned char)(*place - '0') < 10) found = found * 10 + (uint64_t)(*place++ - '0');
  *value = found;
  return place + 1;
}

/* A half of the text into parts by actor. */
static void *divide(void *argument) {
  int thread = (int)(intptr_t)argument;
  const char *place = thread ? text + length / 2 - 1 : text, *end = thread ? text + length : text + length / 2;
  /* To the row after the one that the half or the header begins in. */
  while (place < text + length && *place++ != '\n') {}
  while (place < end && !failed) {
    uint64_t time, actor, target;
    place = number(number(number(place, &time), &actor), &target);
    while (*place++ != '\n') {}
    uint64_t pair = actor << 32 | target;
    Part *part = &parts[thread][mixed(actor) % PARTS];
    if (part->count == part->room) {
      part->room = part->room ? 2 * part->room : 1 << 12;
      Event *larger = realloc(part->events, part->room * sizeof(Event));
      if (!larger) failed = 1;
      else part->events = larger;
      if (failed) return NULL;
    }
    part->events[part->count++] = (Event){pair, worths[(1800000000 - time) / 3600 & 0xFFFF]};
  }
  return NULL;
}

/* The sums of the parts, one after the other. */
static void *add(void *argument) {
  int thread = (int)(intptr_t)argument;
  Event *table = NULL;
  size_t slots = 0;
  int64_t part;
  while ((part = __atomic_fetch_add(&cursor, 1, __ATOMIC_RELAXED)) < PARTS && !failed) {
    size_t most = parts[0][part].count + parts[1][part].count, needed = 16;
    while (needed < 2 * most) needed *= 2;
    if (needed > slots) {
      free(table);
      table = malloc(needed * sizeof(Event));
      slots = needed;
      if (!table) failed = 1;
      if (failed) return NULL;
    }
    memset(table, 0xFF, needed * sizeof(Event));
    for (int half = 0; half < 2; half++) {
      for (size_t place = 0; place < parts[half][part].count; place++) {
        Event event = parts[half][part].events[place];
        size_t slot = mixed(event.pair) & (needed - 1);
        while (table[slot].pair != event.pair && table[slot].pair != UINT64_MAX) slot = (slot + 1) & (needed - 1);
        if (table[slot].pair == event.pair) {
          table[slot].worth += event.worth;
        } else {
          table[slot] = event;
          pair_counts[thread]++;
        }
      }
    }
  }
  free(table);
  return NULL;
}

double floor_events(const char *path, int64_t *pairs) {
  for (int hour = 0; hour < 1 << 16; hour++) worths[hour] = 10 * exp2(-hour / 24.0) + exp2(-hour / 360.0);
  double best = -1;
  for (int run = 0; run < 3; run++) {
    double begun = now();
    int file = open(path, O_RDONLY);
    struct stat status;
    if (file < 0 || fstat(file, &status)) return -1;
    length = (size_t)status.st_size;
    text = mmap(NULL, length, PROT_READ, MAP_PRIVATE, file, 0);
    close(file);
    if (text == MAP_FAILED) return -1;
    cursor = 0;
    pair_counts[0] = pair_counts[1] = 0;
    int whole = both(divide) >= 0 && both(add) >= 0 && !failed;
    double seconds = now() - begun;
    munmap((void *)text, length);
    for (int half = 0; half < 2; half++) {
      for (int part = 0; part < PARTS; part++) free(parts[half][part].events);
    }
    memset(parts, 0, sizeof parts);
    if (!whole) return -1;
    if (best < 0 || seconds < best) best = seconds;
  }
  *pairs = pair_counts[0] + pair_counts[1];
  return best;
}
