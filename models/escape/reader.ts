/** A place in the tokens of a text, and the types that stand there. */
import { BadInput } from '../../src/base/errors.ts';
import { didYouMean } from '../../src/base/nearest.ts';
import type { Pos } from './syntax.ts';
import { tokensOf } from './tokens.ts';
import type { Token } from './tokens.ts';
import { ANY, INT, pointerTo, sliceOf } from './types.ts';
import type { StructType, Type } from './types.ts';

/** Least and most elements of an array. */
const LENGTH_MAX = 1 << 30;

export class Reader {
  readonly structs = new Map<string, StructType>();
  readonly #file: string;
  readonly #tokens: readonly Token[];
  #at = 0;

  /** @throws {BadInput} */
  constructor(text: string, file: string) {
    this.#file = file;
    this.#tokens = tokensOf(text, file);
    // A struct may be named before it is declared.
    for (const [i, { text: word }] of this.#tokens.entries()) {
      if (word !== 'type') continue;
      const name = this.#tokens[i + 1];
      if (name?.kind !== 'name') continue;
      if (this.structs.has(name.text)) throw this.bad(`${name.text} is declared twice`, name.pos);
      this.structs.set(name.text, { kind: 'struct', name: name.text, fields: [] });
    }
  }

  get token(): Token {
    return this.#tokens[this.#at] as Token;
  }

  get pos(): Pos {
    return this.token.pos;
  }

  isEnd(): boolean {
    return this.token.kind === 'end';
  }

  /** The token that is so many further. */
  ahead(by: number): Token | undefined {
    return this.#tokens[this.#at + by];
  }

  is(text: string): boolean {
    return this.token.text === text && this.token.kind !== 'end';
  }

  /** Goes on behind the token, if it is this one. */
  take(text: string): boolean {
    if (!this.is(text)) return false;
    this.#at += 1;
    return true;
  }

  /** The place of the token, which must be this one. */
  expect(text: string): Pos {
    const { pos } = this;
    if (!this.take(text)) throw this.unlike(`'${text}'`);
    return pos;
  }

  /** A name that somebody chose. */
  name(what: string): { readonly name: string; readonly pos: Pos } {
    const { kind, text, pos } = this.token;
    if (kind !== 'name' || RESERVED.has(text)) throw this.unlike(what);
    this.#at += 1;
    return { name: text, pos };
  }

  number(what: string): number {
    const { kind, text } = this.token;
    if (kind !== 'number') throw this.unlike(what);
    this.#at += 1;
    return Number(text);
  }

  /** Ends a statement: a semicolon, or what closes the block around it. */
  endStatement(): void {
    if (this.is('}') || this.is(')') || this.take(';')) return;
    throw this.unlike('the end of the statement');
  }

  bad(problem: string, pos = this.pos): BadInput {
    return new BadInput({ file: this.#file, ...pos }, problem);
  }

  /** The complaint that the token is not what should stand here. */
  unlike(what: string): BadInput {
    const { kind, text } = this.token;
    const isLineEnd = text === ';' && this.#isLineEnd();
    const found =
      kind === 'end' ? 'the end of the file' : isLineEnd ? 'the end of the line' : `'${text}'`;
    return this.bad(`expected ${what}, found ${found}`);
  }

  #isLineEnd(): boolean {
    const next = this.ahead(1);
    return next === undefined || next.kind === 'end' || next.pos.line > this.pos.line;
  }

  /** Whether a type stands here, and no expression may. */
  isType(): boolean {
    return this.is('[') || this.is('func') || this.is('any') || this.is('int');
  }

  type(): Type {
    if (this.take('*')) return pointerTo(this.type());
    if (this.take('[')) {
      if (this.take(']')) return sliceOf(this.type());
      const { pos } = this;
      const length = this.number('the length of the array');
      if (length > LENGTH_MAX) throw this.bad(`an array has at most ${LENGTH_MAX} elements`, pos);
      this.expect(']');
      return { kind: 'array', length, of: this.type() };
    }
    if (this.take('func')) return this.#funcType();
    if (this.take('int')) return INT;
    if (this.take('any')) return ANY;
    const { name, pos } = this.name('a type');
    const struct = this.structs.get(name);
    if (struct !== undefined) return struct;
    const near = didYouMean(name, [...this.structs.keys(), 'int', 'any']);
    throw this.bad(`there is no type ${name}${near}`, pos);
  }

  #funcType(): Type {
    this.expect('(');
    const params: Type[] = [];
    while (!this.is(')')) {
      params.push(this.type());
      if (!this.take(',')) break;
    }
    this.expect(')');
    return { kind: 'func', params, results: this.#resultTypes() };
  }

  #resultTypes(): readonly Type[] {
    if (!this.take('(')) return this.startsType() ? [this.type()] : [];
    const results: Type[] = [];
    while (!this.is(')')) {
      results.push(this.type());
      if (!this.take(',')) break;
    }
    this.expect(')');
    return results;
  }

  /** Whether a type may begin here. */
  startsType(): boolean {
    return this.is('*') || this.isType() || this.structs.has(this.token.text);
  }
}

/** Names that have their meaning. */
export const RESERVED: ReadonlySet<string> = new Set(
  (
    'package type struct var func if else for range return defer go int any nil new make append len cap println true false ' +
    'break continue goto switch case select map chan interface const import'
  ).split(' '),
);
