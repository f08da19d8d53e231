/** The data of the page, as the report wrote it beside this script. */
import type { FilmIsland } from '../src/report/html/island.ts';

export function islandOf(): readonly FilmIsland[] {
  const text = document.getElementById('films')?.textContent ?? '[]';
  return JSON.parse(text) as readonly FilmIsland[];
}
