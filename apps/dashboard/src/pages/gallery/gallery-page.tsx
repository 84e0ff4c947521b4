import { type Sample, samples } from '@trainyard/sections/samples';
import { useState } from 'react';
import { PageHeader } from '../../components/page-header.tsx';
import type { MatrixCell } from '../../sections/matrix-table.tsx';
import { SectionView } from '../../sections/section-view.tsx';
import classes from './gallery-page.module.css';
import { readSampleSignal } from './sample-signal.ts';

/** Every type of result section with invented data, good and awkward: to look at while making them, and for tests. */
export default function GalleryPage() {
  const good = samples.filter((sample) => !sample.awkward);
  const awkward = samples.filter((sample) => sample.awkward);
  return (
    <>
      <PageHeader title="Gallery" note="Every type of result, with invented data." />
      <Samples title="As they should be" samples={good} />
      <Samples title="As nobody wants them" samples={awkward} />
    </>
  );
}

function Samples({ title, samples: shown }: { title: string; samples: readonly Sample[] }) {
  const [cell, setCell] = useState<MatrixCell | null>(null);
  return (
    <section aria-label={title} className={classes.group}>
      <h2 className={classes.heading}>{title}</h2>
      <div className={classes.samples}>
        {shown.map(({ id, section }) => (
          <div key={id} id={`gallery-${id}`} className={classes.sample}>
            <SectionView
              section={section}
              headingLevel={3}
              readFile={readSampleSignal}
              cell={cell}
              onCell={setCell}
              onClearCell={() => setCell(null)}
            />
          </div>
        ))}
      </div>
    </section>
  );
}
