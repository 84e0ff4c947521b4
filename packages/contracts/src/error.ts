import { z } from 'zod';

export type ErrorKind = 'user' | 'environment' | 'ours';
interface CatalogueEntry {
  status: number;
  kind: ErrorKind;
  /** What failed, what was expected, what came; `{name}` is filled from the parameters. */
  says: string;
  /** What to do. */
  hint: string;
}

/** Every error that reaches a person. Codes are never reused. `docs/reference/errors.md` is made from this table. */
export const errorCatalogue = {
  'backup-unfit': {
    status: 422,
    kind: 'user',
    says: 'The backup {folder} cannot be used: {detail}.',
    hint: 'A backup is a folder made by: trainyard db backup FOLDER',
  },
  'batch-going': {
    status: 409,
    kind: 'user',
    says: 'Batch {batch} is still {status}.',
    hint: 'Wait until it has ended, or end it with: trainyard batch cancel {batch}',
  },
  'batch-invalid': {
    status: 422,
    kind: 'user',
    says: 'The batch cannot be made: {detail}.',
    hint: 'Nothing was asked and nothing was spent. See: trainyard batch --help',
  },
  'batch-not-found': {
    status: 404,
    kind: 'user',
    says: 'There is no batch "{batch}".',
    hint: 'List them with: trainyard batch list',
  },
  'batch-sealed': {
    status: 403,
    kind: 'user',
    says: 'The test part is sealed: {detail}.',
    hint: 'Use part open, train or validation; or name a run that has opened its test part, and one of the prompts that it tried there.',
  },
  'batches-unfit': {
    status: 422,
    kind: 'user',
    says: 'These batches cannot be compared: {detail}.',
    hint: 'Compare two evaluations of the same items by the same metrics.',
  },
  'body-malformed': {
    status: 400,
    kind: 'user',
    says: 'The body is not valid JSON: {detail}.',
    hint: 'Send one JSON object, UTF-8, with Content-Type application/json.',
  },
  'body-too-large': {
    status: 413,
    kind: 'user',
    says: 'The body is larger than {limit}.',
    hint: 'Send less at once; files are uploaded as multipart to /api/v1/datasets.',
  },
  'body-type-unsupported': {
    status: 415,
    kind: 'user',
    says: 'The body has a type that is not taken here.',
    hint: 'Send application/json, or multipart/form-data to /api/v1/datasets.',
  },
  'budget-reached': {
    status: 402,
    kind: 'user',
    says: '{whose} {how}: the call to {model} is not made.',
    hint: 'Raise it with: trainyard budget set',
  },
  'checkpoint-not-found': {
    status: 404,
    kind: 'user',
    says: 'Run {run} has no checkpoint "{checkpoint}".',
    hint: 'List them with: trainyard run show {run}',
  },
  'comparison-unfit': {
    status: 422,
    kind: 'user',
    says: 'These runs cannot be compared: {detail}',
    hint: 'Name two to ten different runs: /api/v1/comparisons?runs=1,2',
  },
  'config-invalid': {
    status: 422,
    kind: 'user',
    says: 'The configuration has {count}: {first}',
    hint: 'Every problem is listed in "issues". See: trainyard trainer show {trainer}',
  },
  'continue-not-allowed': {
    status: 409,
    kind: 'user',
    says: 'Run {run} is {status}; only failed, stopped and completed runs are continued.',
    hint: 'A paused run is resumed, a running one is stopped first.',
  },
  'database-absent': {
    status: 404,
    kind: 'user',
    says: 'There is no database in {home} yet.',
    hint: 'Make one with: npm start',
  },
  'database-not-empty': {
    status: 409,
    kind: 'user',
    says: 'A backup is restored into an empty database only; this one has rows in {table}.',
    hint: 'Set TRAINYARD_HOME to a new folder, or DATABASE_URL to a new database.',
  },
  'database-start-failed': {
    status: 500,
    kind: 'environment',
    says: 'The embedded PostgreSQL cannot be started: {detail}.',
    hint: '{cure}',
  },
  'database-unfit': {
    status: 500,
    kind: 'environment',
    says: 'The database cannot be used: {detail}.',
    hint: 'Use the version of Trainyard that made it or a newer one, and PostgreSQL 14 or newer. See docs/operate.',
  },
  'database-unreachable': {
    status: 503,
    kind: 'environment',
    says: 'The database does not answer: {detail}.',
    hint: 'It is tried again by itself; if this stays, see the log of the supervisor and docs/operate.',
  },
  'dataset-not-found': {
    status: 404,
    kind: 'user',
    says: 'There is no data set "{name}".',
    hint: 'List them with: trainyard dataset list',
  },
  'dataset-unfit': {
    status: 422,
    kind: 'user',
    says: 'Data set {name} does not suit trainer {trainer}: {detail}',
    hint: 'See what it needs with: trainyard trainer show {trainer}',
  },
  'disk-low': {
    status: 507,
    kind: 'environment',
    says: 'Only {free} is free at {folder}; {needed} is needed.',
    hint: 'Free some space or move TRAINYARD_HOME.',
  },
  'embedder-missing': {
    status: 409,
    kind: 'user',
    says: 'The embedder {embedder} is not installed, and this needs its vectors.',
    hint: 'Install it once (84 MB): npx trainyard run start environment-install --set environment=embedder --follow',
  },
  'experiment-not-found': {
    status: 404,
    kind: 'user',
    says: 'There is no experiment {id}.',
    hint: 'List them with: trainyard run list',
  },
  'file-not-found': {
    status: 404,
    kind: 'user',
    says: 'Run {run} has no file "{path}".',
    hint: 'List its files with: trainyard run show {run}',
  },
  forbidden: {
    status: 403,
    kind: 'user',
    says: 'This needs the role {role}.',
    hint: 'Ask an administrator of this installation.',
  },
  'home-locked': {
    status: 409,
    kind: 'user',
    says: 'Trainyard already runs on {home} (process {pid}).',
    hint: 'Use that one, or set TRAINYARD_HOME to another folder.',
  },
  'home-unusable': {
    status: 500,
    kind: 'environment',
    says: 'The folder {folder} cannot be used: {detail}.',
    hint: '{cure}',
  },
  'host-refused': {
    status: 403,
    kind: 'user',
    says: 'Requests for host "{host}" are not answered.',
    hint: 'Open the address that npm start printed.',
  },
  'idempotency-busy': {
    status: 409,
    kind: 'user',
    says: 'The first request with Idempotency-Key {key} is still being answered.',
    hint: 'Ask again in a moment with the same key.',
  },
  'idempotency-conflict': {
    status: 409,
    kind: 'user',
    says: 'Idempotency-Key {key} was used before with another body.',
    hint: 'Use a new key for a new request.',
  },
  internal: {
    status: 500,
    kind: 'ours',
    says: 'Something failed on our side (request {request_id}).',
    hint: 'The log of the server has the details under this id.',
  },
  'key-not-found': {
    status: 404,
    kind: 'user',
    says: 'You have no API key {key} that is still good.',
    hint: 'List them with: trainyard key list',
  },
  'key-protected': {
    status: 409,
    kind: 'user',
    says: 'The key of the local home cannot be revoked: the command line and the supervisor sign in with it.',
    hint: 'For a new one, delete keys/local.key in the home and start the product again; then revoke the old one.',
  },
  'language-default-missing': {
    status: 404,
    kind: 'user',
    says: 'You have no default language model for the role {role}.',
    hint: 'Choose one with: trainyard language-model default {role} NAME',
  },
  'language-model-exists': {
    status: 409,
    kind: 'user',
    says: 'There is a language model "{name}" already.',
    hint: 'Take another name, or change it with: trainyard language-model change {name}',
  },
  'language-model-inactive': {
    status: 409,
    kind: 'user',
    says: 'The language model {name} is not active: no call is made to it.',
    hint: 'Choose another one, or switch it on with: trainyard language-model change {name} --active',
  },
  'language-model-not-found': {
    status: 404,
    kind: 'user',
    says: 'There is no language model "{name}".{nearest}',
    hint: 'List them with: trainyard language-model list',
  },
  'method-not-allowed': {
    status: 405,
    kind: 'user',
    says: '{method} is not possible here; expected {allowed}.',
    hint: 'See /api/docs.',
  },
  'metric-set-exists': {
    status: 409,
    kind: 'user',
    says: 'There is a metric set "{name}" already.',
    hint: 'Choose another name, or change that one: trainyard metric change {name}',
  },
  'metric-set-inactive': {
    status: 409,
    kind: 'user',
    says: 'The metric set "{name}" is not active.',
    hint: 'Make it active: trainyard metric change {name} --active',
  },
  'metric-set-not-found': {
    status: 404,
    kind: 'user',
    says: 'There is no metric set "{name}".{nearest}',
    hint: 'List them with: trainyard metric list',
  },
  'metric-set-unfit': {
    status: 422,
    kind: 'user',
    says: 'The metrics cannot be used: {detail}.',
    hint: 'See "Score answers" in the guide on prompts.',
  },
  'model-alias-not-found': {
    status: 404,
    kind: 'user',
    says: 'Model {model} has no alias "{alias}".',
    hint: 'See its aliases with: trainyard model show {model}',
  },
  'model-exists': {
    status: 409,
    kind: 'user',
    says: 'There is a model "{model}" already.',
    hint: 'Register the run under this name to add a version, or choose another name.',
  },
  'model-in-use': {
    status: 409,
    kind: 'user',
    says: '{model} cannot be deleted: {detail}.',
    hint: 'What names it has to go first. See: trainyard model show {model}',
  },
  'model-not-found': {
    status: 404,
    kind: 'user',
    says: 'There is no model "{model}".{nearest}',
    hint: 'List them with: trainyard model list',
  },
  'model-no-signal': {
    status: 422,
    kind: 'user',
    says: '{model} cannot classify a signal: {detail}.',
    hint: 'docs/guide/models.md says which models can be tried on a signal, and what has to lie beside the others.',
  },
  'model-unfit': {
    status: 422,
    kind: 'user',
    says: 'Run {run} cannot be registered as a model: {detail}.',
    hint: 'Register a run that has ended and kept a file of kind model or onnx.',
  },
  'move-not-allowed': {
    status: 409,
    kind: 'user',
    says: 'Run {run} is {status}; "{action}" is not possible now. Possible: {allowed}.',
    hint: 'See docs/reference/statuses.md.',
  },
  'not-found': { status: 404, kind: 'user', says: 'There is nothing at {path}.', hint: 'See /api/docs.' },
  'origin-refused': {
    status: 403,
    kind: 'user',
    says: 'Requests from pages of {origin} are not answered.',
    hint: 'Open the address that npm start printed; behind a proxy, set TRAINYARD_PUBLIC_URL.',
  },
  'port-taken': {
    status: 409,
    kind: 'environment',
    says: 'Port {port} is taken by another program.',
    hint: 'Set TRAINYARD_PORT to a free port.',
  },
  'predictions-absent': {
    status: 404,
    kind: 'user',
    says: 'Run {run} has no predictions.',
    hint: 'Trainers that report predictions on the test part say so in their manifest.',
  },
  'preset-not-found': {
    status: 404,
    kind: 'user',
    says: 'Trainer {trainer} has no preset "{preset}"; it has {presets}.',
    hint: 'See: trainyard trainer show {trainer}',
  },
  'preset-protected': {
    status: 409,
    kind: 'user',
    says: 'The preset "{preset}" comes with trainer {trainer} and cannot be changed.',
    hint: 'Save it under another name.',
  },
  'price-unknown': {
    status: 422,
    kind: 'user',
    says: '{whose} is in money, and the price of {model} of {provider} is not known: the call is not made.',
    hint: 'Set it with: trainyard price set {provider} {model} --input USD --output USD',
  },
  'prompt-empty': {
    status: 422,
    kind: 'user',
    says: 'A prompt needs a text: both its system and its output part are empty.',
    hint: 'Write what the model is to do into the system part.',
  },
  'prompt-exists': {
    status: 409,
    kind: 'user',
    says: 'There is a prompt "{prompt}" already.',
    hint: 'Add a version to it with: trainyard prompt add {prompt}; or choose another name.',
  },
  'prompt-loses-placeholders': {
    status: 422,
    kind: 'user',
    says: 'The new version of "{prompt}" loses {placeholders}, which version {parent} has.',
    hint: 'Put it back; or say that it is meant: drops_placeholders in the request, --drop-placeholders on the command line.',
  },
  'prompt-not-found': {
    status: 404,
    kind: 'user',
    says: 'There is no prompt "{prompt}".{nearest}',
    hint: 'List them with: trainyard prompt list',
  },
  'prompt-version-not-found': {
    status: 404,
    kind: 'user',
    says: 'Prompt "{prompt}" has no version {version}; its newest is {newest}.',
    hint: 'List them with: trainyard prompt show {prompt}',
  },
  'provider-exists': {
    status: 409,
    kind: 'user',
    says: 'There is a provider "{name}" already.',
    hint: 'Take another name, or change it with: trainyard provider change {name}',
  },
  'provider-failed': {
    status: 502,
    kind: 'environment',
    says: '{provider} did not answer for {model}: {detail}.',
    hint: 'It was tried {attempts} times. See what it says with: trainyard provider test {provider}',
  },
  'provider-in-use': {
    status: 409,
    kind: 'user',
    says: 'Provider {name} is used by language models: {models}.',
    hint: 'Remove those first, or give them another provider.',
  },
  'provider-key-needed': {
    status: 422,
    kind: 'user',
    says: 'Provider {name} has a key, and its address changes: the key is not sent to another address unless it is given again.',
    hint: 'Give the key together with the address, or take it away: trainyard provider change {name} --url URL --key-file FILE',
  },
  'provider-key-refused': {
    status: 424,
    kind: 'environment',
    says: '{provider} refuses its key: {detail}.',
    hint: 'Give it another one with: trainyard provider change {provider} --key-file FILE',
  },
  'provider-key-unfit': {
    status: 422,
    kind: 'user',
    says: 'The key of provider {name} is not the JSON of a service account (type, client_email, private_key).',
    hint: 'Make a key of type JSON for the service account in Google Cloud, and give that file.',
  },
  'provider-key-unreadable': {
    status: 424,
    kind: 'environment',
    says: 'The key of provider {name} cannot be opened: it was sealed with another key file than keys/providers.key of this home.',
    hint: 'Give it again with: trainyard provider change {name} --key-file FILE',
  },
  'provider-not-found': {
    status: 404,
    kind: 'user',
    says: 'There is no provider "{name}".{nearest}',
    hint: 'List them with: trainyard provider list',
  },
  'provider-refused': {
    status: 400,
    kind: 'user',
    says: '{provider} refuses the call to {model}: {detail}.',
    hint: 'Check the model, its parameters and the length of the messages.',
  },
  'provider-unreachable': {
    status: 502,
    kind: 'environment',
    says: '{provider} cannot be asked for {model}: {detail}.',
    hint: 'Nothing was sent in {attempts} tries. See that it runs and its address is right with: trainyard provider test {provider}',
  },
  'python-missing': {
    status: 500,
    kind: 'environment',
    says: 'Python 3.11 to 3.13 with pip was expected; found {found}.',
    hint: 'Install python3 and python3-pip (Debian: apt install python3 python3-pip python3-venv).',
  },
  'query-invalid': {
    status: 400,
    kind: 'user',
    says: 'The request is not as expected: {detail}',
    hint: 'Every problem is listed in "issues". See /api/docs.',
  },
  'range-invalid': {
    status: 416,
    kind: 'user',
    says: 'The range {range} lies outside of the file, which has {size} bytes.',
    hint: 'Ask for a range within the file, or for the whole of it.',
  },
  'rate-limited': {
    status: 429,
    kind: 'user',
    says: 'Too many requests; at most {limit} are answered.',
    hint: 'Wait {seconds} s, and send metrics in batches.',
  },
  'reproduction-not-found': {
    status: 404,
    kind: 'user',
    says: 'Run {run} is no repeat, and nobody has repeated it.',
    hint: 'Repeat it with: trainyard run reproduce {run}',
  },
  'run-deleted': {
    status: 409,
    kind: 'user',
    says: 'Run {run} is deleted.',
    hint: 'Restore it first: trainyard run delete {run} --restore',
  },
  'run-external': {
    status: 409,
    kind: 'user',
    says: 'Run {run} is executed by another program; there is no frozen record of it.',
    hint: 'Only runs that a worker executes are repeated, continued and exported as YAML.',
  },
  'run-kept': {
    status: 409,
    kind: 'user',
    says: 'Run {run} is kept; kept runs are not deleted.',
    hint: 'Stop keeping it first.',
  },
  'run-is-model': {
    status: 409,
    kind: 'user',
    says: 'Run {run} cannot be deleted: its model is registered as {model}.',
    hint: 'Delete that version first: trainyard model remove {model}',
  },
  'run-not-ended': {
    status: 409,
    kind: 'user',
    says: 'Run {run} is {status}; only runs that have ended are deleted.',
    hint: 'Stop or cancel it first.',
  },
  'run-not-external': {
    status: 409,
    kind: 'user',
    says: 'Run {run} is executed by a worker; its metrics come from its trainer.',
    hint: 'Create a run with "executor": "external" to report from outside.',
  },
  'run-not-found': {
    status: 404,
    kind: 'user',
    says: 'There is no run {id}.',
    hint: 'List them with: trainyard run list',
  },
  'sample-not-found': {
    status: 404,
    kind: 'user',
    says: 'Data set {name} has no sample "{sample}".',
    hint: 'List them at /api/v1/datasets/{name}/samples.',
  },
  'seal-missing': {
    status: 409,
    kind: 'user',
    says: 'Run {run} has no sealed test part.',
    hint: 'Only runs of trainers whose manifest says needs.dataset.sealed_test have one.',
  },
  'seal-opened': {
    status: 409,
    kind: 'user',
    says: 'The test part of run {run} was opened with other finalists before; it is opened once.',
    hint: 'See with which: GET /api/v1/runs/{run}/seal. For others start another run.',
  },
  'seal-silences': {
    status: 409,
    kind: 'user',
    says: 'Run {run} has opened its test part: nothing is proposed any more, so calls for its optimizer are refused.',
    hint: 'Calls with the role primary, evaluator or grader are answered (header X-Trainyard-Role).',
  },
  'seal-too-late': {
    status: 409,
    kind: 'user',
    says: 'Run {run} is {status}; only a run under way opens its test part.',
    hint: 'Continue it: the new run has a seal of its own.',
  },
  'series-not-found': {
    status: 404,
    kind: 'user',
    says: 'Run {run} has no metric "{key}".',
    hint: 'List them at /api/v1/runs/{run}/metrics.',
  },
  'share-not-found': {
    status: 404,
    kind: 'user',
    says: 'This link is not good any more, or never was.',
    hint: 'Ask whoever gave it to you for a new one.',
  },
  'sign-in-needed': {
    status: 401,
    kind: 'user',
    says: 'This needs a session or a key.',
    hint: 'Open a link from: trainyard link, or send Authorization: Bearer <key>.',
  },
  'sign-in-link-used': {
    status: 401,
    kind: 'user',
    says: 'This sign-in link was used before or has expired.',
    hint: 'Make another with: trainyard link',
  },
  'settings-invalid': {
    status: 500,
    kind: 'environment',
    says: 'Settings are wrong: {detail}',
    hint: 'See: trainyard doctor',
  },
  'signal-unfit': {
    status: 422,
    kind: 'user',
    says: 'The signal cannot be classified: {detail}.',
    hint: 'Send numbers with their rate in Hz, as many channels as the model takes, at least one window long.',
  },
  'signal-unreadable': {
    status: 422,
    kind: 'user',
    says: 'Sample {sample} cannot be shown as a signal: {detail}.',
    hint: 'Only recordings of data sets of kind signals are drawn.',
  },
  'start-failed': {
    status: 500,
    kind: 'environment',
    says: 'Trainyard could not be started: {detail}.',
    hint: 'The last lines of {log} say why.',
  },
  'trainer-broken': {
    status: 422,
    kind: 'user',
    says: 'Trainer {trainer} cannot be used: {detail}',
    hint: 'Check it with: trainyard trainer check <folder>',
  },
  'trainer-not-found': {
    status: 404,
    kind: 'user',
    says: 'There is no trainer "{trainer}".{nearest}',
    hint: 'List them with: trainyard trainer list',
  },
  'upload-invalid': {
    status: 422,
    kind: 'user',
    says: 'The upload cannot be taken: {detail}',
    hint: 'Send the files as multipart form data with paths below one folder.',
  },
  'user-not-found': {
    status: 404,
    kind: 'user',
    says: 'There is no user "{user}".',
    hint: 'Give the id or the name of a user, or me.',
  },
  'view-not-found': {
    status: 404,
    kind: 'user',
    says: 'You have no saved view {view}.',
    hint: 'List them at /api/v1/views.',
  },
  'worker-not-found': {
    status: 404,
    kind: 'user',
    says: 'There is no worker {worker}.',
    hint: 'List them at /api/v1/workers.',
  },
} as const satisfies Record<string, CatalogueEntry>;

