import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import type { ApiError } from '@trainyard/api-client';
import type { Batch, PromptVersion } from '@trainyard/contracts';
import { type FormEvent, useRef, useState } from 'react';
import { problemText } from '../../../api/problem-text.ts';
import { useAction } from '../../../api/use-action.ts';
import { useRoute } from '../../../api/use-route.ts';
import { Dialog } from '../../../components/dialog.tsx';
import classes from './batch.module.css';
import { type BatchFields, bodyIn, emptyFields, metricChoices } from './batch-fields.ts';
import { formOf, formWords, itemsIn } from './pasted-items.ts';

export interface BatchFormProps {
  version: PromptVersion;
  onClose: () => void;
  onMade: (batch: Batch) => void;
}

const kinds = [
  { value: 'evaluation', label: 'Answers and scores' },
  { value: 'inference', label: 'Answers only' },
];
const parts = [
  { value: 'open', label: 'all but the sealed test part' },
  { value: 'train', label: 'train (feedback)' },
  { value: 'validation', label: 'validation (select and confirm)' },
];

/** Asks this version of the prompt about pasted items, those of a file, or those of a data set. */
export function BatchForm({ version, onClose, onMade }: BatchFormProps) {
  const [fields, setFields] = useState<BatchFields>(emptyFields);
  const [fault, setFault] = useState<string | null>(null);
  const file = useRef<HTMLInputElement>(null);
  const models = useRoute('listLanguageModels', {});
  const datasets = useRoute('listDatasets', { query: { limit: 500 } }, { enabled: fields.from === 'dataset' });
  const onProblem = (problem: ApiError): void => setFault(problemText(problem).title);
  const create = useAction('createBatch', { refreshes: ['listBatches'], onDone: onMade, onProblem });
  const put = (patch: Partial<BatchFields>): void => setFields((before) => ({ ...before, ...patch }));
  const field = (name: keyof BatchFields) => ({
    value: fields[name],
    onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) => put({ [name]: value }),
  });
  const usual = models.data?.items.find(({ default_for }) => default_for.includes('primary'));
  const named = datasets.data?.items.filter(({ latest }) => latest.kind === 'prompts').map(({ name }) => name);
  const dataset = fields.dataset === '' ? (named?.[0] ?? '') : fields.dataset;
  const metric = metricChoices.find(({ value }) => value === fields.metric);
  const pasted = fields.from === 'pasted';
  const empty = pasted ? fields.text.trim() === '' : dataset === '';
  const ready = !empty && (fields.model !== '' || usual !== undefined);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!ready) return;
    setFault(null);
    try {
      const { parseCsv } = await import('@trainyard/domain');
      const items = pasted ? itemsIn(fields.text, parseCsv) : null;
      create.mutate({ body: bodyIn({ ...fields, dataset }, `${version.name}@${version.version}`, items) });
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <Dialog opened onClose={onClose} title={`Ask version ${version.version} about many items`} size={640} high>
      <form className={classes.form} onSubmit={(event) => void submit(event)}>
        <div className={classes.pair}>
          <NativeSelect label="For" data={kinds} {...field('kind')} />
          <NativeSelect
            label="Language model"
            data={[
              { value: '', label: usual === undefined ? 'choose one' : `${usual.name}, your default` },
              ...(models.data?.items ?? []).map(({ name }) => ({ value: name, label: name })),
            ]}
            {...field('model')}
          />
        </div>
        <NativeSelect
          label="Items"
          data={[
            { value: 'pasted', label: 'pasted, or from a file' },
            { value: 'dataset', label: 'of a data set' },
          ]}
          {...field('from')}
        />
        {pasted ? (
          <>
            <Textarea
              aria-label="Items"
              description={formWords[formOf(fields.text)]}
              placeholder={'input,expected\nGreat film!,positive'}
              rows={8}
              dir="auto"
              {...field('text')}
            />
            <div>
              <input
                ref={file}
                type="file"
                accept=".csv,.jsonl,.txt"
                hidden
                onChange={({ currentTarget: { files } }) => void files?.[0]?.text().then((text) => put({ text }))}
              />
              <Button variant="default" onClick={() => file.current?.click()}>
                Take a file
              </Button>
            </div>
          </>
        ) : (
          <div className={classes.pair}>
            <NativeSelect
              label="Data set"
              data={named ?? []}
              value={dataset}
              onChange={(event) => put({ dataset: event.currentTarget.value })}
            />
            <NativeSelect label="Part" data={parts} {...field('part')} />
          </div>
        )}
        {!pasted && named?.length === 0 && (
          <p className="muted">There is no data set of prompts yet: import one on the page Data sets.</p>
        )}
        {fields.kind === 'evaluation' && (
          <NativeSelect
            label="Metric"
            data={metricChoices.map(({ value, label }) => ({ value, label }))}
            {...field('metric')}
          />
        )}
        {fields.kind === 'evaluation' && metric?.detail !== undefined && (
          <Textarea label={metric.detail} required rows={3} dir="auto" {...field('detail')} />
        )}
        <div className={classes.pair}>
          <TextInput label="Samples of each" inputMode="numeric" {...field('samples')} />
          <TextInput label="Budget in calls" inputMode="numeric" placeholder="none" {...field('calls')} />
          <TextInput label="Budget in dollars" inputMode="decimal" placeholder="none" {...field('usd')} />
        </div>
        <div role="alert">{fault !== null && <p className={classes.fault}>{fault}</p>}</div>
        <div className={classes.end}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending} disabled={!ready}>
            Ask
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
