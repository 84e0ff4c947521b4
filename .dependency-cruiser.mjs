/** Who may import whom. The table stands in ARCHITECTURE.md; scripts/check-arrows.mjs proves that these rules bite. */
const may = {
  contracts: [],
  domain: ['contracts'],
  settings: ['contracts'],
  'embedded-postgres': ['contracts', 'settings'],
  files: ['contracts', 'settings'],
  store: ['domain', 'contracts', 'settings'],
  queue: ['store', 'domain', 'contracts'],
  'llm-gateway': ['contracts', 'store', 'settings'],
  'trainer-catalog': ['contracts', 'domain', 'settings'],
  'trainer-host': ['contracts', 'settings', 'trainer-catalog'],
  'api-client': ['contracts'],
  sections: ['contracts'],
  prompts: ['contracts', 'domain'],
  conformance: ['contracts', 'domain', 'trainer-catalog', 'trainer-host'],
};
const appsMay = {
  server: ['contracts', 'domain', 'settings', 'store', 'files', 'queue', 'trainer-catalog', 'llm-gateway', 'prompts'],
  worker: ['contracts', 'domain', 'settings', 'store', 'files', 'queue', 'trainer-catalog', 'trainer-host'],
  dashboard: ['contracts', 'domain', 'prompts', 'sections', 'api-client'],
  cli: ['contracts', 'domain', 'prompts', 'settings', 'api-client', 'conformance', 'embedded-postgres', 'store'],
};
/** Trainers in TypeScript: their own files, the SDK, and what is pure. */
const trainersMay = {
  'sdk-typescript': ['packages/contracts'],
  'core/report': ['packages/contracts', 'packages/domain', 'packages/sections', 'trainers/sdk-typescript'],
  'prompts/prompt-optimizer': ['packages/contracts', 'packages/domain', 'packages/prompts', 'trainers/sdk-typescript'],
};
const isTest = '\\.(test|db\\.test|prop\\.test)\\.tsx?$|/tests?/|\\.fixture\\.tsx?$';

const inPackages = (name) => `packages/${name}`;

function arrow(folder, name, allowed) {
  return {
    name: `arrows-${folder}-${name.replace('/', '-')}`,
    severity: 'error',
    from: { path: `^${folder}/${name}/`, pathNot: isTest },
    to: {
      path: '^(packages|apps|trainers)/',
      pathNot: [`^${folder}/${name}/`, ...allowed.map((place) => `^${place}/`)],
    },
  };
}
function only(name, path, fromAllowed) {
  return {
    name,
    severity: 'error',
    from: { path: '^(packages|apps|trainers)/', pathNot: [...fromAllowed, isTest, '^packages/testkit/'] },
    to: { path },
  };
}

export default {
  forbidden: [
    { name: 'could-not-resolve', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    ...Object.entries(may).map(([name, allowed]) => arrow('packages', name, allowed.map(inPackages))),
    ...Object.entries(appsMay).map(([name, allowed]) => arrow('apps', name, allowed.map(inPackages))),
    ...Object.entries(trainersMay).map(([name, allowed]) => arrow('trainers', name, allowed)),
    {
      name: 'testkit-in-tests-only',
      severity: 'error',
      from: { pathNot: [isTest, '^packages/testkit/', '^tests/', '^benchmarks/', '^vitest'] },
      to: { path: '^packages/testkit/' },
    },
    {
      name: 'submit-door-for-the-server',
      severity: 'error',
      from: { path: '^apps/server/', pathNot: isTest },
      to: { path: '^packages/queue/src/work' },
    },
    {
      name: 'work-door-for-the-worker',
      severity: 'error',
      from: { path: '^apps/worker/', pathNot: isTest },
      to: { path: '^packages/queue/src/submit' },
    },
    {
      name: 'store-in-the-cli-for-up-and-db-only',
      severity: 'error',
      from: { path: '^apps/cli/', pathNot: ['^apps/cli/src/up/', '^apps/cli/src/commands/db', isTest] },
      to: { path: '^packages/(store|embedded-postgres)/' },
    },
    only('providers-in-the-gateway-only', 'node_modules/(ai|@ai-sdk/[^/]+)/', ['^packages/llm-gateway/']),
    only('sql-in-store-only', 'node_modules/pg/', ['^packages/store/', '^packages/queue/']),
    only('processes-in-their-places-only', '^(node:)?child_process$', [
      '^packages/trainer-host/',
      '^packages/embedded-postgres/',
      '^apps/cli/',
      '^packages/trainer-catalog/src/git',
      // A metric may be a program of an administrator.
      '^trainers/prompts/prompt-optimizer/src/command-metric',
    ]),
    {
      name: 'no-io-in-domain',
      severity: 'error',
      from: {
        path: '^packages/(domain|contracts|sections|prompts)/src/',
        pathNot: [isTest, '^packages/contracts/src/generate'],
      },
      to: { dependencyTypes: ['core'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // What is built here, not what packages ship.
    exclude: { path: '^(apps|packages)/[^/]+/dist/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      mainFields: ['module', 'main', 'types', 'typings'],
    },
  },
};
