/** What one run of one program showed. */
import type { Finding } from '../../spec/invariant.ts';
import type { Mark } from '../../spec/mark.ts';
import type { OsCall } from '../../spec/subject.ts';

export interface Outcome {
  /** Commands that ran, the broken one included; commands that did nothing count. */
  readonly commands: number;
  /** Calls of each kind that did something, by op (src/program). */
  readonly effective: readonly number[];
  /** What broke at the first step at which anything did, in the order of the catalogue; empty when all held. */
  readonly findings: readonly Finding[];
  /** Whether the subject broke down, which ended the run. */
  readonly brokeDown: boolean;
  /** How many subjects each invariant of the catalogue judged, by its place there. */
  readonly judged: Float64Array;
  /** Of the subject and, where its collector runs in steps, of the client between these. */
  readonly marks: readonly Mark[];
  /** Ids of the marks that the commands reached: not those of giving everything up at the end. */
  readonly reached: ReadonlySet<string>;
  /** Calls to the operating system of the kinds that a program can have refused; 0 where the subject shows none. */
  readonly osCalls: Readonly<Record<OsCall, number>>;
  /** Most bytes that the client held at once, as asked for. */
  readonly peakLiveBytes: number;
  /** Most bytes that the subject had committed at once; 0 when it offers no view of the OS. */
  readonly peakCommittedBytes: number;
}
