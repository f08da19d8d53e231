/** Lines over time, drawn in characters. */

export interface Series {
  /** One character. */
  readonly mark: string;
  /** One for each place, 0 or more; undefined where there is none, and fewer where it ended early. */
  readonly values: readonly (number | undefined)[];
}

const WIDTH = 60;
const HEIGHT = 10;
/** Columns of what the vertical axis says. */
const LABEL = 10;
/** Where several lines meet. */
const SEVERAL = '*';

/**
 * The highest value of the places that fall into a column, from 0 to the highest of all.
 *
 * @param places  of the horizontal axis
 * @param ends    what it says at its ends
 * @param text    of a value
 */
export function textPlot(
  series: readonly Series[],
  places: number,
  ends: readonly [string, string],
  text: (value: number) => string,
): readonly string[] {
  const columns = series.map(({ values }) => columnsOf(values, places));
  const most = Math.max(1, ...columns.flat().map((value) => value ?? 0));
  const rowOf = (value: number): number => Math.round((value / most) * (HEIGHT - 1));
  const lines: string[] = [];
  for (let row = HEIGHT - 1; row >= 0; row -= 1) {
    let line = '';
    for (let column = 0; column < WIDTH; column += 1) {
      const here = series.filter((_, i) => {
        const value = columns[i]?.[column];
        return value !== undefined && rowOf(value) === row;
      });
      line += here.length > 1 ? SEVERAL : (here[0]?.mark ?? ' ');
    }
    const label = row === HEIGHT - 1 ? text(most) : row === 0 ? text(0) : '';
    lines.push(`${label.padStart(LABEL)} |${line}`.trimEnd());
  }
  const [from, to] = ends;
  const rule = `${' '.repeat(LABEL)} +${'-'.repeat(WIDTH)}`;
  const axis = `${' '.repeat(LABEL + 2)}${from}${to.padStart(WIDTH - from.length)}`;
  return [...lines, rule, axis];
}

function columnsOf(
  values: readonly (number | undefined)[],
  places: number,
): readonly (number | undefined)[] {
  return Array.from({ length: WIDTH }, (_, column) => {
    const from = Math.floor((column * places) / WIDTH);
    const to = Math.max(from + 1, Math.floor(((column + 1) * places) / WIDTH));
    const here = values.slice(from, to).filter((value) => value !== undefined);
    return here.length === 0 ? undefined : Math.max(...here);
  });
}
