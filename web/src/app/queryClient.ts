import { QueryCache, QueryClient } from "@tanstack/react-query";
import { isProblem } from "~/api/problem";
import { askForSignIn } from "./signInAgain";

/** Only what another try can help: no answer, or a server that is busy. */
const worthRetrying = (failures: number, error: unknown) =>
  failures < 3 && (!isProblem(error) || error.status === 0 || error.status === 429 || error.status >= 502);

export const queryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error) => {
      if (isProblem(error, "sign_in_required")) askForSignIn();
    },
  }),
  defaultOptions: {
    queries: { staleTime: 20_000, gcTime: 10 * 60_000, retry: worthRetrying, refetchOnWindowFocus: true },
    mutations: { retry: false },
  },
});
