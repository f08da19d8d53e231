/** All marks of Go's allocator and collector, in order of id. */
import { marksOf } from '../mark.ts';
import type { IdOf, Mark } from '../mark.ts';
import { COLOURS, PHASES, TERMINATION, TRIGGERS } from './go-collector.ts';
import {
  ACTIVE_SWEEP,
  OS_CALLS,
  PAGE_STATES,
  SPAN_STATES,
  SWEEP_GENERATIONS,
} from './go-memory.ts';

const SECTIONS = [
  SPAN_STATES,
  PAGE_STATES,
  OS_CALLS,
  SWEEP_GENERATIONS,
  ACTIVE_SWEEP,
  PHASES,
  TRIGGERS,
  COLOURS,
  TERMINATION,
] as const;

export type GoMarkId = IdOf<(typeof SECTIONS)[number]>;

export const goMarks: readonly Mark[] = marksOf(SECTIONS);
