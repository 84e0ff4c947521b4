import { Tooltip } from '@mantine/core';
import { IconArrowBackUp, IconInfoCircle } from '@tabler/icons-react';
import { type ComponentType, memo, type ReactNode } from 'react';
import type { ControlProps } from './controls/control.ts';
import { FieldControl } from './controls/field-control.tsx';
import type { Field } from './field.ts';
import classes from './form.module.css';
import { hintOf, resetText } from './hint.ts';

/** The id of a field's control; links of a problem list lead there. */
export function controlId(path: string): string {
  return `setting-${path.replace(/[^\w-]/g, '_')}`;
}

/** Label, control, hint and errors of anything in a form. */
export function FieldFrame(props: {
  id: string;
  label: string;
  tooltip?: string | null;
  changed?: boolean;
  reset?: { text: string; run: () => void } | undefined;
  hint?: string;
  errors: readonly string[];
  wide?: boolean;
  /** The label names a group of inputs, not one. */
  grouped?: boolean;
  children: ReactNode;
}) {
  const {
    id,
    label,
    tooltip,
    changed = false,
    reset,
    hint = '',
    errors,
    wide = false,
    grouped = false,
    children,
  } = props;
  const name = <bdi className="cut">{label}</bdi>;
  return (
    <div className={classes.field} data-changed={changed} data-wide={wide}>
      <div className={classes.head}>
        {grouped ? (
          <span id={`${id}-label`} className={classes.label} title={label}>
            {name}
          </span>
        ) : (
          <label id={`${id}-label`} htmlFor={id} className={classes.label} title={label}>
            {name}
          </label>
        )}
        {tooltip !== undefined && tooltip !== null && tooltip !== '' && (
          <Tooltip label={tooltip} multiline w={260} withinPortal>
            <button type="button" className={classes.small} aria-label={`About ${label}: ${tooltip}`}>
              <IconInfoCircle size={14} aria-hidden />
            </button>
          </Tooltip>
        )}
        {changed && <span className={classes.changed}>changed</span>}
        {changed && reset !== undefined && (
          <Tooltip label={reset.text}>
            <button type="button" className={classes.small} aria-label={reset.text} onClick={reset.run}>
              <IconArrowBackUp size={14} aria-hidden />
            </button>
          </Tooltip>
        )}
      </div>
      {children}
      {errors.length > 0 ? (
        <div id={`${id}-errors`} className={classes.errors}>
          {errors.map((error) => (
            <p key={error}>{error}</p>
          ))}
        </div>
      ) : (
        hint !== '' && (
          <p id={`${id}-hint`} className={classes.hint}>
            {hint}
          </p>
        )
      )}
    </div>
  );
}

export interface FieldRowProps {
  field: Field;
  value: unknown;
  usual: unknown;
  preset: unknown;
  changed: boolean;
  /** Lines of text; one string, so that an unchanged row is not drawn again. */
  errors: string;
  /** What the value comes to. */
  says: string | null;
  onChange: (path: string, value: unknown) => void;
  onReset: (path: string) => void;
  /** In place of the usual control. */
  Control?: ComponentType<ControlProps> | undefined;
}

const grouped: ReadonlySet<string> = new Set(['multiselect', 'pairs']);
const wide: ReadonlySet<string> = new Set(['multiselect', 'pairs', 'json', 'long-text', 'choice']);

/** One setting of a trainer. */
export const FieldRow = memo(function FieldRow(props: FieldRowProps) {
  const { field, value, usual, preset, changed, errors, says, onChange, onReset, Control = FieldControl } = props;
  const id = controlId(field.path);
  const lines = errors === '' ? [] : errors.split('\n');
  // A list that the page has a control for is not typed with commas.
  const own = Control !== FieldControl;
  const picked = own && (field.control === 'list' || field.control === 'json');
  // What an empty choice stands for is said by its control.
  const said = own && (field.control === 'json' || (usual === '' && preset === ''));
  const usually = said ? '' : hintOf(picked ? { ...field, control: 'choice' } : field, usual, preset, value);
  const hint = [says ?? '', usually].filter((part) => part !== '').join(' · ');
  const describedBy = lines.length > 0 ? `${id}-errors` : hint === '' ? undefined : `${id}-hint`;
  return (
    <FieldFrame
      id={id}
      label={field.label}
      tooltip={field.tooltip}
      changed={changed}
      reset={{ text: resetText(field.label, preset), run: () => onReset(field.path) }}
      hint={hint}
      errors={lines}
      wide={wide.has(field.control) || picked}
      grouped={grouped.has(field.control) || (own && field.control === 'list')}
    >
      <Control
        id={id}
        field={field}
        value={value}
        empty={preset === undefined ? undefined : ''}
        invalid={lines.length > 0}
        describedBy={describedBy}
        onChange={(next) => onChange(field.path, next)}
      />
    </FieldFrame>
  );
});
