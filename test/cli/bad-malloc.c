/*
 * A bump allocator that reuses nothing and has one fault, by the macro FAULT: the reproductions that allocheck emits are
 * linked with it, and must notice.
 */
#include <stddef.h>
#include <string.h>

#define NONE 0
/* The third block lies on the second. */
#define OVERLAP 1
/* The third block is 8 bytes too high. */
#define MISALIGNED 2
/* calloc clears all but the last byte. */
#define DIRTY 3
/* realloc copies nothing. */
#define FORGETFUL 4
/* free clears the first byte of the block above. */
#define CLUMSY 5
/* calloc does not see that its product wraps. */
#define WRAPPING 6
/* There is no memory for the third block. */
#define SHORT 7

#ifndef FAULT
#define FAULT NONE
#endif

#define STEP ((size_t)16)

static union {
  long double aligned;
  unsigned char bytes[1 << 20];
} heap;
static size_t used, before;
static int made;

static size_t rounded(size_t size) {
  return size == 0 ? STEP : (size + STEP - 1) / STEP * STEP;
}

void *bad_malloc(size_t size) {
  size_t start = used;
  if (size > sizeof heap.bytes - used - 64) return NULL;
  made += 1;
  if (FAULT == SHORT && made == 3) return NULL;
  if (FAULT == OVERLAP && made == 3) start = before;
  if (FAULT == MISALIGNED && made == 3) start += 8;
  before = start;
  used += rounded(size) + STEP;
  memset(heap.bytes + start, 0xa5, size);
  return heap.bytes + start;
}

void *bad_calloc(size_t count, size_t size) {
  size_t bytes = count * size;
  unsigned char *block;
  if (FAULT != WRAPPING && count > 0 && size > (size_t)-1 / count) return NULL;
  block = bad_malloc(bytes);
  if (block != NULL) memset(block, 0, FAULT == DIRTY && bytes > 0 ? bytes - 1 : bytes);
  return block;
}

void *bad_realloc(void *old, size_t size) {
  unsigned char *block = bad_malloc(size);
  if (block == NULL || old == NULL || FAULT == FORGETFUL) return block;
  /* What is copied too much is overwritten by nobody: blocks lie in the order in which they were made. */
  memmove(block, old, size);
  return block;
}

void bad_free(void *block) {
  unsigned char *bytes = block;
  if (FAULT != CLUMSY || bytes == NULL) return;
  for (size_t i = 0; i < 64; i += 1) bytes[2 * STEP + i] = 0;
}
