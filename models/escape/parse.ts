/**
 * Text as a program: declarations and statements of the small language.
 *
 * All of it is Go: what this reads and check.ts accepts, the Go compiler takes too. What Go has besides is left out: methods,
 * maps, channels, strings, `switch`, `break`, `goto`, packages, and conversions to an interface that are not written.
 */
import { ExprParser } from './parse-expr.ts';
import { Reader } from './reader.ts';
import type { Expr, Func, Global, Param, Pos, Program, Stmt } from './syntax.ts';
import { NONE } from './types.ts';
import type { Field } from './types.ts';

/**
 * @param file  what to call the text in complaints
 * @throws {BadInput} where it is no program, with line and column
 */
export function parseEscape(text: string, file: string): Program {
  return new Parser(text, file).program();
}

class Parser {
  readonly #reader: Reader;
  readonly #exprs: ExprParser;

  constructor(text: string, file: string) {
    this.#reader = new Reader(text, file);
    this.#exprs = new ExprParser(this.#reader, (pos) => this.#func('', pos));
  }

  program(): Program {
    const reader = this.#reader;
    const globals: Global[] = [];
    const funcs: Func[] = [];
    if (reader.take('package')) {
      reader.name('the name of the package');
      reader.endStatement();
    }
    while (!reader.isEnd()) {
      if (reader.take('type')) this.#struct();
      else if (reader.take('var')) {
        const { name, pos } = reader.name('the name of a variable');
        globals.push({ name, pos, type: reader.type() });
        if (reader.is('='))
          throw reader.bad('a global is declared without a value: give it one in main');
      } else if (reader.take('func')) {
        const { name, pos } = reader.name('the name of a function');
        funcs.push(this.#func(name, pos));
      } else throw reader.unlike("'type', 'var' or 'func'");
      if (!reader.isEnd()) reader.endStatement();
    }
    return { structs: [...reader.structs.values()], globals, funcs };
  }

  #struct(): void {
    const reader = this.#reader;
    const { name } = reader.name('the name of a type');
    reader.expect('struct');
    reader.expect('{');
    const fields = reader.structs.get(name)?.fields as Field[];
    while (!reader.is('}')) {
      const names = [reader.name('a field').name];
      while (reader.take(',')) names.push(reader.name('a field').name);
      const type = reader.type();
      for (const field of names) fields.push({ name: field, type });
      reader.endStatement();
    }
    reader.expect('}');
  }

