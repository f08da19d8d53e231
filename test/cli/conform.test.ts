import { describe, expect, it } from 'vitest';
import { cli } from './support.ts';

describe('conform', () => {
  it('says which runtimes there are', async () => {
    expect(await cli(['conform', 'goo'])).toEqual({
      code: 2,
      out: '',
      err: 'allocheck: there is no runtime goo to compare with (did you mean go?)\nuse: go\n',
    });
    expect(await cli(['conform'])).toMatchObject({ code: 2, out: '' });
  });

  it('says which flag was meant', async () => {
    expect(await cli(['conform', 'go', '--program', '3'])).toEqual({
      code: 2,
      out: '',
      err: "allocheck: unknown option '--program'\n(Did you mean --programs?)\n",
    });
    expect(await cli(['conform', 'go', '--programs', 'many'])).toMatchObject({ code: 2, out: '' });
  });

  it('ends 5 where there is no toolchain, and says how to get one', async () => {
    expect(await cli(['conform', 'go', '--go', '/nowhere/go'])).toEqual({
      code: 5,
      out: '',
      err:
        'allocheck: there is no Go toolchain: no command /nowhere/go\n' +
        'install Go 1.19 with the sources of its runtime (Debian: apt-get install golang-go golang-1.19-src),\n' +
        'or name its command: --go PATH\n',
    });
  });
});
