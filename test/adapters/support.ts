/** Go toolchains of a few lines of shell, for what real ones do when something is wrong. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { RUNTIME_EDITS } from '../../src/adapters/go-overlay.ts';

/** A folder of the test file alone, which goes with it. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'allocheck-adapters-'));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** @returns  the path of a program that runs `script` */
export function program(folder: string, name: string, script: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

/** Files of a runtime in which every edit fits. */
export function runtimeFiles(): Record<string, string> {
  const files: Record<string, string> = { 'export_test.go': '', 'own_test.go': '' };
  for (const { file, line, times } of RUNTIME_EDITS) {
    files[file] = (files[file] ?? '') + `${line}\n`.repeat(times);
  }
  return files;
}

/** A GOROOT whose runtime has these files. */
export function gorootOf(folder: string, files: Readonly<Record<string, string>>): string {
  const goroot = mkdtempSync(join(folder, 'goroot-'));
  const runtime = join(goroot, 'src', 'runtime');
  mkdirSync(runtime, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(runtime, name), text);
  return goroot;
}

/** What a script does as `go build` or `go test`: puts a program where `-o` says. */
export function builds(text: string): string {
  return `while [ "$1" != -o ]; do shift; done; printf '%s\\n' '#!/bin/sh' '${text}' > "$2"; chmod +x "$2"`;
}