export type ErrorCode = keyof typeof errorCatalogue;

export const issue = z.object({ path: z.string(), message: z.string() });
export type Issue = z.infer<typeof issue>;

/** RFC 9457 problem details, as every failing request is answered. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  hint: z.string(),
  issues: z.array(issue).default([]),
  /** For illegal moves: what is possible now. */
  allowed: z.array(z.string()).optional(),
  request_id: z.string(),
});
export type Problem = z.infer<typeof problem>;

export interface ErrorExtras {
  issues?: readonly Issue[];
  allowed?: readonly string[];
  cause?: unknown;
}

function fill(text: string, params: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, key: string) => (key in params ? String(params[key]) : whole));
}

/** The one error class that carries words for people. */
export class TrainyardError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly kind: ErrorKind;
  readonly hint: string;
  readonly issues: readonly Issue[];
  readonly allowed: readonly string[] | undefined;
  /** What its sentence was filled with: enough to make the same error again elsewhere. */
  readonly params: Readonly<Record<string, string | number>>;

  constructor(code: ErrorCode, params: Record<string, string | number> = {}, extras: ErrorExtras = {}) {
    const entry = errorCatalogue[code];
    super(fill(entry.says, params), extras.cause === undefined ? {} : { cause: extras.cause });
    this.name = 'TrainyardError';
    this.code = code;
    this.status = entry.status;
    this.kind = entry.kind;
    this.hint = fill(entry.hint, params);
    this.issues = extras.issues ?? [];
    this.allowed = extras.allowed;
    this.params = params;
  }
}
