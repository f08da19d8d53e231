// oxlint-disable typescript/switch-exhaustiveness-check -- most kinds of nodes are of no concern
/**
 * Turns code into journaled code: the same code, which tells a journal (journal.ts) of each write before it happens.
 *
 *     this.#length -= 1;       (journal$.field(this, restore1$, this.$SpanSet$length), this.$SpanSet$length -= 1);
 *     set.push(span);          push2$(set, span);
 *
 *     function restore1$(thing, key, old) { thing.$SpanSet$length = old; }
 *     function push2$(thing, a) { journal$.push(thing); return thing.push(a); }
 *
 * So a model needs no seam for it, and the text that people read has no trace of it. Private names become public ones,
 * since the journal has to write them. What a counted loop writes to an array is noted once, before the loop.
 *
 * What a function made itself need not be noted while it runs: going back, it is forgotten as a whole. Local variables
 * are not noted: state that lives on in a closure or in a suspended generator cannot be put back. What cannot be
 * journaled otherwise is refused.
 */
import { parse } from 'acorn';
import type { AnyNode, Expression, Function, Node, PrivateIdentifier, Super } from 'acorn';
import { HarnessBug } from '../base/errors.ts';
import { confinedLists } from './confined.ts';
import { countedWrites } from './counted-loop.ts';
import type { CountedWrites } from './counted-loop.ts';
import { Helpers } from './helpers.ts';
import { MUTATORS } from './journal.ts';
import { childrenOf, targetsOf } from './nodes.ts';
import { isPure, isPurePlace } from './purity.ts';

/** What the code calls its journal: a parameter of the function that it is the body of. */
export const JOURNAL = 'journal$';

/** Classes whose instances are filled by whoever made them. */
const CONTAINERS: readonly string[] = [
  'Array',
  'Map',
  'Set',
  'Float64Array',
  'Uint8Array',
  'Uint32Array',
];
/** Ways to write that are not journaled. */
const UNSUPPORTED: readonly string[] = [
  'Object.defineProperty',
  'Object.defineProperties',
  'Object.setPrototypeOf',
  'Reflect.defineProperty',
  'Reflect.deleteProperty',
  'Reflect.set',
];

/**
 * @param code  the body of a function, without types
 * @param name  of the code, for messages
 * @throws {HarnessBug} where it writes in a way that cannot be put back
 */
export function journaled(code: string, name: string): string {
  const options = { ecmaVersion: 2023, allowReturnOutsideFunction: true } as const;
  const helpers = new Helpers(JOURNAL);
  const text = new Rewriter(code, name, helpers).text(parse(code, options));
  return `${text}\n${helpers.text}`;
}

type Member = Extract<AnyNode, { type: 'MemberExpression' }>;
type Call = Extract<AnyNode, { type: 'CallExpression' }>;
type Class = Extract<AnyNode, { type: 'ClassDeclaration' | 'ClassExpression' }>;
type Chain = Extract<AnyNode, { type: 'ChainExpression' }>;
type Declarator = Extract<AnyNode, { type: 'VariableDeclarator' }>;
type Loop = Extract<AnyNode, { type: 'ForStatement' }>;
type Target = Expression | Super | PrivateIdentifier;

/** What is known of the function that is being rewritten. */
interface Scope {
  readonly isConstructor: boolean;
  /** Names declared once, by what made something new; false for the others. */
  readonly fresh: Map<string, boolean>;
}

