// The status page: what runs, what ended, which workers there are. Reads the same API as everything else.
const tones = {
  running: 'accent',
  completed: 'ok',
  failed: 'bad',
  pausing: 'warn',
  paused: 'warn',
  stopping: 'warn',
  stopped: 'warn',
};
const endedStatuses = ['completed', 'failed', 'stopped', 'cancelled'];
const shownRuns = 20;
const refreshMs = 2000;

const byId = (id) => document.getElementById(id);

function cell(content, className) {
  const td = document.createElement('td');
  if (className) td.className = className;
  td.append(content);
  return td;
}

function badge(status) {
  const span = document.createElement('span');
  span.className = 'status';
  span.dataset.tone = tones[status] ?? '';
  span.textContent = status;
  return span;
}

function seconds(value) {
  if (value === null) return '–';
  if (value < 90) return `${Math.round(value)} s`;
  return value < 5400 ? `${Math.round(value / 60)} min` : `${(value / 3600).toFixed(1)} h`;
}

function gigabytes(bytes) {
  return `${(bytes / 1024 ** 3).toFixed(1)} GB`;
}

function progressOf(run) {
  const fragment = document.createDocumentFragment();
  const { fraction, epoch, total_epochs: epochs, phase } = run.progress;
  if (fraction !== null) {
    const bar = document.createElement('progress');
    bar.max = 1;
    bar.value = fraction;
    bar.setAttribute('aria-label', `Progress of run ${run.number}`);
    fragment.append(bar, `${Math.round(fraction * 100)} % `);
  }
  if (epoch !== null && epochs !== null) fragment.append(`epoch ${epoch} of ${epochs}`);
  else if (phase !== null) fragment.append(phase);
  return fragment;
}

function rows(id, items, columns, none) {
  const trs = items.map((item) => {
    const tr = document.createElement('tr');
    tr.append(...columns(item));
    return tr;
  });
  if (trs.length === 0) {
    const td = cell(none, 'none');
    td.colSpan = 6;
    const tr = document.createElement('tr');
    tr.append(td);
    trs.push(tr);
  }
  byId(id).replaceChildren(...trs);
  byId(`${id}-section`).hidden = false;
}

const runName = (run) => `#${run.number} ${run.name}${run.badge === null ? '' : ` · ${run.badge}`}`;

async function get(path) {
  const response = await fetch(path, { headers: { accept: 'application/json' } });
  if (response.status === 401) throw new Error('signed out');
  if (!response.ok) throw new Error((await response.json()).detail);
  return response.json();
}

async function refresh() {
  const [{ items: runs }, { items: workers }] = await Promise.all([
    get('/api/v1/runs?limit=100&sort=-number'),
    get('/api/v1/workers'),
  ]);
  const ended = (run) => endedStatuses.includes(run.status);
  rows(
    'running',
    runs.filter((run) => !ended(run)),
    (run) => [
      cell(runName(run)),
      cell(run.trainer ?? 'outside program'),
      cell(badge(run.status)),
      cell(progressOf(run)),
      cell(seconds(run.progress.eta_s)),
    ],
    'Nothing runs. Start something with: npx trainyard run start',
  );
  rows(
    'recent',
    runs.filter(ended).slice(0, shownRuns),
    (run) => [
      cell(runName(run)),
      cell(run.trainer ?? 'outside program'),
      cell(badge(run.status)),
      cell(run.reason?.message ?? '', 'wide'),
      cell(run.ended_at === null ? '' : new Date(run.ended_at).toLocaleString()),
    ],
    'No run has ended yet.',
  );
  rows(
    'workers',
    workers,
    (worker) => [
      cell(worker.name),
      cell(badge(worker.status)),
      cell(`${worker.busy} of ${worker.slots}`),
      cell(worker.sample === null ? '–' : `${Math.round(Number(worker.sample.cpu_percent))} %`),
      cell(
        worker.sample === null
          ? '–'
          : `${gigabytes(worker.sample.memory_bytes)} of ${gigabytes(worker.sample.memory_total_bytes)}`,
      ),
      cell(worker.sample === null ? '–' : gigabytes(worker.sample.disk_free_bytes)),
    ],
    'No worker is connected, so queued runs wait.',
  );
}

async function loop() {
  try {
    if (!document.hidden) await refresh();
    byId('connection').textContent = '';
  } catch (error) {
    if (error.message === 'signed out') {
      byId('hint').hidden = false;
      for (const id of ['running', 'recent', 'workers']) byId(`${id}-section`).hidden = true;
      return;
    }
    byId('connection').textContent = `No connection: ${error.message}. Trying again.`;
  }
  setTimeout(loop, refreshMs);
}

loop();
