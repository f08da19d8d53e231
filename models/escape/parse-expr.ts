/** Expressions of the small language. */
import type { Reader } from './reader.ts';
import { PRECEDENCE } from './syntax.ts';
import type { Call, Expr, Func, Operator, Pos } from './syntax.ts';
import { NONE } from './types.ts';
import type { Type } from './types.ts';

/** Reads expressions; functions inside of them it hands to who reads functions. */
export class ExprParser {
  readonly #reader: Reader;
  readonly #closure: (pos: Pos) => Func;
  /** In the head of an `if` or a `for`, `T{` begins the block. */
  #isHead = false;

  constructor(reader: Reader, closure: (pos: Pos) => Func) {
    this.#reader = reader;
    this.#closure = closure;
  }

  /** An expression in the head of an `if` or a `for`. */
  head<T>(read: () => T): T {
    return this.#with(true, read);
  }

  /** An expression inside of brackets, or of a block. */
  inner<T>(read: () => T): T {
    return this.#with(false, read);
  }

  #with<T>(isHead: boolean, read: () => T): T {
    const before = this.#isHead;
    this.#isHead = isHead;
    const found = read();
    this.#isHead = before;
    return found;
  }

  expr(level = 0): Expr {
    const operators: readonly Operator[] | undefined = PRECEDENCE[level];
    if (operators === undefined) return this.#unary();
    let left = this.expr(level + 1);
    for (;;) {
      const op = operators.find((each) => this.#reader.is(each));
      if (op === undefined) return left;
      const pos = this.#reader.expect(op);
      left = { kind: 'binary', pos, type: NONE, op, left, right: this.expr(level + 1) };
    }
  }

  list(end: string): readonly Expr[] {
    return this.inner(() => {
      const items: Expr[] = [];
      while (!this.#reader.is(end)) {
        items.push(this.expr());
        if (!this.#reader.take(',')) break;
      }
      this.#reader.expect(end);
      return items;
    });
  }

  #unary(): Expr {
    const { pos } = this.#reader;
    if (this.#reader.take('&')) {
      return { kind: 'address', pos, type: NONE, of: this.#unary(), site: undefined };
    }
    if (this.#reader.take('*')) return { kind: 'deref', pos, type: NONE, of: this.#unary() };
    return this.#suffixes(this.#operand());
  }

  #operand(): Expr {
    const reader = this.#reader;
    const { kind, text, pos } = reader.token;
    if (kind === 'number') {
      return { kind: 'number', pos, type: NONE, value: reader.number('a number') };
    }
    if (reader.take('(')) {
      const inner = this.inner(() => this.expr());
      reader.expect(')');
      return inner;
    }
    if (reader.take('nil')) return { kind: 'nil', pos, type: NONE };
    if (text === 'func') return this.#function();
    if (text === '[') return this.#literal(reader.type());
    if (reader.structs.has(text) && !this.#isHead && reader.ahead(1)?.text === '{') {
      return this.#literal(reader.type());
    }
    const builtin = this.#builtin(text);
    if (builtin !== undefined) return builtin;
    const { name } = reader.name('an expression');
    return { kind: 'name', pos, type: NONE, name, variable: undefined, func: undefined };
  }

  #function(): Expr {
    const pos = this.#reader.expect('func');
    const func = this.inner(() => this.#closure(pos));
    return { kind: 'closure', pos, type: NONE, func, site: undefined };
  }

  #literal(of: Type): Expr {
    const pos = this.#reader.expect('{');
    return { kind: 'literal', pos, type: NONE, of, elements: this.list('}'), site: undefined };
  }

  /** A call of what is in the language itself, or a conversion. */
  #builtin(name: string): Expr | undefined {
    const reader = this.#reader;
    if (!['new', 'make', 'append', 'len', 'cap', 'any'].includes(name)) return undefined;
    reader.expect(name);
    const pos = reader.expect('(');
    if (name === 'new' || name === 'make') {
      const of = reader.type();
      const sizes = reader.take(',') ? this.list(')') : this.list(')');
      if (name === 'new') {
        if (sizes.length > 0) throw reader.bad('new takes a type alone', pos);
        return { kind: 'new', pos, type: NONE, of, site: undefined };
      }
      const [length, capacity, more] = sizes;
      if (length === undefined || more !== undefined)
        throw reader.bad('make takes a type, a length and perhaps a capacity', pos);
      return { kind: 'make', pos, type: NONE, of, length, capacity, site: undefined };
    }
    const [first, ...others] = this.list(')');
    const isFit =
      first !== undefined && (name === 'append' ? others.length > 0 : others.length === 0);
    if (!isFit) {
      const takes = name === 'append' ? 'a slice and what to append' : 'one value';
      throw reader.bad(`${name} takes ${takes}`, pos);
    }
    if (name === 'append') return { kind: 'append', pos, type: NONE, to: first, items: others };
    if (name === 'any') return { kind: 'convert', pos, type: NONE, value: first, site: undefined };
    return { kind: name === 'len' ? 'len' : 'cap', pos, type: NONE, of: first };
  }

  #suffixes(operand: Expr): Expr {
    const reader = this.#reader;
    let of = operand;
    for (;;) {
      const { pos } = reader;
      if (reader.take('(')) {
        const call: Call = { kind: 'call', pos, type: NONE, callee: of, args: this.list(')') };
        of = call;
      } else if (reader.take('.')) {
        if (reader.take('(')) {
          of = { kind: 'assert', pos, type: NONE, value: of, to: reader.type() };
          reader.expect(')');
        } else of = { kind: 'select', pos, type: NONE, of, field: reader.name('a field').name };
      } else if (reader.take('[')) of = this.inner(() => this.#bracket(of, pos));
      else return of;
    }
  }

  /** `[i]`, `[i:j]`, behind the bracket. */
  #bracket(of: Expr, pos: Pos): Expr {
    const reader = this.#reader;
    const low = reader.is(':') ? undefined : this.expr();
    if (!reader.take(':')) {
      reader.expect(']');
      return { kind: 'index', pos, type: NONE, of, index: low as Expr };
    }
    const high = reader.is(']') ? undefined : this.expr();
    reader.expect(']');
    return { kind: 'slice', pos, type: NONE, of, low, high };
  }
}
