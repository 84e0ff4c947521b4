import { useRoute } from '../../../api/use-route.ts';
import { type ControlProps, inputProps } from '../../../form/controls/control.ts';
import form from '../../../form/form.module.css';
import classes from './configure.module.css';

const shownPrompts = 200;

/** A prompt of the library by name, and which version of it: the current one unless another is chosen. */
export function PromptControl(props: ControlProps) {
  const found = useRoute('listPrompts', { query: { limit: shownPrompts } });
  const [name = '', version = ''] = (typeof props.value === 'string' ? props.value : '').split('@');
  const versions = useRoute('listPromptVersions', { params: { name } }, { enabled: name !== '' });
  const prompts = found.data?.items ?? [];
  const numbers = (versions.data?.items ?? []).map((one) => one.version);
  const current = prompts.find((one) => one.name === name)?.current.version;
  const put = (prompt: string, number: string): void =>
    props.onChange(prompt === '' ? undefined : number === '' ? prompt : `${prompt}@${number}`);
  return (
    <div className={classes.promptChoice}>
      <select
        {...inputProps(props)}
        className={form.select}
        value={name}
        onChange={(event) => put(event.currentTarget.value, '')}
      >
        <option value="">
          {found.data !== undefined && prompts.length === 0 ? 'no prompt is kept yet' : 'choose …'}
        </option>
        {name !== '' && current === undefined && <option value={name}>{name}</option>}
        {prompts.map((one) => (
          <option key={one.name} value={one.name}>
            {one.name}
          </option>
        ))}
      </select>
      {name !== '' && (
        <select
          className={form.select}
          aria-label={`${props.field.label}, version`}
          value={version}
          onChange={(event) => put(name, event.currentTarget.value)}
        >
          <option value="">{current === undefined ? 'current version' : `current: version ${current}`}</option>
          {version !== '' && !numbers.some((one) => String(one) === version) && (
            <option value={version}>version {version}</option>
          )}
          {numbers.map((one) => (
            <option key={one} value={one}>
              version {one}
            </option>
          ))}
        </select>
      )}
    </div>
  );
}
