/** The part of the page about one program: what broke, its film, its text, its plots. */
import { counted, duration } from '../words.ts';
import type { BrokenReport, FilmReport, FoundData, LifeReport } from './data.ts';
import { html } from './markup.ts';
import type { Markup } from './markup.ts';
import { sizePlots } from './size-plots.ts';

/** What it is called in lists. */
export function filmName({ id, broken, file }: Pick<FilmReport, 'id' | 'broken' | 'file'>): string {
  return `${id.replace('-', ' ')}: ${broken?.invariant ?? file.split('/').at(-1)}`;
}

export function filmSection(report: FilmReport): Markup {
  const { id, file, subject, broken, held, found, replay, film } = report;
  const title = broken?.invariant ?? file.split('/').at(-1);
  return html`<section id="${id}" aria-labelledby="${id}-title">
    <h2 id="${id}-title">${title}</h2>
    ${broken === undefined ? html`<p class="good">${held}</p>` : brokenPart(broken)}
    <p>${file} on ${subject}${foundText(found)}</p>
    <h3>Step by step</h3>
    <p class="note">
      Arrow keys go a step on and back, Home and End to the first and the last; in a map that Tab
      came to, from cell to
      cell.${film.omitted === 0 ? '' : ` The first ${film.omitted} steps are not shown.`}
    </p>
    <div class="stage">
      <p>The film needs JavaScript. What broke and the program are told without it.</p>
    </div>
    ${sizePlots(report)} ${broken === undefined ? undefined : livesPart(broken.lives, id)}
    ${programPart(report)} ${broken?.second === undefined ? undefined : secondPart(broken.second)}
    ${
      replay === undefined
        ? undefined
        : html`<h3>Again</h3>
            <div class="copyable" data-copy="line">
              <pre tabindex="0"><code>${replay}</code></pre>
            </div>`
    }
  </section> `;
}

/** What its run said of it. */
function foundText(found: FoundData | undefined): string {
  const { runs, shrunk } = found ?? {};
  const seen = runs === undefined ? '' : `; seen in ${counted(runs, 'run')}`;
  if (shrunk === undefined) return seen;
  return `${seen}; shrunk in ${counted(shrunk.evaluations, 'try', 'tries')}, ${duration(shrunk.seconds)}`;
}

function brokenPart(broken: BrokenReport): Markup {
  const { holds, because, at, expected, actual, when, alsoBroken } = broken;
  return html`<p class="bad">broken ${when}</p>
    ${holds === undefined ? undefined : html`<p>It always holds that ${holds}; here it did not.</p>`}
    ${because === undefined ? undefined : html`<p>Otherwise ${because}.</p>`}
    <dl class="values">
      <dt>at</dt>
      <dd><code>${at}</code></dd>
      <dt>expected</dt>
      <dd><code>${expected}</code></dd>
      <dt>found</dt>
      <dd><code>${actual}</code></dd>
      ${
        alsoBroken.length === 0
          ? undefined
          : html`<dt>also broke</dt>
              <dd>${alsoBroken.join(', ')}</dd>`
      }
    </dl>`;
}

/** What was done to each block that the finding speaks of. */
function livesPart(lives: readonly LifeReport[], id: string): Markup | undefined {
  if (lives.length === 0) return undefined;
  const life = ({ block, lines }: LifeReport): Markup =>
    html`<h4>${block}</h4>
      <ol class="life">
        ${lines.map(({ step, command, answer }) => html`<li><a href="#${id}/step-${step}">step ${step}</a> <code>${command}</code> <span class="answer">${answer}</span></li>`)}
      </ol>`;
  return html`<h3>The life of what it is about</h3>
    ${lives.map(life)}`;
}

function secondPart(second: string): Markup {
  return html`<h3>Against a second run, of</h3>
    <div class="copyable" data-copy="line">
      <pre tabindex="0"><code>${second}</code></pre>
    </div>`;
}

/** Lines of a program that are shown; all are copied. */
const LINES_MAX = 400;

function programPart({ program }: FilmReport): Markup {
  if (program === undefined)
    return html`<h3>The program</h3>
      <p>It is too long to be printed here.</p>`;
  const lines = program.trimEnd().split('\n');
  const left = lines.length - LINES_MAX;
  const more = left > 0 ? `\n… ${left} more lines: copy has them all` : '';
  return html`<h3>The program</h3>
    <div class="copyable" data-copy="program">
      <pre tabindex="0"><code>${lines.slice(0, LINES_MAX).join('\n')}${more}</code></pre>
    </div>`;
}
