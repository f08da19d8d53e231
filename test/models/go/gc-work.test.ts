// Goal: no grey object is lost or doubled between the buffers of a processor and the lists, and a processor knows whether
// it gave work away. Method: objects are numbers; buffers are filled to their edges.
import { beforeEach, describe, expect, it } from 'vitest';
import { GcWork, WorkLists } from '../../../models/go/gc-work.ts';
import { WORKBUF_OBJECTS } from '../../../spec/views/go-collector.ts';

let lists: WorkLists;
let gcw: GcWork;

beforeEach(() => {
  lists = new WorkLists();
  gcw = new GcWork(lists);
});

/** Puts the objects 1…count. */
function put(count: number): void {
  for (let object = 1; object <= count; object += 1) gcw.put(object);
}

const counts = (): readonly (number | undefined)[] => [
  gcw.wbuf1?.objects.length,
  gcw.wbuf2?.objects.length,
];
const listed = (): readonly number[] => [lists.full.length, lists.empty.length];

describe('a processor’s work', () => {
  it('is nothing at first, with and without buffers', () => {
    expect([gcw.isEmpty(), gcw.tryGet(), gcw.isEmpty()]).toEqual([true, undefined, true]);
    expect([counts(), listed(), gcw.flushedWork]).toEqual([[0, 0], [0, 0], false]);
  });

  it('is in either buffer', () => {
    gcw.put(1);
    expect([gcw.isEmpty(), counts()]).toEqual([false, [1, 0]]);
    put(WORKBUF_OBJECTS);
    expect([gcw.isEmpty(), counts()]).toEqual([false, [1, WORKBUF_OBJECTS]]);
    gcw.tryGet();
    expect([gcw.isEmpty(), counts()]).toEqual([false, [0, WORKBUF_OBJECTS]]);
  });

  it('stays until both buffers are full, and then the older one is given away', () => {
    put(2 * WORKBUF_OBJECTS);
    expect([counts(), listed(), gcw.flushedWork]).toEqual([
      [WORKBUF_OBJECTS, WORKBUF_OBJECTS],
      [0, 0],
      false,
    ]);
    gcw.put(0);
    expect([counts(), listed(), gcw.flushedWork]).toEqual([[1, WORKBUF_OBJECTS], [1, 0], true]);
    expect(lists.full[0]?.objects[0]).toBe(1);
  });

  it('comes back in full, the last put first, whoever gets it', () => {
    const all = 3 * WORKBUF_OBJECTS + 5;
    put(all);
    const got = new Set<number>();
    expect(gcw.tryGet()).toBe(all);
    got.add(all);
    for (let object = gcw.tryGet(); object !== undefined; object = gcw.tryGet()) got.add(object);
    expect([got.size, gcw.isEmpty(), lists.full.length]).toEqual([all, true, 0]);
  });

  it('is taken from the lists, for which an empty buffer goes there', () => {
    put(3);
    gcw.dispose();
    const other = new GcWork(lists);
    expect([other.tryGet(), other.tryGet(), other.tryGet(), other.tryGet()]).toEqual([
      3,
      2,
      1,
      undefined,
    ]);
    put(1);
    gcw.dispose();
    const before = lists.empty.length;
    expect([other.tryGet(), lists.full.length, lists.empty.length]).toEqual([1, 0, before + 1]);
  });
});

describe('balancing', () => {
  it('gives nothing away where there is little, or no buffer', () => {
    gcw.balance();
    put(4);
    gcw.balance();
    expect([counts(), listed(), gcw.flushedWork]).toEqual([[4, 0], [0, 0], false]);
  });

  it.each([
    [5, 3, 2],
    [6, 3, 3],
  ])('gives the older half of %i away', (count, given, kept) => {
    put(count);
    gcw.balance();
    expect([counts(), lists.full[0]?.objects.length, gcw.flushedWork]).toEqual([
      [kept, 0],
      given,
      true,
    ]);
    expect(gcw.tryGet()).toBe(count);
    expect(lists.full[0]?.objects[0]).toBe(1);
  });

  it('gives the second buffer away where it has anything', () => {
    put(WORKBUF_OBJECTS + 1);
    gcw.balance();
    expect([counts(), lists.full[0]?.objects.length, gcw.flushedWork]).toEqual([
      [1, 0],
      WORKBUF_OBJECTS,
      true,
    ]);
  });
});

describe('disposing', () => {
  it('gives all away, buffers too', () => {
    gcw.dispose();
    expect([listed(), gcw.flushedWork]).toEqual([[0, 0], false]);
    put(WORKBUF_OBJECTS + 1);
    gcw.dispose();
    expect([counts(), listed(), gcw.flushedWork]).toEqual([[undefined, undefined], [2, 0], true]);
  });

  it('of empty buffers gives no work away', () => {
    gcw.put(1);
    gcw.tryGet();
    gcw.dispose();
    expect([listed(), gcw.flushedWork, gcw.isEmpty()]).toEqual([[0, 2], false, true]);
  });
});

describe('the lists', () => {
  it('take as many new buffers as there is room for, when they have none', () => {
    lists.moreBuffers = () => 3;
    const first = lists.getEmpty();
    expect(lists.empty.length).toBe(2);
    lists.getEmpty();
    lists.getEmpty();
    expect([lists.empty.length, lists.getEmpty() === first]).toEqual([0, false]);
    expect(lists.empty.length).toBe(2);
  });
});
