import { useRoute } from '../../api/use-route.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { AppearancePanel } from './appearance-panel.tsx';
import { InstallationPanel } from './installation-panel.tsx';
import { KeysPanel } from './keys-panel.tsx';
import { LanguageModelsPanel } from './language/language-models-panel.tsx';
import { ProvidersPanel } from './language/providers-panel.tsx';
import { NoticesPanel } from './notices-panel.tsx';
import { SlotsPanel } from './slots-panel.tsx';

/** What one chooses for oneself, and what an administrator sees of the installation. */
export default function SettingsPage() {
  const me = useRoute('me', {}, { freshMs: 60_000 });
  const role = me.data?.role;
  return (
    <>
      <PageHeader title="Settings" note={me.data === undefined ? undefined : <bdi>{`${me.data.name}, ${role}`}</bdi>} />
      <AppearancePanel />
      <NoticesPanel />
      {role !== undefined && <KeysPanel role={role} />}
      {role !== undefined && <ProvidersPanel admin={role === 'admin'} />}
      {role !== undefined && <LanguageModelsPanel member={role !== 'viewer'} />}
      {role === 'admin' && <SlotsPanel />}
      {role === 'admin' && <InstallationPanel />}
    </>
  );
}
