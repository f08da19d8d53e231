// Goal: no invariant enters the catalogue that cannot fail, or that a reader cannot find or understand.
// Method: each invariant is judged on its own examples, and its words are compared with the rules of STYLE.md.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catalogue as ofAllocators } from '../../spec/invariants/index.ts';
import { processCatalogue } from '../../spec/invariants/process/index.ts';
import { effectsOf } from '../../src/engine/root-cause.ts';
import { judge, subjects } from './judging.ts';

const catalogue = [...ofAllocators, ...processCatalogue];

const NAMES_AN_OFFENCE = /^(no|not|check|valid|invalid|must|should)-|-(ok|valid)$/;

describe.each(catalogue.map((invariant) => [invariant.id, invariant] as const))(
  '%s',
  (id, invariant) => {
    const { holds, violates } = invariant.examples;

    it('finds nothing in an example where it holds', () => {
      expect(holds.length).toBeGreaterThan(0);
      for (const [i, view] of holds.entries()) expect([i, judge(invariant, view)]).toEqual([i, []]);
      for (const [i, view] of holds.entries())
        expect([i, judge(invariant, view, 'touched')]).toEqual([i, []]);
    });

    it('finds one break in an example that violates it', () => {
      expect(violates.length).toBeGreaterThan(0);
      for (const [i, view] of violates.entries()) {
        expect([i, judge(invariant, view)]).toEqual([i, [expect.anything()]]);
      }
    });

    it('finds a break among what was touched, if it can be judged on that', () => {
      const telling = violates.filter((view) => subjects(invariant, view, 'touched').length > 0);
      if (telling.length === 0) return;
      expect(telling.some((view) => judge(invariant, view, 'touched').length === 1)).toBe(true);
    });

    it('says where, what was expected and what was found', () => {
      for (const view of violates) {
        const [violation] = judge(invariant, view);
        for (const text of [violation?.at, violation?.expected, violation?.actual]) {
          expect(text).toMatch(/\S/);
          expect(text).not.toMatch(/undefined|\[object/);
        }
        expect(violation?.expected).not.toBe(violation?.actual);
      }
    });

    it('lives in the file that its id names, below the level that it judges', () => {
      expect(existsSync(`spec/invariants/${id}.ts`)).toBe(true);
      expect(id).toMatch(
        /^(client|gc|os|go|runtime|stacks|tcmalloc|classic|process)\/[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
      );
      expect(id.split('/')[0]).toBe(invariant.every.level);
    });

    it('is named after what holds', () => {
      expect(id.split('/')[1]).not.toMatch(NAMES_AN_OFFENCE);
    });

    it('is put in sentences that fit into others', () => {
      for (const text of [invariant.holds, invariant.because]) {
        expect(text).toMatch(/^[a-z]/);
        expect(text).not.toMatch(/[.!]$|\s{2}|^that /);
      }
      expect(invariant.every.every).toMatch(/^[a-z].*[^.]$/);
      expect(invariant.cost).toMatch(/^O\(/);
      for (const { text } of invariant.sources) expect(text).toMatch(/\S/);
    });
  },
);

describe('the catalogue', () => {
  it('has each id, and each sentence, once', () => {
    expect(new Set(catalogue.map(({ id }) => id)).size).toBe(catalogue.length);
    expect(new Set(catalogue.map(({ holds }) => holds)).size).toBe(catalogue.length);
  });

  it('has each invariant that another implies, once, and never goes round', () => {
    const ids = new Set(catalogue.map(({ id }) => id));
    for (const { id, implies = [] } of catalogue) {
      expect([id, implies.filter((effect) => !ids.has(effect))]).toEqual([id, []]);
      expect([id, implies]).toEqual([id, [...new Set(implies)].toSorted()]);
      expect([id, effectsOf(id, catalogue).has(id)]).toEqual([id, false]);
    }
  });

  it('is in order of id', () => {
    for (const each of [ofAllocators, processCatalogue]) {
      const ids = each.map(({ id }) => id);
      expect(ids).toEqual(ids.toSorted());
    }
  });

  it('is listed in an index that is fresh', () => {
    const check = (): unknown =>
      execFileSync(process.execPath, ['src/dev/registry.mjs', '--check']);
    expect(check).not.toThrow();
  });
});
