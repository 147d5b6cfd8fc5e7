import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
  retainSearchParams,
} from "@tanstack/react-router";
import { sessionQuery } from "../api/sessionApi";
import { Lines } from "../ui/parts";
import { ErrorBoundary, NotFound } from "./ErrorBoundary";
import { only, parseSearch, stringifySearch } from "./searchParams";
import { queryClient } from "./session";

const root = createRootRoute({
  validateSearch: only("school"),
  search: { middlewares: [retainSearchParams(["school"])] },
  component: Outlet,
  notFoundComponent: () => (
    <main className="main">
      <NotFound />
    </main>
  ),
  errorComponent: ErrorBoundary,
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: only("back", "problem"),
  component: lazyRouteComponent(() => import("../features/session/SignInPage")),
});

const password = createRoute({
  getParentRoute: () => root,
  path: "/password",
  validateSearch: only("back"),
  beforeLoad: async ({ location }) => {
    if (!(await queryClient.ensureQueryData(sessionQuery)))
      throw redirect({ to: "/sign-in", search: { back: location.href } as never });
  },
  component: lazyRouteComponent(() => import("../features/session/PasswordPage")),
});

/** A partner's link: no session, no shell. */
const answer = createRoute({
  getParentRoute: () => root,
  path: "/answer",
  component: lazyRouteComponent(() => import("../features/answer/AnswerPage")),
});

const shell = createRoute({
  getParentRoute: () => root,
  id: "shell",
  beforeLoad: async ({ location }) => {
    const session = await queryClient.ensureQueryData(sessionQuery);
    const back = location.href === "/" ? undefined : location.href;
    if (!session) throw redirect({ to: "/sign-in", search: { back } });
    if (session.mustChangePassword) throw redirect({ to: "/password", search: { back } as never });
  },
  component: lazyRouteComponent(() => import("./Shell")),
  errorComponent: ErrorBoundary,
});

const home = createRoute({
  getParentRoute: () => shell,
  path: "/",
  component: lazyRouteComponent(() => import("../features/home/HomePage")),
});

const tickets = createRoute({
  getParentRoute: () => shell,
  path: "/tickets",
  validateSearch: only("q", "status", "priority", "assignee", "breached", "kind", "asset", "requester", "sort"),
  component: lazyRouteComponent(() => import("../features/tickets/TicketsPage")),
});
const ticket = createRoute({
  getParentRoute: () => tickets,
  path: "$ticket",
  component: lazyRouteComponent(() => import("../features/tickets/TicketPage")),
});
const newTicket = createRoute({
  getParentRoute: () => shell,
  path: "/tickets/new",
  validateSearch: only("asset"),
  component: lazyRouteComponent(() => import("../features/tickets/NewTicketPage")),
});

const assets = createRoute({
  getParentRoute: () => shell,
  path: "/assets",
  validateSearch: only("q", "kind", "status", "sort"),
  component: lazyRouteComponent(() => import("../features/assets/AssetsPage")),
});
const asset = createRoute({
  getParentRoute: () => assets,
  path: "$asset",
  component: lazyRouteComponent(() => import("../features/assets/AssetPage")),
});
const newAsset = createRoute({
  getParentRoute: () => shell,
  path: "/assets/new",
  component: lazyRouteComponent(() => import("../features/assets/EditAssetPage"), "NewAsset"),
});
const editAsset = createRoute({
  getParentRoute: () => shell,
  path: "/assets/$asset/edit",
  component: lazyRouteComponent(() => import("../features/assets/EditAssetPage"), "EditAsset"),
});
const findSoftware = createRoute({
  getParentRoute: () => shell,
  path: "/assets/software",
  validateSearch: only("name", "below"),
  component: lazyRouteComponent(() => import("../features/assets/SoftwarePage")),
});
const importAssets = createRoute({
  getParentRoute: () => shell,
  path: "/assets/import",
  component: lazyRouteComponent(() => import("../features/assets/ImportPage")),
});
const assetImport = createRoute({
  getParentRoute: () => shell,
  path: "/assets/imports/$import",
  validateSearch: only("result"),
  component: lazyRouteComponent(() => import("../features/assets/ImportReportPage")),
});

