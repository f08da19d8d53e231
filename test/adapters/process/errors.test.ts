// Goal: whoever names a library or a peer that cannot be driven is told why, and what to do.
import { mkdirSync, writeFileSync } from 'node:fs';
import { arch } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readElf } from '../../../src/adapters/process/elf.ts';
import { findNativeLibrary } from '../../../src/adapters/process/native-library.ts';
import { AdapterFailed, UsageError } from '../../../src/base/errors.ts';
import { program, temporaryFolder } from '../support.ts';
import { commandOrigin, hasCompiler, hasGlibc, library, nativeOrigin, source } from './support.ts';

const folder = temporaryFolder();

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** The beginning of an ELF file. */
function elf({ bits = 64, kind = 3, machine = 62 }): Uint8Array {
  const bytes = new Uint8Array(64);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, bits / 32, 1, 1]);
  bytes.set([kind, 0, machine], 16);
  return bytes;
}

const ELSEWHERE =
  arch() === 'arm64' ? { name: 'x64', machine: 62 } : { name: 'arm64', machine: 183 };
const HERE = arch() === 'arm64' ? 183 : 62;

describe('a library', () => {
  mkdirSync(join(folder, 'libs.so'));
  file('libgood.so', 'text');

  it.each([
    ['libgod.so', 'there is no file _/libgod.so (did you mean libgood.so?)'],
    ['libs.so', '_/libs.so is no file'],
    ['libgood.so', '_/libgood.so is no shared library: it is no ELF file'],
  ])('%s that is none', (name, message) => {
    expect(() => findNativeLibrary(join(folder, name))).toThrow(
      new UsageError(message.replaceAll('_', folder)),
    );
  });

  it('that is nowhere', () => {
    expect(() => findNativeLibrary('libnowhere.so.9')).toThrow(
      /^there is no file \/.*\/libnowhere\.so\.9, nor in \/lib, .*\/usr\/lib/,
    );
  });

  it('for another machine', () => {
    const path = file('other.so', elf({ machine: ELSEWHERE.machine }));
    const message = `${path} is for ${ELSEWHERE.name}, and Node runs as ${arch()}: a library for ${arch()} is needed`;
    expect(() => findNativeLibrary(path)).toThrow(new UsageError(message));
  });

  it('for the same machine of 32 bits', () => {
    const path = file('narrow.so', elf({ bits: 32, machine: 3 }));
    expect(() => findNativeLibrary(path)).toThrow(/narrow\.so is for ia32, and Node runs as /);
  });

  it('that was not linked', () => {
    const path = file('part.so', elf({ kind: 1, machine: HERE }));
    expect(() => findNativeLibrary(path)).toThrow(
      /is no shared library but of the kind "relocatable": link it with cc -shared -fPIC$/,
    );
  });

  it('that exports nothing', () => {
    const path = file('empty.so', elf({ machine: HERE }));
    expect(() => findNativeLibrary(path)).toThrow(
      new UsageError(`${path} has no malloc and no free\nit exports no function at all`),
    );
  });

  it('is read no further than it goes', () => {
    const bytes = Buffer.from(elf({ machine: HERE }));
    bytes.writeBigUInt64LE(1000n, 0x28);
    bytes.writeUInt16LE(3, 0x3c);
    bytes.writeUInt16LE(64, 0x3a);
    expect(readElf(bytes)).toMatchObject({ kind: 'shared', functions: [], needs: [] });
    expect(readElf(Buffer.from('\x7fELF'))).toBeUndefined();
  });
});

