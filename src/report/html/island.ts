/** What the script of the page is given of each film. */
import type { Film } from '../film/film.ts';

export interface FilmIsland {
  /** Of its section in the page. */
  readonly id: string;
  readonly film: Film;
  /** Where it broke; undefined when all held. */
  readonly brokenAt: number | undefined;
  /** Keys of the things that the finding speaks of. */
  readonly guilty: readonly string[];
  /** To be copied; undefined where it is too long. */
  readonly program: string | undefined;
}
