// Goal: a line says what came of its command and, where the oracle expected something else, what that was.
import { describe, expect, it } from 'vitest';
import { answer, block, clientView } from '../../spec/fixtures/client.ts';
import { note } from '../../spec/fixtures/trace.ts';
import type { Note } from '../../spec/trace.ts';
import type { ClientView } from '../../spec/views/client.ts';
import { answerText, noteText } from '../../src/report/explain-answers.ts';
import { OP } from '../../src/program/program.ts';
import { parseProgram } from '../../src/program/text.ts';

const program = parseProgram(
  'allocheck 1\nheap bump\na = malloc 8\nfree a\nread a\ngc\na[0] -> a\n',
  'x',
);
const MALLOC = 0;
const FREE = 1;
const READ = 2;
const GC = 3;
const LINK = 4;

function told(step: number, of: Partial<ClientView>): string {
  return answerText(program, step, clientView(of).client);
}

const a = block({ addr: 0x1000, size: 8, usable: 16, alignment: 8 });
const b = block({ label: 1, addr: 0x1004, size: 8 });
const served = answer({ call: 'malloc', argument: 8, addr: 0x1000, allowed: ['served'] });
const freed = answer({ call: 'free', argument: 0x1000, allowed: ['served'] });

describe('what came of a command', () => {
  it('is what the oracle expected', () => {
    expect([
      told(MALLOC, { answers: [served], placed: [a] }),
      told(MALLOC, {}),
      told(FREE, { answers: [freed] }),
      told(FREE, { live: [] }),
      told(READ, { live: [a], readings: [reading(-1)] }),
      told(LINK, { live: [a] }),
      told(GC, { collections: [{ reachable: [b, a], may: undefined }] }),
      told(GC, { collections: [{ reachable: [], may: [] }] }),
      told(GC, { returns: [{ by: 'finalizer', addr: 0x1000, allowed: [0x1000] }], live: [a] }),
      answerText(program, 5, clientView().client),
    ]).toMatchInlineSnapshot(`
      [
        "-> 0x1000, 16 bytes usable",
        "-> half-way",
        "-> freed",
        "-> nothing: a is not live",
        "-> as written",
        "",
        "-> a, b must live",
        "-> nothing need live",
        "-> the finalizer gave a",
        "",
      ]
    `);
  });

  it('is told with what was expected, where that is something else', () => {
    const refused = { ...served, outcome: 'bad-size', addr: 0 } as const;
    const lost = { by: 'weak pointer', addr: 0, allowed: [0x1000] } as const;
    expect([
      told(MALLOC, { answers: [{ ...refused, allowed: ['served', 'out-of-memory'] }] }),
      told(MALLOC, { answers: [{ ...refused, allowed: ['bad-size'], changed: 2 }] }),
      told(MALLOC, { answers: [{ ...served, allowed: ['bad-size'] }] }),
      told(MALLOC, { answers: [served], placed: [{ ...a, usable: 4 }] }),
      told(MALLOC, { answers: [served], placed: [{ ...a, alignment: 0x2000 }] }),
      told(MALLOC, { answers: [served], placed: [a], placements: [{ block: a, other: b }] }),
      told(FREE, { answers: [{ ...freed, allowed: ['bad-free'] }] }),
      told(READ, { live: [a], readings: [reading(3)] }),
      told(READ, { live: [a], readings: [{ ...reading(3), fresh: true, expected: 0 }] }),
      told(GC, { returns: [lost], live: [a] }),
      told(GC, { returns: [{ ...lost, addr: 0x2000, allowed: [0] }], live: [a] }),
      told(GC, { breakdowns: [{ kind: 'crash', message: 'out of luck' }] }),
    ]).toMatchInlineSnapshot(`
      [
        "-> refused: bad-size (expected served or out-of-memory)",
        "-> refused: bad-size, changing number 2 of the footprint (expected none to)",
        "-> 0x1000 (expected bad-size)",
        "-> 0x1000, 4 bytes usable (expected 8 or more)",
        "-> 0x1000 (expected a multiple of 8192 above 0), 16 bytes usable",
        "-> 0x1000, 16 bytes usable; a shares memory with b (expected 8 bytes of its own)",
        "-> freed (expected bad-free)",
        "-> byte 3 of a is 0x11 (expected 0x5a, as written)",
        "-> byte 3 of a is 0x11 (expected 0x0, as it is new)",
        "-> the weak pointer gave nothing (expected the block at 0x1000)",
        "-> the weak pointer gave 0x2000 (expected nothing)",
        "-> crash: out of luck (expected an answer)",
      ]
    `);
  });
});

function reading(at: number) {
  return { block: a, fresh: false, at, expected: 0x5a, actual: 0x11 };
}

describe('what a run that is compared noted of a command', () => {
  const noted = (op: number, of: Partial<Note>): string =>
    noteText(op, note(of), (maker) => `block ${maker}`);

  it('is calls, what came back, contents, collections, and whether it did anything', () => {
    const call = { outcome: 'served', addr: 0x1000, usable: 1 } as const;
    expect([
      noted(OP.MALLOC, { calls: [{ ...call, call: 'malloc' }] }),
      noted(OP.MALLOC, { calls: [{ call: 'malloc', outcome: 'bad-size', addr: 0, usable: 0 }] }),
      noted(OP.REALLOC, {
        calls: [
          { ...call, call: 'malloc' },
          { ...call, call: 'free', addr: 0 },
        ],
      }),
      noted(OP.UPGRADE, { returns: [{ by: 'weak pointer', block: 3, sure: true }] }),
      noted(OP.UPGRADE, { returns: [{ by: 'weak pointer', block: -1, sure: true }] }),
      noted(OP.READ, { readings: [-1] }),
      noted(OP.READ, { readings: [5] }),
      noted(OP.GC, { collections: 2 }),
      noted(OP.DROP, {}),
      noted(OP.DROP, { did: false }),
      noted(OP.GC, { brokeDown: true }),
    ]).toMatchInlineSnapshot(`
      [
        "-> 0x1000, 1 byte usable",
        "-> refused: bad-size",
        "-> 0x1000, 1 byte usable; freed",
        "-> the weak pointer gave block 3",
        "-> the weak pointer gave nothing",
        "-> as written",
        "-> byte 5 is not as written",
        "-> 2 collections",
        "",
        "-> nothing",
        "-> broke down",
      ]
    `);
  });
});
