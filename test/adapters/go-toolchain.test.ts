import { describe, expect, it } from 'vitest';
import { runChild } from '../../src/adapters/child.ts';
import { findGo } from '../../src/adapters/go-toolchain.ts';
import { AdapterFailed } from '../../src/base/errors.ts';
import { program, temporaryFolder } from './support.ts';

const folder = temporaryFolder();
const { signal } = new AbortController();

function goThatIs(...lines: readonly string[]): string {
  return program(
    folder,
    `go-${lines.join('-').replaceAll('/', '_')}`,
    `printf '%s\\n' ${lines.join(' ')}`,
  );
}

describe('the Go toolchain', () => {
  it('says what it is', async () => {
    const command = goThatIs('go1.19.8', '/usr/lib/go-1.19', 'linux', 'amd64');
    const found = await findGo(command, { PATH: '/bin', GOFLAGS: '-x', GOGC: '7' }, signal);
    expect(found).toMatchObject({
      command,
      version: 'go1.19.8',
      minor: 19,
      goroot: '/usr/lib/go-1.19',
    });
    expect(found.env).toEqual({
      PATH: '/bin',
      CGO_ENABLED: '0',
      GO111MODULE: 'off',
      GOENV: 'off',
      GOTOOLCHAIN: 'local',
      GOWORK: 'off',
    });
  });

  it.each([
    [
      'is not there',
      '/nowhere/go',
      'there is no Go toolchain: no command /nowhere/go\ninstall Go 1.19 ',
    ],
    [
      'is too old',
      goThatIs('go1.18.10', '/go', 'linux', 'amd64'),
      'is go1.18.10, older than go1.19\n',
    ],
    ['is none', goThatIs('hello'), 'is hello, older than go1.19\n'],
    [
      'has another address space',
      goThatIs('go1.19', '/go', 'linux', '386'),
      'the model has the address space of 64-bit Unix systems, and ',
    ],
    ['is for Windows', goThatIs('go1.19', '/go', 'windows', 'amd64'), 'is for windows/amd64'],
    ['fails', program(folder, 'failing', 'echo sorry >&2; exit 3'), 'env failed: sorry'],
  ])('is refused when it %s', async (_, command, message) => {
    const error = await findGo(command, {}, signal).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(AdapterFailed);
    expect((error as AdapterFailed).message).toContain(message);
    expect((error as AdapterFailed).exitCode).toBe(5);
  });
});

describe('a child process', () => {
  const options = { cwd: folder, env: { PATH: process.env['PATH'] }, limitMs: 60_000, signal };

  it('tells what it wrote and how it ended', async () => {
    const path = program(folder, 'talker', 'echo out; echo err >&2; exit 4');
    const { code, stdout, stderr } = await runChild(path, [], options);
    expect([code, stdout.toString(), stderr]).toEqual([4, 'out\n', 'err\n']);
  });

  it('that a signal ends has no code', async () => {
    const path = program(folder, 'victim', 'kill -9 $$');
    expect((await runChild(path, [], options)).code).toBeUndefined();
  });

  it('that does not end is ended', async () => {
    const path = program(folder, 'sleeper', 'exec sleep 60');
    const started = runChild(path, [], { ...options, limitMs: 100 });
    await expect(started).rejects.toThrow(`${path} was still running after 0.1 s`);
  });

  it('is ended when its caller gives up, before or while it runs', async () => {
    const path = program(folder, 'sleeper', 'exec sleep 60');
    const controller = new AbortController();
    const started = runChild(path, [], { ...options, signal: controller.signal });
    controller.abort();
    await expect(started).rejects.toThrow('aborted');
    const late = runChild(path, [], { ...options, signal: controller.signal });
    await expect(late).rejects.toThrow('aborted');
  });
});
