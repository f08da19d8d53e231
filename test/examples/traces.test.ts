// Goal: recorded allocations of real programs go through the models of Go and of TCMalloc with every invariant judged and none broken.
// Method: each trace of examples/traces, whole; how many events it has is counted from its text.
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { goSubject } from '../../models/go/subject.ts';
import { tcmallocSubject } from '../../models/tcmalloc/subject.ts';
import { catalogue } from '../../spec/invariants/index.ts';
import { execute } from '../../src/engine/execute.ts';
import { applicable } from '../../src/engine/judge.ts';
import { commandCount } from '../../src/program/program.ts';
import { readText, readTrace } from '../../src/trace/load.ts';

const TRACES = readdirSync('examples/traces').filter((name) => name.includes('.mtrace'));

describe('the recorded traces', () => {
  it('are five', () => {
    expect(TRACES).toHaveLength(5);
  });

  const rows = [goSubject, tcmallocSubject].flatMap((subject) =>
    TRACES.map((name) => [name, subject.id, subject] as const),
  );

  it.each(rows)('%s breaks nothing in %s, every event judged', (name, _, subject) => {
    const path = `examples/traces/${name}`;
    const { program, events, skippedFrees } = readTrace(path);
    expect([events, skippedFrees]).toEqual([readText(path).match(/^@/gm)!.length, 0]);
    const { findings, commands, peakLiveBytes, peakCommittedBytes } = execute(
      program,
      subject,
      applicable(catalogue, subject.offers),
    );
    expect([findings, commands]).toEqual([[], commandCount(program)]);
    expect(peakCommittedBytes).toBeGreaterThan(peakLiveBytes);
  });
});
