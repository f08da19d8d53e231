/**
 * Has the peer's code compiled before copies of the process are made: each would compile it anew.
 *
 * The library under test is not touched. A program runs on the C library's functions instead, which Node uses anyway.
 */
import { AddressSpace } from './address-space.ts';
import { LocalCaller, usableBy } from './functions.ts';
import { Output } from './lines.ts';
import { ProgramRunner } from './program.ts';
import { open } from './system.ts';

const C_LIBRARY = {
  library: '',
  preloaded: true,
  about: '',
  functions: {
    malloc: 'malloc',
    calloc: 'calloc',
    aligned_alloc: 'aligned_alloc',
    posix_memalign: 'posix_memalign',
    realloc: 'realloc',
    free: 'free',
  },
  usable: 'malloc_usable_size',
};

const PROGRAM = `begin
malloc 0 100
calloc 1 10 10
aligned_alloc 2 64 64
posix_memalign 3 64 100
realloc 4 0 1000
malloc 5 18446744073709551615
write 4
check 4
free 1
free 1
free 4
end`.split('\n');

const TIMES = 20;

/** O_WRONLY */
const WRITE_ONLY = 1;

export function warmUp(): void {
  const main = new LocalCaller(C_LIBRARY);
  const nowhere = new Output(open('/dev/null', WRITE_ONLY));
  const runner = new ProgramRunner(
    Object.keys(C_LIBRARY.functions),
    { main, threads: undefined, usable: usableBy(C_LIBRARY), space: new AddressSpace() },
    nowhere,
  );
  for (let i = 0; i < TIMES; i += 1) for (const line of PROGRAM) runner.run(line);
}