describe.skipIf(!hasCompiler)('a compiled library', () => {
  const compiled = (name: string, text: string, ...args: readonly string[]): string =>
    library(folder, name, source(folder, name, text), ...args);

  it('with a prefix', () => {
    const path = compiled(
      'prefixed',
      'void je_malloc(void) {} void je_free(void) {} void malloc(void) {}',
    );
    expect(() => findNativeLibrary(path)).toThrow(
      new UsageError(`${path} has no free\nprefixes that it has: je_`),
    );
    expect(() => findNativeLibrary(path, 'mi_')).toThrow(
      new UsageError(`${path} has no mi_malloc and no mi_free\nprefixes that it has: je_`),
    );
    expect(findNativeLibrary(path, 'je_').functions).toEqual({
      malloc: 'je_malloc',
      free: 'je_free',
    });
  });

  it('with other names', () => {
    const path = compiled(
      'named',
      'void maloc(void) {} void pool_alloc(void) {} static int malloc;',
    );
    expect(() => findNativeLibrary(path)).toThrow(
      new UsageError(`${path} has no malloc and no free\nnames near to it: maloc, pool_alloc`),
    );
  });

  it('with no such thing', () => {
    const path = compiled('unlike', 'void one(void) {} void two(void) {}');
    expect(() => findNativeLibrary(path)).toThrow(
      /has no malloc and no free\nit exports one, two$/,
    );
  });

  it('that needs what is not there', () => {
    const path = compiled(
      'needy',
      'void malloc(void) {} void missing(void); void free(void) { missing(); }',
      '-Wl,-z,now',
    );
    expect(() => nativeOrigin({ library: path })).toThrow(AdapterFailed);
    expect(() => nativeOrigin({ library: path })).toThrow(
      /needy\.so cannot be loaded: .*undefined symbol: missing/,
    );
  });

  it('that dies as it is loaded', () => {
    const text = `void abort(void);
      void malloc(void) {} void free(void) {} __attribute__((constructor)) void die(void) { abort(); }`;
    expect(() => nativeOrigin({ library: compiled('deadly', text) })).toThrow(
      /^the native peer of .*deadly\.so ended by SIGABRT before its greeting/,
    );
  });

  it('of musl', () => {
    const text =
      'void malloc(void) {} void free(void) {} void __libc_start_main(void) {} const char name[] = "musl libc";';
    const path = compiled('musl', text);
    expect(() => findNativeLibrary(path)).toThrow(
      new UsageError(
        `${path} is musl, whose malloc works only in a program of musl's own\n` +
          'build such a program from examples/peers/peer.c (musl-gcc -static) and run it as a peer',
      ),
    );
  });
});

describe.skipIf(!hasGlibc)('a peer', () => {
  let count = 0;
  const script = (text: string): string => program(folder, `peer-${(count += 1)}`, text);

  it.each([
    ['that is not there', join(folder, 'nowhere'), '_ could not be run: there is no such command'],
    [
      'that is no program',
      file('plain', 'x'),
      '_ could not be run: it may not be run: is it executable?',
    ],
    [
      'that speaks otherwise',
      script('echo hello; echo you; cat'),
      '_ does not speak the peer protocol: it began with "hello"\n' +
        'a peer begins with "allocheck 1 NAME …" and then "can WORD …": see docs/protocol.md',
    ],
    [
      'of another version',
      script('echo allocheck 2 mine; echo can malloc; cat'),
      '_ speaks version 2 of the peer protocol, not 1',
    ],
    [
      'without a name',
      script('echo allocheck 1; echo can malloc; cat'),
      '_ does not speak the peer protocol: its first line has no name\n' +
        'a peer begins with "allocheck 1 NAME …" and then "can WORD …": see docs/protocol.md',
    ],
    [
      'that cannot do a thing',
      script('echo allocheck 1 mine; echo malloc free; cat'),
      '_ does not speak the peer protocol: its second line was "malloc free"\n' +
        'a peer begins with "allocheck 1 NAME …" and then "can WORD …": see docs/protocol.md',
    ],
    [
      'that ends at once',
      script('echo no licence >&2; echo sorry; exit 3'),
      '_ ended with exit code 3 before its greeting, having said "sorry"\n  no licence',
    ],
    ['that dies at once', script('kill -KILL $$'), '_ ended by SIGKILL before its greeting'],
  ])('%s', (_, command, message) => {
    expect(() => commandOrigin(command)).toThrow(new AdapterFailed(message.replace('_', command)));
  });
});
