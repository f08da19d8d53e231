// AssemblyScript: a bump allocator of several kinds, for the tests of what becomes of its answers.

@external("env", "log")
declare function log(value: usize): void;

let top: usize = 65536;

function bump(size: usize): usize {
  const at = top;
  top = (at + size + 15) & ~15;
  if (top > 8 << 16) return 0;
  while (<i32>(top >> 16) >= memory.size()) memory.grow(1);
  return at;
}

export function malloc(size: usize): usize {
  if (size == 13) unreachable();
  if (size == 14) log(size);
  if (size == 15) return <usize>memory.size() << 16;
  while (size == 17) {}
  return bump(size);
}

export function free(at: usize): void {}

/** As wasm-bindgen has them; the alignment is kept, and sizes are compared with those that were told. */
export function __wbindgen_malloc(size: usize, align: usize): usize {
  top = (top + align - 1) & ~(align - 1);
  const at = bump(size + 8);
  if (at == 0) unreachable();
  store<usize>(at + ((size + 3) & ~3), size);
  return at;
}

export function __wbindgen_realloc(at: usize, before: usize, size: usize, align: usize): usize {
  const moved = __wbindgen_malloc(size, align);
  memory.copy(moved, at, min(before, size));
  __wbindgen_free(at, before, align);
  return moved;
}

export function __wbindgen_free(at: usize, size: usize, align: usize): void {
  assert(load<usize>(at + ((size + 3) & ~3)) == size);
}
