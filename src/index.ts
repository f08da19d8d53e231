/**
 * The package: what a project uses to test its own allocator, in a config, in tests, or in code of its own.
 *
 *     import { catalogue, defineProfile, defineSubject, runCampaign } from 'allocheck';
 *
 * The command line is in src/cli; this is the same engine without it.
 */
export { Fatal, Refusal, ALL_WORDS, defineSubject } from '../spec/subject.ts';
export type {
  Fault,
  HeapConfig,
  Level,
  Memory,
  OsCall,
  OwnLevel,
  Placement,
  RefusalKind,
  Slab,
  Subject,
  SubjectDefinition,
} from '../spec/subject.ts';

export type { Mark } from '../spec/mark.ts';
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
export { defineRelation } from '../spec/relation.ts';
export type { Pair, Place, Relation, Surroundings, TracePair } from '../spec/relation.ts';
export { relations } from '../spec/relations/index.ts';
export * from '../spec/trace.ts';
export { derived, go110, go119, goIssue, source, tcmalloc } from '../spec/sources.ts';
export type { Source } from '../spec/sources.ts';
export type * from '../spec/views/client.ts';
export { catalogue } from '../spec/invariants/index.ts';

export { poolSubject } from './adapters/js/pool.ts';
export type { Pool, PoolBlock, PoolDefinition } from './adapters/js/pool.ts';
export { nativeSubject, processSubject } from './adapters/process/native-subject.ts';
export type { NativeDefinition, ProcessDefinition } from './adapters/process/native-subject.ts';
export { wasmSubject } from './adapters/wasm/subject.ts';
export type { WasmDefinition } from './adapters/wasm/subject.ts';

export { goSubject } from '../models/go/subject.ts';
export { loadMutant } from '../models/mutants/load.ts';
export { defineMutant } from '../models/mutants/mutant.ts';
export type {
  AnyMutant,
  Edit,
  EquivalentMutant,
  Home,
  Mutant,
  Patch,
  Shortest,
} from '../models/mutants/mutant.ts';

export { parseProgram, printProgram } from './program/text.ts';
export { OP, STRIDE } from './program/program.ts';
export type { Program } from './program/program.ts';
export { mapCommands } from './program/edit.ts';
export type { Command } from './program/edit.ts';
export { expand, withoutOps } from './program/expand.ts';
export type { Expansion } from './program/expand.ts';
export { parseRecording, printRecording } from './engine/recording.ts';
export type { About, Broke, Origin, Recording } from './engine/recording.ts';

export { generateProgram } from './workload/generate.ts';
export { defineProfile, profileFor } from './workload/profile.ts';
export type { Profile } from './workload/profile.ts';
export { PROFILES } from './workload/profiles.ts';
export { learn } from './workload/learnt-from.ts';
export { learntProfile } from './workload/learnt-profile.ts';
export type { CountedRange, Learnt } from './workload/learnt.ts';
export { readTrace } from './trace/load.ts';
export type { Gap, Trace as RecordedTrace } from './trace/trace.ts';
export { Prng } from './base/prng.ts';

export { execute } from './engine/execute.ts';
export type { Watch } from './engine/execute.ts';
export { applicable } from './engine/judge.ts';
export { applicableRelations, judgePairs, judgeRelations } from './engine/relations.ts';
export type { JudgedPair, PairSource } from './engine/relations.ts';
export { traceRun } from './engine/trace-run.ts';
export type { Outcome } from './engine/outcome.ts';
export { judgeVariants } from './engine/variants.ts';
export type { VariantCount, VariantLimits, VariantSettings, Varied } from './engine/variants.ts';
export { ProgramArbitrary, fc } from './engine/shrink/program-arbitrary.ts';
export { program } from './vitest/program.ts';
export { shrink, shrinking } from './engine/shrink.ts';
export type { ShrinkLimits, Shrunk } from './engine/shrink.ts';

export { campaign, runCampaign } from './campaign/campaign.ts';
export type { CampaignSettings } from './campaign/campaign.ts';
export type {
  CampaignFinding,
  CampaignResult,
  JudgedInvariant,
  MarkTally,
  Progress,
  VariantTallies,
  VariantTally,
} from './campaign/result.ts';

export { defineConfig } from './cli/define-config.ts';
export type { Config, RunConfig } from './cli/define-config.ts';
