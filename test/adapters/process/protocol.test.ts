import { describe, expect, it } from 'vitest';
import { parseReply } from '../../../src/adapters/process/protocol.ts';
import { AdapterFailed } from '../../../src/base/errors.ts';

describe('a reply', () => {
  it.each([
    ['ok', { kind: 'ok', notes: [] }],
    ['no', { kind: 'no', notes: [] }],
    ['-', { kind: 'nothing', notes: [] }],
    ['140184180558768 104', { kind: 'block', addr: 140_184_180_558_768, usable: 104, notes: [] }],
    ['null 12', { kind: 'null', errno: 12, notes: [] }],
    [
      'ok ! contents 3 17 88 89 ! errno 4095 22',
      {
        kind: 'ok',
        notes: [
          { kind: 'contents', values: [3, 17, 88, 89] },
          { kind: 'errno', values: [4095, 22] },
        ],
      },
    ],
    [
      'null 22 ! pointer 99344109427288 0',
      { kind: 'null', errno: 22, notes: [{ kind: 'pointer', values: [99_344_109_427_288, 0] }] },
    ],
  ])('%s', (line, reply) => {
    expect(parseReply('the peer', line)).toEqual(reply);
  });

  it.each(['', 'fine', '12', '12 x', 'x 12', 'null x', 'null', 'ok ok'])('is not %j', (line) => {
    expect(() => parseReply('the peer', line)).toThrow(
      new AdapterFailed(`the peer answered ${JSON.stringify(line)}, which is no reply`),
    );
  });
});
