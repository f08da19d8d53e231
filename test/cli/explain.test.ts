// Goal: `explain` and the lists tell what a user has to know to go on; `verify` says in words what holds.
import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { escapeCatalogue } from '../../spec/escape/index.ts';
import { catalogue } from '../../spec/invariants/index.ts';
import { processCatalogue } from '../../spec/invariants/process/index.ts';
import { relations } from '../../spec/relations/index.ts';
import { cli, fileOf, poolConfig, temporaryFolder } from './support.ts';

const folder = temporaryFolder();
const config = poolConfig(folder);

/** What does not depend on where the files are, nor on how many invariants there are. */
function told(out: string): string {
  return out.replaceAll(folder, 'DIR').replace(/not run: .*/, 'not run: …');
}

describe('explain', () => {
  it('explains an invariant', async () => {
    const { code, out } = await cli(['explain', 'client/live-blocks-disjoint']);
    expect(code).toBe(0);
    expect(out).toContain('  it always holds that no two live blocks share a byte\n');
    expect(out).toContain('\n  asked     after every command, for every live block\n');
  });

  it('shows how an invariant breaks, with the heap before and after it', async () => {
    // Of its own, so that it has no other mutant with a program as small.
    const text = `import { catalogue, defineConfig, defineMutant } from 'allocheck';
      const mirrors = catalogue.find(({ id }) => id === 'go/alloc-cache-mirrors-alloc-bits')!;
      const twice = defineMutant({
        id: 'go/acme-twice', story: 'a slot is given twice', sources: [{ text: 'x' }], caughtBy: ['acme/mirrors'],
        patch: { file: 'models/go/mspan.ts', find: 'this.freeindex = next;', replace: 'this.freeindex = slot;' },
        withinRuns: 1, shortest: { lines: ['a = malloc 8 noscan', 'b = malloc 9 noscan'] },
      });
      export default defineConfig({ invariants: [{ ...mirrors, id: 'acme/mirrors' }], mutants: [twice] });`;
    const file = fileOf(folder, 'twice.config.ts', text);
    const { out } = await cli(['explain', 'acme/mirrors', '--config', file]);
    expect(out.slice(out.indexOf('\n  catches'))).toMatchInlineSnapshot(`
      "
        catches
          go/acme-twice  a slot is given twice

        go/acme-twice breaks acme/mirrors in 2 commands:

          allocheck 1
          heap go
          a = malloc 8 noscan
          b = malloc 9 noscan  # <- here

          at        0x4000000, slot 1
          expected  0x7fffffff:0xffffffff in the lowest 63 bits
          found     0x3fffffff:0xffffffff

        before b = malloc 9 noscan:
          >  blocks           a 0x4000000 8 B
             gc               off, sweepgen 2, all swept
             P0               flushGen 2, tiny 0x4000000 + 8
          >  span 0           0x4000000 1 page, 16 B noscan, in P0, sweepgen h+3, allocCount 1
          >  span 0 slots     #|.×511, cache 0x7fffffff:0xffffffff
             pages 0x4000000  s~×511
             counters         heapLive 8192, heapInUse 8192, heapFree 0, heapReleased 4186112, mappedReady 8192, pagesInUse 1
             pacer            goal 4194304, trigger 3997696, heapMarked 0, scavenger parked, searchAddr 0x4000000
             system           0x4000000 8.0 KiB ready, 0x4002000 4.0 MiB prepared, 0x4400000 4.0 MiB reserved

        after it:
          >  blocks           a 0x4000000 8 B, b 0x4000010 9 B
             gc               off, sweepgen 2, all swept
             P0               flushGen 2, tiny 0x4000000 + 8
          >  span 0           0x4000000 1 page, 16 B noscan, in P0, sweepgen h+3, allocCount 2
          >  span 0 slots     #|.×511, cache 0x3fffffff:0xffffffff
             pages 0x4000000  s~×511
             counters         heapLive 8192, heapInUse 8192, heapFree 0, heapReleased 4186112, mappedReady 8192, pagesInUse 1
             pacer            goal 4194304, trigger 3997696, heapMarked 0, scavenger parked, searchAddr 0x4000000
             system           0x4000000 8.0 KiB ready, 0x4002000 4.0 MiB prepared, 0x4400000 4.0 MiB reserved

            | freeindex; # taken; . free; s in a span; ~ free, given back
      "
    `);
  });

  it('says of an invariant that no mutant names that it cannot be shown', async () => {
    const text = `import { catalogue, defineConfig } from 'allocheck';
      export default defineConfig({ invariants: [{ ...catalogue[0]!, id: 'acme/unseen' }] });`;
    const file = fileOf(folder, 'unseen.config.ts', text);
    const { out } = await cli(['explain', 'acme/unseen', '--config', file]);
    expect(out).toMatch(/\n\n {2}not shown: no mutant names it\n$/);
  });

  it('explains a mutant, with what it changes and who must notice it', async () => {
    const { code, out } = await cli(['explain', 'go/mspan-hands-out-twice']);
    expect(code).toBe(0);
    expect(out.replace(/\.ts:\d+/, '.ts:LINE').slice(0, out.indexOf('\n  before ')))
      .toMatchInlineSnapshot(`
      "go/mspan-hands-out-twice
        what goes wrong: the free index is not moved past the slot that was handed out

        models/go/mspan.ts:LINE
          - this.freeindex = next;
          + this.freeindex = slot;

        sources
          Go 1.19 runtime/malloc.go, nextFreeFast
          emscripten #8637: growth did not store the new top, so the next call got the same address
        must be noticed by
          go/alloc-cache-mirrors-alloc-bits    allocCache has a one for each free slot from freeindex to the end of its group of 64, and no other
          go/alloc-count-matches-slots         the allocCount of a span is freeindex plus the bits set in allocBits from there on
          go/live-blocks-hold-allocated-slots  a live block lies in one allocated slot of a span in use, at its start unless it is tiny

        go/mspan-hands-out-twice breaks go/alloc-cache-mirrors-alloc-bits in 2 commands:

          allocheck 1
          heap go
          a = malloc 8 noscan
          b = malloc 9 noscan  # <- here

          at        0x4000000, slot 1
          expected  0x7fffffff:0xffffffff in the lowest 63 bits
          found     0x3fffffff:0xffffffff"
    `);
  });

  it('explains what is judged of a process and of escape analysis', async () => {
    const { out } = await cli(['explain', 'process/stack-gap-ignored']);
    expect(out.slice(out.indexOf('\n  process/stack-gap-ignored breaks'))).toMatchInlineSnapshot(`
      "
        process/stack-gap-ignored breaks process/stack-grows-within-limit by this program:

          allocheck process 1
          system overcommit=guess frames=4096 pages=4096
          a = mmap 4096 rw- at stack-200704
          call 143360

          at        0x7ffffffdc000
          expected  1048576 free bytes below
          found     53248
      "
    `);
    const { out: large } = await cli(['explain', 'escape/large-objects-on-heap']);
    expect(large).toContain('\n  asked     of a program that was run, for every ');
    expect(large).toContain('\n    escape/variable-limit-doubled  ');
    expect(large).toMatch(
      / breaks escape\/large-objects-on-heap by this program:\n\n {4}package main\n/,
    );
    expect((await cli(['explain', 'proces/bss-zero'])).err).toContain(
      'did you mean process/bss-zero?',
    );
  });

  it('explains a mutant that nobody can notice', async () => {
    const text = `import { defineConfig, defineMutant } from 'allocheck';
      const same = defineMutant({
        id: 'go/same', story: 'x', sources: [{ text: 'x' }], equivalent: 'it is a number already',
        patch: { file: 'models/go/mspan.ts', find: 'this.freeindex = next;', replace: 'this.freeindex = +next;' },
      });
      export default defineConfig({ mutants: [same] });`;
    const file = fileOf(folder, 'same.config.ts', text);
    const { out } = await cli(['explain', 'go/same', '--config', file]);
    expect(out).toContain('\n  no invariant may report it: it is a number already\n');
    expect(out).toMatch(/\n\n {2}not shown: no program can tell it from the model\n$/);
  });

  it('says why a mutant without its sources is not shown', async () => {
    const text = `import { defineConfig, defineMutant } from 'allocheck';
      const gone = defineMutant({
        id: 'acme/gone', story: 'x', sources: [{ text: 'x' }], caughtBy: ['client/block-aligned'],
        patch: { file: 'gone.ts', find: 'a', replace: 'b' }, withinRuns: 1, shortest: { lines: ['gc'] },
        subject: { file: new URL('./gone.ts', import.meta.url), name: 'gone' },
      });
      export default defineConfig({ mutants: [gone] });`;
    const file = fileOf(folder, 'gone.config.ts', text);
    const { code, out } = await cli(['explain', 'acme/gone', '--config', file]);
    expect(code).toBe(0);
    expect(out).toContain('\n  gone.ts\n    - a\n    + b\n');
    expect(out).toMatch(/\n {2}not shown: there is no source \S+gone\.ts\n$/);
  });

  it('explains a mark', async () => {
    const { code, out } = await cli(['explain', 'go/trigger-time']);
    expect([code, out]).toEqual([
      0,
      'go/trigger-time\n  reached when a cycle starts since none did for two minutes\n\n' +
        '  source\n    Go 1.19 runtime/mgc.go, gcTrigger.test\n',
    ]);
    expect((await cli(['explain', 'gc/client-between-mark-and-mark'])).code).toBe(0);
  });

  it('tells a program step by step, with the life of the blocks that broke it', async () => {
    const text =
      'allocheck 1\nheap overlap\na = malloc 8\nfree a\nread a\nb = malloc NaN\nbadfree 0x10\n' +
      'b1 = malloc 8 noscan\nc = malloc 8 noscan\nd = malloc 1\n';
    const file = fileOf(folder, 'story.allocheck', text);
    const { code, out } = await cli(['explain', file, '--config', config]);
    expect(code).toBe(0);
    expect(told(out)).toMatchInlineSnapshot(`
      "DIR/story.allocheck on overlap

        0  a = malloc 8          -> 0x1000, 8 bytes usable
        1  free a                -> freed
        2  read a                -> nothing: a is not live
        3  b = malloc NaN        -> refused: bad-size
        4  badfree 0x10          -> refused: bad-free
        5  b1 = malloc 8 noscan  -> 0x1010, 8 bytes usable
        6  c = malloc 8 noscan   -> 0x1010, 8 bytes usable; c shares memory with b1 (expected 8 bytes of its own)  # <- here

      broken: client/live-blocks-disjoint
        it always holds that no two live blocks share a byte; here it did not
        otherwise the owner of one overwrites what the owner of the other wrote

        at        0x1010
        expected  8 bytes of its own
        found     shared with the live block 0x1010, 8 bytes

        at step 6 of 8 commands (c = malloc 8 noscan)
        not run: …

      the life of b1:
        5  b1 = malloc 8 noscan  -> 0x1010, 8 bytes usable

      the life of c:
        6  c = malloc 8 noscan  -> 0x1010, 8 bytes usable; c shares memory with b1 (expected 8 bytes of its own)  # <- here

      the heap
        before c = malloc 8 noscan:
          >  blocks  b1 0x1010 8 B

        after it:
          >  blocks  c 0x1010 8 B, b1 0x1010 8 B

      what it takes:
        0  a = malloc 8          without it nothing breaks  any size from 0 on, tried to 32
        1  free a                not needed
        2  read a                not needed
        3  b = malloc NaN        not needed
        4  badfree 0x10          not needed
        5  b1 = malloc 8 noscan  without it nothing breaks  any size from 1 on, tried to 32
        6  c = malloc 8 noscan   without it nothing breaks  any size from 1 on, tried to 32
        26 runs: each thing left out alone, each size tried at some places where behaviour changes
      smaller: npx allocheck shrink DIR/story.allocheck --config DIR/pools.config.ts
      "
    `);
  });

  it('tells of a call that is half-way, and whose call ends by a later command', async () => {
    const text =
      'allocheck 1\nheap go procs=2\npause 1 on P1\na = malloc 32768 on P1\n' +
      'b = malloc 8\nresume 9 on P1\n';
    const file = fileOf(folder, 'paused.allocheck', text);
    const { out } = await cli(['explain', file]);
    const counts = /all \d+ invariants held; \d+ more met/;
    const anyCatalogue = out.replace(counts, 'all N invariants held; M more met');
    expect(told(anyCatalogue)).toMatchInlineSnapshot(`
      "DIR/paused.allocheck on go

        heap go procs=2
        0  pause 1 on P1
        1  a = malloc 32768 on P1  -> half-way
        2  b = malloc 8            -> 0x4008000, 8 bytes usable
        3  resume 9 on P1          -> a is 0x4000000, 32,768 bytes usable

      all N invariants held; M more met nothing to judge
        not run: …
      "
    `);
  });

  it('tells the life of what the command names, where the finding names no address', async () => {
    const text = 'allocheck 1\nheap crash\na = malloc 8\nb = malloc 8\nwrite a\nb1 = realloc a 9\n';
    const file = fileOf(folder, 'crash.allocheck', text);
    const { out } = await cli(['explain', file, '--config', config]);
    expect(out).toContain('broken: client/keeps-running\n');
    expect(out).toContain(
      '  3  b1 = realloc a 9  -> crash: out of luck (expected an answer)  # <- here\n',
    );
    expect(out).toMatch(
      /\nthe life of a:\n {2}0 .*\n {2}2 .*\n {2}3 .*\n\nthe life of b1:\n {2}3 /,
    );
  });

  it('tells a program that breaks nothing', async () => {
    const file = fileOf(
      folder,
      'fine.allocheck',
      'allocheck 1\nheap go\na = malloc 8\ndrop a\ngc\n',
    );
    const { out } = await cli(['explain', file]);
    expect(out).toContain('  2  gc            -> nothing need live\n');
    expect(out).toMatch(
      /\nall \d+ invariants held; \d+ more met nothing to judge\n {2}not run: .*relation\/\*\n$/,
    );
  });

  it('tells which invariants did not run, and not that they held', async () => {
    const text = 'allocheck 1\nheap overlap\na = malloc 8\nb = malloc 8\nc = malloc 8\n';
    const file = fileOf(folder, 'left.allocheck', text);
    const explain = async (...globs: readonly string[]): Promise<string> =>
      (await cli(['explain', file, '--config', config, '--invariants', ...globs])).out;
    expect(await explain('client/*')).toContain('broken: client/live-blocks-disjoint\n');
    expect(await explain('client/block-aligned,client/keeps-*')).toContain(
      '\nall 2 invariants held\n  not run: ',
    );
    const few = await explain('*,!client/live-blocks-disjoint,!client/contents-kept');
    expect(few).toMatch(/ not run: 7 of client\/\*, /);
    expect(
      (await cli(['explain', file, '--config', config, '--invariants', 'go/*'])).err,
    ).toContain('overlap cannot be judged by any chosen invariant');
  });

  it('tells what was seen at the end only, and what a recording no longer breaks', async () => {
    const broke = '# broke: client/contents-kept at step 3\n';
    const text = `allocheck 1\n${broke}heap overlap\nb = malloc 8\na = malloc 8 noscan\nc = malloc 8 noscan\n`;
    const file = fileOf(folder, 'kept.allocheck', text);
    const args = ['explain', file, '--config', config, '--invariants', 'client/contents-kept'];
    const { out } = await cli(args);
    expect(out).toMatch(
      /\n {2}2 {2}c = malloc 8 noscan .*\n {2}3 {2}the end {2}# <- here\n\nbroken: /,
    );
    expect(out).toContain('\n  before the end, when all is given up and after it:\n');
    expect(out).toContain(
      '\n  2  c = malloc 8 noscan  without it nothing breaks  any size from 1 ',
    );
    expect((await cli([...args, '--subject', 'good'])).out).toContain(
      '\nrecorded as breaking client/contents-kept at step 3; now the one invariant held\n',
    );
  });

  it('names the line that shrinks a program in which something is not needed', async () => {
    const text = 'allocheck 1\nheap good\na = malloc 8\nread a\nb = malloc 8\nc = malloc 8\n';
    const file = fileOf(folder, 'large.allocheck', text);
    const { out } = await cli(['explain', file, '--config', config, '--subject', 'overlap']);
    const shrink = /\nsmaller: npx allocheck (.*)\n$/.exec(out)?.[1]?.split(' ') ?? [];
    expect(shrink).toEqual(['shrink', file, '--config', config, '--subject', 'overlap']);
    const { out: shrunk } = await cli([...shrink, '--out', join(folder, 'shrunk')]);
    expect(shrunk).toContain('\n  4 commands -> 3 (');
  });

  it('tells of a heap that is too broken to be drawn', async () => {
    const text = `import pools from './${basename(config)}';
      const [, overlap] = pools.subjects!;
      const create = (heap: never) => {
        const subject = overlap!.create(heap) as unknown as { own: object; made: number };
        const cells = () => { throw new TypeError('no cells'); };
        subject.own = Object.defineProperty({}, 'cells', { enumerable: true, get: cells });
        return subject as never;
      };
      export default { subjects: [{ ...overlap!, id: 'torn', create }] };`;
    const torn = fileOf(folder, 'torn.config.ts', text);
    const program = 'allocheck 1\nheap torn\na = malloc 8\nb = malloc 8\nc = malloc 8\n';
    const file = fileOf(folder, 'torn.allocheck', program);
    const { code, out } = await cli(['explain', file, '--config', torn]);
    expect(code).toBe(0);
    expect(out).toContain('\n       heap  cannot be read: no cells\n');
  });

  it('tells only the end of a long one', async () => {
    const { out } = await cli(['explain', 'examples/traces/ls.mtrace']);
    expect(out).toContain('\n  … 5,020 commands before\n');
  });

  it('knows what is neither', async () => {
    const { code, err } = await cli(['explain', 'client/contents-kep']);
    expect(code).toBe(2);
    expect(err).toContain(
      'is neither an invariant, a relation, a mark, a mutant nor a file (did you mean client/contents-kept?)',
    );
    for (const [wrong, right] of [
      ['go/trigger-tim', 'go/trigger-time'],
      ['go/born-whit', 'go/born-white'],
    ] as const)
      expect((await cli(['explain', wrong])).err).toContain(`(did you mean ${right}?)`);
  });
});

