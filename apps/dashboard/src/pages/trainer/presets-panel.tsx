import { Link } from '@tanstack/react-router';
import type { TrainerItem } from '@trainyard/contracts/routes';
import { Panel } from '../../components/panel.tsx';
import { Badge } from '../../components/status-badge.tsx';
import type { Field } from '../../form/field.ts';
import { leavesOf } from '../../form/values.ts';
import { count } from '../../format/number.ts';
import { valueWords } from './parameter-words.ts';
import classes from './trainer.module.css';

/** Settings that belong together, and which ones each preset changes. */
export function PresetsPanel({ item, fields }: { item: TrainerItem; fields: readonly Field[] }) {
  const labels = new Map(fields.map(({ path, label, unit }) => [path, { label, unit }]));
  return (
    <Panel title="Presets" note={count(item.presets.length, 'preset')}>
      <ul className={classes.presets}>
        {item.presets.map((preset) => (
          <li key={preset.id} className={classes.preset}>
            <div className={classes.presetHead}>
              <h3 dir="auto">{preset.title}</h3>
              {preset.recommended && <Badge tone="accent">recommended</Badge>}
              {item.own_presets.includes(preset.id) && <Badge tone="plain">saved here</Badge>}
              <Link
                to="/new"
                search={{ trainer: item.manifest.id, preset: preset.id }}
                aria-label={`Use the preset ${preset.title} in a new run`}
              >
                Use
              </Link>
            </div>
            <p className="muted" dir="auto">
              {preset.purpose}
            </p>
            <dl className={classes.changes}>
              {Object.entries(leavesOf(item.schema, preset.config)).map(([path, value]) => (
                <div key={path}>
                  <dt title={path}>
                    <bdi>{labels.get(path)?.label ?? path}</bdi>
                  </dt>
                  <dd>
                    <bdi>{valueWords(value)}</bdi>{' '}
                    {Array.isArray(value) && value.length === 0 ? '' : labels.get(path)?.unit}
                  </dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
