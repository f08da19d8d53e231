/** Where an invariant comes from. */
export interface Source {
  /** For example `Go 1.19 runtime/mheap.go, (*mheap).allocSpan`. */
  readonly text: string;
}

/** A place in Go 1.19's runtime. */
export function go119(file: string, symbol: string): Source {
  return { text: `Go 1.19 runtime/${file}, ${symbol}` };
}

/** A place in the runtime of Go 1.10, the last one with one reservation for the whole heap. */
export function go110(file: string, symbol: string): Source {
  return { text: `Go 1.10 runtime/${file}, ${symbol}` };
}

/** An issue of the Go project. */
export function goIssue(number: number, what: string): Source {
  return { text: `golang/go#${number}: ${what}` };
}

/** A place in google/tcmalloc or gperftools. */
export function tcmalloc(file: string, symbol: string): Source {
  return { text: `TCMalloc ${file}, ${symbol}` };
}

/** Another project, standard or text. */
export function source(text: string): Source {
  return { text };
}

/** Follows from the allocator's own rules. */
export function derived(from: string): Source {
  return { text: `derived from ${from}` };
}
