/** The first part of the page: what was run, what held, and how much was looked at. */
import type { SizeRange } from '../../program/asked.ts';
import type { DeedCount } from '../deeds.ts';
import { shortSize } from '../film/maps.ts';
import { amount, counted, duration } from '../words.ts';
import type { FilmReport, ReportData, RunData } from './data.ts';
import { filmName } from './film-section.ts';
import { html } from './markup.ts';
import type { Markup } from './markup.ts';
import { barChart } from './plot.ts';

export function overviewSection({ runs, films }: ReportData): Markup {
  return html`<section id="overview" aria-labelledby="overview-title">
    <h2 id="overview-title">Overview</h2>
    ${filmsPart(films)} ${runs.map((run, i) => runPart(run, i + 1))}
    ${runs.length === 0 && films.length > 0 ? filmsMix(films) : undefined}
  </section> `;
}

/** What broke, and what is shown besides. */
function filmsPart(films: readonly FilmReport[]): Markup | undefined {
  if (films.length === 0) return undefined;
  const rows = films.map((film) => {
    const { id, subject, broken, held } = film;
    const came = broken === undefined ? held : `broke ${broken.when}`;
    return html`<tr class="${broken === undefined ? '' : 'broken'}">
      <th scope="row"><a href="#${id}">${filmName(film)}</a></th>
      <td>${subject}</td>
      <td>${came}</td>
    </tr>`;
  });
  return html`<div class="wide" tabindex="0">
    <table>
      <thead>
        <tr>
          <th scope="col">program</th>
          <th scope="col">on</th>
          <th scope="col">what came of it</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

function runPart(run: RunData, number: number): Markup {
  const { subject, runs, commands, seconds, seed, interrupted, findings, did, asked } = run;
  const judged = [...run.invariants, ...run.relations];
  const broken = judged.filter((each) => each.broken > 0).length;
  const checks = judged.reduce((sum, each) => sum + each.judged, 0);
  const verdict =
    findings.length === 0
      ? html`<p class="good">all ${counted(judged.length, 'invariant')} held</p>`
      : html`<p class="bad">
          ${counted(findings.length, 'bug')}: ${broken} of ${counted(judged.length, 'invariant')}
          broke
        </p>`;
  return html`<section aria-labelledby="run-${number}">
    <h3 id="run-${number}">The run on ${subject}</h3>
    ${verdict}
    <dl class="values">
      <dt>programs</dt>
      <dd>${amount(runs)}</dd>
      <dt>commands</dt>
      <dd>${amount(commands)}</dd>
      <dt>checks</dt>
      <dd>${amount(checks)}</dd>
      <dt>seed</dt>
      <dd>${seed}</dd>
      <dt>time</dt>
      <dd>${duration(seconds)}${interrupted ? ', interrupted' : ''}</dd>
    </dl>
    ${mixPart(did, asked)} ${judgedPart(run)} ${marksPart(run)}
  </section>`;
}

/** Most invariants that are listed at once. */
const OPEN_MAX = 30;

function judgedPart({ invariants, relations, notRun }: RunData): Markup {
  const all = [...invariants, ...relations].toSorted(
    (a, b) => b.broken - a.broken || a.judged - b.judged || (a.id < b.id ? -1 : 1),
  );
  const rows = all.map(({ id, judged, vacuous, broken }) => {
    const came = broken > 0 ? `broke in ${counted(broken, 'run')}` : vacuous ? 'vacuous' : 'held';
    return html`<tr class="${broken > 0 ? 'broken' : ''}">
      <th scope="row">${id}</th>
      <td class="number">${amount(judged)}</td>
      <td>${came}</td>
    </tr>`;
  });
  const vacuous = all.filter((each) => each.vacuous).length;
  const told = [
    counted(all.length, 'invariant'),
    ...(vacuous === 0 ? [] : [`${vacuous} vacuous: nothing to judge`]),
    ...(notRun.length === 0 ? [] : [`${notRun.length} more not run`]),
  ].join(', ');
  return html`<details${all.length <= OPEN_MAX ? html` open` : undefined}><summary>How often each invariant was judged: ${told}</summary>
<div class="wide" tabindex="0"><table>
<thead><tr><th scope="col">invariant</th><th scope="col">subjects judged</th><th scope="col">what came of it</th></tr></thead>
<tbody>${rows}</tbody>
</table></div>${
    notRun.length === 0
      ? undefined
      : html`<details>
          <summary>Not run: ${notRun.length}</summary>
          <p>${notRun.join(', ')}</p>
        </details>`
  }</details>`;
}

function marksPart({ marks: { reached, total, missing } }: RunData): Markup | undefined {
  if (total === 0) return undefined;
  return html`<p>
      ${reached} of ${counted(total, 'mark')}
      reached${missing.length === 0 ? '' : '; no program came to these:'}
    </p>
    ${
      missing.length === 0
        ? undefined
        : html`<ul>
            ${missing.map((id) => html`<li>${id}</li>`)}
          </ul>`
    }`;
}

/** Of all programs together that are shown. */
function filmsMix(films: readonly FilmReport[]): Markup {
  const did = new Map<string, number>();
  const asked = new Map<number, SizeRange>();
  for (const film of films) {
    for (const { what, count } of film.did) did.set(what, (did.get(what) ?? 0) + count);
    for (const { from, to, count } of film.asked)
      asked.set(from, { from, to, count: count + (asked.get(from)?.count ?? 0) });
  }
  return html`<h3>What the programs do</h3>
    ${mixPart(
      [...did].map(([what, count]) => ({ what, count })),
      [...asked.values()].toSorted((a, b) => a.from - b.from),
    )}`;
}

function mixPart(did: readonly DeedCount[], asked: readonly SizeRange[]): Markup | undefined {
  if (did.length + asked.length === 0) return undefined;
  const commands = did
    .toSorted((a, b) => b.count - a.count)
    .map(({ what, count }) => ({ name: what, count }));
  const sizes = asked
    .filter(({ count }) => count > 0)
    .map((range) => ({ name: rangeText(range), count: range.count }));
  return html`<div class="plots">
    ${barChart('Commands by kind', commands, 'commands that did something')}${barChart('Sizes that were asked for, in bytes, K of 1,024', sizes, 'requests')}
  </div>`;
}

function rangeText({ from, to }: SizeRange): string {
  return to - from <= 1 ? shortSize(from) : `${shortSize(from)} to ${shortSize(to)}`;
}
