// Rules of the house that no linter knows. Each has a planted violation, so that a rule that went blind is seen.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const rules = [
  {
    name: 'the environment is read in packages/settings only',
    files: /^(packages|apps)\/.*\.ts$/,
    except: /^packages\/settings\/|^packages\/trainer-host\/|^packages\/testkit\/|\.test\.ts$|\/test\//,
    forbidden: /\bprocess\.env\b/,
    canary: ['apps/server/src/x.ts', 'const port = process.env.PORT;'],
  },
  {
    name: 'no folder or file for odds and ends',
    files: /.*/,
    except: /^$/,
    path: /(^|\/)(utils?|helpers?|common|manager|misc)(\/|\.[a-z]+$)/,
    canary: ['packages/domain/src/utils.ts', ''],
  },
  {
    name: 'no registry or download address in a lock',
    files: /(^|\/)(package-lock\.json|requirements[^/]*\.txt)$/,
    except: /^$/,
    forbidden: /"resolved": *"https?:|--(extra-)?index-url|--find-links|https?:\/\/(registry|pypi|files)\b/,
    canary: ['package-lock.json', '"resolved": "https://example.invalid/x.tgz"'],
  },
  {
    name: 'no test that is skipped or focused for good',
    files: /\.test\.ts$/,
    except: /^$/,
    forbidden: /\b(it|test|describe)\.(only|skip|todo)\(/,
    canary: ['a.test.ts', "it.only('x', () => {})"],
  },
  {
    name: 'the wall clock of this machine decides nothing in domain and prompts',
    files: /^packages\/(domain|prompts)\/src\/.*\.ts$/,
    except: /\.test\.ts$/,
    forbidden: /\b(Date\.now|Math\.random|performance\.now)\(/,
    canary: ['packages/domain/src/x.ts', 'const t = Date.now();'],
  },
];

function breaks(rule, file, text) {
  if (!rule.files.test(file) || rule.except.test(file)) return false;
  return rule.path ? rule.path.test(file) : rule.forbidden.test(text());
}

const blind = rules.filter((rule) => !breaks(rule, rule.canary[0], () => rule.canary[1]));
const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { encoding: 'utf8', maxBuffer: 1 << 26 })
  .split('\n')
  .filter(Boolean);
const found = [];
for (const file of files) {
  let text;
  const read = () => {
    try {
      text ??= readFileSync(file, 'utf8');
    } catch {
      text = ''; // listed by git and deleted in the working tree
    }
    return text;
  };
  for (const rule of rules) if (breaks(rule, file, read)) found.push(`${file}: ${rule.name}`);
}
for (const line of found) console.error(line);
for (const rule of blind) console.error(`rule does not catch its planted violation: ${rule.name}`);
if (found.length + blind.length > 0) process.exit(1);
console.log(`house rules: ${files.length} files, ${rules.length} rules`);
