import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { TrainyardError } from '@trainyard/contracts';

const run = promisify(execFile);

export interface Python {
  /** The interpreter itself, not a shim. */
  program: string;
  /** `3.11` */
  version: string;
}

const oldest = 11;
const newest = 13;
/** In the order in which `npm start` looks for one, so that both speak of the same. */
const candidates = ['python3.13', 'python3.12', 'python3.11', 'python3', 'python'];
const question = `
import importlib.util, shutil, sys
installs = importlib.util.find_spec("pip") is not None or shutil.which("uv") is not None
print(sys.version_info[0], sys.version_info[1], int(installs), sys.executable)`;

interface Answer extends Python {
  fits: boolean;
  /** It has pip, or uv is there. */
  installs: boolean;
}

async function ask(program: string): Promise<Answer | null> {
  try {
    const { stdout } = await run(program, ['-c', question], { timeout: 20_000 });
    const [major, minor, installs, ...path] = stdout.trim().split(' ');
    const fits = major === '3' && Number(minor) >= oldest && Number(minor) <= newest;
    return { program: path.join(' ') || program, version: `${major}.${minor}`, fits, installs: installs === '1' };
  } catch {
    // Not installed, or a shim of a version that is not: the next candidate.
    return null;
  }
}

const found = new Map<string, Promise<Python>>();

async function search(wanted: string | null): Promise<Python> {
  const others: string[] = [];
  let bare: Python | null = null;
  for (const program of wanted === null ? candidates : [wanted]) {
    const answer = await ask(program);
    if (answer?.fits) {
      const { program, version } = answer;
      if (answer.installs) return { program, version };
      bare ??= { program, version };
    } else if (answer !== null) others.push(`${answer.program} (${answer.version})`);
  }
  // It makes no environment, but runs the trainers that need none.
  if (bare !== null) return bare;
  const none = wanted === null ? 'none on PATH' : `${wanted}, which does not run`;
  throw new TrainyardError('python-missing', { found: others.length > 0 ? others.join(', ') : none });
}

/** The Python that environments are made with: the setting, else the first on PATH that is 3.11 to 3.13 and has pip or uv. */
export function findPython(wanted: string | null): Promise<Python> {
  const key = wanted ?? '';
  const known = found.get(key);
  if (known !== undefined) return known;
  const searched = search(wanted);
  found.set(key, searched);
  searched.catch(() => found.delete(key));
  return searched;
}
