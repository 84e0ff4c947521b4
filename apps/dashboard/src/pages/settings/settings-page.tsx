import { TextInput } from '@mantine/core';
import {
  IconAdjustments,
  IconBell,
  IconCoin,
  IconCpu,
  IconKey,
  IconMessageCode,
  type IconProps,
  IconServer,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { useRoute } from '../../api/use-route.ts';
import { type SettingsSection, settingsCards } from '../../app/settings-sections.ts';
import { useSearchText } from '../../app/use-search.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Panel } from '../../components/panel.tsx';
import { settingsWith } from './find-settings.ts';
import { foundCards } from './found-cards.ts';
import { InstallationTable } from './installation-panel.tsx';
import classes from './settings.module.css';

const icons: Readonly<Record<SettingsSection, ComponentType<IconProps>>> = {
  'language-models': IconMessageCode,
  budgets: IconCoin,
  notices: IconBell,
  access: IconKey,
  appearance: IconAdjustments,
  slots: IconCpu,
  installation: IconServer,
};

/** The home of the settings: a card for each page of them, found by words. */
export default function SettingsPage() {
  const me = useRoute('me', {}, { freshMs: 60_000 });
  const admin = me.data?.role === 'admin';
  const [search, change] = useSearchText();
  const words = (search.q ?? '').slice(0, 200);
  const cards = foundCards(settingsCards, words, admin);
  const installation = useRoute('getInstallation', {}, { enabled: admin && words.trim() !== '', freshMs: 60_000 });
  const variables = words.trim() === '' ? [] : settingsWith(installation.data?.settings ?? [], words);
  return (
    <>
      <PageHeader
        title="Settings"
        note={me.data === undefined ? undefined : <bdi>{`${me.data.name}, ${me.data.role}`}</bdi>}
        actions={
          <search>
            <TextInput
              aria-label="Search settings"
              placeholder="Search settings"
              maxLength={200}
              value={search.q ?? ''}
              onChange={(event) => change({ q: event.currentTarget.value || undefined }, { replace: true })}
            />
          </search>
        }
      />
      {cards.length === 0 && variables.length === 0 && !installation.isLoading && (
        <Panel flush>
          <EmptyState title="No setting has these words.">Use fewer of them, or others.</EmptyState>
        </Panel>
      )}
      {cards.length > 0 && (
        <ul className={classes.cards} aria-label="Pages of the settings">
          {cards.map(({ section, title, says }) => {
            const Icon = icons[section];
            return (
              <li key={section}>
                <Link to="/settings/$section" params={{ section }} className={classes.card ?? ''}>
                  <Icon size={20} stroke={1.6} aria-hidden />
                  <span className={classes.words}>
                    <strong>{title}</strong>
                    <span className="muted">{says}</span>
                  </span>
                </Link>
              </li>
            );
          })}
        </ul>
      )}
      {variables.length > 0 && (
        <Panel title="Variables of the environment" note="read at the start" flush>
          <InstallationTable settings={variables} />
        </Panel>
      )}
    </>
  );
}
