/** An exploration, for machines. */
import type { ExploreReport } from './explore-text.ts';
import { JSON_VERSION, findingJson } from './finding-json.ts';
import type { ExploreJson } from './schema/explore.ts';
import { rounded } from './words.ts';

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