class Rewriter {
  readonly #code: string;
  readonly #name: string;
  readonly #helpers: Helpers;
  readonly #scopes: Scope[] = [];
  /** Of the loops around, from the outermost: what is noted before them. */
  readonly #loops: CountedWrites[] = [];
  /** The classes around, from the outermost: their names, and the private names that they declare. */
  readonly #classes: {
    readonly name: string;
    readonly privates: ReadonlySet<string>;
    /** Those among them that hold lists which nobody else has. */
    readonly lists: ReadonlySet<string>;
  }[] = [];

  constructor(code: string, name: string, helpers: Helpers) {
    this.#code = code;
    this.#name = name;
    this.#helpers = helpers;
  }

  /** The node, rewritten. */
  text(node: Node): string {
    const any = node as AnyNode;
    switch (any.type) {
      case 'AssignmentExpression':
        return this.#write(any, any.left, any.operator);
      case 'UpdateExpression':
        return this.#write(any, any.argument, any.operator);
      case 'UnaryExpression':
        if (any.operator === 'delete') throw this.#refused(any);
        return this.#plain(any);
      case 'ForInStatement':
      case 'ForOfStatement':
        if (any.left.type !== 'VariableDeclaration') throw this.#refused(any);
        return this.#plain(any);
      case 'ForStatement':
        return this.#for(any);
      case 'LabeledStatement':
        // What stands before a loop must not come between it and its label.
        return this.#children(any, (child) => this.#plain(child as AnyNode));
      case 'CallExpression':
        return this.#call(any);
      case 'ChainExpression':
        return this.#chain(any);
      case 'PrivateIdentifier':
        return this.#publicName(any);
      case 'BinaryExpression':
        return any.left.type === 'PrivateIdentifier'
          ? `${JSON.stringify(this.#publicName(any.left))} in ${this.text(any.right)}`
          : this.#plain(any);
      case 'VariableDeclarator':
        this.#declare(any);
        return this.#plain(any);
      case 'ClassDeclaration':
      case 'ClassExpression':
        return this.#class(any);
      case 'MethodDefinition':
        return this.#children(any, (child) =>
          child === any.value
            ? this.#function(any.value, any.kind === 'constructor')
            : this.text(child),
        );
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        return this.#function(any, false);
      default:
        return this.#plain(any);
    }
  }

  #plain(node: AnyNode): string {
    return this.#children(node, (child) => this.text(child));
  }

  /** The text of the node with that of its children in their places. */
  #children(node: AnyNode, textOf: (child: Node) => string): string {
    let at = node.start;
    let text = '';
    for (const child of childrenOf(node)) {
      text += this.#code.slice(at, child.start) + textOf(child);
      at = child.end;
    }
    return text + this.#code.slice(at, node.end);
  }

  #class(node: Class): string {
    const keys = node.body.body.map((member) => ('key' in member ? member.key : undefined));
    const privates = keys.filter((key) => key?.type === 'PrivateIdentifier').map((key) => key.name);
    this.#classes.push({
      name: node.id?.name ?? `at${node.start}`,
      privates: new Set(privates),
      lists: confinedLists(node),
    });
    const text = this.#plain(node);
    this.#classes.pop();
    return text;
  }

  #function(node: Function, isConstructor: boolean): string {
    const names = node.params.flatMap((param) => (param.type === 'Identifier' ? [param.name] : []));
    this.#scopes.push({ isConstructor, fresh: new Map(names.map((name) => [name, false])) });
    const text = this.#plain(node as AnyNode);
    this.#scopes.pop();
    return text;
  }

  /** What the loop writes by its counter is noted at once. */
  #for(node: Loop): string {
    const counted = countedWrites(node);
    const noted = counted?.arrays.filter((array) => !this.#isFresh(array)) ?? [];
    if (counted === undefined || noted.length === 0) return this.#plain(node);
    const [from, to] = [this.text(counted.from), this.text(counted.to)];
    const notes = noted.map(({ name }) => `${JOURNAL}.range(${name}, ${from}, ${to});`);
    this.#loops.push(counted);
    const text = this.#plain(node);
    this.#loops.pop();
    return `{ ${notes.join(' ')} ${text} }`;
  }

  /** Whether it was noted before a loop around it. */
  #isNoted({ object, property, computed }: Member): boolean {
    if (!computed || object.type !== 'Identifier' || property.type !== 'Identifier') return false;
    return this.#loops.some(
      ({ counter, arrays }) =>
        counter === property.name && arrays.some(({ name }) => name === object.name),
    );
  }

  #publicName({ name }: PrivateIdentifier): string {
    const home = this.#classes.findLast(({ privates }) => privates.has(name));
    return `$${home?.name}$${name}`;
  }

  #declare({ id, init }: Declarator): void {
    if (id.type !== 'Identifier') return;
    const fresh = this.#scopes.at(-1)?.fresh;
    fresh?.set(id.name, !fresh.has(id.name) && isNew(init));
  }

  /** Whether it was made by the function that runs, and nothing before it knows it. */
  #isFresh(target: Target): boolean {
    const scope = this.#scopes.at(-1);
    if (scope === undefined) return true;
    if (target.type === 'ThisExpression') return scope.isConstructor;
    return target.type === 'Identifier' && scope.fresh.get(target.name) === true;
  }

  #write(node: AnyNode, left: AnyNode, operator: string): string {
    const targets = targetsOf(left);
    if (left.type !== 'MemberExpression') return this.#writeAll(node, targets);
    if (left.object.type === 'Super') throw this.#refused(node);
    if (this.#isFresh(left.object) || this.#isNoted(left)) return this.#plain(node);
    if (isPurePlace(left)) {
      const note = this.#noteUnlessSame(node, left);
      const write = `(${note}, ${this.#plain(node)})`;
      if (!this.#isEmptying(node)) return write;
      const old = this.#oldOf(left);
      return `(Array.isArray(${old}) && ${old}.length === 0 ? ${old} : ${write})`;
    }
    if (operator === '=' && node.type === 'AssignmentExpression') {
      const [thing, key] = this.#place(left);
      return `${JOURNAL}.put(${thing}, ${key}, ${this.text(node.right)})`;
    }
    return this.#writeOnce(node, left);
  }

  /** Whether it puts a new, empty list where only lists are that nobody else has. */
  #isEmptying(node: AnyNode): boolean {
    if (node.type !== 'AssignmentExpression' || node.operator !== '=') return false;
    const { left, right } = node;
    if (right.type !== 'ArrayExpression' || right.elements.length > 0) return false;
    if (left.type !== 'MemberExpression' || left.property.type !== 'PrivateIdentifier')
      return false;
    const { name } = left.property;
    const home = this.#classes.findLast(({ privates }) => privates.has(name));
    return left.object.type === 'ThisExpression' && home?.lists.has(name) === true;
  }

  /** By a pattern, as in `[a.x, b] = …`; local variables are not noted. */
  #writeAll(node: AnyNode, targets: readonly Member[]): string {
    const noted = targets.filter(({ object }) => !this.#isFresh(object));
    if (!noted.every(isPurePlace)) throw this.#refused(node);
    if (noted.length === 0) return this.#plain(node);
    return `(${[...noted.map((each) => this.#note(each)), this.#plain(node)].join(', ')})`;
  }

  /** Much of what is written is a 0 over a 0, which need not be noted. */
  #noteUnlessSame(node: AnyNode, left: Member): string {
    const note = this.#note(left);
    if (node.type !== 'AssignmentExpression') return note;
    if (node.operator === '??=') return `${this.#oldOf(left)} != null || ${note}`;
    if (node.operator !== '=' || node.right.type !== 'Literal') return note;
    return `${this.#oldOf(left)} === ${this.text(node.right)} || ${note}`;
  }

  /** Notes the old value of what can be asked for twice. */
  #note(left: Member): string {
    const [thing, key] = this.#place(left);
    const old = this.#oldOf(left);
    if (left.computed)
      return `${JOURNAL}.element(${thing}, ${this.#helpers.restoreElement()}, ${key}, ${old})`;
    const restore = this.#helpers.restoreField(this.text(left.property));
    return key === '"length"'
      ? `${JOURNAL}.length(${thing}, ${restore})`
      : `${JOURNAL}.field(${thing}, ${restore}, ${old})`;
  }

  #oldOf(left: Member): string {
    const [thing, key] = this.#place(left);
    return left.computed ? `${thing}[${key}]` : `${thing}.${this.text(left.property)}`;
  }

  /** The same where thing and key must not be evaluated twice: they become parameters. */
  #writeOnce(node: AnyNode, left: Member): string {
    if (/\byield\b|\bawait\b/.test(this.#code.slice(node.start, node.end)))
      throw this.#refused(node);
    const [thing, key] = this.#place(left);
    const write = this.#children(node, (child) =>
      child === left ? 'thing$[key$]' : this.text(child),
    );
    return `((thing$, key$) => (${JOURNAL}.place(thing$, key$), ${write}))(${thing}, ${key})`;
  }

  #place({ object, property, computed }: Member): readonly [thing: string, key: string] {
    const thing = this.text(object);
    const name = this.text(property);
    return [isTight(object) ? thing : `(${thing})`, computed ? name : JSON.stringify(name)];
  }

  #call(call: Call): string {
    const named = this.#code.slice(call.callee.start, call.callee.end);
    if (named === 'Object.assign') {
      return `${JOURNAL}.assign(${call.arguments.map((each) => this.text(each)).join(', ')})`;
    }
    if (UNSUPPORTED.includes(named) && this.#scopes.length > 0) throw this.#refused(call);
    return isMutation(call) && !this.#isFresh(receiverOf(call))
      ? this.#mutation(call)
      : this.#plain(call);
  }

  #mutation(call: Call): string {
    const args = [receiverOf(call), ...call.arguments].map((each) => this.text(each));
    const isSpread = call.arguments.some(({ type }) => type === 'SpreadElement');
    const count = isSpread ? undefined : call.arguments.length;
    return `${this.#helpers.mutation(mutatorOf(call), count)}(${args.join(', ')})`;
  }

  /** `a?.b.push(c)`: nothing where there is no `a`. */
  #chain(node: Chain): string {
    const { expression } = node;
    const isLast = expression.type === 'CallExpression' && isMutation(expression);
    let inner: AnyNode = isLast ? receiverOf(expression) : expression;
    while (inner.type === 'MemberExpression' || inner.type === 'CallExpression') {
      if (inner.type === 'CallExpression' && isMutation(inner)) throw this.#refused(node);
      inner = (inner.type === 'CallExpression' ? inner.callee : inner.object) as AnyNode;
    }
    if (!isLast) return this.#plain(node);
    const receiver = receiverOf(expression);
    if (!isPure(receiver)) throw this.#refused(node);
    return `(${this.text(receiver)} == null ? undefined : ${this.#mutation(expression)})`;
  }

  #refused({ start, end }: Node): HarnessBug {
    const line = this.#code.slice(0, start).split('\n').length;
    return new HarnessBug(
      `${this.#name}:${line} cannot be journaled: ${this.#code.slice(start, end).split('\n')[0]}`,
    );
  }
}

function isMutation({ callee }: Call): boolean {
  if (callee.type !== 'MemberExpression' || callee.computed) return false;
  if (callee.object.type === 'Super' || callee.property.type !== 'Identifier') return false;
  return (MUTATORS as readonly string[]).includes(callee.property.name);
}

function receiverOf({ callee }: Call): Expression {
  return (callee as Member).object as Expression;
}

function mutatorOf({ callee }: Call): string {
  return ((callee as Member).property as { readonly name: string }).name;
}

/** Whether it gives something that nobody knows yet. */
function isNew(init: Expression | null | undefined): boolean {
  switch (init?.type) {
    case 'ArrayExpression':
    case 'ObjectExpression':
      return true;
    case 'NewExpression':
      return init.callee.type === 'Identifier' && CONTAINERS.includes(init.callee.name);
    case 'CallExpression':
      return (
        init.callee.type === 'MemberExpression' &&
        init.callee.object.type === 'Identifier' &&
        CONTAINERS.includes(init.callee.object.name)
      );
    default:
      return false;
  }
}

/** Whether `.x` may stand behind it. */
function isTight({ type }: Target): boolean {
  return ['Identifier', 'ThisExpression', 'MemberExpression', 'CallExpression'].includes(type);
}
