import type { ComponentType } from 'react';
import { Panel } from '../components/panel.tsx';
import type { ControlProps } from './controls/control.ts';
import { type Field, groupedFields } from './field.ts';
import { FieldRow } from './field-row.tsx';
import classes from './form.module.css';
import type { Values } from './values.ts';

export interface ParameterFormProps {
  fields: readonly Field[];
  values: Values;
  /** The trainer's own defaults, and what the preset makes of them. */
  defaults: Values;
  base: Values;
  changes: Values;
  errorsAt: (path: string) => readonly string[];
  /** What the value of a field comes to, where its manifest tells that and enough is known. */
  saysOf?: ((field: Field) => string | null) | undefined;
  onChange: (path: string, value: unknown) => void;
  onReset: (path: string) => void;
  /** Controls that the page brings for some settings, by path. */
  controls?: Readonly<Record<string, ComponentType<ControlProps>>>;
  /** One panel for all, or one for each group. */
  title?: string | undefined;
}

/** Fields in their order, those of one object together under its title. */
function sectionsOf(fields: readonly Field[]): { title: string | null; fields: Field[] }[] {
  const sections: { title: string | null; fields: Field[] }[] = [];
  for (const field of fields) {
    const known = sections.find((section) => section.title === field.section);
    if (known === undefined) sections.push({ title: field.section, fields: [field] });
    else known.fields.push(field);
  }
  return sections;
}

/** A form for any trainer: all of it comes from the schema. */
export function ParameterForm(props: ParameterFormProps) {
  const { fields, title } = props;
  const groups = title === undefined ? groupedFields(fields) : [{ id: 'all', title, fields: [...fields] }];
  return groups.map((group) => (
    <Panel key={group.id} title={group.title}>
      {sectionsOf(group.fields).map((section) => (
        <div key={section.title ?? ''} className={classes.section}>
          {section.title !== null && title === undefined && <h3 className={classes.sectionTitle}>{section.title}</h3>}
          <div className={classes.grid}>
            {section.fields.map((field) => (
              <Row key={field.path} field={field} {...props} />
            ))}
          </div>
        </div>
      ))}
    </Panel>
  ));
}

function Row({ field, ...form }: ParameterFormProps & { field: Field }) {
  const { path } = field;
  return (
    <FieldRow
      field={field}
      value={form.values[path]}
      usual={form.defaults[path]}
      preset={form.base[path]}
      changed={Object.hasOwn(form.changes, path)}
      errors={form.errorsAt(path).join('\n')}
      says={form.saysOf?.(field) ?? null}
      onChange={form.onChange}
      onReset={form.onReset}
      Control={form.controls?.[path]}
    />
  );
}
