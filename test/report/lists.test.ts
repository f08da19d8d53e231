// Goal: lists and explanations name what a user may pass on to other commands.
import { describe, expect, it } from 'vitest';
import { defineSubject } from '../../spec/subject.ts';
import { invariantText } from '../../src/report/explain-text.ts';
import {
  invariantsJson,
  invariantsText,
  profilesJson,
  profilesText,
  subjectsJson,
  subjectsText,
} from '../../src/report/lists.ts';
import { PLAIN } from '../../src/report/paint.ts';
import { invariantNamed } from './support.ts';

const kept = invariantNamed('client/kept');
const subject = defineSubject({
  id: 'bump',
  title: 'a bump allocator',
  offers: ['os'],
  geometries: ['flat', 'banks'],
  edges: [],
  create: () => {
    throw new Error('not in this test');
  },
});

describe('the list of invariants', () => {
  it('has a sentence for each', () => {
    expect(invariantsText([kept, invariantNamed('client/zeroed')], PLAIN)).toMatchInlineSnapshot(`
      "client/kept    a live block contains what was written
      client/zeroed  a new block is zero

      2 invariants; more of one: allocheck explain ID
      "
    `);
  });

  it('has all but the code in JSON', () => {
    expect(invariantsJson([kept])).toMatchInlineSnapshot(`
      {
        "invariants": [
          {
            "because": "data is lost",
            "cost": "O(1)",
            "every": "live block",
            "examples": {
              "holds": 0,
              "violates": 0,
            },
            "holds": "a live block contains what was written",
            "id": "client/kept",
            "level": "client",
            "sources": [
              "a book",
              "derived from the rules",
            ],
            "when": "always",
          },
        ],
        "version": 1,
      }
    `);
  });
});

describe('the lists of subjects and profiles', () => {
  it('have a line for each', () => {
    expect(subjectsText([subject])).toMatchInlineSnapshot(`
      "bump  a bump allocator  views: client, os  geometries: flat, banks
      "
    `);
    expect(profilesText([{ id: 'mixed', title: 'everything' }])).toBe('mixed  everything\n');
  });

  it('have the same in JSON', () => {
    expect(subjectsJson([subject])).toEqual({
      version: 1,
      subjects: [
        {
          id: 'bump',
          title: 'a bump allocator',
          offers: ['client', 'os'],
          geometries: ['flat', 'banks'],
        },
      ],
    });
    expect(profilesJson([{ id: 'mixed', title: 'everything' }])).toEqual({
      version: 1,
      profiles: [{ id: 'mixed', title: 'everything' }],
    });
  });
});

describe('the explanation', () => {
  it('of an invariant says what holds, why, when and whence', () => {
    const text = invariantText(
      kept,
      [{ id: 'go/lost', story: 'data is lost' }],
      'not shown',
      PLAIN,
    );
    expect(text).toMatchInlineSnapshot(`
      "client/kept
        it always holds that a live block contains what was written
        otherwise data is lost

        asked     after every command, for every live block
        cost      O(1)
        level     client
        examples  0 where it holds, 0 that break it
        sources
          a book
          derived from the rules
        catches
          go/lost  data is lost

        not shown
      "
    `);
  });
});
