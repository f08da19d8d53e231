/**
 * Assignments that carry addresses: from what is new in a scope to what may outlive it.
 *
 * Statements at random seldom make more than one step of a flow. These take a value, what it points to, or the address of a
 * variable, and put it where the same type is: in a global, in a variable that was there before, behind a pointer.
 */
import type { Prng } from '../base/prng.ts';
import {
  ANY,
  INT,
  hasPointers,
  isSame,
  pointerTo,
  sliceOf,
  typeText,
} from '../../models/escape/types.ts';
import type { FuncType, StructType, Type } from '../../models/escape/types.ts';
import type { Binding, Target } from './generate-expr.ts';

/** So many of the newest variables are where most flows begin. */
const NEWEST = 4;
const TRIES = 6;

/** `to = from`, where anything in scope fits. */
export function flowBetween(
  prng: Prng,
  scope: readonly Binding[],
  struct: StructType,
): string | undefined {
  const own = scope.filter(({ isGlobal }) => !isGlobal);
  for (let tries = 0; tries < TRIES && own.length > 0; tries += 1) {
    const from = prng.pick(prng.oneIn(4) ? own : own.slice(-NEWEST));
    const flow = flowFrom(prng, from, scope, struct);
    if (flow !== undefined) return flow;
  }
  return undefined;
}

/** A value that a variable leads to, put into a place that may be another one's. */
function flowFrom(
  prng: Prng,
  from: Binding,
  scope: readonly Binding[],
  struct: StructType,
): string | undefined {
  const value = prng.pick(valuesOf(from, struct));
  const targets = scope.flatMap((to) => (to === from ? [] : placesFor(value.type, to, struct)));
  if (targets.length === 0) return undefined;
  const globals = targets.filter(({ isGlobal }) => isGlobal);
  const { text, isBoxed } = prng.pick(globals.length > 0 && prng.oneIn(2) ? globals : targets);
  return `${text} = ${isBoxed ? `any(${value.text})` : value.text}`;
}

/** What a chain is drawn from. */
interface Links {
  readonly prng: Prng;
  readonly scope: readonly Binding[];
  readonly struct: StructType;
  /** Functions that may be called, with a number as their first argument. */
  readonly callees: readonly { readonly name: string; readonly type: FuncType }[];
  /** Whether a variable may be of a type. */
  readonly isUsed: (type: Type) => boolean;
  /** A value of a type, that needs nothing. */
  readonly simple: (type: Type) => string;
  readonly newName: (type: Type) => string;
}

interface Chain {
  readonly lines: readonly string[];
  readonly bindings: readonly Binding[];
}

const LINKS_MAX = 4;

/**
 * Variables of which each has its value from the one before, and what the last one leads to put where it may outlive them:
 *
 *     var x1 int = 1
 *     var p2 *int = &x1
 *     var p3 **int = &p2
 *     g = *p3
 *
 * No other statement need speak of them, so that one edge that is missing is not hidden by others.
 */
export function chainOf(links: Links): Chain {
  const { prng, scope, struct, newName } = links;
  const lines: string[] = [];
  const bindings: Binding[] = [];
  const declare = ({ text, type }: Target): Binding => {
    const binding = { name: newName(type), type, isGlobal: false };
    lines.push(`var ${binding.name} ${typeText(type)} = ${text}`);
    bindings.push(binding);
    return binding;
  };
  const own = scope.filter(({ isGlobal, type }) => !isGlobal && hasPointers(type));
  let last =
    own.length > 0 && prng.oneIn(3) ? prng.pick(own.slice(-NEWEST)) : declare(firstOf(links));
  for (let left = prng.between(1, LINKS_MAX); left > 0; left -= 1) {
    const next = [...valuesOf(last, struct), ...madeOf(last, links)].filter(
      ({ type }) => hasPointers(type) && links.isUsed(type),
    );
    if (next.length > 0) last = declare(prng.pick(next));
  }
  if (prng.oneIn(3)) return outlived(last, lines, links);
  const end = flowFrom(prng, last, scope, struct);
  if (end !== undefined) lines.push(end);
  return { lines, bindings };
}

/** Where a chain begins: a number, a pointer to one, or what a function makes of its own argument. */
function firstOf(links: Links): Target {
  const { prng, simple, callees } = links;
  const calls = callees.flatMap(({ name, type }) => {
    const through = typesThrough(type);
    if (through === undefined) return [];
    const text = `${name}(${prng.below(3)}, ${simple(through.param)})`;
    return [{ text, type: through.result }];
  });
  if (calls.length > 0 && prng.oneIn(3)) return prng.pick(calls);
  const type = prng.oneIn(2) ? INT : pointerTo(INT);
  return { text: simple(type), type };
}