const alerts = createRoute({
  getParentRoute: () => shell,
  path: "/alerts",
  validateSearch: only("q", "status", "severity", "source", "unassigned", "muted", "storm", "sort"),
  component: lazyRouteComponent(() => import("../features/alerts/AlertsPage")),
});
const alert = createRoute({
  getParentRoute: () => alerts,
  path: "$alert",
  component: lazyRouteComponent(() => import("../features/alerts/AlertPage")),
});
const sources = createRoute({
  getParentRoute: () => shell,
  path: "/alerts/sources",
  component: lazyRouteComponent(() => import("../features/alerts/SourcesPage")),
});
const silences = createRoute({
  getParentRoute: () => shell,
  path: "/alerts/silences",
  component: lazyRouteComponent(() => import("../features/alerts/SilencesPage")),
});
const inhibitions = createRoute({
  getParentRoute: () => shell,
  path: "/alerts/inhibitions",
  component: lazyRouteComponent(() => import("../features/alerts/InhibitionsPage")),
});
const rules = createRoute({
  getParentRoute: () => shell,
  path: "/alerts/rules",
  component: lazyRouteComponent(() => import("../features/alerts/RulesPage")),
});

const cases = createRoute({
  getParentRoute: () => shell,
  path: "/alerts/cases",
  validateSearch: only("q", "status", "type"),
  component: lazyRouteComponent(() => import("../features/cases/CasesPage")),
});
const casePage = createRoute({
  getParentRoute: () => shell,
  path: "/alerts/cases/$case",
  component: lazyRouteComponent(() => import("../features/cases/CasePage")),
});
const readiness = createRoute({
  getParentRoute: () => shell,
  path: "/alerts/readiness",
  component: lazyRouteComponent(() => import("../features/cases/ReadinessPage")),
});
const playbooks = createRoute({
  getParentRoute: () => shell,
  path: "/alerts/playbooks",
  component: lazyRouteComponent(() => import("../features/cases/PlaybooksPage")),
});
const vulnerabilities = createRoute({
  getParentRoute: () => shell,
  path: "/alerts/vulnerabilities",
  component: lazyRouteComponent(() => import("../features/cases/VulnerabilitiesPage")),
});

const partners = createRoute({
  getParentRoute: () => shell,
  path: "/partners",
  validateSearch: only("q", "status"),
  component: lazyRouteComponent(() => import("../features/partners/PartnersPage")),
});
const newPartner = createRoute({
  getParentRoute: () => shell,
  path: "/partners/new",
  component: lazyRouteComponent(() => import("../features/partners/EditPartnerPage"), "NewPartner"),
});
const escalations = createRoute({
  getParentRoute: () => shell,
  path: "/partners/escalations",
  validateSearch: only("status", "partner"),
  component: lazyRouteComponent(() => import("../features/partners/EscalationsPage")),
});
const escalation = createRoute({
  getParentRoute: () => shell,
  path: "/partners/escalations/$escalation",
  component: lazyRouteComponent(() => import("../features/partners/EscalationPage")),
});
const areaScores = createRoute({
  getParentRoute: () => shell,
  path: "/partners/areas",
  validateSearch: only("days"),
  component: lazyRouteComponent(() => import("../features/partners/AreasPage")),
});
const budgets = createRoute({
  getParentRoute: () => shell,
  path: "/partners/budgets",
  validateSearch: only("year"),
  component: lazyRouteComponent(() => import("../features/partners/BudgetsPage")),
});
const delivery = createRoute({
  getParentRoute: () => shell,
  path: "/partners/deliveries/$delivery",
  component: lazyRouteComponent(() => import("../features/partners/DeliveryPage")),
});
const partner = createRoute({
  getParentRoute: () => shell,
  path: "/partners/$partner",
  validateSearch: only("tab", "status"),
  component: lazyRouteComponent(() => import("../features/partners/PartnerPage")),
});
const editPartner = createRoute({
  getParentRoute: () => shell,
  path: "/partners/$partner/edit",
  component: lazyRouteComponent(() => import("../features/partners/EditPartnerPage"), "EditPartner"),
});

