/**
 * Small functions that journaled code (journaled.ts) calls. They stand behind it, each made for one name or for one place:
 * so each meets things of one shape, or of few, and is fast.
 */

const PARAMETERS = ['a', 'b', 'c', 'd', 'e', 'f'];

export class Helpers {
  readonly #journal: string;
  readonly #functions: string[] = [];
  /** Names of the functions that restore a field, by the field's name. */
  readonly #ofFields = new Map<string, string>();

  /** @param journal  what the code calls its journal */
  constructor(journal: string) {
    this.#journal = journal;
  }

  /** All of them, as declarations. */
  get text(): string {
    return this.#functions.join('\n');
  }

  /** One that writes a field anew. */
  restoreField(name: string): string {
    let restore = this.#ofFields.get(name);
    if (restore === undefined) {
      restore = this.#declare('restore', 'thing, key, old', `thing.${name} = old;`);
      this.#ofFields.set(name, restore);
    }
    return restore;
  }

  /** One that writes an element anew. */
  restoreElement(): string {
    return this.#declare('restore', 'thing, key, old', 'thing[key] = old;');
  }

  /**
   * One that calls a method by which something changes, and tells the journal before.
   *
   * @param count  of the arguments; undefined where it is not known
   */
  mutation(method: string, count: number | undefined): string {
    const args = count === undefined ? ['...args'] : PARAMETERS.slice(0, count);
    if (count !== undefined && count > args.length) return this.mutation(method, undefined);
    const all = ['thing', ...args].join(', ');
    const call = `${this.#journal}.${method}(${all}); return thing.${method}(${args.join(', ')});`;
    return this.#declare(method, all, call);
  }

  #declare(stem: string, parameters: string, body: string): string {
    const name = `${stem}${this.#functions.length}$`;
    this.#functions.push(`function ${name}(${parameters}) { ${body} }`);
    return name;
  }
}
