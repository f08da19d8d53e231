/** Escape analysis, for machines. */
import type { EscapeDecisions, EscapeReport } from './escape-text.ts';
import { JSON_VERSION } from './finding-json.ts';
import type { DecisionsJson, EscapeJson } from './schema/escape.ts';
import { rounded } from './words.ts';

export function decisionsJson({ file, decisions, findings }: EscapeDecisions): DecisionsJson {
  return {
    version: JSON_VERSION,
    file,
    sites: decisions.map(({ site, isHeap, reason }) => ({
      ...site.pos,
      kind: site.kind,
      text: site.text,
      func: site.func.name,
      region: isHeap ? 'heap' : 'stack',
      ...(reason === undefined ? {} : { reason }),
    })),
    findings,
  };
}

export function escapeJson({
  result,
  mutant,
  seconds,
  interrupted,
  replay,
}: EscapeReport): EscapeJson {
  const { broken, invariants, ...counts } = result;
  return {
    version: JSON_VERSION,
    ...counts,
    ...(mutant === undefined ? {} : { mutant }),
    seconds: rounded(seconds),
    interrupted,
    invariants: invariants.map(({ id, judged }) => ({ id, judged, vacuous: judged === 0 })),
    ...(broken === undefined ? {} : { broken }),
    ...(replay === undefined ? {} : { replay }),
  };
}
