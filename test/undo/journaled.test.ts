// Goal: what journaled code writes can be put back, order and holes included, and it computes what the code computes.
// Method: small pieces of code of every kind of write, run as they are and journaled.
import { compileFunction } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { Journal } from '../../src/undo/journal.ts';
import { JOURNAL, journaled } from '../../src/undo/journaled.ts';

/** Something of everything that a model keeps its state in. */
function start() {
  const shared = { count: 1 };
  return {
    count: 3,
    text: 'a',
    inner: { shared, list: [1, 2, 3] },
    list: [5, 4, 6],
    holes: [1],
    words: Int32Array.of(1, 2, 3, 4),
    floats: Float64Array.of(0.5, 1.5),
    map: new Map<unknown, unknown>([
      ['a', 1],
      ['b', shared],
      ['c', 3],
    ]),
    set: new Set([3, 1, 2]),
    record: { x: 1 } as Record<string, number>,
    shared,
    nothing: undefined as { list: number[] } | undefined,
  };
}

type Piece = (state: ReturnType<typeof start>, journal: Journal) => unknown;

/** What a module does when it is loaded is not journaled: only functions are. */
function inFunction(code: string): string {
  return `return (() => { ${code} })()`;
}

function compiled(code: string): Piece {
  return compileFunction(code, ['s', JOURNAL], { filename: 'piece' }) as Piece;
}

/** As text in which orders and kinds show. */
function shown(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (part instanceof Map) return { map: [...part] };
    if (part instanceof Set) return { set: [...part] };
    if (ArrayBuffer.isView(part)) return { [part.constructor.name]: [...(part as Int32Array)] };
    return part;
  });
}

const PIECES: readonly string[] = [
  's.count = 4',
  "s.count = 3; s.count = 0; s.count = 0; s.words[0] = 1; s.words[1] = 0; s.holes[3] = 0; s.text = 'a'; s.inner.list.length = 0",
  's.list.length = 0; s.list.length = 0; s.set.clear(); s.set.clear(); s.set.add(1); s.map.clear(); s.map.set("a", 0)',
  's.count += 2; s.count -= 1; s.count++; --s.count',
  "s.text ??= 'b'; s.text &&= 'c'",
  's.inner.shared.count *= 7',
  's.list[1] = 9; s.list[7] = 1',
  's.words[2] |= 8; s.floats[0] = -0',
  's.list.push(1, 2); s.list.pop(); s.list.pop(); s.list.pop()',
  's.list.shift(); s.list.unshift(7); s.list.splice(1, 1, 8, 8, 8)',
  's.list.sort(); s.list.reverse(); s.list.fill(0, 1); s.list.copyWithin(0, 1)',
  's.list.length = 1',
  's.words.set([7, 7], 1); s.words.fill(9, 3); s.words.copyWithin(0, 2); s.words.sort()',
  "s.map.delete('b'); s.map.set('b', 1); s.map.set('a', 2); s.map.set('z', 9)",
  's.map.clear(); s.set.clear()',
  's.words.sort(); s.floats.reverse(); s.floats.fill(7)',
  'for (let i = 1; i < 3; i += 1) { s.words[i] = i * i; s.floats[0] += i; }',
  'for (let i = 0; i < 9; i += 2) s.words[i] = 7; const end = 2; for (let i = -1; i < end; i++) { s.list[i] = i; }',
  'const { words, list, floats } = s; const n = 3; for (let i = 1; i < n; i += 1) { words[i] = i; list[i] = i; floats[i - 1] *= 2; floats[0] += words[i]; }',
  'const { words, list } = s; let to = 2; for (let i = 0; i < to; i += 1) { words[i] = 9; if (i === 1 && to < 4) to += 1; } for (let i = 0; i < to; i += 1) { list[i] = 1; i += 1; list[i] = 2; }',
  'let { words } = s; const to = 2; for (let i = 0; i < to; i += 1) { words[i] = 8; words = Int32Array.from(words); s.words = words; }',
  'const { words } = s; const to = 3; again: for (let i = 0; i < to; i += 1) { if (words[i] > 2) continue again; words[i] = 0; }',
  'const { record } = s; const to = 2; for (let i = 0; i < to; i += 1) record[i] = i;',
  's.list[3] = 1; s.list[5] = 2; s.text ??= "c"; s.nothing ??= { list: [1] }',
  's.set.delete(3); s.set.add(3); s.set.add(8); s.set.add(1)',
  's.record.y = 1; s.record.x = 2; s.record["z"] = 3',
  'Object.assign(s.record, { x: 5, q: 6 })',
  '[s.list[0], s.list[1]] = [s.list[1], s.list[0]]; ({ count: s.count } = { count: 9 })',
  'const at = () => 1; s.list[at()] = 7; s.list[at()] += 3; (at() ? s.list : s.words)[0]++',
  'const list = [1]; list.push(2); s.list = list; list.push(3)',
  's.nothing?.list.push(1); s.inner?.list.push(1); s.inner.list?.push(2)',
  's.list.map((x) => x + 1).push(1); const grown = s.list.slice(); grown.push(1); return grown',
  'for (const x of [1, 2]) { s.count += x; if (x in s.record) s.text = `${s.count}`; }',
  `class Box { #value = 1; #twice() { this.#value *= 2; return this.#value; }
     constructor(list) { this.list = list; } has() { return #value in this; }
     add(x) { this.list.push(x); return this.#twice() + x; } }
   const box = new Box(s.list); return [box.add(1), box.add(2), box.has(), s.list.length]`,
  `class Stack { constructor() { this.size = 0; } push(a, b) { this.size += a + b; return this; } }
   return new Stack().push(1, 2).push(3, 4).size`,
  `class Basket { #things = []; #again = [1];
     put(x) { this.#things.push(x); return this; } empty() { this.#things = []; return this; }
     thin() { const kept = []; for (const x of this.#things.entries()) if (x[1] > 1) kept.push(x[1]); this.#things = kept; return this; }
     all() { return [this.#things[0], this.#things.length, this.#again]; } renew() { this.#again = []; return this; } }
   const basket = new Basket();
   return [basket.empty().put(1).put(2).thin().all(), basket.empty().all(), basket.empty().put(3).all(), basket.renew().all(), basket.renew().all()]`,
  `const make = { of: (it) => it }; const same = make.of(s.list); same.push(1); return same.length`,
];

