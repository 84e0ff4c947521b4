/** What stands in the dashboard's place while there is none. */
export const unbuiltPage = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>Trainyard</title>
    <link rel="icon" href="data:," />
    <style>
      body { max-width: 64ch; margin: 48px auto; padding: 0 16px; font: 15px/1.6 system-ui, sans-serif; }
    </style>
  </head>
  <body>
    <main>
      <h1>The dashboard is not built</h1>
      <p>The API answers (<a href="/api/docs">its page</a>), and so does <code>npx trainyard</code>.</p>
      <p>
        <code>npm start</code> builds the dashboard by itself and says so when that fails. For a server that was started by
        hand, build it with <code>node apps/dashboard/build/build.mjs</code> and start the server with
        <code>TRAINYARD_DASHBOARD</code> set to the folder that is printed.
      </p>
    </main>
  </body>
</html>
`;
