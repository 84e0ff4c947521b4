import type { PromptVersion } from '@trainyard/contracts';
import { CopyButton } from '../../../components/copy-button.tsx';
import { countsText } from '../../prompts/writing/text-counts.ts';
import classes from './text.module.css';

/** The parts word for word, as text, whatever is in them. */
export function PartTexts({ version: { system, output, examples } }: { version: PromptVersion }) {
  return (
    <div className={classes.all}>
      <div className={classes.parts}>
        <PartText title="System part" text={system} />
        <PartText title="Output part" text={output} />
      </div>
      {examples.length > 0 && (
        <>
          <h3>
            Examples <span className="muted">{examples.length}</span>
          </h3>
          <ol className={classes.examples}>
            {examples.map(({ input, output: answer }, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: an example has no name but its place
              <li key={i} className={classes.parts}>
                <PartText title={`Input of example ${i + 1}`} text={input} small />
                <PartText title={`Output of example ${i + 1}`} text={answer} small />
              </li>
            ))}
          </ol>
        </>
      )}
    </div>
  );
}

function PartText({ title, text, small = false }: { title: string; text: string; small?: boolean }) {
  return (
    <div className={classes.part}>
      <div className={classes.head}>
        {small ? <h4>{title}</h4> : <h3>{title}</h3>}
        <span className={classes.counts}>{countsText(text)}</span>
        {text !== '' && <CopyButton text={text} what={title.toLowerCase()} />}
      </div>
      {text === '' ? (
        <p className={classes.nothing}>Nothing is written here.</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <section className={classes.text} data-small={small} dir="auto" tabIndex={0} aria-label={title}>
          {text}
        </section>
      )}
    </div>
  );
}
