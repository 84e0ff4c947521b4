import { Button, Textarea } from '@mantine/core';
import { count } from '../../../format/number.ts';
import classes from './writing.module.css';
import { mostExamples, type Written } from './written.ts';

type Examples = Written['examples'];

/** Answered examples as rows: each is sent as two turns before the input. */
export function ExampleFields({ examples, onChange }: { examples: Examples; onChange: (examples: Examples) => void }) {
  const put = (at: number, patch: Partial<Examples[number]>) =>
    onChange(examples.map((one, i) => (i === at ? { ...one, ...patch } : one)));
  return (
    <fieldset className={classes.examples}>
      <legend>
        Examples <span className="muted">{examples.length === 0 ? 'none' : count(examples.length, 'example')}</span>
      </legend>
      {examples.map(({ input, output }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an example has no name but its place
        <div key={i} className={classes.example}>
          <Textarea
            label={`Input of example ${i + 1}`}
            value={input}
            rows={2}
            resize="vertical"
            dir="auto"
            classNames={{ input: classes.text ?? '' }}
            onChange={(event) => put(i, { input: event.currentTarget.value })}
          />
          <Textarea
            label={`Output of example ${i + 1}`}
            value={output}
            rows={2}
            resize="vertical"
            dir="auto"
            classNames={{ input: classes.text ?? '' }}
            onChange={(event) => put(i, { output: event.currentTarget.value })}
          />
          <Button
            variant="default"
            aria-label={`Remove example ${i + 1}`}
            onClick={() => onChange(examples.filter((_, at) => at !== i))}
          >
            Remove
          </Button>
        </div>
      ))}
      <div>
        <Button
          variant="default"
          disabled={examples.length >= mostExamples}
          onClick={() => onChange([...examples, { input: '', output: '' }])}
        >
          Add an example
        </Button>
      </div>
    </fieldset>
  );
}
