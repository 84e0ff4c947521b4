import { DataTable } from '../../components/data-table.tsx';
import { Panel } from '../../components/panel.tsx';
import type { Field } from '../../form/field.ts';
import { count, nothing } from '../../format/number.ts';
import { rangeWords, typeWords, valueAt, valueWords } from './parameter-words.ts';
import classes from './trainer.module.css';

export interface ParametersPanelProps {
  title: string;
  fields: readonly Field[];
  defaults: Record<string, unknown>;
}

/** The settings of one group. */
export function ParametersPanel({ title, fields, defaults }: ParametersPanelProps) {
  return (
    <Panel title={title} note={count(fields.length, 'setting')} flush>
      <div className={classes.parameters}>
        <DataTable
          caption={`Settings: ${title}`}
          rows={fields}
          keyOf={({ path }) => path}
          columns={[
            {
              key: 'label',
              title: 'Setting',
              rowHeader: true,
              width: '16%',
              cell: ({ label, path }) => <bdi title={path}>{label}</bdi>,
            },
            { key: 'path', title: 'Key', width: '16%', cell: ({ path }) => <code title={path}>{path}</code> },
            { key: 'type', title: 'Type', width: '11%', cell: ({ schema }) => typeWords(schema) },
            {
              key: 'default',
              title: 'Default',
              width: '12%',
              cell: (field) => {
                const words = valueWords(valueAt(defaults, field.path));
                return (
                  <span title={words}>
                    {words === '' ? (field.required ? 'must be given' : nothing) : words}
                    {words !== '' && field.unit !== '' && ` ${field.unit}`}
                  </span>
                );
              },
            },
            {
              key: 'range',
              title: 'Allowed',
              width: '15%',
              cell: (field) => <span title={rangeWords(field.schema)}>{rangeWords(field.schema) || 'any'}</span>,
            },
            {
              key: 'about',
              title: 'What it does',
              cell: ({ tooltip }) => (
                <span className={classes.about} dir="auto">
                  {tooltip ?? ''}
                </span>
              ),
            },
          ]}
        />
      </div>
    </Panel>
  );
}
