import type { TrainerItem } from '@trainyard/contracts/routes';
import { labelOf, leafPaths, messageParts, schemaAt } from '@trainyard/domain';
import type { Look } from './live-view.ts';
import { factsText, tableText } from './table.ts';
import { type Parameter, parametersOf } from './trainer-parameters.ts';
import { bytesText, durationText, wrapped } from './words.ts';

/** One below the other, each with what it does under it: columns would leave a narrow terminal a word a line. */
function parameterBlocks(parameters: readonly Parameter[], look: Look): string {
  const below = (text: string): string => wrapped(text, Math.max(20, look.columns - 6)).replaceAll(/^/gm, '      ');
  return parameters
    .map(({ key, range, unit, fallback, tooltip }) => {
      const facts = [range, unit, fallback === '' ? 'no default' : `default ${fallback}`].filter((part) => part !== '');
      const line = facts.join(' · ');
      const head = `  ${look.ink.bold(key)}`;
      const fits = key.length + line.length + 4 <= look.columns;
      return [fits ? `${head}  ${line}` : `${head}\n${below(line)}`, ...(tooltip === '' ? [] : [below(tooltip)])].join(
        '\n',
      );
    })
    .join('\n');
}

function presetTable(item: TrainerItem, look: Look): string {
  const times = item.manifest.typical?.time_s ?? {};
  const rows = item.presets.map((preset) => {
    const time = times[preset.id];
    return [
      preset.id,
      preset.title +
        (preset.recommended ? look.ink.good(' (recommended)') : '') +
        (item.own_presets.includes(preset.id) ? ' (saved here)' : ''),
      time === undefined ? '' : `about ${durationText(time)}`,
      preset.purpose,
    ];
  });
  return tableText(
    [{ title: 'preset' }, { title: 'title', wrap: true }, { title: 'time' }, { title: 'purpose', wrap: true }],
    rows,
    look,
  );
}

function environmentText(item: TrainerItem): string {
  const { id, installed, size_bytes } = item.environment;
  const size = size_bytes === null ? '' : ` (${bytesText(size_bytes)})`;
  return installed
    ? id
    : `${id}${size}, not installed yet: installed at its first run, or by: trainyard trainer install ${item.manifest.id}`;
}

/** A trainer as its manifest tells it: what it needs, every parameter, presets, rules. */
export function trainerCard(item: TrainerItem, look: Look): string {
  const { ink } = look;
  const { manifest } = item;
  const needs = manifest.needs.dataset;
  const resume = { exact: 'exact', close: 'close', restarts: 'starts again' }[manifest.capabilities.exact_resume];
  const blocks = [
    [
      `${ink.bold(manifest.title)}  ${ink.dim(manifest.id)}`,
      wrapped(manifest.purpose, look.columns),
      ...item.problems.map((issue) => ink.bad(`cannot be used: ${issue.path} ${issue.message}`)),
    ].join('\n'),
    factsText(
      [
        ['family', manifest.family],
        [
          'data',
          needs === null
            ? 'none'
            : [
                needs.kinds.join(' or '),
                needs.labels ? 'with labels' : '',
                needs.columns.length === 0 ? '' : `columns ${needs.columns.join(', ')}`,
              ]
                .filter((part) => part !== '')
                .join(', '),
        ],
        ['environment', environmentText(item)],
        ['pause', manifest.capabilities.pause ? 'yes' : 'by checkpoint and stop'],
        ['resume', resume],
        ['continue may change', manifest.capabilities.continue.join(', ')],
        ['gives', manifest.produces.join(', ')],
        ['typical quality', manifest.typical?.quality ?? null],
        ['threads, time limit', `${manifest.threads}, ${durationText(manifest.time_limit_s)}`],
      ],
      look,
    ),
  ];
  const groups = Map.groupBy(parametersOf(item.schema, item.defaults), (parameter) => parameter.group);
  for (const [group, parameters] of groups) blocks.push(`${ink.bold(group)}\n${parameterBlocks(parameters, look)}`);
  if (manifest.rules.length > 0)
    blocks.push([ink.bold('rules'), ...manifest.rules.map((rule) => `  ${ruleText(rule.message, item)}`)].join('\n'));
  if (item.presets.length > 0) blocks.push(presetTable(item, look));
  return blocks.join('\n\n');
}

/** What will be filled in when the rule is broken stands in angle brackets. */
function ruleText(message: string, item: TrainerItem): string {
  const labels = new Map(leafPaths(item.schema).map((path) => [path, labelOf(schemaAt(item.schema, path), path)]));
  return messageParts(message, labels)
    .map(({ text, filled }) => (filled ? `<${text}>` : text))
    .join('');
}

export function trainerList(items: readonly TrainerItem[], look: Look): string {
  const rows = items.map((item) => [
    item.manifest.id,
    item.manifest.family,
    item.presets.map((preset) => preset.id).join(' '),
    item.problems.length > 0 ? look.ink.bad('broken') : item.environment.installed ? 'ready' : 'to install',
    item.manifest.purpose,
  ]);
  return tableText(
    [
      { title: 'trainer' },
      { title: 'family', wrap: true },
      { title: 'presets', wrap: true },
      { title: 'environment' },
      { title: 'purpose', wrap: true },
    ],
    rows,
    look,
  );
}
