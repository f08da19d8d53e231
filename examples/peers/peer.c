/* A peer of allocheck in C: drives the malloc that it is linked with, or that is preloaded.
 *
 *     cc -O2 -o peer peer.c                             the system's malloc
 *     LD_PRELOAD=libjemalloc.so.2 ./peer                another one
 *     cc -O2 -o peer peer.c libmine.a                   your own
 *     musl-gcc -static -O2 -o peer peer.c               musl's, which a program of another C library cannot load
 *
 * It speaks version 1 of docs/protocol.md on its standard input and output, and takes no memory from malloc itself.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
enum { PERIOD = 65536, STARTS = 4093, WHOLE_MAX = 4 * PERIOD, IDS = 1 << 20, ERRNO_BEFORE = 4095 };
#define IMPOSSIBLE ((size_t)1 << 47)
#define UNTOUCHED ((void *)0x5a5a5a5a5a58)

typedef unsigned char byte;
static struct block { byte *addr; size_t usable, filled; unsigned version; } blocks[IDS];
static size_t ids; /* every block's id is less */
static byte pattern[PERIOD + STARTS], zeroes[PERIOD];
static int careful, fill_usable, zero_usable;
static char notes[4096]; /* of the reply that is being written */

#define NOTE(...) snprintf(notes + strlen(notes), sizeof notes - strlen(notes), __VA_ARGS__)
static void fail(const char *message, const char *word) {
  printf("error %s %s\n", message, word), fflush(stdout), _exit(2);
}

/* The offset after `i` that is written and checked: of a large block only the first and the last period are. */
static size_t after(size_t i, size_t filled) {
  return i + 1 == PERIOD && filled > WHOLE_MAX ? filled - PERIOD : i + 1;
}

static const byte *expected(size_t id) { return pattern + (id * 31 + blocks[id].version * 17) % STARTS; }

static void fill(size_t id) {
  struct block *b = &blocks[id];
  for (size_t i = 0; i < b->filled; i = after(i, b->filled)) b->addr[i] = expected(id)[i % PERIOD];
}

/* Notes the first wrong byte of `bytes`, in memory of which `filled` were filled. */
static void compare(const char *kind, size_t id, const byte *addr, const byte *right, size_t filled, size_t bytes) {
  for (size_t i = 0; i < bytes; i = after(i, filled)) {
    if (addr[i] == right[i % PERIOD]) continue;
    NOTE(" ! %s %zu %zu %u %u", kind, id, i, right[i % PERIOD], addr[i]);
    return;
  }
}

static void check(size_t id) {
  struct block *b = &blocks[id];
  compare("contents", id, b->addr, expected(id), b->filled, b->filled);
  size_t now = malloc_usable_size(b->addr);
  if (now != b->usable) NOTE(" ! usable %zu %zu %zu", id, b->usable, now);
}

/* Block `id` is at `addr`; NULL is a refusal. A block `old` (IDS: none) has become it. */
static void made(size_t id, void *addr, size_t size, int zeroed, size_t old) {
  if (addr == NULL && size == 0 && errno == 0 && old < IDS) blocks[old].addr = NULL; /* realloc to 0 freed it */
  if (addr == NULL) { printf("null %d", errno); return; }
  size_t usable = malloc_usable_size(addr), most = usable > size ? usable : size;
  printf("%zu %zu", (size_t)addr, usable);
  if (careful) fflush(stdout);
  blocks[id] = (struct block){addr, usable, size >= IMPOSSIBLE ? 0 : fill_usable ? most : size, 0};
  if (id >= ids) ids = id + 1;
  size_t zero = !zeroed || size >= IMPOSSIBLE ? 0 : zero_usable ? most : size;
  compare("zero", id, addr, zeroes, zero, zero);
  if (old < IDS) {
    struct block *b = &blocks[old];
    compare("contents", old, addr, expected(old), b->filled, b->filled < size ? b->filled : size);
    b->addr = NULL;
  }
  fill(id);
}

static void release(size_t id) {
  void *addr = id < IDS ? blocks[id].addr : NULL;
  if (addr != NULL) check(id), blocks[id].addr = NULL;
  errno = ERRNO_BEFORE;
  free(addr);
  if (errno != ERRNO_BEFORE) NOTE(" ! errno %d %d", ERRNO_BEFORE, errno);
}

