/** An exploration, for machines. */
import type { Layer } from '../explore/explore.ts';
import type { ExploreReport } from './explore-text.ts';
import { JSON_VERSION, findingJson } from './finding-json.ts';
import type { FindingJson } from './finding-json.ts';
import { rounded } from './words.ts';

export interface ExploreJson {
  readonly version: typeof JSON_VERSION;
  readonly subject: string;
  /** Absent for the model as it is. */
  readonly mutant?: string;
  readonly scope: {
    readonly procs: number;
    /** Bytes. */
    readonly sizes: readonly number[];
    readonly blocks: number;
    readonly depth: number;
  };
  /** By depth, from 0 on: those that were gone through. */
  readonly layers: readonly Layer[];
  readonly invariants: number;
  readonly seconds: number;
  readonly workers: number;
  /** By Ctrl-C or by the time that was given. */
  readonly interrupted: boolean;
  readonly findings: readonly FindingJson[];
}

export function exploreJson(report: ExploreReport): ExploreJson {
  const { subject, mutant, scope, layers, invariants, finding, workers, interrupted } = report;
  const { heap, sizes, blocks, depth } = scope;
  return {
    version: JSON_VERSION,
    subject,
    ...(mutant === undefined ? {} : { mutant }),
    scope: { procs: heap.procs, sizes, blocks, depth },
    layers,
    invariants,
    seconds: rounded(report.seconds),
    workers,
    interrupted,
    findings: finding === undefined ? [] : [findingJson(finding)],
  };
}
