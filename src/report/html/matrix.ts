/** Which invariant noticed which mutant, as a map: a row for each invariant, a column for each mutant. */
import { counted } from '../words.ts';
import type { MatrixData } from './data.ts';
import { html } from './markup.ts';
import type { Markup } from './markup.ts';

/** Pixels of a cell, and of the names beside. */
const CELL = 6;
const LINE = 12;
const NAMES = 300;

/** @param id  of the part, for links */
export function matrixSection({ mutants }: MatrixData, id: string): Markup {
  const killers = new Map<string, number>();
  for (const { killedBy } of mutants)
    for (const by of killedBy) killers.set(by, (killers.get(by) ?? 0) + 1);
  const invariants = [...killers].toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  const width = NAMES + mutants.length * CELL;
  const height = invariants.length * LINE;
  const survived = mutants.filter(({ killedBy }) => killedBy.length === 0).length;
  return html`<section id="${id}" aria-labelledby="${id}-title">
    <h2 id="${id}-title">Which invariant noticed which fault</h2>
    <p>
      ${counted(mutants.length, 'mutant')}, ${counted(invariants.length, 'invariant')} that noticed
      any; ${survived === 0 ? 'each was noticed' : `${survived} by none`}. A column for each mutant,
      in their order.
    </p>
    <div class="wide" tabindex="0">
      <svg
        width="${width}"
        height="${height}"
        viewBox="0 0 ${width} ${height}"
        role="img"
        aria-label="kill matrix; the table below has the same"
      >
        ${invariants.map(([by], row) => rowOf(by, mutants, row))}
      </svg>
    </div>
    <details>
      <summary>The same as a table</summary>
      <div class="wide" tabindex="0">
        <table>
          <thead>
            <tr>
              <th scope="col">mutant</th>
              <th scope="col">noticed by</th>
            </tr>
          </thead>
          <tbody>
            ${mutants.map(
              ({ id, killedBy }) =>
                html`<tr>
                  <th scope="row">${id}</th>
                  <td>${killedBy.join(', ')}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </details>
  </section>`;
}

function rowOf(id: string, mutants: MatrixData['mutants'], row: number): Markup {
  return html`<text class="tick end" x="${NAMES - 6}" y="${row * LINE + 10}">${id}</text>
    <path class="kills" d="${marksOf(id, mutants, row)}" />`;
}

/** A square for each mutant that the invariant noticed. */
function marksOf(id: string, mutants: MatrixData['mutants'], row: number): string {
  const size = CELL - 1;
  return mutants
    .map(({ killedBy }, column) =>
      killedBy.includes(id)
        ? `M${NAMES + column * CELL} ${row * LINE + 2}h${size}v${LINE - 3}h-${size}z`
        : '',
    )
    .join('');
}
