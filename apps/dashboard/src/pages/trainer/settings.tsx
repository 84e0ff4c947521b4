import type { TrainerItem } from '@trainyard/contracts/routes';
import { withSharedBlocks } from '@trainyard/domain';
import { useMemo } from 'react';
import { fieldsOf, groupedFields } from '../../form/field.ts';
import { ParametersPanel } from './parameters-panel.tsx';
import { PresetsPanel } from './presets-panel.tsx';
import { RulesPanel } from './rules-panel.tsx';

/** Everything that can be set, what presets make of it, and the rules that hold between settings. */
export default function Settings({ item }: { item: TrainerItem }) {
  const fields = useMemo(() => fieldsOf(item.schema), [item.schema]);
  // Rules of the shared blocks, such as split and window, hold as well.
  const { rules } = withSharedBlocks(item.manifest);
  return (
    <>
      {item.presets.length > 0 && <PresetsPanel item={item} fields={fields} />}
      {groupedFields(fields).map(({ id, title, fields: group }) => (
        <ParametersPanel key={id} title={title} fields={group} defaults={item.defaults} />
      ))}
      <RulesPanel rules={rules} fields={fields} />
    </>
  );
}