static void make_aligned(size_t id, size_t alignment, size_t size) {
  static int (*volatile call)(void **, size_t, size_t) = posix_memalign; /* compilers trust it not to write on failure */
  void *addr = UNTOUCHED;
  int error = call(&addr, alignment, size);
  if (error != 0 && addr != UNTOUCHED) NOTE(" ! pointer %zu %zu", (size_t)UNTOUCHED, (size_t)addr);
  errno = error;
  made(id, error == 0 ? addr : NULL, size, 0, IDS);
}

static void remake(size_t id, size_t old, size_t size) {
  void *addr = old < IDS ? blocks[old].addr : NULL;
  if (addr != NULL) check(old);
  made(id, realloc(addr, size), size, 0, old);
}

/* A command's words; the numbers among them, of which IDS is `-`. */
static void run(int count, char words[4][32]) {
  size_t n[4] = {0};
  for (int i = 1; i < count; i += 1) n[i] = words[i][0] == '-' ? IDS : strtoull(words[i], NULL, 10);
#define IS(name, numbers) (strcmp(words[0], name) == 0 && count == 1 + numbers)
  int one = IS("free", 1) || IS("write", 1) || IS("check", 1);
  if (n[1] > IDS || (n[1] == IDS && !IS("free", 1))) fail("this peer has no such block:", words[1]);
  size_t named = one ? n[1] : IS("realloc", 3) ? n[2] : IDS;
  errno = 0;
  if (named != IDS && (named > IDS || blocks[named].addr == NULL)) printf("-");
  else if (IS("realloc", 3)) remake(n[1], n[2], n[3]);
  else if (IS("malloc", 2)) made(n[1], malloc(n[2]), n[2], 0, IDS);
  else if (IS("calloc", 3)) made(n[1], calloc(n[2], n[3]), n[2] * n[3], 1, IDS);
  else if (IS("aligned_alloc", 3)) made(n[1], aligned_alloc(n[2], n[3]), n[3], 0, IDS);
  else if (IS("memalign", 3)) made(n[1], memalign(n[2], n[3]), n[3], 0, IDS);
  else if (IS("posix_memalign", 3)) make_aligned(n[1], n[2], n[3]);
  else {
    if (IS("free", 1)) release(n[1]);
    else if (IS("write", 1)) blocks[n[1]].version += 1, fill(n[1]);
    else if (IS("check", 1)) check(n[1]);
    else if (IS("careful", 0)) careful = 1;
    else if (IS("fill", 1)) fill_usable = words[1][0] == 'u';
    else if (IS("zero", 1)) zero_usable = words[1][0] == 'u';
    else if (IS("begin", 0)) fill_usable = zero_usable = 0;
    else if (IS("end", 0)) for (size_t id = 0; id < ids; id += 1) { if (blocks[id].addr != NULL) release(id); }
    else fail("no such command:", words[0]);
    printf("ok");
  }
  printf("%s\n", notes);
  notes[0] = '\0';
  if (careful) fflush(stdout);
}

int main(void) {
  static char input[65536], output[65536], line[256], words[4][32];
  for (size_t j = 0, x = 1; j < sizeof pattern; j += 1) pattern[j] = (x = (x * 1103515245 + 12345) % (1u << 31)) >> 16;
  setvbuf(stdout, output, _IOFBF, sizeof output);
  printf("allocheck 1 c the malloc that examples/peers/peer.c is linked with\n"
         "can malloc calloc aligned_alloc memalign posix_memalign realloc free fill zero\n");
  for (ssize_t length = 0, at = 0, end = 0;; at += 1) {
    if (at == end) fflush(stdout), at = 0, end = read(0, input, sizeof input);
    if (end <= 0) return 0;
    if (input[at] != '\n' && length < (ssize_t)sizeof line - 1) { line[length++] = input[at]; continue; }
    line[length] = '\0', length = 0;
    run(sscanf(line, "%31s %31s %31s %31s", words[0], words[1], words[2], words[3]), words);
  }
}