  /** A function from its parameters on. */
  #func(name: string, pos: Pos): Func {
    const params = this.#params();
    const results = this.#results();
    const body = this.#block();
    const variables = { params: [], results: [] };
    return { name, pos, params, results, body, parent: undefined, captures: [], variables };
  }

  /** `(a, b int, p *int)`, or types alone. */
  #params(): readonly Param[] {
    const reader = this.#reader;
    reader.expect('(');
    const params: Param[] = [];
    while (!reader.is(')')) {
      const isNamed = reader.token.kind === 'name' && !reader.startsType();
      if (!isNamed) params.push({ name: '', pos: reader.pos, type: reader.type() });
      else {
        const names = [reader.name('a parameter')];
        while (reader.take(',')) names.push(reader.name('a parameter'));
        const type = reader.type();
        for (const each of names) params.push({ ...each, type });
      }
      if (!reader.take(',')) break;
    }
    reader.expect(')');
    return params;
  }

  #results(): readonly Param[] {
    const reader = this.#reader;
    if (reader.is('(')) return this.#params();
    if (reader.is('{')) return [];
    const { pos } = reader;
    return [{ name: '', pos, type: reader.type() }];
  }

  #block(): readonly Stmt[] {
    const reader = this.#reader;
    reader.expect('{');
    return this.#exprs.inner(() => {
      const body: Stmt[] = [];
      while (!reader.is('}')) {
        if (reader.take(';')) continue;
        body.push(this.#stmt());
        reader.endStatement();
      }
      reader.expect('}');
      return body;
    });
  }

  #stmt(): Stmt {
    const reader = this.#reader;
    const { pos } = reader;
    switch (reader.token.text) {
      case 'var':
        return this.#var();
      case 'if':
        return this.#if();
      case 'for':
        return this.#for();
      case '{':
        return { kind: 'block', pos, body: this.#block() };
      case 'return': {
        reader.expect('return');
        const values = reader.is(';') || reader.is('}') ? [] : this.#list();
        return { kind: 'return', pos, values };
      }
      case 'defer':
      case 'go': {
        const kind = reader.is('go') ? 'go' : 'defer';
        reader.expect(kind);
        const call = this.#exprs.expr();
        if (call.kind !== 'call') throw reader.bad(`${kind} needs a call of a function`, call.pos);
        return { kind, pos, call, site: undefined };
      }
      case 'println': {
        reader.expect('println');
        reader.expect('(');
        return { kind: 'print', pos, values: this.#exprs.list(')') };
      }
      default:
        return this.#simple();
    }
  }

  #list(): readonly Expr[] {
    const exprs = [this.#exprs.expr()];
    while (this.#reader.take(',')) exprs.push(this.#exprs.expr());
    return exprs;
  }

  #var(): Stmt {
    const reader = this.#reader;
    const pos = reader.expect('var');
    const names = [reader.name('the name of a variable')];
    while (reader.take(',')) names.push(reader.name('the name of a variable'));
    const type = reader.type();
    const values = reader.take('=') ? this.#list() : [];
    const params = names.map((each) => ({ ...each, type }));
    return { kind: 'declare', pos, names: params, isShort: false, values, variables: [] };
  }

  /** A declaration by `:=`, an assignment, a call. */
  #simple(): Stmt {
    const reader = this.#reader;
    const targets = this.#list();
    const { pos } = reader;
    if (reader.take(':=')) {
      const names = targets.map((each): Param => {
        if (each.kind === 'name') return { name: each.name, pos: each.pos, type: NONE };
        throw reader.bad("':=' declares names: use '=' for what is there", each.pos);
      });
      const values = this.#list();
      return { kind: 'declare', pos, names, isShort: true, values, variables: [] };
    }
    if (reader.take('=')) return { kind: 'assign', pos, targets, values: this.#list(), op: '=' };
    const [only] = targets;
    if (targets.length > 1 || only === undefined) throw reader.unlike("':=' or '='");
    if (reader.take('++')) {
      const one: Expr = { kind: 'number', pos, type: NONE, value: 1 };
      return { kind: 'assign', pos, targets, values: [one], op: '+=' };
    }
    if (reader.take('+=')) {
      return { kind: 'assign', pos, targets, values: [this.#exprs.expr()], op: '+=' };
    }
    if (only.kind === 'call') return { kind: 'call', pos: only.pos, call: only };
    throw reader.bad('an expression alone does nothing: call a function, or assign it', only.pos);
  }

  #if(): Stmt {
    const reader = this.#reader;
    const pos = reader.expect('if');
    const condition = this.#exprs.head(() => this.#exprs.expr());
    const body = this.#block();
    let otherwise: readonly Stmt[] = [];
    if (reader.take('else')) otherwise = reader.is('if') ? [this.#if()] : this.#block();
    return { kind: 'if', pos, condition, body, otherwise };
  }

  #for(): Stmt {
    const reader = this.#reader;
    const pos = reader.expect('for');
    if (this.#isRange()) return this.#range(pos);
    const parts = this.#exprs.head(() => this.#forParts());
    return { kind: 'for', pos, ...parts, body: this.#block() };
  }

  #forParts(): { init: Stmt | undefined; condition: Expr | undefined; post: Stmt | undefined } {
    const reader = this.#reader;
    if (reader.is('{')) throw reader.bad('a loop needs a condition: this one would never end');
    if (!reader.is(';')) {
      const start = this.#conditionOrStatement();
      if ('condition' in start)
        return { init: undefined, condition: start.condition, post: undefined };
      reader.expect(';');
      return { init: start.statement, ...this.#forRest() };
    }
    reader.expect(';');
    return { init: undefined, ...this.#forRest() };
  }

  #forRest(): { condition: Expr | undefined; post: Stmt | undefined } {
    const reader = this.#reader;
    const condition = this.#exprs.expr();
    reader.expect(';');
    return { condition, post: reader.is('{') ? undefined : this.#simple() };
  }

  #conditionOrStatement(): { condition: Expr } | { statement: Stmt } {
    const isStatement = this.#hasBefore('{', [':=', '=', '++', '+=']);
    return isStatement ? { statement: this.#simple() } : { condition: this.#exprs.expr() };
  }

  #isRange(): boolean {
    return this.#hasBefore('{', ['range']);
  }

  #hasBefore(end: string, words: readonly string[]): boolean {
    for (let i = 0; ; i += 1) {
      const token = this.#reader.ahead(i);
      if (token === undefined || token.kind === 'end' || token.text === end) return false;
      if (words.includes(token.text)) return true;
    }
  }

  #range(pos: Pos): Stmt {
    const reader = this.#reader;
    const names: Param[] = [];
    if (!reader.is('range')) {
      names.push({ ...reader.name('the name of a variable'), type: NONE });
      if (reader.take(',')) names.push({ ...reader.name('the name of a variable'), type: NONE });
      reader.expect(':=');
    }
    reader.expect('range');
    const over = this.#exprs.head(() => this.#exprs.expr());
    return { kind: 'range', pos, names, over, body: this.#block(), variables: [] };
  }
}
