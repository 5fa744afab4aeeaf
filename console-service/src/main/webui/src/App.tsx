import { ActionIcon, AppShell, Badge, Burger, Group, NavLink, Tooltip, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconBolt, IconClipboardList, IconFileCode, IconGavel, IconHeartbeat, IconLayoutDashboard, IconLogout, IconMailX, IconMoon, IconPhotoOff, IconSailboat, IconSun, IconTimeline, IconTopologyStar3 } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useEffect } from "react";
import { Link, Route, Routes, useLocation } from "react-router";
import { api, logout } from "./api/client";
import { followLists } from "./lists";
import { useConnection } from "./live";
import { AuditPage } from "./pages/AuditPage";
import { DeadLetterPage } from "./pages/DeadLetterPage";
import { DeadLettersPage } from "./pages/DeadLettersPage";
import { DefinitionsPage } from "./pages/DefinitionsPage";
import { ExecutionPage } from "./pages/ExecutionPage";
import { ExecutionsPage } from "./pages/ExecutionsPage";
import { HealthPage } from "./pages/HealthPage";
import { ImagesPage } from "./pages/ImagesPage";
import { JudgementsPage } from "./pages/JudgementsPage";
import { LoginPage } from "./pages/LoginPage";
import { OverviewPage } from "./pages/OverviewPage";
import { TriggersPage } from "./pages/TriggersPage";
import { Boundary } from "./parts/Boundary";
import { Empty, Loading } from "./parts/Pieces";
import { leave, useInside } from "./session";

// Charts and editors are larger than all the rest: they come when they are asked for.
const CanaryPage = lazy(() => import("./pages/CanaryPage").then(({ CanaryPage: page }) => ({ default: page })));
const DefinitionPage = lazy(() => import("./pages/DefinitionPage").then(({ DefinitionPage: page }) => ({ default: page })));
const EditPage = lazy(() => import("./pages/EditPage").then(({ EditPage: page }) => ({ default: page })));
const GraphPage = lazy(() => import("./pages/GraphPage").then(({ GraphPage: page }) => ({ default: page })));
const StartPage = lazy(() => import("./pages/StartPage").then(({ StartPage: page }) => ({ default: page })));

const PLACES = [
  { to: "/", label: "Overview", icon: IconLayoutDashboard },
  { to: "/executions", label: "Executions", icon: IconTimeline },
  { to: "/judgements", label: "Judgements", icon: IconGavel },
  { to: "/triggers", label: "Triggers", icon: IconBolt },
  { to: "/graph", label: "Service graph", icon: IconTopologyStar3 },
  { to: "/health", label: "Health", icon: IconHeartbeat },
  { to: "/definitions", label: "Definitions", icon: IconFileCode },
  { to: "/images", label: "Images", icon: IconPhotoOff },
  { to: "/dead-letters", label: "Dead letters", icon: IconMailX },
  { to: "/audit", label: "Audit", icon: IconClipboardList },
];

export function App() {
  return useInside() ? <Shell /> : <LoginPage />;
}

function Shell() {
  const [open, menu] = useDisclosure(false);
  const { pathname } = useLocation();
  const waiting = useQuery({ queryKey: ["judgements", true], queryFn: () => api.judgements(true) });
  const queries = useQueryClient();
  useEffect(() => followLists(queries), [queries]);
  useEffect(menu.close, [pathname]);
  return (
    <AppShell header={{ height: 48 }} navbar={{ width: 196, breakpoint: "sm", collapsed: { mobile: !open } }} padding={{ base: "sm", sm: "lg" }}>
      <a className="skip" href="#content">Skip to content</a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger opened={open} onClick={menu.toggle} hiddenFrom="sm" size="sm" aria-label="Menu" />
            <Link to="/" className="brand"><IconSailboat size={22} stroke={1.8} aria-hidden="true" /> Gennaker</Link>
          </Group>
          <Group gap="xs" wrap="nowrap">
            <ConnectionSign />
            <SchemeButton />
            <Tooltip label="Log out">
              <ActionIcon variant="subtle" color="gray" aria-label="Log out" onClick={() => void logout().then(leave)}><IconLogout size={18} /></ActionIcon>
            </Tooltip>
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label="Main">
        {PLACES.map(({ to, label, icon: Icon }) => (
          <NavLink
            key={to} component={Link} to={to} label={label} leftSection={<Icon size={17} stroke={1.7} aria-hidden="true" />}
            active={to === "/" ? pathname === "/" || pathname.startsWith("/applications") : pathname.startsWith(to)}
            aria-current={pathname === to ? "page" : undefined}
            rightSection={to === "/judgements" && waiting.data?.length ? <Badge size="sm" circle aria-label={`${waiting.data.length} open`}>{waiting.data.length}</Badge> : null}
          />
        ))}
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
        <Boundary path={pathname}>
          <Suspense fallback={<Loading />}>
            <Routes>
              <Route path="/" element={<OverviewPage />} />
              <Route path="/executions" element={<ExecutionsPage />} />
              <Route path="/executions/:id" element={<ExecutionPage />} />
              <Route path="/executions/:id/canary/*" element={<CanaryPage />} />
              <Route path="/judgements" element={<JudgementsPage />} />
              <Route path="/health" element={<HealthPage />} />
              <Route path="/definitions" element={<DefinitionsPage />} />
              <Route path="/definitions/:kind/:name" element={<DefinitionPage />} />
              <Route path="/definitions/:kind/:name/edit" element={<EditPage />} />
              <Route path="/definitions/pipeline/:name/start" element={<StartPage />} />
              <Route path="/triggers" element={<TriggersPage />} />
              <Route path="/graph" element={<GraphPage />} />
              <Route path="/images" element={<ImagesPage />} />
              <Route path="/dead-letters" element={<DeadLettersPage />} />
              <Route path="/dead-letters/:id" element={<DeadLetterPage />} />
              <Route path="/audit" element={<AuditPage />} />
              <Route path="*" element={<Empty title="There is no such page">Choose one from the menu.</Empty>} />
            </Routes>
          </Suspense>
        </Boundary>
      </AppShell.Main>
    </AppShell>
  );
}

function ConnectionSign() {
  const connection = useConnection();
  const text = { live: "Live", connecting: "Connecting", lost: "Connection lost" }[connection];
  return <span className={`connection ${connection}`} role="status"><span className="what">{text}{connection === "lost" && <span className="wide">, trying again</span>}</span></span>;
}

function SchemeButton() {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme("light");
  const next = scheme === "dark" ? "light" : "dark";
  return (
    <Tooltip label={`Use the ${next} colours`}>
      <ActionIcon variant="subtle" color="gray" aria-label={`Use the ${next} colours`} onClick={() => setColorScheme(next)}>
        {scheme === "dark" ? <IconSun size={18} /> : <IconMoon size={18} />}
      </ActionIcon>
    </Tooltip>
  );
}
