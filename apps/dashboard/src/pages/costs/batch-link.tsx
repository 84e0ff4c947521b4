import { Link } from '@tanstack/react-router';
import type { LanguageCall } from '@trainyard/contracts';

/** A batch stands on the page of its prompt; one that has none is only named. */
export function BatchLink({ batch }: { batch: NonNullable<LanguageCall['batch']> }) {
  const words = `Batch ${batch.number}`;
  if (batch.prompt === null) return words;
  return (
    <Link to="/prompts/$ref" params={{ ref: batch.prompt }} search={{ batch: String(batch.number) }} hash="batches">
      {words}
    </Link>
  );
}
