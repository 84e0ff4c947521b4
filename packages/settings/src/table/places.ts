import { choice, count, folder, list, optionalText, text } from '../setting.ts';

/** Where things are, and on which address the product answers. */
export const places = {
  home: folder({
    env: 'TRAINYARD_HOME',
    fallback: '',
    defaultText: '$XDG_DATA_HOME/trainyard; else /var/lib/trainyard for root, ~/.local/share/trainyard for others',
    meaning:
      'The folder that holds everything this installation keeps: database, files, work folders, environments, keys.',
  }),
  files: folder({
    env: 'TRAINYARD_FILES',
    fallback: '',
    defaultText: 'files below the home',
    meaning: 'The folder where data sets, artifacts and checkpoints are kept.',
  }),
  databaseUrl: optionalText({
    env: 'DATABASE_URL',
    pattern: /^(postgres(ql)?:\/\/|socket:|\/)/,
    expected: 'an address such as postgresql://user:password@host:5432/name',
    type: 'PostgreSQL address',
    defaultText: 'the embedded PostgreSQL in the home',
    secret: true,
    meaning: 'The PostgreSQL server (14 or newer) to use instead of the embedded one.',
  }),
  databasePool: count({
    env: 'TRAINYARD_DATABASE_POOL',
    fallback: 8,
    min: 2,
    max: 200,
    meaning: 'The most connections that one process opens to PostgreSQL, beside the one that listens.',
  }),
  hostAddress: text({
    env: 'TRAINYARD_HOST_ADDRESS',
    fallback: '127.0.0.1',
    meaning: 'The network address to listen on; 0.0.0.0 opens the product to the network.',
  }),
  port: count({
    env: 'TRAINYARD_PORT',
    fallback: 4600,
    min: 1,
    max: 65535,
    meaning: 'The port of the HTTP API and the dashboard.',
  }),
  publicUrl: optionalText({
    env: 'TRAINYARD_PUBLIC_URL',
    pattern: /^https?:\/\/[^\s/]+/,
    expected: 'an address such as https://trainyard.example.org',
    type: 'http(s) address',
    defaultText: 'http:// with host address and port',
    meaning: 'The address that people use when a proxy stands in front; links are made from it.',
  }),
  allowedHosts: list({
    env: 'TRAINYARD_ALLOWED_HOSTS',
    fallback: [],
    defaultText: 'localhost, the host address, and the host of TRAINYARD_PUBLIC_URL',
    meaning: 'Further host names under which a browser may reach the server; others are refused.',
  }),
  dashboard: optionalText({
    env: 'TRAINYARD_DASHBOARD',
    pattern: /^[^\0]+$/,
    type: 'folder',
    defaultText: 'npm start builds it and tells the server',
    meaning: 'The folder of the built dashboard, for a server that is started by hand.',
  }),
  url: optionalText({
    env: 'TRAINYARD_URL',
    pattern: /^https?:\/\/[^\s/]+/,
    expected: 'an address such as http://127.0.0.1:4600',
    type: 'http(s) address',
    defaultText: 'the server of the local home',
    meaning: 'The server that the command line talks to.',
  }),
  key: optionalText({
    env: 'TRAINYARD_KEY',
    defaultText: 'the key of the local home',
    secret: true,
    meaning: 'The key that the command line signs in with.',
  }),
  python: optionalText({
    env: 'TRAINYARD_PYTHON',
    type: 'program',
    defaultText: 'the first of python3.13, python3.12, python3.11, python3 that is 3.11 to 3.13',
    meaning: 'The Python that environments are made with.',
  }),
  torch: optionalText({
    env: 'TRAINYARD_TORCH',
    pattern: /^(auto|cpu|cu\d{2,4}|rocm[\d.]+|xpu)$/,
    expected: 'auto, cpu, or a build such as cu128',
    type: 'auto | cpu | cu…',
    defaultText: "the registry's wheel, as locked",
    meaning: 'Another build of PyTorch than the locked one; the environment then leaves its lock, and runs record it.',
  }),
  logLevel: choice({
    env: 'TRAINYARD_LOG_LEVEL',
    words: ['trace', 'debug', 'info', 'warn', 'error'],
    fallback: 'info',
    meaning: 'How much the logs say.',
  }),
};
