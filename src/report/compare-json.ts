/** Comparisons, for machines. */
import type { Compared, Point } from '../compare/compared.ts';
import type { Comparison } from './comparison.ts';
import { JSON_VERSION } from './finding-json.ts';
import type { CompareJson } from './schema/compare.ts';

type ComparisonJson = CompareJson['comparisons'][number];
type ComparedJson = ComparisonJson['compared'][number];
type PointJson = ComparedJson['peak'];

export function compareJson(comparisons: readonly Comparison[]): CompareJson {
  return { version: JSON_VERSION, comparisons: comparisons.map(comparisonJson) };
}

function comparisonJson({ name, format, seed, commands, compared }: Comparison): ComparisonJson {
  return {
    name,
    format,
    ...(seed === undefined ? {} : { seed }),
    commands,
    compared: compared.map(comparedJson),
  };
}

function comparedJson(of: Compared): ComparedJson {
  const { subject, version, commands, requests, refused, brokeDown, peak, mean, peakLive } = of;
  const { bookkeeping, osCalls, tiers, points, reuse } = of;
  const { count, atOnce, median, p90 } = reuse;
  return {
    subject,
    ...(version === undefined ? {} : { version }),
    commands,
    requests,
    refused,
    ...(brokeDown === undefined ? {} : { brokeDown }),
    peak: pointJson(peak),
    ...(mean === undefined ? {} : { meanFootprint: mean }),
    peakLive,
    ...(bookkeeping === undefined ? {} : { bookkeeping }),
    ...(osCalls === undefined ? {} : { osCalls }),
    reuse: {
      count,
      atOnce,
      ...(median === undefined ? {} : { median }),
      ...(p90 === undefined ? {} : { p90 }),
    },
    ...(tiers === undefined ? {} : { tiers }),
    points: points.map(pointJson),
  };
}

function pointJson({ commands, footprint, live, usable }: Point): PointJson {
  return { commands, ...(footprint === undefined ? {} : { footprint }), live, usable };
}
