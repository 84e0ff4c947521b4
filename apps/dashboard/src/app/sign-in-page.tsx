import { CopyButton } from '../components/copy-button.tsx';
import { PageHeader } from '../components/page-header.tsx';
import { Panel } from '../components/panel.tsx';
import { LogoMark } from './shell/logo-mark.tsx';
import classes from './sign-in-page.module.css';

const command = 'npx trainyard link';

export default function SignInPage() {
  return (
    <main className={classes.page}>
      <div className={classes.brand}>
        <LogoMark />
        <span>Trainyard</span>
      </div>
      <Panel>
        <div className={classes.text}>
          <PageHeader title="Not signed in" windowTitle="Sign in" />
          <p>
            Open the sign-in link that <code>npm start</code> printed. Each link works once and for ten minutes; for
            another, run this where Trainyard runs, and open what it prints:
          </p>
          <div className={classes.command}>
            <code>{command}</code>
            <CopyButton text={command} what="the command" />
          </div>
        </div>
      </Panel>
    </main>
  );
}
