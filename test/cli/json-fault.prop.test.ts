// Goal: a text has a fault exactly when `JSON.parse` refuses it, and all before the fault might have become JSON.
// Method: random JSON, whole and with random changes.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonFault } from '../../src/cli/json-fault.ts';

const fixed = { seed: 42, numRuns: 400 };

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('jsonFault', () => {
  it('finds none in JSON', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(4), (json, space) => {
        const text = JSON.stringify(JSON.parse(json), null, space);
        expect(jsonFault(text)).toBeUndefined();
      }),
      fixed,
    );
  });

  it('finds one wherever JSON.parse does', () => {
    const inserted = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 3 }),
      fc.constantFrom(',', ':', '"', '[', '}', '1', '-', '\\', '\n', 'true', '\u007F', '\u0001'),
    );
    fc.assert(
      fc.property(fc.json(), fc.nat(), fc.nat(3), inserted, (json, where, remove, insert) => {
        const at = where % (json.length + 1);
        const text = json.slice(0, at) + insert + json.slice(at + remove);
        const fault = jsonFault(text);
        expect(fault === undefined).toBe(isJson(text));
        if (fault !== undefined) expect(fault).toBeLessThanOrEqual(text.length);
      }),
      fixed,
    );
  });

  it.each([
    ['', 0],
    ['{', 1],
    ['{"a": }', 6],
    ['{"a" 1}', 5],
    ['{"a": 1,}', 8],
    ['[1,]', 3],
    ['[1 2]', 3],
    ['[1}', 2],
    ['{1: 2}', 1],
    ['tru', 0],
    ['01', 0],
    ['"a\nb"', 0],
    ['{} {}', 3],
  ])('finds that of %j at %i', (text, fault) => {
    expect(jsonFault(text)).toBe(fault);
  });
});
