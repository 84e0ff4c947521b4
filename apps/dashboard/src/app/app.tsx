import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { queryClient } from '../api/query-client.ts';
import { Toasts } from '../components/toasts.tsx';
import { colourModeKeeper } from '../theme/colour-mode.ts';
import { theme } from '../theme/theme.ts';
import { router } from './router.ts';

const keeper = colourModeKeeper();

export function App() {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" colorSchemeManager={keeper} withCssVariables>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
        <Toasts />
      </QueryClientProvider>
    </MantineProvider>
  );
}
