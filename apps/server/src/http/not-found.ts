import { TrainyardError } from '@trainyard/contracts';
import { routes } from '@trainyard/contracts/routes';

const patterns = Object.values(routes).map((route) => ({
  method: route.method,
  pattern: new RegExp(`^${route.path.replace(/[.]/g, '\\.').replace(/:\w+/g, '[^/]+').replace(/\*/g, '.+')}/?$`),
}));

/** What the table allows at this path. */
function methodsAt(path: string): string[] {
  return [...new Set(patterns.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method))];
}

/** Nothing is there, or only for other methods. */
export function notFound(method: string, url: string): TrainyardError {
  const path = url.split('?', 1)[0] ?? url;
  const allowed = methodsAt(path);
  if (allowed.length === 0) return new TrainyardError('not-found', { path: path.slice(0, 200) });
  return new TrainyardError('method-not-allowed', { method, allowed: allowed.join(', ') }, { allowed });
}
