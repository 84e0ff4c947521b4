import { useRoute } from '../../../api/use-route.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { LoadingState } from '../../../components/loading-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { Time } from '../../../components/time.tsx';
import { count } from '../../../format/number.ts';
import classes from './configuration.module.css';

/** Whether the test part was looked at, when, and with which prompts. */
export function SealPanel({ run }: { run: string }) {
  const seal = useRoute('getSeal', { params: { id: run } });
  if (seal.data === undefined) {
    return (
      <Panel title="Sealed test part">
        {seal.isError ? (
          <ErrorState error={seal.error} retry={() => void seal.refetch()} />
        ) : (
          <LoadingState rows={2} what="Loading the seal" />
        )}
      </Panel>
    );
  }
  const { items, opened } = seal.data;
  return (
    <Panel title="Sealed test part" note={count(items, 'item')}>
      {opened === null ? (
        <p>It was not opened: no prompt of this run was tried on it.</p>
      ) : (
        <>
          <p>
            Opened <Time at={opened.at} absolute /> with {count(opened.finalists.length, 'prompt')}, the seed first.{' '}
            {opened.earlier === 0
              ? 'No run had opened the same part before.'
              : `${count(opened.earlier, 'run')} had opened the same part before: each look makes figures a little too good.`}
          </p>
          <ol className={classes.finalists}>
            {opened.finalists.map(({ system, output, examples }, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
              <li key={i}>
                <details>
                  <summary>
                    {i === 0 ? 'Seed' : `Finalist ${i}`}
                    {examples.length > 0 && `, ${count(examples.length, 'example')}`}
                  </summary>
                  <pre dir="auto">{[system, output].filter((part) => part.trim() !== '').join('\n\n')}</pre>
                </details>
              </li>
            ))}
          </ol>
        </>
      )}
    </Panel>
  );
}
