import type { CSSProperties } from 'react';
import { typesIn } from '../field.ts';
import classes from '../form.module.css';
import { readList, writeList } from '../list-text.ts';
import { readNumber, writeNumber, writeValue } from '../number-text.ts';
import { scaleOf } from '../scale.ts';
import { type ControlProps, inputProps, useTyped } from './control.ts';

function readText(text: string, empty: unknown): unknown {
  return text === '' ? empty : text;
}

export function TextControl(props: ControlProps) {
  const { value, empty, onChange } = props;
  return (
    <input
      {...inputProps(props)}
      className={classes.input}
      type="text"
      dir="auto"
      spellCheck={false}
      value={writeValue(value)}
      onChange={(event) => onChange(readText(event.currentTarget.value, empty))}
    />
  );
}

export function LongTextControl(props: ControlProps) {
  const { value, empty, onChange } = props;
  return (
    <textarea
      {...inputProps(props)}
      className={classes.area}
      rows={3}
      dir="auto"
      value={writeValue(value)}
      onChange={(event) => onChange(readText(event.currentTarget.value, empty))}
    />
  );
}

export function NumberControl(props: ControlProps) {
  const { field, value, empty, onChange } = props;
  const nothing = typesIn(field.schema).includes('null') ? null : empty;
  const [text, type] = useTyped(value, (typed) => (typed.trim() === '' ? nothing : readNumber(typed)), writeNumber);
  return (
    <input
      {...inputProps(props)}
      className={classes.input}
      type="text"
      inputMode="decimal"
      value={text}
      onChange={(event) => onChange(type(event.currentTarget.value))}
    />
  );
}

/** A slider for the quick way and a number for the exact one. */
export function SliderControl(props: ControlProps) {
  const { field, value, onChange } = props;
  const scale = scaleOf(field);
  if (scale === null) return <NumberControl {...props} />;
  const number = typeof value === 'number' ? value : scale.valueAt(0);
  const written = `${writeNumber(number)}${field.unit === '' ? '' : ` ${field.unit}`}`;
  return (
    <div className={classes.slider}>
      <input
        type="range"
        className={classes.range}
        style={{ '--share': `${(100 * scale.positionOf(number)) / scale.last}%` } as CSSProperties}
        min={0}
        max={scale.last}
        step={1}
        value={scale.positionOf(number)}
        aria-label={`${field.label}, slider`}
        aria-valuetext={written}
        onChange={(event) => onChange(scale.valueAt(Number(event.currentTarget.value)))}
      />
      <NumberControl {...props} />
    </div>
  );
}

export function ListControl(props: ControlProps) {
  const { field, value, empty, onChange } = props;
  const read = (text: string): unknown =>
    text.trim() === '' ? (empty === undefined ? undefined : []) : readList(field.schema, text);
  const [text, type] = useTyped(value, read, writeList);
  return (
    <input
      {...inputProps(props)}
      className={classes.input}
      type="text"
      dir="auto"
      spellCheck={false}
      value={text}
      onChange={(event) => onChange(type(event.currentTarget.value))}
    />
  );
}

function readJson(text: string, empty: unknown): unknown {
  if (text.trim() === '') return empty === undefined ? undefined : '';
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return text; // still being typed; the check says what is expected
  }
}

/** Anything that has no control of its own. */
export function JsonControl(props: ControlProps) {
  const { value, empty, onChange } = props;
  const write = (one: unknown): string =>
    one === undefined ? '' : typeof one === 'string' ? one : JSON.stringify(one, null, 2);
  const [text, type] = useTyped(value, (typed) => readJson(typed, empty), write);
  return (
    <textarea
      {...inputProps(props)}
      className={`${classes.area} ${classes.code}`}
      rows={Math.min(8, Math.max(2, text.split('\n').length))}
      spellCheck={false}
      value={text}
      onChange={(event) => onChange(type(event.currentTarget.value))}
    />
  );
}
