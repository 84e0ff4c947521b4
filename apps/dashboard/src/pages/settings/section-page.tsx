import { Link, useParams } from '@tanstack/react-router';
import type { AnswerOf } from '@trainyard/contracts/routes';
import type { ReactNode } from 'react';
import { useRoute } from '../../api/use-route.ts';
import { MissingPage } from '../../app/missing-page.tsx';
import { type SettingsSection, settingsCards } from '../../app/settings-sections.ts';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { BudgetsPanel } from '../costs/budgets/budgets-panel.tsx';
import { AppearancePanel } from './appearance-panel.tsx';
import { InstallationPanel } from './installation-panel.tsx';
import { KeysPanel } from './keys-panel.tsx';
import { LanguageModelsPanel } from './language/language-models-panel.tsx';
import { ProvidersPanel } from './language/providers-panel.tsx';
import { NoticesPanel } from './notices-panel.tsx';
import { PricesPanel } from './prices/prices-panel.tsx';
import { SlotsPanel } from './slots-panel.tsx';

type Me = AnswerOf<'me'>;

const panels: Readonly<Record<SettingsSection, (me: Me) => ReactNode>> = {
  'language-models': (me) => (
    <>
      <ProvidersPanel admin={me.role === 'admin'} />
      <LanguageModelsPanel me={me} />
    </>
  ),
  budgets: (me) => (
    <>
      <BudgetsPanel />
      <PricesPanel admin={me.role === 'admin'} />
    </>
  ),
  notices: () => <NoticesPanel />,
  access: (me) => <KeysPanel role={me.role} />,
  appearance: () => <AppearancePanel />,
  slots: () => <SlotsPanel />,
  installation: () => <InstallationPanel />,
};

/** One page of the settings, at an address of its own. */
export default function SettingsSectionPage() {
  const { section } = useParams({ strict: false });
  const me = useRoute('me', {}, { freshMs: 60_000 });
  const card = settingsCards.find((one) => one.section === section);
  if (card === undefined || (card.admin && me.data !== undefined && me.data.role !== 'admin')) return <MissingPage />;
  return (
    <>
      <PageHeader title={card.title} note={card.says} actions={<Link to="/settings">All settings</Link>} />
      {me.data === undefined ? (
        me.isError ? (
          <ErrorState error={me.error} retry={() => void me.refetch()} />
        ) : (
          <LoadingState rows={4} what="Loading the settings" />
        )
      ) : (
        panels[card.section](me.data)
      )}
    </>
  );
}