describe('the lists', () => {
  it('name every invariant, or those of a pattern', async () => {
    const { out } = await cli(['invariants', '--json']);
    const { invariants } = JSON.parse(out) as { invariants: readonly { id: string }[] };
    const all = [...catalogue, ...processCatalogue, ...escapeCatalogue];
    expect(invariants.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
    expect((await cli(['invariants', 'os/*'])).out).not.toContain('client/');
    const { out: ofProcess } = await cli(['invariants', 'process/*', '!process/b*']);
    expect(ofProcess).toMatch(/^process\/accessed-only-when-touched  /);
    expect(ofProcess).toContain(`\n${processCatalogue.length - 2} invariants; `);
    expect((await cli(['invariants', 'escape/decisions-monotone'])).out).toBe(
      'escape/decisions-monotone  a flow more leaves what is on the heap on the heap\n' +
        '\n1 invariant; more of one: allocheck explain ID\n',
    );
    expect((await cli(['invariants', 'escape/decisions-monoton'])).err).toContain(
      '(did you mean escape/decisions-monotone?)',
    );
  });

  it('are JSON on demand', async () => {
    const subjects = await cli(['subjects', '--json', '--config', config]);
    expect(JSON.parse(subjects.out)).toHaveProperty('subjects.length', 8);
    expect(JSON.parse((await cli(['profiles', '--json'])).out)).toHaveProperty('version', 1);
  });
});

describe('verify', () => {
  const traces = join(folder, 'traces');
  mkdirSync(traces);
  fileOf(traces, 'a.mtrace', '= Start\n@ a:[0x1] + 0x10 0x18\n@ a:[0x1] - 0x10\n');

  it('lists what held, and sums up', async () => {
    const invariants = "run: { invariants: ['client/keeps-*'] }";
    const text = `import { goSubject } from 'allocheck';\nexport default { ${invariants} };\n`;
    const file = fileOf(folder, 'verify.config.ts', text);
    const { code, out } = await cli([
      'verify',
      '--runs',
      '5',
      '--traces',
      traces,
      '--config',
      file,
    ]);
    expect(code).toBe(0);
    expect(out).toContain('seed 1\n');
    expect(out).toContain('  every call is answered: served, or refused for a reason  [client/');
    expect(out).toMatch(
      /\nverified: go\n {2}in 5 generated programs and 1 recorded trace, \d+ commands in all,\n/,
    );
  });

  it.each([
    ['its flag', ['--invariants', 'client/keeps-*'], ''],
    ['the config', [], "run: { invariants: ['client/keeps-*'] }"],
  ])(
    'judges programs and traces by what %s says, and names what did not run',
    async (_, args, run) => {
      const text = `import { goSubject } from 'allocheck';\nexport default { ${run} };\n`;
      const file = fileOf(folder, `verify-${args.length}.config.ts`, text);
      const all = ['verify', '--runs', '2', '--traces', traces, '--config', file, ...args];
      const { code, out } = await cli(all);
      expect(code).toBe(0);
      expect(out).toMatch(
        /\n {2}each of 1 invariant held each time it was judged: .*\n {2}not run: .*of go\/\*.*\n$/,
      );
      const { runs, files } = JSON.parse((await cli([...all, '--json'])).out) as {
        readonly [key in 'runs' | 'files']: readonly [
          Record<'invariants' | 'notRun', readonly unknown[]>,
        ];
      };
      for (const [{ invariants, notRun }] of [runs, files])
        expect([invariants.length, notRun.length]).toEqual([
          1,
          catalogue.length + relations.length - 1,
        ]);
    },
  );

  it('says the same in JSON', async () => {
    const args = ['--runs', '1', '--commands', '3', '--traces', traces, '--json'];
    const { out } = await cli([
      'verify',
      ...args.filter((arg) => arg !== '--commands' && arg !== '3'),
    ]);
    expect(JSON.parse(out)).toMatchObject({
      version: 1,
      runs: [{ subject: 'go', seed: 1, runs: 1 }],
      files: [{ format: 'mtrace', events: 2 }],
    });
  });

  it('ends with the replay line when something breaks', async () => {
    const args = ['verify', '--runs', '5', '--config', config, '--out', join(folder, 'out')];
    const { code, out } = await cli([...args, '--traces', traces]);
    expect(code).toBe(1);
    expect(out.trimEnd().split('\n').at(-1)).toMatch(/^replay: npx allocheck replay /);
    expect(out).not.toContain('verified');
  });
});
