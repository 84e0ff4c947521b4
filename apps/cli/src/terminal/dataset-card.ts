import type { Dataset, DatasetVersion } from '@trainyard/contracts';
import type { Look } from './live-view.ts';
import { factsText, tableText } from './table.ts';
import { agoText, bytesText, countText, durationText, numberText, wrapped } from './words.ts';

function secondsText(version: DatasetVersion): string | null {
  if (version.seconds === null) return null;
  const { min, max, total } = version.seconds;
  const each = min === max ? `${numberText(min)} s each` : `${numberText(min)} to ${numberText(max)} s each`;
  return `${each}, ${durationText(total)} in all`;
}

function classTable(version: DatasetVersion, look: Look): string {
  const rows = version.classes.map((c) => [
    c.label,
    numberText(c.samples),
    c.units === null ? '' : numberText(c.units),
  ]);
  return tableText(
    [
      { title: 'class', wrap: true },
      { title: 'samples', right: true },
      { title: 'units', right: true },
    ],
    rows,
    look,
  );
}

/** A data set: its newest version in full, the others by number. */
export function datasetCard(dataset: Dataset, now: number, look: Look): string {
  const { ink } = look;
  const version = dataset.latest;
  const physical = version.units
    .filter((unit) => unit.physical)
    .map((unit) => `${unit.column} (${countText(unit.values, 'value')})`);
  const others = version.units.filter((unit) => !unit.physical).map((unit) => `${unit.column} (${unit.values})`);
  const blocks = [
    [
      `${ink.bold(`${dataset.name}@${version.version}`)}${version.badge === null ? '' : `  ${ink.warn(`[${version.badge}]`)}`}`,
    ].join('\n'),
    factsText(
      [
        ['kind', version.kind],
        [version.kind === 'prompts' ? 'items' : 'samples', numberText(version.samples)],
        ['size', bytesText(version.size)],
        [
          'rates',
          version.rates_hz.length === 0 ? null : version.rates_hz.map((rate) => `${numberText(rate)} Hz`).join(', '),
        ],
        ['lengths', secondsText(version)],
        ['channels', version.channels.join(', ')],
        [
          version.kind === 'prompts' ? 'kept together' : 'physical unit',
          physical.length === 0 ? 'none is declared' : physical.join(', '),
        ],
        ['other units', others.join(', ')],
        ['conditions', version.conditions.join(', ')],
        ['made', `${agoText(version.created_at, now)}${version.run === null ? '' : ` by run ${version.run.number}`}`],
        ['versions', dataset.versions.length > 1 ? dataset.versions.map((v) => `@${v.version}`).join(' ') : null],
        ['digest', version.digest],
      ],
      look,
    ),
  ];
  if (version.classes.length > 0) blocks.push(classTable(version, look));
  if (version.notes.length > 0)
    blocks.push(version.notes.map((note) => ink.warn(wrapped(note, look.columns))).join('\n'));
  return blocks.join('\n\n');
}

export function datasetList(datasets: readonly Dataset[], now: number, look: Look): string {
  const rows = datasets.map(({ name, latest, versions }) => [
    name + (latest.badge === null ? '' : ` ${look.ink.warn(`[${latest.badge}]`)}`),
    latest.kind,
    numberText(latest.samples),
    numberText(latest.classes.length),
    bytesText(latest.size),
    `@${latest.version}${versions.length > 1 ? ` of ${versions.length}` : ''}`,
    agoText(latest.created_at, now),
  ]);
  return tableText(
    [
      { title: 'data set', wrap: true },
      { title: 'kind' },
      { title: 'samples', right: true },
      { title: 'classes', right: true },
      { title: 'size', right: true },
      { title: 'version' },
      { title: 'made' },
    ],
    rows,
    look,
  );
}
