/**
 * What must hold, without what tests it: `allocheck/invariants`.
 *
 *     import { catalogue } from 'allocheck/invariants';
 */
export {
  defineInvariant,
  defineOwnQuantifier,
  defineQuantifier,
  defineStepQuantifier,
  expectEqual,
  expectWithin,
} from '../spec/invariant.ts';
export type {
  AnyInvariant,
  Examples,
  Finding,
  Invariant,
  OwnQuantifier,
  Quantifier,
  StepQuantifier,
  View,
  ViewOf,
  Violation,
  When,
} from '../spec/invariant.ts';
export { catalogue } from '../spec/invariants/index.ts';
export { defineRelation } from '../spec/relation.ts';
export type { Pair, Place, Relation, Surroundings, TracePair } from '../spec/relation.ts';
export { relations } from '../spec/relations/index.ts';
export { derived, go110, go119, goIssue, source, tcmalloc } from '../spec/sources.ts';
export type { Source } from '../spec/sources.ts';
export type * from '../spec/views/client.ts';
