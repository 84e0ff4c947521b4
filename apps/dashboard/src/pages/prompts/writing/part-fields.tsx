import { Textarea } from '@mantine/core';
import { placeholdersIn } from '@trainyard/prompts/placeholders';
import { PlaceholderChips } from './placeholder-chips.tsx';
import { countsText } from './text-counts.ts';
import classes from './writing.module.css';
import { mostCharacters, type Written } from './written.ts';

const parts = [
  { key: 'system', label: 'System part', hint: 'role and rules' },
  { key: 'output', label: 'Output part', hint: 'how the answer is to be written' },
] as const;

/** The two texts, each with its counts, and the placeholders that were found in them. */
export function PartFields({ written, onChange }: { written: Written; onChange: (patch: Partial<Written>) => void }) {
  const names = placeholdersIn(`${written.system}\n${written.output}`);
  return (
    <>
      <div className={classes.parts}>
        {parts.map(({ key, label, hint }) => (
          <Textarea
            key={key}
            label={label}
            description={`${hint}; ${countsText(written[key])}`}
            value={written[key]}
            error={written[key].length > mostCharacters}
            rows={10}
            resize="vertical"
            dir="auto"
            spellCheck
            classNames={{ input: classes.text ?? '', description: classes.counts ?? '' }}
            onChange={(event) => onChange({ [key]: event.currentTarget.value })}
          />
        ))}
      </div>
      <p className={classes.line}>
        <span className="muted">Placeholders</span>
        <PlaceholderChips names={names} />
        {names.length === 0 && (
          <span className="muted">none; write {'{{column}}'} where a column of the item is to be filled in</span>
        )}
      </p>
    </>
  );
}
