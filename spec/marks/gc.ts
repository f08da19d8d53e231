/**
 * Marks of any collector that runs in steps: between two steps that follow each other, whatever they are, the client
 * changed something. Reached by the harness, which knows the order of both.
 *
 * A flush is a step of the end of marking; by a restart, marking goes on after all; by an end, the cycle is over; a visit
 * flushes the caches of a processor for the sweep.
 */
import { defineMarks, marksOf } from '../mark.ts';
import type { Mark } from '../mark.ts';
import { derived } from '../sources.ts';

const BETWEEN = defineMarks(derived('CollectorSteps of spec/subject.ts'), {
  'gc/client-between-end-and-start':
    'the client ran from the end of a cycle to the start of the next',
  'gc/client-between-end-and-sweep': 'the client ran from the end of a cycle to the first sweep',
  'gc/client-between-end-and-visit':
    "the client ran from the end of a cycle to the flush of a processor's caches",
  'gc/client-between-flush-and-end': 'the client ran from the last flush to the end of a cycle',
  'gc/client-between-flush-and-flush': 'the client ran from one flush to the next',
  'gc/client-between-flush-and-mark': 'the client ran from a flush to more marking',
  'gc/client-between-flush-and-restart': 'the client ran from a flush to a restart of marking',
  'gc/client-between-mark-and-flush': 'the client ran from the last marking to the first flush',
  'gc/client-between-mark-and-mark': 'the client ran from one step of marking to the next',
  'gc/client-between-mark-and-restart': 'the client ran from a step of marking to its restart',
  'gc/client-between-restart-and-flush': 'the client ran from a restart of marking to a flush',
  'gc/client-between-restart-and-mark': 'the client ran from a restart of marking to more of it',
  'gc/client-between-start-and-mark':
    'the client ran from the start of a cycle to the first marking',
  'gc/client-between-sweep-and-start': 'the client ran from a sweep to the start of the next cycle',
  'gc/client-between-sweep-and-sweep': 'the client ran from one sweep to the next',
  'gc/client-between-sweep-and-visit':
    "the client ran from a sweep to the flush of a processor's caches",
  'gc/client-between-visit-and-start':
    "the client ran from the flush of a processor's caches to a cycle",
  'gc/client-between-visit-and-sweep':
    "the client ran from the flush of a processor's caches to a sweep",
  'gc/client-between-visit-and-visit':
    "the client ran from the flush of a processor's caches to the next",
});

export const stepMarks: readonly Mark[] = marksOf([BETWEEN]);
