/** Package managers: how a project is known to use one, and how each installs and runs what is installed. */

export type ManagerId = 'npm' | 'pnpm' | 'yarn' | 'bun';

export interface Manager {
  readonly id: ManagerId;
  /** Names of its lock files. */
  readonly locks: readonly string[];
  /** Installs what the lock file says, and what is asked for where there is none. */
  readonly install: { readonly locked: string; readonly free: string };
  /** Installs a package for development. */
  readonly add: string;
  /** Runs the program of an installed package. */
  readonly exec: string;
  /** Steps of GitHub before Node is set up, and commands of GitLab before anything is installed. */
  readonly prepare: { readonly github: readonly string[]; readonly gitlab: readonly string[] };
}

export const MANAGERS: readonly Manager[] = [
  {
    id: 'npm',
    locks: ['package-lock.json', 'npm-shrinkwrap.json'],
    install: { locked: 'npm ci', free: 'npm install' },
    add: 'npm install --save-dev',
    exec: 'npx',
    prepare: { github: [], gitlab: [] },
  },
  {
    id: 'pnpm',
    locks: ['pnpm-lock.yaml'],
    install: { locked: 'pnpm install --frozen-lockfile', free: 'pnpm install' },
    add: 'pnpm add --save-dev',
    exec: 'pnpm exec',
    prepare: { github: ['run: corepack enable'], gitlab: ['corepack enable'] },
  },
  {
    id: 'yarn',
    locks: ['yarn.lock'],
    // Newer versions take it for --immutable.
    install: { locked: 'yarn install --frozen-lockfile', free: 'yarn install' },
    add: 'yarn add --dev',
    exec: 'yarn run',
    prepare: { github: ['run: corepack enable'], gitlab: ['corepack enable'] },
  },
  {
    id: 'bun',
    locks: ['bun.lock', 'bun.lockb'],
    install: { locked: 'bun install --frozen-lockfile', free: 'bun install' },
    add: 'bun add --dev',
    exec: 'bunx',
    prepare: { github: ['uses: oven-sh/setup-bun@v2'], gitlab: ['npm install --global bun'] },
  },
];

export function managerOf(id: string): Manager | undefined {
  return MANAGERS.find((manager) => manager.id === id);
}
