/*
 * The same loops as bench/loops.ts over the malloc and free of the C library.
 *
 *     glibc-pair version
 *     glibc-pair lifo|batch|replace <live blocks> <size>... < picks
 *
 * Prints the name of the library, or nanoseconds of CPU time per malloc+free pair: the lower quartile of 13 slices of 3 ms or
 * more each, after 40 ms of warm-up. The sizes are used in turn; their number is a power of two.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#ifdef __GLIBC__
#include <gnu/libc-version.h>
#include <malloc.h>
#endif

#define SLICES 13
#define SLICE_NS 3e6
#define WARM_UP_NS 4e7
#define PICKS (1 << 16)

static size_t *sizes;
static size_t size_mask;
static void **slots;
static size_t live;
static uint32_t picks[PICKS];
/* What the loops return goes here, so that no compiler drops them. */
static volatile uintptr_t digest;

static double cpu_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * 1e9 + now.tv_nsec;
}

static void lifo(size_t pairs) {
  for (size_t i = 0; i < pairs; i += 1) {
    void *block = malloc(sizes[i & size_mask]);
    digest ^= (uintptr_t)block;
    free(block);
  }
}

static void batch(size_t pairs) {
  for (size_t done = 0; done < pairs; done += live) {
    for (size_t i = 0; i < live; i += 1) slots[i] = malloc(sizes[i & size_mask]);
    for (size_t i = 0; i < live; i += 1) free(slots[i]);
  }
}

static void replace(size_t pairs) {
  static size_t from = 0;
  size_t to = from + pairs;
  for (size_t i = from; i < to; i += 1) {
    uint32_t pick = picks[i & (PICKS - 1)];
    free(slots[pick]);
    slots[pick] = malloc(sizes[i & size_mask]);
  }
  from = to;
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double measure(void (*loop)(size_t)) {
  size_t pairs = live;
  double start = cpu_ns(), took;
  do loop(pairs); while (cpu_ns() - start < WARM_UP_NS);
  for (;; pairs *= 2) {
    start = cpu_ns();
    loop(pairs);
    if (cpu_ns() - start >= SLICE_NS) break;
  }
  double slices[SLICES];
  for (int i = 0; i < SLICES; i += 1) {
    start = cpu_ns();
    loop(pairs);
    took = cpu_ns() - start;
    slices[i] = took / pairs;
  }
  qsort(slices, SLICES, sizeof(double), ascending);
  return slices[SLICES / 4];
}

static int version(void) {
#ifdef __GLIBC__
  printf("glibc %s\n", gnu_get_libc_version());
#else
  printf("the C library\n");
#endif
  return 0;
}

int main(int argc, char **argv) {
  if (argc == 2 && strcmp(argv[1], "version") == 0) return version();
  if (argc < 4) return 2;
#ifdef __GLIBC__
  /* The allocator is measured, and not the page faults on memory that went back to the system. */
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
#endif
  size_t count = argc - 3;
  live = strtoul(argv[2], NULL, 10);
  sizes = calloc(count, sizeof *sizes);
  slots = calloc(live, sizeof *slots);
  size_mask = count - 1;
  for (size_t i = 0; i < count; i += 1) sizes[i] = strtoul(argv[i + 3], NULL, 10);
  if (strcmp(argv[1], "lifo") == 0) printf("%f\n", measure(lifo));
  else if (strcmp(argv[1], "batch") == 0) printf("%f\n", measure(batch));
  else {
    for (size_t i = 0; i < PICKS; i += 1) if (scanf("%u", &picks[i]) != 1) return 2;
    for (size_t i = 0; i < live; i += 1) slots[i] = malloc(sizes[i & size_mask]);
    printf("%f\n", measure(replace));
  }
  return 0;
}
