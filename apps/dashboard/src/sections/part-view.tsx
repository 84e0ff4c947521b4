import type { PartView as Part } from '@trainyard/sections';
import { CopyButton } from '../components/copy-button.tsx';
import classes from './part-view.module.css';

/** The parts of a prompt, word for word. */
export function PartList({ parts, heading: Heading }: { parts: readonly Part[]; heading: 'h3' | 'h4' | 'h5' }) {
  return (
    <div className={classes.parts}>
      {parts.map((part) => (
        <div key={part.title}>
          <div className={classes.head}>
            <Heading>{part.title}</Heading>
            <CopyButton text={part.text} what={`the ${part.title.toLowerCase()} part`} />
          </div>
          <pre className={classes.text} dir="auto">
            {part.text}
          </pre>
        </div>
      ))}
    </div>
  );
}
