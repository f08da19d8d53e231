/**
 * The layers of src/dev/layers.ts as rules of dependency-cruiser, and what only it can see:
 * packages that are not declared, and development packages in what is published.
 */
import { createJiti } from 'jiti';

const { LAYERS, PRIVILEGES } = await createJiti(import.meta.url).import('./src/dev/layers.ts');

const SOURCES = '^(src|spec|models|viewer|bench|test|examples)/';

/** Paths as one regular expression: each with what is below it. */
function below(paths) {
  return `^(${paths.map((path) => path.replaceAll('.', '\\.')).join('|')})(/|$)`;
}

/** Layers inside of a layer: rules of their own hold for them. */
function inside(path) {
  return LAYERS.map((each) => each.path).filter((each) => each.startsWith(`${path}/`));
}

const layers = LAYERS.flatMap(({ path, imports, types }) => [
  {
    name: `imports of ${path}`,
    severity: 'error',
    from: {
      path: below([path]),
      ...(inside(path).length > 0 ? { pathNot: below(inside(path)) } : {}),
    },
    to: { path: SOURCES, pathNot: below([path, ...imports, ...types]) },
  },
  ...types.map((of) => ({
    name: `only types of ${of} in ${path}`,
    severity: 'error',
    from: { path: below([path]) },
    to: { path: below([of]), dependencyTypesNot: ['type-only'] },
  })),
]);

const privileges = PRIVILEGES.map(({ what, names, files }) => ({
  name: `use of ${what}`,
  severity: 'error',
  from: { path: SOURCES, pathNot: below(files) },
  to: { path: names.map((name) => `(^|node_modules/)${name.replace('node:', '')}(/|$)`) },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...layers,
    ...privileges,
    {
      name: 'no circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'found',
      severity: 'error',
      // AssemblyScript finds its own library, and a project of its own has allocheck installed.
      from: { pathNot: '/assembly/|^examples/vitest-project/' },
      to: { couldNotResolve: true },
    },
    {
      name: 'declared in package.json',
      severity: 'error',
      from: {},
      // What is said of a peer in peerDependenciesMeta is taken for an unknown declaration.
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['npm-peer'] },
    },
    {
      name: 'no development package in what is published',
      severity: 'error',
      from: { path: '^(src|spec|models)/', pathNot: '^src/dev/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only', 'npm-peer'] },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: ['node_modules', '^dist'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
    },
  },
};
