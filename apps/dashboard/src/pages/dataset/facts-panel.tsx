import { Link } from '@tanstack/react-router';
import type { DatasetVersion } from '@trainyard/contracts';
import { useRoute } from '../../api/use-route.ts';
import { CopiedCode } from '../../components/copied-code.tsx';
import { FactList } from '../../components/fact-list.tsx';
import { Bytes } from '../../components/figures.tsx';
import { Panel } from '../../components/panel.tsx';
import { Time } from '../../components/time.tsx';
import { count, formatInteger } from '../../format/number.ts';
import classes from './dataset.module.css';
import { lengthWords, listWords, rateWords, unitWords } from './version-words.ts';

/** Schema and origin of a version. */
export function FactsPanel({ version, full }: { version: DatasetVersion; full: string }) {
  const manifest = useRoute('getDatasetManifest', { params: { name: full } }, { freshMs: Number.POSITIVE_INFINITY });
  const more = manifest.data;
  // Rows of a table have no time between them.
  const timed = version.kind === 'signals' || version.kind === 'series';
  return (
    <Panel title="What it is">
      <FactList
        facts={[
          { label: 'Kind', value: version.kind },
          { label: version.kind === 'prompts' ? 'Items' : 'Samples', value: formatInteger(version.samples) },
          { label: 'Size', value: <Bytes bytes={version.size} /> },
          version.rates_hz.length === 0 || !timed
            ? null
            : { label: 'Sampling rate', value: rateWords(version.rates_hz) },
          version.seconds === null || !timed ? null : { label: 'Length', value: lengthWords(version.seconds) },
          version.kind !== 'signals'
            ? null
            : { label: 'Channels', value: version.channels.length === 0 ? 'one' : listWords(version.channels) },
          more?.label_column ? { label: 'Label', value: <code>{more.label_column}</code> } : null,
          version.units.length === 0 ? null : { label: 'Units', value: unitWords(version.units) },
          version.conditions.length === 0 ? null : { label: 'Conditions', value: listWords(version.conditions) },
          more === undefined ? null : { label: 'Files', value: count(more.files.length, 'file') },
          more === undefined || Object.keys(more.splits).length === 0
            ? null
            : { label: 'Splits shipped', value: listWords(Object.keys(more.splits)) },
          more === undefined || more.source === '' ? null : { label: 'Source', value: <bdi>{more.source}</bdi> },
          { label: 'Made', value: <Time at={version.created_at} absolute /> },
          version.run === null
            ? null
            : {
                label: 'Made by',
                value: (
                  <Link to="/runs/$id" params={{ id: String(version.run.number) }}>
                    run {version.run.number}
                  </Link>
                ),
              },
          { label: 'Digest', value: <CopiedCode text={version.digest} what="digest" /> },
        ]}
      />
      {version.notes.length > 0 && (
        <ul className={classes.notes} aria-label="Notes">
          {version.notes.map((note) => (
            <li key={note} dir="auto">
              {note}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
