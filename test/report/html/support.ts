/** Data of small pages. */
import type { FilmReport, ReportData, RunData } from '../../../src/report/html/data.ts';

/** Markup that would run, where it were markup. */
export const HOSTILE = '</script><img src=x onerror="document.title=1">\'<!--';

export function filmReport(changes: Partial<FilmReport> = {}): FilmReport {
  const scene = (name: string, addr: number): FilmReport['film']['scenes'][0] => ({
    command: `${name} = malloc 8`,
    answer: `A+0x${addr.toString(16)}`,
    changes: [`block:${name}`, `0|${addr}|8|64`, 'row:blocks', `up to ${name}`],
  });
  return {
    id: 'finding-1',
    file: 'out/a.allocheck',
    subject: 'pool',
    program: 'allocheck 1\nheap pool\na = malloc 8\nb = malloc 8\n',
    film: {
      omitted: 0,
      before: ['row:blocks', 'none'],
      scenes: [scene('a', 64), scene('b', 64)],
      regions: [{ name: 'A', base: 0, bytes: 128 }],
    },
    sizes: [
      { live: 0, usable: 0 },
      { live: 8, usable: 64 },
      { live: 16, usable: 64 },
    ],
    did: [{ what: 'malloc', count: 2 }],
    asked: [{ from: 8, to: 16, count: 2 }],
    broken: {
      invariant: 'client/disjoint',
      holds: 'no two live blocks share a byte',
      because: 'one overwrites the other',
      at: '0x40',
      expected: '8 bytes of its own',
      actual: 'shared with a',
      step: 1,
      when: 'at step 1 of 2 commands (b = malloc 8)',
      alsoBroken: [],
      second: undefined,
      lives: [{ block: 'b', lines: [{ step: 1, command: 'b = malloc 8', answer: 'A+0x40' }] }],
      guilty: ['block:b'],
    },
    held: 'all 3 invariants held',
    found: {
      invariant: 'client/disjoint',
      runs: 3,
      shrunk: { commands: 2, evaluations: 12, seconds: 0.5 },
    },
    replay: 'npx allocheck replay out/a.allocheck',
    ...changes,
  };
}

function runData(): RunData {
  return {
    subject: 'pool',
    seed: 7,
    runs: 2000,
    commands: 9000,
    seconds: 1.5,
    interrupted: false,
    did: [{ what: 'malloc', count: 8000 }],
    asked: [
      { from: 16, to: 32, count: 7000 },
      { from: 32, to: 64, count: 0 },
    ],
    invariants: [
      { id: 'client/disjoint', judged: 41, vacuous: false, broken: 3 },
      { id: 'client/kept', judged: 12, vacuous: false, broken: 0 },
      { id: 'client/zeroed', judged: 0, vacuous: true, broken: 0 },
    ],
    relations: [],
    marks: { reached: 1, total: 2, missing: ['pool/full'] },
    notRun: ['go/spans-disjoint'],
    findings: [{ invariant: 'client/disjoint', runs: 3, file: 'out/a.allocheck' }],
  };
}

export function reportData(changes: Partial<ReportData> = {}): ReportData {
  return { title: 'out', runs: [runData()], films: [filmReport()], matrices: [], ...changes };
}