const schools = createRoute({
  getParentRoute: () => shell,
  path: "/schools",
  validateSearch: only("q", "phase", "status"),
  component: lazyRouteComponent(() => import("../features/schools/SchoolsPage")),
});
const importSchools = createRoute({
  getParentRoute: () => shell,
  path: "/schools/import",
  component: lazyRouteComponent(() => import("../features/schools/ImportSchoolsPage")),
});
const newSchool = createRoute({
  getParentRoute: () => shell,
  path: "/schools/new",
  component: lazyRouteComponent(() => import("../features/schools/EditSchoolPage"), "NewSchool"),
});
const school = createRoute({
  getParentRoute: () => shell,
  path: "/schools/$school",
  component: lazyRouteComponent(() => import("../features/schools/SchoolPage")),
});
const editSchool = createRoute({
  getParentRoute: () => shell,
  path: "/schools/$school/edit",
  component: lazyRouteComponent(() => import("../features/schools/EditSchoolPage"), "EditSchool"),
});
const calendar = createRoute({
  getParentRoute: () => shell,
  path: "/schools/$school/calendar",
  component: lazyRouteComponent(() => import("../features/schools/CalendarPage")),
});

const people = createRoute({
  getParentRoute: () => shell,
  path: "/people",
  validateSearch: only("q", "role"),
  component: lazyRouteComponent(() => import("../features/people/PeoplePage")),
});
const newPerson = createRoute({
  getParentRoute: () => shell,
  path: "/people/new",
  component: lazyRouteComponent(() => import("../features/people/NewPersonPage")),
});
const person = createRoute({
  getParentRoute: () => shell,
  path: "/people/$person",
  component: lazyRouteComponent(() => import("../features/people/PersonPage")),
});

const skills = createRoute({
  getParentRoute: () => shell,
  path: "/people/skills",
  component: lazyRouteComponent(() => import("../features/people/SkillsPage")),
});

const reports = createRoute({
  getParentRoute: () => shell,
  path: "/reports",
  validateSearch: only("days"),
  component: lazyRouteComponent(() => import("../features/reports/ReportsPage")),
});

const settings = createRoute({
  getParentRoute: () => shell,
  path: "/settings",
  component: lazyRouteComponent(() => import("../features/settings/SlaTargetsPage")),
});
const escalationSettings = createRoute({
  getParentRoute: () => shell,
  path: "/settings/escalation",
  component: lazyRouteComponent(() => import("../features/settings/EscalationSettingsPage")),
});
const tokens = createRoute({
  getParentRoute: () => shell,
  path: "/settings/tokens",
  component: lazyRouteComponent(() => import("../features/settings/TokensPage")),
});
const audit = createRoute({
  getParentRoute: () => shell,
  path: "/settings/audit",
  validateSearch: only("service"),
  component: lazyRouteComponent(() => import("../features/settings/AuditPage")),
});

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    password,
    answer,
    shell.addChildren([
      home,
      newTicket,
      tickets.addChildren([ticket]),
      newAsset,
      editAsset,
      findSoftware,
      importAssets,
      assetImport,
      assets.addChildren([asset]),
      sources,
      inhibitions,
      rules,
      cases,
      casePage,
      readiness,
      playbooks,
      vulnerabilities,
      alerts.addChildren([alert]),
      silences,
      partners,
      newPartner,
      escalations,
      escalation,
      areaScores,
      budgets,
      delivery,
      partner,
      editPartner,
      schools,
      importSchools,
      newSchool,
      school,
      editSchool,
      calendar,
      people,
      newPerson,
      skills,
      person,
      reports,
      settings,
      escalationSettings,
      tokens,
      audit,
    ]),
  ]),
  parseSearch,
  stringifySearch,
  defaultPreload: "intent",
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
  defaultPendingMs: 200,
  defaultPendingComponent: () => (
    <div className="page">
      <Lines />
    </div>
  ),
  defaultErrorComponent: ErrorBoundary,
  defaultNotFoundComponent: NotFound,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
