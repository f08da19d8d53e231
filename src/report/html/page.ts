/**
 * The report as one page that needs nothing else: no network, no file beside it.
 *
 * It may run its own script and use its own style, by their digests, and nothing else. What subjects, files and messages say is text.
 */
import { assert } from '../../base/errors.ts';
import type { FilmReport, ReportData } from './data.ts';
import { filmName, filmSection } from './film-section.ts';
import type { FilmIsland } from './island.ts';
import { digest, html, island, raw } from './markup.ts';
import { matrixSection } from './matrix.ts';
import { overviewSection } from './overview.ts';
import { packedFilm } from '../film/pack.ts';
import { STYLE } from './style.ts';

/** @param script  of the page, which shows the films */
export function reportHtml(data: ReportData, script: string): string {
  const { title, films, matrices } = data;
  assert(!/<\/script|<!--/i.test(script), 'the script of the page ends its element');
  const policy = [
    "default-src 'none'",
    `script-src '${digest(script)}'`,
    `style-src '${digest(STYLE)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>allocheck: ${title}</title>
        ${raw(`<style>${STYLE}</style>`)}
      </head>
      <body>
        <header>
          <h1>allocheck: ${title}</h1>
          <nav aria-label="parts of the report">
            <ul>
              <li><a href="#overview">Overview</a></li>
              ${films.map((film) => html`<li><a href="#${film.id}">${filmName(film)}</a></li>`)}
              ${matrices.map((_, i) => html`<li><a href="#${matrixId(i)}">kill matrix</a></li>`)}
            </ul>
          </nav>
        </header>
        <main>
          ${overviewSection(data)} ${films.map(filmSection)}
          ${matrices.map((each, i) => matrixSection(each, matrixId(i)))}
        </main>
        ${raw(`<script type="application/json" id="films">${island(films.map(islandOf))}</script>`)}
        ${raw(`<script>${script}</script>`)}
      </body>
    </html> `.text;
}

function matrixId(index: number): string {
  return `kill-matrix-${index + 1}`;
}

function islandOf({ id, film, broken, program }: FilmReport): FilmIsland {
  return {
    id,
    film: packedFilm(film),
    brokenAt: broken?.step,
    guilty: broken?.guilty ?? [],
    program,
  };
}
