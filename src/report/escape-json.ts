/** Escape analysis, for machines. */
import type { Reason } from '../../models/escape/graph.ts';
import type { SiteKind } from '../../models/escape/syntax.ts';
import type { EscapeBreak } from '../escape/campaign.ts';
import type { EscapeFinding } from '../escape/judge.ts';
import type { EscapeDecisions, EscapeReport } from './escape-text.ts';
import { JSON_VERSION } from './finding-json.ts';
import { rounded } from './words.ts';

export interface DecisionsJson {
  readonly version: typeof JSON_VERSION;
  readonly file: string;
  readonly sites: readonly {
    readonly line: number;
    readonly column: number;
    readonly kind: SiteKind;
    readonly text: string;
    readonly func: string;
    readonly region: 'stack' | 'heap';
    readonly reason?: Reason;
  }[];
  readonly findings: readonly EscapeFinding[];
}

export interface EscapeJson {
  readonly version: typeof JSON_VERSION;
  readonly seed: number;
  readonly mutant?: string;
  readonly runs: number;
  readonly statements: number;
  readonly sites: number;
  readonly onStack: number;
  readonly seconds: number;
  readonly interrupted: boolean;
  readonly invariants: readonly {
    readonly id: string;
    readonly judged: number;
    readonly vacuous: boolean;
  }[];
  readonly broken?: EscapeBreak;
  readonly replay?: string;
}

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
