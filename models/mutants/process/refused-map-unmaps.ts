import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const refusedMapUnmaps = defineMutant({
  id: 'process/refused-map-unmaps',
  story: 'a mapping at a place takes away what is there before it is refused',
  sources: [
    source(
      'Linux before 6.12 mm/mmap.c, mmap_region: munmap_vma_range before security_vm_enough_memory_mm',
    ),
  ],
  patch: {
    file: 'models/os/mmu/address-space.ts',
    find: 'if (isCommitted && !this.#commit.charge(length / PAGE, replaced)) return ENOMEM;',
    replace:
      'this.#unmap(start, start + length); if (isCommitted && !this.#commit.charge(length / PAGE)) return ENOMEM;',
  },
  caughtBy: ['process/refusal-changes-nothing', 'process/regions-as-promised'],
  withinRuns: 160,
  shortest: {
    heap: 'overcommit=guess frames=4 pages=8',
    lines: ['b = mmap 1 rwx', 'a = mmap 4194304 rwx at b'],
  },
});
