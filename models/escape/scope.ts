/** What names stand for at a place of a program, and what has been declared so far. */
import { BadInput } from '../../src/base/errors.ts';
import { didYouMean } from '../../src/base/nearest.ts';
import { RESERVED } from './reader.ts';
import type { Expr, Func, Pos, Site, Variable } from './syntax.ts';
import type { Type } from './types.ts';

/** What is said of a variable that is declared. */
export interface Declaration {
  readonly name: string;
  readonly type: Type;
  readonly pos: Pos;
  readonly role: Variable['role'];
  readonly init?: Expr | undefined;
}

type Meaning = Variable | { readonly func: Func; readonly role: 'func' };

export class Scope {
  readonly variables: Variable[] = [];
  readonly sites: Site[] = [];
  readonly #file: string;
  readonly #scopes: Map<string, Meaning>[] = [new Map()];
  #func: Func | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  bad(problem: string, pos: Pos): BadInput {
    return new BadInput({ file: this.#file, ...pos }, problem);
  }

  within(check: () => void): void {
    this.#scopes.push(new Map());
    check();
    this.#scopes.pop();
  }

  inside(func: Func, check: () => void): void {
    const before = this.#func;
    this.#func = func;
    this.within(check);
    this.#func = before;
  }

  get func(): Func {
    return this.#func as Func;
  }

  declare(declaration: Declaration): Variable {
    const variable = this.prepare(declaration);
    this.enter(variable);
    return variable;
  }

  /** A variable that no name stands for yet: its own value must not speak of it. */
  prepare({ name, type, pos, role, init }: Declaration): Variable {
    const func = this.#func;
    const isPassed = role === 'param' || role === 'result';
    const site =
      func === undefined
        ? undefined
        : this.site({ kind: 'variable', pos, text: name, type, isPassed });
    return { name, type, pos, role, func, site, init, isChanged: false, isUsed: role !== 'local' };
  }

  enter(variable: Variable): void {
    this.variables.push(variable);
    const { name, pos } = variable;
    if (name !== '' && name !== '_') this.#set(name, variable, pos);
    else if (variable.role === 'local') throw this.bad(`a variable cannot be called ${name}`, pos);
  }

  declareFunc(func: Func): void {
    this.#set(func.name, { func, role: 'func' }, func.pos);
  }

  #set(name: string, meaning: Meaning, pos: Pos): void {
    if (RESERVED.has(name)) throw this.bad(`${name} has a meaning of its own`, pos);
    const scope = this.#scopes.at(-1) as Map<string, Meaning>;
    if (scope.has(name)) throw this.bad(`${name} is declared twice`, pos);
    scope.set(name, meaning);
  }

  /** What a name stands for; a variable of a function around this one is captured. */
  find(name: string, pos: Pos): Meaning {
    const scope = this.#scopes.findLast((each) => each.has(name));
    const meaning = scope?.get(name);
    if (meaning === undefined) {
      const names = this.#scopes.flatMap((each) => [...each.keys()]);
      throw this.bad(`nothing is called ${name} here${didYouMean(name, names)}`, pos);
    }
    if (meaning.role !== 'func' && meaning.func !== undefined) this.#capture(meaning);
    return meaning;
  }

  #capture(variable: Variable): void {
    for (let func = this.#func; func !== variable.func; func = func?.parent) {
      if (func === undefined) return;
      if (!func.captures.includes(variable)) func.captures.push(variable);
    }
  }

  site(
    made: Pick<Site, 'kind' | 'pos' | 'text' | 'type'> &
      Partial<Pick<Site, 'isPassed' | 'elements'>>,
  ): Site {
    const { kind, pos, text, type, isPassed = false, elements } = made;
    const { func } = this;
    const site: Site = { id: this.sites.length, kind, pos, text, type, func, isPassed, elements };
    this.sites.push(site);
    return site;
  }
}
