/** Marks of Go's collector: its phases, what starts a cycle, the colours of objects, and how marking ends. */
import { defineMarks } from '../mark.ts';
import { go119 } from '../sources.ts';

/** off, mark, mark termination; and what is special to a phase. */
export const PHASES = defineMarks(go119('mgc.go', 'gcStart, gcMarkDone, gcMarkTermination'), {
  'go/assist-credited': "an assist takes credit of the workers'",
  'go/assist-queued': 'an assist is still in debt when there is nothing to scan, and waits',
  'go/assist-scanned': 'an assist scans',
  'go/mcache-flushed-at-acquire': 'a processor that gets a thread flushes its mcache first',
  'go/mcache-flushed-at-termination': 'an mcache is flushed right after marking',
  'go/phase-mark-to-termination': 'marking ends',
  'go/phase-off-to-mark': 'a cycle starts',
  'go/phase-termination-to-off': 'a cycle ends',
});

/** gcTrigger. */
export const TRIGGERS = defineMarks(go119('mgc.go', 'gcTrigger.test'), {
  'go/trigger-cycle': 'a cycle starts since it was asked for',
  'go/trigger-heap': 'a cycle starts since heapLive came to the trigger',
  'go/trigger-time': 'a cycle starts since none did for two minutes',
});

/**
 * White is not marked, grey is marked and queued, black is marked and done with. Objects without pointers, and those
 * made while marking runs, are black at once.
 */
export const COLOURS = defineMarks(go119('mgcmark.go', 'greyobject, scanobject, gcmarknewobject'), {
  'go/object-black-by-barrier': 'a write barrier comes to a white object without pointers',
  'go/object-black-by-birth': 'an object is made while marking runs',
  'go/object-black-by-data': 'a global variable holds a white object without pointers',
  'go/object-black-by-finalizer':
    'an object with a finalizer points to a white one without pointers',
  'go/object-black-by-handing': 'a block without pointers comes to a stack from where none had it',
  'go/object-black-by-queue': 'an object without pointers waits for its finalizer to run',
  'go/object-black-by-scan': 'a scan comes to a white object without pointers',
  'go/object-black-by-stack': 'a stack holds a white object without pointers',
  'go/object-black-by-tiny': 'a cycle starts when a tiny block is current',
  'go/object-black-by-word': 'a word that may be a pointer points into a white object without any',
  'go/object-grey-by-barrier': 'a write barrier comes to a white object',
  'go/object-grey-by-data': 'a global variable holds a white object',
  'go/object-grey-by-finalizer': 'an object with a finalizer points to a white one',
  'go/object-grey-by-handing': 'a block comes to a stack from where none had it',
  'go/object-grey-by-queue': 'a white object waits for its finalizer to run',
  'go/object-grey-by-scan': 'a scan comes to a white object',
  'go/object-grey-by-stack': 'a stack holds a white object',
  'go/object-grey-by-word': 'a word that may be a pointer points into a white object',
  'go/object-grey-to-black': 'a grey object is scanned',
});

/** The branches of the protocol by which marking ends. */
export const TERMINATION = defineMarks(go119('mgc.go', 'gcMarkDone'), {
  'go/termination-ended': 'nothing is left when the world has stopped',
  'go/termination-flushed': 'the ragged barrier comes to a processor that gives no work away',
  'go/termination-gave-work': 'the ragged barrier comes to a processor that gives work away',
  'go/termination-restarted': 'marking goes on since some processor gave work away',
  'go/termination-restarted-after-stop':
    'marking goes on since there was work when the world stopped',
  'go/termination-work-left': 'there is work in sight, so the end does not begin',
});
