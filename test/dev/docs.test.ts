// Goal: the generated pages are those of the sources, every link on them leads somewhere, and a definition says nothing that the
// page distorts.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../spec/invariants/index.ts';
import { derived, go119, goIssue } from '../../spec/sources.ts';
import { invariantsPage } from '../../src/dev/invariants-page.ts';
import { escaped, linkedSource } from '../../src/dev/markdown.ts';
import { invariantNamed } from '../report/support.ts';
import { TOOLS_MS } from './copy.ts';

const page = readFileSync('docs/invariants.md', 'utf8');

describe('the generated pages', () => {
  it(
    'are fresh',
    () => {
      const { status, stderr } = spawnSync(process.execPath, ['src/dev/docs.mjs', '--check'], {
        encoding: 'utf8',
      });
      expect([status, stderr]).toEqual([0, '']);
    },
    TOOLS_MS,
  );

  it('have an anchor for each invariant, and no link that leads nowhere', () => {
    const anchors = [...page.matchAll(/<a id="([^"]+)">/g)].map(([, id = '']) => id);
    expect(anchors.toSorted()).toEqual(catalogue.map(({ id }) => id).toSorted());
    const headings = [...page.matchAll(/^## (.*)$/gm)].map(([, title = '']) =>
      title
        .toLowerCase()
        .replaceAll(/[^\w\- ]/g, '')
        .replaceAll(' ', '-'),
    );
    const links = [...page.matchAll(/\]\((?!https:)([^)]+)\)/g)].map(([, link = '']) => link);
    expect(links.length).toBeGreaterThan(2 * catalogue.length);
    const known = new Set([...anchors, ...headings].map((anchor) => `#${anchor}`));
    expect(links.filter((link) => !known.has(link) && !existsSync(join('docs', link)))).toEqual([]);
  });

  it('have a title for each topic: TOPICS of src/dev/invariants-page.ts names all files of quantifiers', () => {
    expect(page.match(/^## [a-z].*/gm) ?? []).toEqual([]);
  });

  it('say nothing of a date', () => {
    expect(page).not.toMatch(/\b20\d\d-\d\d-\d\d\b/);
  });
});

describe('the page of the invariants', () => {
  const kept = invariantNamed('client/kept');
  const quantifiers = new Map([['go-new', { blocks: kept.every }]]);
  const nothing = { invariants: [kept], mutants: [], shown: new Map() };

  it('has a topic of its own for a file of quantifiers that it does not know', () => {
    const text = invariantsPage({ ...nothing, quantifiers });
    expect(text).toContain('- [go-new](#go-new) (1)\n');
    expect(text).toContain('0 of them have been seen to look: each breaks when');
  });

  it('is not made where a quantifier is at home nowhere', () => {
    expect(() => invariantsPage({ ...nothing, quantifiers: new Map() })).toThrow(
      'the quantifier of client/kept is exported by no file of spec/quantifiers',
    );
  });
});

describe('text as Markdown', () => {
  it('means nothing to Markdown', () => {
    expect(escaped('a*b_c <d> [e] | `f` \\g')).toBe(String.raw`a\*b\_c \<d\> \[e\] \| \`f\` \\g`);
  });

  it('links what can be read somewhere', () => {
    expect(linkedSource(go119('mheap.go', '(*mheap).grow'))).toBe(
      String.raw`Go 1.19 [runtime/mheap.go](https://github.com/golang/go/blob/go1.19/src/runtime/mheap.go), (\*mheap).grow`,
    );
    expect(linkedSource(goIssue(1, 'x'))).toBe(
      '[golang/go#1](https://github.com/golang/go/issues/1): x',
    );
    expect(linkedSource(derived('a_b'))).toBe(String.raw`derived from a\_b`);
  });
});
