/**
 * The allocators of this package, and faults on purpose in them: `allocheck/models`.
 *
 *     import { goSubject, loadMutant, mutants } from 'allocheck/models';
 */
export { goClassicSubject } from '../models/classic/subject.ts';
export { goStacksSubject } from '../models/runtime/stacks-subject.ts';
export { goSubject } from '../models/go/subject.ts';
export { mallocSubject } from '../models/malloc/subject.ts';
export { tcmallocSubject } from '../models/tcmalloc/subject.ts';
export { mutants } from '../models/mutants/index.ts';
export { loadMutant } from '../models/mutants/load.ts';
export { defineMutant, isEquivalent } from '../models/mutants/mutant.ts';
export type {
  AnyMutant,
  Edit,
  EquivalentMutant,
  Home,
  Mutant,
  Patch,
  Shortest,
} from '../models/mutants/mutant.ts';
