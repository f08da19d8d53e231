/** The C functions that an emitted program calls: one for each command, and what these share. */
import { OP } from '../program/program.ts';

/** Only those that a program with these commands needs: a compiler complains about others. */
export function helpersFor(ops: ReadonlySet<number>): string {
  const makes = [OP.MALLOC, OP.CALLOC, OP.REALLOC].some((op) => ops.has(op));
  const parts = [
    COMMON,
    ...(makes || ops.has(OP.WRITE) ? [FILL] : []),
    ...(makes ? [TAKE] : []),
    FREE,
    ...(ops.has(OP.MALLOC) || ops.has(OP.REALLOC) ? [ASK] : []),
    ...(ops.has(OP.MALLOC) ? [MALLOC] : []),
    ...(ops.has(OP.CALLOC) ? [CALLOC] : []),
    ...(ops.has(OP.REALLOC) ? [REALLOC] : []),
    ...(ops.has(OP.WRITE) ? [WRITE] : []),
    ...(ops.has(OP.READ) ? [READ] : []),
    END,
  ];
  return parts.join('\n');
}

const COMMON = String.raw`/* Of a larger block, so many bytes at both ends are written and compared. */
#define EDGE ((size_t)65536)

struct block {
  void *start; /* NULL while it is not live */
  size_t size;
  unsigned version; /* times that it was written: with its place it decides the contents */
};

static struct block blocks[BLOCKS];

/* The command that runs, from 0. */
static long step;
static const char *command;

#define NAME(block) names[(block) - blocks]
#define FAIL(...)                                    \
  do {                                               \
    fprintf(stderr, "step %ld, %s: ", step, command); \
    fprintf(stderr, __VA_ARGS__);                    \
    fputc('\n', stderr);                             \
    exit(1);                                         \
  } while (0)

static void at(long number, const char *text) {
  step = number;
  command = text;
}

static unsigned char pattern(const struct block *block, size_t offset) {
  size_t place = (size_t)(block - blocks) + 1;
  uint32_t mixed = (uint32_t)(place * 2654435761u + block->version * 40503u + offset * 2246822519u);
  return (unsigned char)((mixed ^ (mixed >> 15)) >> 8);
}

/* The next byte of a block of that size which is looked at. */
static size_t next(size_t offset, size_t size) {
  offset += 1;
  return size > 2 * EDGE && offset >= EDGE && offset < size - EDGE ? size - EDGE : offset;
}

/* A live block contains what was written. */
static void compare(const struct block *block) {
  const volatile unsigned char *bytes = block->start;
  for (size_t i = 0; i < block->size; i = next(i, block->size)) {
    unsigned char found = bytes[i];
    if (found != pattern(block, i))
      FAIL("byte %zu of %s is 0x%02x, and 0x%02x was written", i, NAME(block), (unsigned)found,
           (unsigned)pattern(block, i));
  }
}
`;

const FILL = String.raw`static void fill(struct block *block) {
  volatile unsigned char *bytes = block->start;
  block->version += 1;
  for (size_t i = 0; i < block->size; i = next(i, block->size)) bytes[i] = pattern(block, i);
}
`;

const TAKE = String.raw`union widest {
  long long whole;
  long double real;
  void *pointer;
  void (*function)(void);
};
struct aligned {
  char first;
  union widest then;
};

/* A block that was given: possible, aligned for whatever fits in it, and apart from all live ones. */
static void take(struct block *block, void *start, size_t size) {
  uintptr_t from = (uintptr_t)start;
  size_t alignment = 1;
  if (start == NULL) {
    if (size > 0 && size <= SIZE_MAX / 2) fprintf(stderr, "step %ld, %s: no memory, left out\n", step, command);
    return;
  }
  if (size > SIZE_MAX / 2 || from + size < from) FAIL("%zu bytes at %p, which cannot be", size, start);
  while (alignment < offsetof(struct aligned, then) && alignment * 2 <= size) alignment *= 2;
  if (from % alignment != 0) FAIL("%p is no multiple of %zu", start, alignment);
  for (const struct block *other = blocks; other < blocks + BLOCKS; other += 1) {
    uintptr_t begin = (uintptr_t)other->start;
    if (other->start == NULL || (size == 0 && other->size == 0)) continue;
    if (from < begin + (other->size > 0 ? other->size : 1) && begin < from + (size > 0 ? size : 1))
      FAIL("%zu bytes at %p, shared with the live block %s, %zu bytes at %p", size, start, NAME(other),
           other->size, other->start);
  }
  block->start = start;
  block->size = size;
  fill(block);
}
`;

const FREE = String.raw`/* The functions are called by way of volatile variables, so that a compiler does not take for granted what is checked. */
static void (*volatile call_free)(void *) = free;

static void do_free(struct block *block) {
  void *start = block->start;
  if (start == NULL) return;
  compare(block);
  block->start = NULL;
  call_free(start);
}
`;

const ASK = String.raw`static void *(*volatile call_malloc)(size_t) = malloc;
`;

const MALLOC = String.raw`static void do_malloc(struct block *block, size_t size) {
  take(block, call_malloc(size), size);
}
`;

const CALLOC = String.raw`static void *(*volatile call_calloc)(size_t, size_t) = calloc;

static void do_calloc(struct block *block, size_t count, size_t size) {
  void *start = call_calloc(count, size);
  const volatile unsigned char *bytes = start;
  if (start == NULL) {
    take(block, start, count * size);
    return;
  }
  if (count > 0 && size > SIZE_MAX / count) FAIL("%zu times %zu bytes, which cannot be", count, size);
  for (size_t i = 0; i < count * size; i = next(i, count * size)) {
    unsigned char found = bytes[i];
    if (found != 0) FAIL("byte %zu of %s is 0x%02x and not zero", i, NAME(block), (unsigned)found);
  }
  take(block, start, count * size);
}
`;

const REALLOC = String.raw`static void *(*volatile call_realloc)(void *, size_t) = realloc;

static void do_realloc(struct block *block, struct block *old, size_t size) {
  void *start;
  const volatile unsigned char *bytes;
  if (old->start == NULL) return;
  compare(old);
  if (size == 0) { /* realloc to nothing is not the same everywhere */
    take(block, call_malloc(0), 0);
    do_free(old);
    return;
  }
  bytes = start = call_realloc(old->start, size);
  if (start != NULL) {
    old->start = NULL;
    for (size_t i = 0; i < old->size && i < size; i = next(i, old->size)) {
      unsigned char found = bytes[i];
      if (found != pattern(old, i))
        FAIL("byte %zu of %s is 0x%02x, and %s had 0x%02x there", i, NAME(block), (unsigned)found,
             NAME(old), (unsigned)pattern(old, i));
    }
  }
  take(block, start, size);
}
`;

const WRITE = String.raw`static void do_write(struct block *block) {
  if (block->start != NULL) fill(block);
}
`;

const READ = String.raw`static void do_read(struct block *block) {
  if (block->start != NULL) compare(block);
}
`;

const END = String.raw`static void at_end(void) {
  at(step + 1, "the end");
  for (struct block *block = blocks; block < blocks + BLOCKS; block += 1) do_free(block);
}
`;
