// Every page of the app and its address, in one list.
import {
  createRootRoute,
  createRoute,
  createRouter,
  isRedirect,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { setAdministrator, setWorkspace } from "~/api/client";
import { metaQuery } from "~/api/meta";
import { isProblem } from "~/api/problem";
import { looksAfter, sessionQuery, setupNeeded } from "~/api/session";
import { Waiting } from "~/components/Waiting";
import { readListState } from "~/pages/list/listState";
import { firstPage } from "./navigation";
import { queryClient } from "./queryClient";
import { RouteError } from "./RouteError";
import { Shell } from "./Shell";

const root = createRootRoute({ component: Outlet, errorComponent: RouteError });

/** Where a person who names no page belongs. */
const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: async () => {
    try {
      const { workspaces } = await queryClient.fetchQuery(sessionQuery);
      const slug = workspaces[0]?.slug;
      if (slug) throw redirect({ to: "/w/$slug", params: { slug } });
    } catch (error) {
      if (isRedirect(error) || !isProblem(error, "sign_in_required")) throw error;
    }
    if (await setupNeeded()) throw redirect({ to: "/setup" });
    throw redirect({ to: "/signin" });
  },
});

const setup = createRoute({
  getParentRoute: () => root,
  path: "/setup",
  component: lazyRouteComponent(() => import("~/pages/setup/SetupPage"), "SetupPage"),
});

const signin = createRoute({
  getParentRoute: () => root,
  path: "/signin",
  validateSearch: (search: Record<string, unknown>): { next?: string } =>
    typeof search.next === "string" ? { next: search.next } : {},
  component: lazyRouteComponent(() => import("~/pages/signin/SignInPage"), "SignInPage"),
});

const workspace = createRoute({
  getParentRoute: () => root,
  path: "/w/$slug",
  beforeLoad: async ({ params, location }) => {
    setWorkspace(params.slug);
    try {
      setAdministrator(looksAfter(await queryClient.ensureQueryData(sessionQuery), params.slug));
      await queryClient.ensureQueryData(metaQuery(params.slug));
    } catch (error) {
      if (!isProblem(error, "sign_in_required")) throw error;
      throw redirect({ to: "/signin", search: { next: location.href } });
    }
  },
  component: Shell,
  pendingComponent: Waiting,
});

const workspaceHome = createRoute({
  getParentRoute: () => workspace,
  path: "/",
  beforeLoad: async ({ params }) => {
    const meta = await queryClient.ensureQueryData(metaQuery(params.slug));
    throw redirect({ to: "/w/$slug/$plural", params: { ...params, plural: firstPage(meta) }, search: {} });
  },
});

const search = createRoute({
  getParentRoute: () => workspace,
  path: "/search",
  validateSearch: (found: Record<string, unknown>): { q?: string } => (found.q ? { q: String(found.q) } : {}),
  component: lazyRouteComponent(() => import("~/pages/search/SearchPage"), "SearchPage"),
});

const newImport = createRoute({
  getParentRoute: () => workspace,
  path: "/import",
  validateSearch: (found: Record<string, unknown>): { entity?: string } =>
    found.entity ? { entity: String(found.entity) } : {},
  component: lazyRouteComponent(() => import("~/pages/import/ChooseFile"), "ChooseFile"),
});

const oneImport = createRoute({
  getParentRoute: () => workspace,
  path: "/import/$id",
  component: lazyRouteComponent(() => import("~/pages/import/ImportPage"), "ImportPage"),
});

const duplicates = createRoute({
  getParentRoute: () => workspace,
  path: "/duplicates/$plural",
  component: lazyRouteComponent(() => import("~/pages/duplicates/DuplicatesPage"), "DuplicatesPage"),
});

const list = createRoute({
  getParentRoute: () => workspace,
  path: "/$plural",
  validateSearch: readListState,
  component: lazyRouteComponent(() => import("~/pages/list/ListPage"), "ListPage"),
});

const record = createRoute({
  getParentRoute: () => workspace,
  path: "/$plural/$id",
  component: lazyRouteComponent(() => import("~/pages/record/RecordPage"), "RecordPage"),
});

const person = createRoute({
  getParentRoute: () => workspace,
  path: "/$plural/$id/privacy",
  component: lazyRouteComponent(() => import("~/pages/person/PersonPage"), "PersonPage"),
});

const privacyHome = createRoute({
  getParentRoute: () => workspace,
  path: "/privacy",
  component: lazyRouteComponent(() => import("~/pages/privacy/HomePage"), "HomePage"),
});

const promises = createRoute({
  getParentRoute: () => workspace,
  path: "/privacy/promises",
  component: lazyRouteComponent(() => import("~/pages/privacy/PromisesPage"), "PromisesPage"),
});

const policy = createRoute({
  getParentRoute: () => workspace,
  path: "/privacy/policy",
  component: lazyRouteComponent(() => import("~/pages/policy/PolicyPage"), "PolicyPage"),
});

const processors = createRoute({
  getParentRoute: () => workspace,
  path: "/privacy/processors",
  component: lazyRouteComponent(() => import("~/pages/privacy/ProcessorsPage"), "ProcessorsPage"),
});

const messages = createRoute({
  getParentRoute: () => workspace,
  path: "/privacy/messages",
  component: lazyRouteComponent(() => import("~/pages/privacy/MessagesPage"), "MessagesPage"),
});

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    setup,
    signin,
    workspace.addChildren([
      workspaceHome,
      search,
      newImport,
      oneImport,
      duplicates,
      privacyHome,
      promises,
      policy,
      processors,
      messages,
      list,
      record,
      person,
    ]),
  ]),
  defaultPreload: "intent",
  defaultPreloadStaleTime: 0,
  defaultPendingComponent: Waiting,
  defaultErrorComponent: RouteError,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
