/**
 * Makes docs/terminal.svg, the picture of the README, from what the first start on an empty home really prints:
 *   node scripts/terminal-picture.ts [--environments FOLDER] [--from FILE]
 * A folder of Python environments that are there already spares their installation; a file holds what an earlier run of
 * this script printed. Takes two minutes. Long middle parts are left out, and the picture says so.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, stripVTControlCharacters } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const limitMs = 600_000;
const columns = 112;
const lineHeight = 18;
const charWidth = 7.83; // of a monospaced font of 13 px
const margin = 16;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 4600;
}

/** Runs the first start to the end of its welcome; what it printed. */
async function captureWelcome(environments: string | undefined): Promise<string> {
  const home = mkdtempSync(path.join(tmpdir(), 'trainyard-picture-'));
  const port = await freePort();
  if (environments !== undefined) symlinkSync(path.resolve(environments), path.join(home, 'environments'));
  const child = spawn(process.execPath, [path.join(root, 'apps/cli/src/main.ts'), 'up'], {
    env: {
      ...process.env,
      TRAINYARD_HOME: home,
      TRAINYARD_PORT: String(port),
      NO_COLOR: '1',
      COLUMNS: String(columns),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  let said = '';
  const timer = setTimeout(() => child.kill('SIGINT'), limitMs);
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    if (said.includes('What next') && said.includes('flatters the same model')) child.kill('SIGINT');
  });
  await ended;
  clearTimeout(timer);
  rmSync(home, { recursive: true, force: true });
  if (!said.includes('What next')) throw new Error(`The welcome did not come to its end:\n${said}`);
  const shown = said.slice(0, said.indexOf('flatters the same model') + 'flatters the same model'.length);
  // The default address, a link that is nobody's, and no folder of this machine.
  return stripVTControlCharacters(shown)
    .replaceAll(`:${port}`, ':4600')
    .replace(/(sign-in\?key=)\S+/g, '$1…')
    .replaceAll(home, '~/.local/share/trainyard');
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Text as text, so that it can be read aloud, searched and copied. */
function draw(lines: readonly string[]): string {
  const width = Math.ceil(Math.max(...lines.map((line) => line.length)) * charWidth + 2 * margin);
  const height = lines.length * lineHeight + 2 * margin;
  const rows = lines.map((line, i) =>
    line === '' ? '' : `<text x="${margin}" y="${margin + 13 + i * lineHeight}">${escaped(line)}</text>\n`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" xml:space="preserve" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title desc">
<title id="title">The terminal after npm start on an empty home</title>
<desc id="desc">Trainyard starts, makes simulated demo data, trains a first model on them and prints its scores with intervals and a confusion matrix.</desc>
<style>text { font: 13px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; fill: #e6e6e6; white-space: pre }</style>
<rect width="${width}" height="${height}" rx="8" fill="#16181d"/>
${rows.join('')}</svg>
`;
}

/** What is shown: from the line that begins so up to the one that begins so. */
const shown: readonly (readonly [string, string])[] = [
  ['$ npm start', 'imbalance, class 2'],
  ['Run 1 completed', 'made in'],
  ['Now a first model', 'fit main'],
  ['Run 2 completed', 'Baseline'],
  ['Confusion matrix', 'rows: truth'],
  ['What next', '    '],
];

function abridge(lines: readonly string[]): string[] {
  const kept: string[] = [];
  let at = 0;
  for (const [first, last] of shown) {
    const from = lines.findIndex((line, i) => i >= at && line.startsWith(first));
    const to = lines.findIndex((line, i) => i >= from && line.startsWith(last));
    if (from < 0 || to < 0) throw new Error(`The welcome has no line that begins with "${from < 0 ? first : last}".`);
    if (from - at > 1) kept.push('', `   ⋮ ${from - at} lines`, '');
    else if (from > at) kept.push('');
    kept.push(...lines.slice(from, to + 1));
    at = to + 1;
  }
  return kept.map((line) => (line.length > columns ? `${line.slice(0, columns - 1)}…` : line));
}

const { values } = parseArgs({ options: { environments: { type: 'string' }, from: { type: 'string' } } });
const lines =
  values.from === undefined
    ? ['$ npm start', ...(await captureWelcome(values.environments)).split('\n').map((line) => line.trimEnd())]
    : readFileSync(values.from, 'utf8').split('\n');
writeFileSync(path.join(root, 'docs/terminal.svg'), draw(abridge(lines)));
console.log(lines.join('\n'));