/** Of a function with one parameter behind the number, and one result. */
function typesThrough({ params, results }: FuncType): { param: Type; result: Type } | undefined {
  const [, param] = params;
  const [result] = results;
  if (params.length !== 2 || results.length !== 1) return undefined;
  return param && result && { param, result };
}

/** The chain in a loop, or in a closure that is called at once; a variable outside of it has its end. */
function outlived(last: Binding, lines: readonly string[], links: Links): Chain {
  const { prng, struct, isUsed, simple, newName } = links;
  const values = valuesOf(last, struct).filter((value) => isUsed(value.type));
  const { text, type } = prng.pick(values);
  const outside: Binding = { name: newName(type), type, isGlobal: false };
  const count = newName(INT);
  const [head, foot] = prng.pick([
    [`for ${count} := 0; ${count} < 2; ${count}++ {`, '}'],
    ['func() {', '}()'],
  ] as const);
  const inside = [...lines, `${outside.name} = ${text}`].map((line) => `\t${line}`);
  const declared = `var ${outside.name} ${typeText(type)} = ${simple(type)}`;
  return { lines: [declared, head, ...inside, foot], bindings: [outside] };
}

/** What a variable is put into, or comes through. */
function madeOf({ name, type }: Binding, { struct, callees, prng }: Links): readonly Target[] {
  const made: Target[] = [
    {
      text: `func() ${typeText(type)} { return ${name} }`,
      type: { kind: 'func', params: [], results: [type] },
    },
    { text: `[]${typeText(type)}{${name}}`, type: sliceOf(type) },
    { text: `[2]${typeText(type)}{${name}}`, type: { kind: 'array', length: 2, of: type } },
  ];
  if (type.kind !== 'any') made.push({ text: `any(${name})`, type: ANY });
  const field = struct.fields.findIndex((each) => isSame(each.type, type));
  if (field >= 0 && hasPointers(type)) {
    const values = ['1', 'nil', 'nil'].with(field, name);
    const text = `${struct.name}{${values.join(', ')}}`;
    made.push({ text, type: struct }, { text: `&${text}`, type: pointerTo(struct) });
  }
  for (const { name: callee, type: callable } of callees) {
    const through = typesThrough(callable);
    if (through === undefined || !isSame(through.param, type)) continue;
    const call = { text: `${callee}(${prng.below(3)}, ${name})`, type: through.result };
    made.push(call, call, call);
  }
  return made;
}

/** What a function may give back of its parameters, as a value of a type. */
export function passedBack(
  prng: Prng,
  params: readonly Binding[],
  type: Type,
  struct: StructType,
): string | undefined {
  const fitting = params
    .flatMap((param) => valuesOf(param, struct))
    .filter((value) => isSame(value.type, type));
  return fitting.length === 0 ? undefined : prng.pick(fitting).text;
}

/** A variable, its address, and what it leads to by one step. */
export function valuesOf({ name, type }: Binding, struct: StructType): readonly Target[] {
  const address = { text: `&${name}`, type: pointerTo(type) };
  const inside = partsOf(name, type, struct);
  const result = type.kind === 'func' && type.params.length === 0 ? type.results[0] : undefined;
  const called = result === undefined ? [] : [{ text: `${name}()`, type: result }];
  return [{ text: name, type }, address, ...inside, ...called];
}

interface Place extends Target {
  readonly isGlobal: boolean;
  /** Takes an interface. */
  readonly isBoxed: boolean;
}

function placesFor(
  wanted: Type,
  { name, type, isGlobal }: Binding,
  struct: StructType,
): readonly Place[] {
  if (type.kind === 'any') {
    const isBoxed = wanted.kind !== 'any';
    return [{ text: name, type, isGlobal, isBoxed }];
  }
  if (!hasPointers(wanted)) return [];
  return [{ text: name, type }, ...partsOf(name, type, struct)]
    .filter((place) => isSame(place.type, wanted))
    .map((place) => ({ ...place, isGlobal, isBoxed: false }));
}

/** What a variable points to, its fields, its first element. */
function partsOf(name: string, type: Type, struct: StructType): readonly Target[] {
  const isNode = type.kind === 'pointer' && type.of === struct;
  if (type === struct || isNode)
    return struct.fields.map((field) => ({ text: `${name}.${field.name}`, type: field.type }));
  if (type.kind === 'pointer') return [{ text: `*${name}`, type: type.of }];
  if (type.kind === 'slice' || type.kind === 'array')
    return [{ text: `${name}[0]`, type: type.of }];
  return [];
}
