import type { Model, ModelVersion } from '@trainyard/contracts';
import type { Look } from './live-view.ts';
import { factsText, tableText } from './table.ts';
import { agoText, bytesText, countText, numberText, wrapped } from './words.ts';

/** The figure that a version is judged by, with its interval: `accuracy 0.93 (0.9 to 0.95)`. */
export function metricText({ metric }: Pick<ModelVersion, 'metric'>): string {
  if (metric === null) return '';
  const said = (value: NonNullable<ModelVersion['metric']>['value']): string =>
    typeof value === 'number' ? numberText(value) : value;
  const interval = metric.low === null || metric.high === null ? '' : ` (${said(metric.low)} to ${said(metric.high)})`;
  return `${metric.label} ${said(metric.value)}${metric.unit === '' ? '' : ` ${metric.unit}`}${interval}`;
}

function dataText({ dataset }: Pick<ModelVersion, 'dataset'>): string {
  return dataset === null ? '' : `${dataset.name}@${dataset.version}`;
}

function versionTable(model: Model, now: number, look: Look): string {
  return tableText(
    [
      { title: 'version' },
      { title: 'aliases', wrap: true },
      { title: 'judged by', wrap: true },
      { title: 'run', right: true },
      { title: 'data', wrap: true },
      { title: 'size', right: true },
      { title: 'used by', right: true },
      { title: 'made' },
    ],
    model.versions.map((version) => [
      `@${version.version}`,
      version.aliases.join(', '),
      metricText(version),
      String(version.run.number),
      dataText(version),
      bytesText(version.size),
      version.used_by === 0 ? '' : numberText(version.used_by),
      agoText(version.created_at, now),
    ]),
    look,
  );
}

/** A model: the version that was named in full, then all of them. */
export function modelCard(model: Model, now: number, look: Look): string {
  const { ink } = look;
  const { latest: version } = model;
  if (version === null) return `${ink.bold(model.name)}\n\nIt has no version yet.`;
  const { run, split, note } = version;
  const blocks = [
    `${ink.bold(`${model.name}@${version.version}`)}${run.badge === null ? '' : `  ${ink.warn(`[${run.badge}]`)}`}`,
    ...(model.description === '' ? [] : [wrapped(model.description, look.columns)]),
    factsText(
      [
        ['judged by', metricText(version) || null],
        ['run', `${run.number} ${run.name}`],
        ['trainer', run.trainer],
        ['data', dataText(version) || null],
        ['data digest', version.dataset?.digest ?? null],
        ['split', split === null ? null : `by ${split.by}${split.note === null ? '' : `; ${split.note}`}`],
        ['aliases', version.aliases.join(', ') || null],
        ['used by', version.used_by === 0 ? 'no run' : countText(version.used_by, 'run')],
        ['registered', `${agoText(version.created_at, now)} by ${version.owner.name}`],
        ['note', note === '' ? null : note],
        ['sha256', version.sha256],
      ],
      look,
    ),
    tableText(
      [{ title: 'file', wrap: true }, { title: 'kind' }, { title: 'size', right: true }],
      version.files.map((file) => [file.path, file.kind, bytesText(file.size)]),
      look,
    ),
  ];
  if (model.versions.length > 1) blocks.push(versionTable(model, now, look));
  return blocks.join('\n\n');
}

export function modelList(models: readonly Model[], now: number, look: Look): string {
  const rows = models.map(({ name, latest, versions, aliases, created_at }) => [
    name,
    latest === null ? '' : `@${latest.version}${versions.length > 1 ? ` of ${versions.length}` : ''}`,
    aliases.map(({ alias, version }) => `${alias}=@${version}`).join(', '),
    latest === null ? '' : metricText(latest),
    latest === null ? '' : dataText(latest),
    latest === null ? '' : bytesText(latest.size),
    agoText(latest?.created_at ?? created_at, now),
  ]);
  return tableText(
    [
      { title: 'model', wrap: true },
      { title: 'newest' },
      { title: 'aliases', wrap: true },
      { title: 'judged by', wrap: true },
      { title: 'data', wrap: true },
      { title: 'size', right: true },
      { title: 'made' },
    ],
    rows,
    look,
  );
}