describe('journaled code', () => {
  it.each(PIECES)('does what the code does, and can be undone: %s', (code) => {
    const [plain, state, journal] = [start(), start(), new Journal()];
    const before = shown(state);
    const body = inFunction(code);

    expect(compiled(journaled(body, 'piece'))(state, journal)).toEqual(
      compiled(body)(plain, journal),
    );
    expect(shown(state)).toBe(shown(plain));

    journal.undo(0);
    expect(shown(state)).toBe(before);
    expect(state.shared).toBe(state.inner.shared);
    expect(state.map.get('b')).toBe(state.shared);
    expect(journal.position).toBe(0);
  });

  it('goes back to any position', () => {
    const [state, journal] = [start(), new Journal()];
    const step = compiled(journaled(inFunction('s.count += 1; s.list.push(s.count)'), 'piece'));
    step(state, journal);
    const { position } = journal;
    const between = shown(state);
    step(state, journal);
    step(state, journal);
    journal.undo(position);

    expect(shown(state)).toBe(between);
  });

  it('notes a field that is written twice in a row at each position that was asked for', () => {
    const [state, journal] = [start(), new Journal()];
    const step = compiled(journaled(inFunction('s.count += 1; s.count += 1'), 'piece'));
    step(state, journal);
    const { position } = journal;
    step(state, journal);

    expect(state.count).toBe(7);
    journal.undo(position);
    expect(state.count).toBe(5);
    step(state, journal);
    journal.undo(0);
    expect(state.count).toBe(3);
  });

  it('puts back a list that was emptied twice, where something was put into it between', () => {
    const code = `class Basket { #things = []; put(x) { this.#things.push(x); } empty() { this.#things = []; }
      all() { return this.#things.length; } } s.shared.basket = new Basket(); return s.shared.basket`;
    const [state, journal] = [start(), new Journal()];
    const basket = compiled(journaled(inFunction(code), 'piece'))(state, journal) as {
      put(x: number): void;
      empty(): void;
      all(): number;
    };
    const empty = journal.position;
    basket.put(1);
    const one = journal.position;
    basket.empty();
    basket.empty();
    basket.put(2);
    basket.put(3);

    expect(basket.all()).toBe(2);
    journal.undo(one);
    expect(basket.all()).toBe(1);
    journal.undo(empty);
    expect(basket.all()).toBe(0);
  });

  it.each([
    ['delete s.record.x', 'delete s.record.x'],
    ['for (s.count of [1]) s.text = 1;', 'for (s.count of [1]) s.text = 1;'],
    ['Object.defineProperty(s, "a", {})', 'Object.defineProperty(s, "a", {})'],
    ['s.list?.pop().x', 's.list?.pop().x'],
  ])('refuses what it could not undo: %s', (code, named) => {
    expect(() => journaled(`return () => {\n${code} }`, 'piece')).toThrow(
      `piece:2 cannot be journaled: ${named}`,
    );
  });
});
