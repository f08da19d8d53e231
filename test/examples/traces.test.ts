// Goal: recorded allocations of real programs go through the Go model with every invariant judged and none broken.
// Method: each trace of examples/traces, whole; how many events it has is counted from its text.
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { goSubject } from '../../models/go/subject.ts';
import { catalogue } from '../../spec/invariants/index.ts';
import { execute } from '../../src/engine/execute.ts';
import { commandCount } from '../../src/program/program.ts';
import { readText, readTrace } from '../../src/trace/load.ts';

const TRACES = readdirSync('examples/traces').filter((name) => name.includes('.mtrace'));

describe('the recorded traces', () => {
  it('are five', () => {
    expect(TRACES).toHaveLength(5);
  });

  it.each(TRACES)('%s breaks nothing, every event judged', (name) => {
    const path = `examples/traces/${name}`;
    const { program, events, skippedFrees } = readTrace(path);
    expect([events, skippedFrees]).toEqual([readText(path).match(/^@/gm)!.length, 0]);
    const { findings, commands, peakLiveBytes, peakCommittedBytes } = execute(
      program,
      goSubject,
      catalogue,
    );
    expect([findings, commands]).toEqual([[], commandCount(program)]);
    expect(peakCommittedBytes).toBeGreaterThan(peakLiveBytes);
  });
});
