import { Link } from '@tanstack/react-router';
import type { LanguageCall } from '@trainyard/contracts';

/** A batch stands on the page of its prompt; one that has none has a page of its own. */
export function BatchLink({ batch }: { batch: NonNullable<LanguageCall['batch']> }) {
  const number = String(batch.number);
  const words = `Batch ${number}`;
  if (batch.prompt === null) {
    return (
      <Link to="/batches/$number" params={{ number }}>
        {words}
      </Link>
    );
  }
  return (
    <Link to="/prompts/$ref" params={{ ref: batch.prompt }} search={{ batch: number }} hash="batches">
      {words}
    </Link>
  );
}
