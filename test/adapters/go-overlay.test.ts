import { describe, expect, it } from 'vitest';
import { EDITED_FILES, RUNTIME_EDITS, withRecording } from '../../src/adapters/go-overlay.ts';

/** A file that has each line that is looked for in it, as often as it should be. */
function fitting(file: string): string {
  const lines = RUNTIME_EDITS.filter((edit) => edit.file === file).flatMap(({ line, times }) =>
    Array.from({ length: times }, () => `\t${line}`),
  );
  return ['package runtime', ...lines, ''].join('\n');
}

describe('recording in the runtime', () => {
  it('is added around lines, which stay on their own', () => {
    const edited = withRecording('proc.go', 'func main() {\n\tfoo()\n\texit(0)\n}\n');
    expect(edited).toEqual({ text: 'func main() {\n\tfoo()\nconformDump()\n\texit(0)\n}\n' });
  });

  it.each(EDITED_FILES)('adds only calls to %s', (file) => {
    const edited = withRecording(file, fitting(file));
    const text = 'text' in edited ? edited.text : edited.problem;
    const added = text.split('\n').filter((line) => !fitting(file).split('\n').includes(line));
    expect(added.length).toBeGreaterThan(0);
    for (const line of added) expect(line).toMatch(/conform[A-Z]\w+\(/);
  });

  it('is refused where a line is not there, or there more often', () => {
    expect(withRecording('proc.go', 'func main() {}\n')).toEqual({
      problem: 'proc.go has `exit(0)` 0 times, not 1',
    });
    expect(withRecording('proc.go', 'exit(0)\nexit(0)\n')).toEqual({
      problem: 'proc.go has `exit(0)` 2 times, not 1',
    });
  });
});
