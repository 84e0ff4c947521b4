// Runs dependency-cruiser, asserts that it saw modules at all, and that each planted violation is caught:
// with a wrong resolver it passes while seeing nothing.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cruise } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import config from '../.dependency-cruiser.mjs';

const canaries = {
  'arrows-packages-contracts': ['packages/contracts/src', "import '@trainyard/domain';"],
  'arrows-packages-domain': ['packages/domain/src', "import '@trainyard/store';"],
  'arrows-packages-llm-gateway': ['packages/llm-gateway/src', "import '@trainyard/queue/work';"],
  'arrows-packages-trainer-host': ['packages/trainer-host/src', "import '@trainyard/store';"],
  'arrows-apps-server': ['apps/server/src', "import '@trainyard/trainer-host';"],
  'arrows-packages-sections': ['packages/sections/src', "import '@trainyard/domain';"],
  'arrows-packages-prompts': ['packages/prompts/src', "import '@trainyard/store';"],
  'arrows-apps-dashboard': ['apps/dashboard/src', "import '@trainyard/settings';"],
  'arrows-trainers-sdk-typescript': ['trainers/sdk-typescript/src', "import '@trainyard/domain';"],
  'arrows-trainers-core-report': ['trainers/core/report/src', "import '@trainyard/store';"],
  'arrows-apps-cli': ['apps/cli/src', "import '@trainyard/queue/submit';"],
  'submit-door-for-the-server': ['apps/server/src', "import '@trainyard/queue/work';"],
  'work-door-for-the-worker': ['apps/worker/src', "import '@trainyard/queue/submit';"],
  'testkit-in-tests-only': ['packages/queue/src', "import '@trainyard/testkit';"],
  'store-in-the-cli-for-up-and-db-only': ['apps/cli/src', "import '@trainyard/store';"],
  'providers-in-the-gateway-only': ['apps/server/src', "import '@ai-sdk/provider';"],
  'sql-in-store-only': ['apps/server/src', "import 'pg';"],
  'processes-in-their-places-only': ['apps/server/src', "import 'node:child_process';"],
  'no-io-in-domain': ['packages/domain/src', "import 'node:fs';"],
  'could-not-resolve': ['packages/store/src', "import './is-not-there.ts';"],
};

const options = { ...config.options, ruleSet: { forbidden: config.forbidden }, validate: true };
const tsConfig = extractTSConfig('tsconfig.json');

async function violationsOf(targets) {
  const { output } = await cruise(targets, options, undefined, { tsConfig });
  return {
    modules: output.summary.totalCruised,
    found: output.summary.violations.filter((v) => v.rule.severity === 'error'),
  };
}

const real = await violationsOf(['apps', 'packages', 'trainers']);
if (real.modules < 30) fail(`dependency-cruiser saw only ${real.modules} modules; its resolver is set up wrongly.`);
for (const v of real.found) console.error(`${v.rule.name}: ${v.from} → ${v.to}`);
if (real.found.length > 0)
  fail(`${real.found.length} forbidden imports. The table of arrows stands in ARCHITECTURE.md.`);

// Each violation is planted in a folder of its own name inside the package, so that the rule sees a real place.
const planted = [];
try {
  for (const [rule, [folder, text]] of Object.entries(canaries)) {
    const dir = path.join(folder, `canary-${process.pid}`);
    mkdirSync(dir, { recursive: true });
    const file = path.join(dir, `${rule}.ts`);
    writeFileSync(file, `${text}\nexport {};\n`);
    planted.push({ rule, dir, file });
  }
  const { found } = await violationsOf(planted.map((p) => p.file));
  const missed = planted.filter((p) => !found.some((v) => v.rule.name.startsWith(p.rule) && v.from === p.file));
  if (missed.length > 0) fail(`planted violations that no rule caught: ${missed.map((p) => p.rule).join(', ')}`);
} finally {
  for (const p of planted) rmSync(p.dir, { recursive: true, force: true });
}
console.log(`arrows: ${real.modules} modules, ${planted.length} planted violations caught`);

function fail(message) {
  throw new Error(`arrows: ${message}`);
}
