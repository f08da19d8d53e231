// Goal: the page needs nothing else, lets nothing else run, and tells what it is given as text, whatever that holds.
// Method: pages of small data, with strings that would be markup if they were not escaped.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ReportData } from '../../../src/report/html/data.ts';
import type { FilmIsland } from '../../../src/report/html/island.ts';
import { reportHtml } from '../../../src/report/html/page.ts';
import { HOSTILE, filmReport, reportData } from './support.ts';

const SCRIPT = 'document.title += " ran";';

function pageOf(changes: Partial<ReportData> = {}): string {
  return reportHtml(reportData(changes), SCRIPT);
}

/** The texts between the markup, of all elements of a name. */
function inside(page: string, name: string): readonly string[] {
  return [...page.matchAll(new RegExp(`<${name}(?: [^>]*)?>(.*?)</${name}>`, 'gs'))].map(
    ([, text = '']) => text,
  );
}

function islandOf(page: string): readonly FilmIsland[] {
  const [text = ''] = inside(page, 'script');
  return JSON.parse(text) as readonly FilmIsland[];
}

describe('the page', () => {
  it('is the same for the same data', () => {
    expect(pageOf()).toBe(pageOf());
  });

  it('allows its own script and style by their digests, and nothing from anywhere', () => {
    const page = pageOf();
    const [policy = ''] = /(?<=Content-Security-Policy" content=")[^"]*/.exec(page) ?? [];
    const digest = (text: string): string =>
      `sha256-${createHash('sha256').update(text).digest('base64')}`;
    const [, script = ''] = inside(page, 'script');
    const [style = ''] = inside(page, 'style');
    expect(script).toBe(SCRIPT);
    expect(policy.replaceAll('&#39;', "'").split('; ')).toEqual([
      "default-src 'none'",
      `script-src '${digest(script)}'`,
      `style-src '${digest(style)}'`,
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    expect(page).not.toMatch(/(?:src|href)="(?!#)/);
    expect(page).not.toMatch(/\son\w+=|\sstyle=/);
  });

  it('refuses a script that would end its own element', () => {
    expect(() => reportHtml(reportData(), 'f("</script>")')).toThrow('ends its element');
  });

  it('tells what is hostile as text', () => {
    const page = pageOf({
      title: HOSTILE,
      films: [filmReport({ file: HOSTILE, subject: HOSTILE, program: HOSTILE, replay: HOSTILE })],
    });
    expect(page).not.toContain('<img');
    expect(page.match(/<script/g)).toHaveLength(2);
    expect(page).toContain('&lt;img src=x');
    expect(islandOf(page)[0]?.program).toBe(HOSTILE);
  });

  it('has the films for its script', () => {
    const [film] = islandOf(pageOf());
    expect(film).toMatchObject({ id: 'finding-1', brokenAt: 1, guilty: ['block:b'] });
    expect(film?.film.scenes.map(({ command }) => command)).toEqual([
      'a = malloc 8',
      'b = malloc 8',
    ]);
  });

  it('tells without its script what broke, and how to see it again', () => {
    const text = pageOf()
      .replaceAll(/<[^>]*>/g, ' ')
      .replaceAll(/\s+/g, ' ');
    expect(text).toContain(
      'It always holds that no two live blocks share a byte; here it did not.',
    );
    expect(text).toContain('at 0x40 expected 8 bytes of its own found shared with a');
    expect(text).toContain('allocheck 1 heap pool a = malloc 8 b = malloc 8');
    expect(text).toContain('npx allocheck replay out/a.allocheck');
    expect(text).toContain('seen in 3 runs; shrunk in 12 tries, 0.50 s');
  });
});

describe('the overview', () => {
  it('says of each run what held, how much was judged, and which marks are missing', () => {
    const [overview = ''] = inside(pageOf(), 'main');
    const text = overview.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
    expect(text).toContain('1 bug: 1 of 3 invariants broke programs 2,000 commands 9,000');
    expect(text).toContain('client/disjoint 41 broke in 3 runs');
    expect(text).toContain('client/zeroed 0 vacuous');
    expect(text).toContain('1 of 2 marks reached; no program came to these: pool/full');
    expect(text).toContain('Not run: 1');
  });

  it('counts commands and sizes; those of its films where there is no run', () => {
    const ofRun = inside(pageOf(), 'figure').slice(0, 2).join('');
    expect(ofRun).toMatch(/malloc.*8,000.*commands that did something.*16 to 32.*7,000.*requests/s);
    const ofFilms = inside(pageOf({ runs: [] }), 'figure')
      .slice(0, 2)
      .join('');
    expect(ofFilms).toMatch(/malloc.*>2<.*8 to 16.*>2</s);
  });
});

describe('the plots of a film', () => {
  it('have lines with names and units, and say in words what they show', () => {
    const [, , sizes = '', lost = ''] = inside(pageOf(), 'figure');
    expect(sizes).toContain('asked for and live');
    expect(sizes).toContain('>64 B<');
    expect(sizes).toMatch(/aria-label="In use asked for and live from 0 B to 16 B, at most 16 B/);
    expect(lost).toMatch(/fragmentation from 0 % to 75 %, at most 88 %/);
  });
});

describe('a kill matrix', () => {
  it('has a row for each invariant that noticed a fault, and tells who noticed none', () => {
    const mutants = [
      { id: 'a', killedBy: ['x', 'y'] },
      { id: 'b', killedBy: ['y'] },
      { id: 'c', killedBy: [] },
    ];
    const page = pageOf({ matrices: [{ mutants }] });
    const part = page.slice(page.indexOf('id="kill-matrix-1"'));
    const rows = [...part.matchAll(/<text[^>]*>(.)<\/text>\s*<path[^>]*d="([^"]*)"/g)];
    expect(rows.map(([, id, path = '']) => [id, path.match(/M/g)?.length])).toEqual([
      ['y', 2],
      ['x', 1],
    ]);
    expect(part).toMatch(/3 mutants, 2 invariants that noticed\s+any; 1 by none/);
  });
});
