// Goal: colours and a line that is redrawn are where a person looks on, and nowhere else.
import { describe, expect, it } from 'vitest';
import { mayRedraw, paintFor } from '../../src/cli/terminal.ts';

const [TERMINAL, PIPE] = [{ isTTY: true }, { isTTY: false }];

describe('colours', () => {
  it.each([
    ['on a terminal', TERMINAL, {}, true],
    ['in a pipe', PIPE, {}, false],
    ['on a terminal that knows none', TERMINAL, { TERM: 'dumb' }, false],
    ['where nobody wants them', TERMINAL, { NO_COLOR: '1' }, false],
    ['where an empty variable says nothing', TERMINAL, { NO_COLOR: '', FORCE_COLOR: '' }, true],
    ['in a pipe on demand', PIPE, { FORCE_COLOR: '1' }, true],
    ['on a terminal not on demand', TERMINAL, { FORCE_COLOR: '0' }, false],
    ['where both are said', PIPE, { FORCE_COLOR: '1', NO_COLOR: '1' }, false],
    ['on a terminal of a CI', TERMINAL, { CI: 'true' }, true],
    ['in a pipe of a CI', PIPE, { CI: 'true' }, false],
  ])('%s: %o %o is %s', (_, stream, env, isColoured) => {
    expect(paintFor(stream, env).red('x') !== 'x').toBe(isColoured);
  });
});

describe('a line that is redrawn', () => {
  it.each([
    [TERMINAL, {}, true],
    [TERMINAL, { NO_COLOR: '1' }, true],
    [TERMINAL, { CI: 'true' }, false],
    [TERMINAL, { TERM: 'dumb' }, false],
    [PIPE, { FORCE_COLOR: '1' }, false],
  ])('%o %o: %s', (stream, env, may) => {
    expect(mayRedraw(stream, env)).toBe(may);
  });
});
