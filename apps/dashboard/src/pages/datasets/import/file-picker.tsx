import { Button } from '@mantine/core';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { toastProblem } from '../../../api/use-action.ts';
import { formatBytes } from '../../../format/bytes.ts';
import { count } from '../../../format/number.ts';
import { addFiles, type ChosenFile, filesOfList, totalBytes } from './chosen-files.ts';
import { droppedFiles } from './dropped-files.ts';
import classes from './import.module.css';

const namedFiles = 6;

/** A place to drop files and folders, with buttons that do the same. */
export function FilePicker(props: {
  files: readonly ChosenFile[];
  onChange: (files: readonly ChosenFile[]) => void;
  disabled: boolean;
}) {
  const { files, onChange, disabled } = props;
  const [over, setOver] = useState(false);
  const label = useId();
  const add = (more: readonly ChosenFile[]): void => onChange(addFiles(files, more));
  return (
    <section
      aria-labelledby={label}
      className={classes.drop}
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(!disabled);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        if (!disabled) droppedFiles(event.dataTransfer).then(add, toastProblem);
      }}
    >
      <p id={label} className={classes.dropTitle}>
        {files.length === 0
          ? 'Drop files or folders here'
          : `${count(files.length, 'file')}, ${formatBytes(totalBytes(files))}`}
      </p>
      {files.length > 0 && (
        <ul className={classes.names}>
          {files.slice(0, namedFiles).map(({ path }) => (
            <li key={path} className="cut" title={path}>
              <bdi>{path}</bdi>
            </li>
          ))}
          {files.length > namedFiles && <li className="muted">… and {files.length - namedFiles} more</li>}
        </ul>
      )}
      <div className={classes.pick}>
        <Pick disabled={disabled} onPick={add}>
          Choose files
        </Pick>
        <Pick disabled={disabled} onPick={add} folders>
          Choose a folder
        </Pick>
        {files.length > 0 && (
          <Button variant="subtle" disabled={disabled} onClick={() => onChange([])}>
            Remove all
          </Button>
        )}
      </div>
    </section>
  );
}

function Pick(props: {
  disabled: boolean;
  folders?: boolean;
  onPick: (files: ChosenFile[]) => void;
  children: ReactNode;
}) {
  const field = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const first = props.folders !== true;
  // The form comes after the dialog: its first control takes the focus over from the button that closes.
  useEffect(() => {
    if (first) button.current?.focus();
  }, [first]);
  return (
    <>
      <input
        ref={field}
        type="file"
        multiple
        hidden
        tabIndex={-1}
        aria-hidden
        data-picks={props.folders === true ? 'folder' : 'files'}
        {...(props.folders === true ? { webkitdirectory: '' } : {})}
        onChange={(event) => {
          props.onPick(filesOfList(event.currentTarget.files));
          // The same files may be chosen again after "Remove all".
          event.currentTarget.value = '';
        }}
      />
      <Button ref={button} variant="default" disabled={props.disabled} onClick={() => field.current?.click()}>
        {props.children}
      </Button>
    </>
  );
}
