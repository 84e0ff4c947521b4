import { controlId } from '../../../form/field-row.tsx';

const framesToWait = 60;

/** Moves to a setting's control; it may only just be coming onto the page. */
export function focusField(path: string): void {
  let frames = 0;
  const look = (): void => {
    const found = document.getElementById(controlId(path));
    if (found === null) {
      frames += 1;
      if (frames < framesToWait) requestAnimationFrame(look);
      return;
    }
    for (const fold of document.querySelectorAll('details')) if (fold.contains(found)) fold.open = true;
    const target = found.matches('input, select, textarea, button, [tabindex]') ? found : found.querySelector('input');
    found.scrollIntoView({ block: 'center' });
    if (target instanceof HTMLElement) target.focus({ preventScroll: true });
  };
  requestAnimationFrame(look);
}
