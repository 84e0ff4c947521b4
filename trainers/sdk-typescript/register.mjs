import { registerHooks } from 'node:module';

/**
 * Lets a trainer that lies anywhere import the SDK by its name: the host starts Node with `--import` of this file. A
 * trainer's own node_modules do not come before it, since the protocol's two ends must fit each other.
 */
const modules = {
  '@trainyard/sdk': new URL('./src/index.ts', import.meta.url).href,
  '@trainyard/sdk/testing': new URL('./src/testing.ts', import.meta.url).href,
};

registerHooks({
  resolve(specifier, context, next) {
    const url = Object.hasOwn(modules, specifier) ? modules[specifier] : null;
    return url === null ? next(specifier, context) : { url, format: 'module-typescript', shortCircuit: true };
  },
});
