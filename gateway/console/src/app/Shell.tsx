import { Menu, Modal, Popover, TextInput, useMantineColorScheme } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Link, Outlet, useNavigate, useRouterState } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { sessionActions, sessionQuery } from "../api/sessionApi";
import { dropAllDrafts } from "../ui/draft";
import { failed } from "../ui/feedback";
import { Icon } from "../ui/Icon";
import { isOnlyStaff, type Section, sectionsFor } from "../ui/permissions";
import { LiveStatus, useLive } from "./liveStatus";
import { sections, sectionText } from "./sections";
import { queryClient, useScope, useSession } from "./session";

const Palette = lazy(() => import("./Palette"));
const Shortcuts = lazy(() => import("./Shortcuts"));

function SectionLink({ place, onClick }: { place: Section; onClick?: () => void }) {
  const session = useSession();
  const { to, icon } = sections[place];
  // Reporting has a place of its own in the bar of staff.
  const reporting = useRouterState({ select: (state) => state.location.pathname === "/tickets/new" });
  return (
    <Link
      to={to}
      className="place"
      activeOptions={{ exact: to === "/" || (to === "/tickets" && reporting), includeSearch: false }}
      onClick={onClick}
    >
      <Icon name={icon} />
      <span>{sectionText(place, session)}</span>
    </Link>
  );
}

function SchoolSwitcher() {
  const session = useSession();
  const { school, choose } = useScope();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  if (session.schools.length < 2 && !session.allSchools)
    return <span className="small cut muted">{session.schools[0]?.name}</span>;
  const wanted = text.trim().toLowerCase();
  const found = session.schools.filter((s) => !wanted || `${s.name} ${s.urn}`.toLowerCase().includes(wanted));
  const pick = (urn: string | undefined) => {
    choose(urn);
    setOpen(false);
    setText("");
  };
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" width={340} trapFocus shadow="md" returnFocus>
      <Popover.Target>
        <button
          type="button"
          className="bar-button"
          onClick={() => setOpen(!open)}
          aria-label={`School: ${school?.name ?? "All schools"}`}
        >
          <Icon name="schools" size={18} />
          <span className="cut">{school?.name ?? "All schools"}</span>
          <Icon name="down" size={16} />
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Choose a school">
        <div className="stack tight">
          <TextInput
            label="Find a school"
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            data-autofocus
            onKeyDown={(event) => {
              if (event.key === "Enter" && found[0]) pick(String(found[0].urn));
            }}
          />
          <ul className="plain school-options">
            {!wanted && (
              <li>
                <button
                  type="button"
                  className="place"
                  aria-pressed={!school}
                  data-on={!school}
                  onClick={() => pick(undefined)}
                >
                  All schools
                </button>
              </li>
            )}
            {found.map((s) => (
              <li key={s.id}>
                <button
                  type="button"
                  className="place"
                  aria-pressed={s.id === school?.id}
                  data-on={s.id === school?.id}
                  onClick={() => pick(String(s.urn))}
                >
                  {s.name}
                </button>
              </li>
            ))}
            {found.length === 0 && <li className="muted small">No matching school.</li>}
          </ul>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

function Account({ onShortcuts }: { onShortcuts: () => void }) {
  const session = useSession();
  const navigate = useNavigate();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const signOut = async () => {
    try {
      await sessionActions.signOut();
    } catch (error) {
      failed(error);
      return;
    }
    dropAllDrafts();
    await navigate({ to: "/sign-in", search: {} });
    queryClient.clear();
  };
  return (
    <Menu position="bottom-end" width={240} shadow="md">
      <Menu.Target>
        <button type="button" className="bar-button">
          <Icon name="user" size={18} />
          <span className="hide">Account</span>
          <span className="cut wide-only">{session.person.name}</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{session.person.email}</Menu.Label>
        {(["auto", "light", "dark"] as const).map((scheme) => (
          <Menu.Item
            key={scheme}
            onClick={() => setColorScheme(scheme)}
            rightSection={colorScheme === scheme ? <Icon name="check" size={16} /> : undefined}
          >
            {scheme === "auto" ? "Colours of the device" : scheme === "light" ? "Light colours" : "Dark colours"}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={onShortcuts}>Keyboard shortcuts</Menu.Item>
        <Menu.Item onClick={() => navigate({ to: "/password", search: {} })}>Change password</Menu.Item>
        <Menu.Item onClick={signOut}>Sign out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

export default function Shell() {
  const session = useSession();
  const navigate = useNavigate();
  const [palette, setPalette] = useState(false);
  const [shortcuts, setShortcuts] = useState(false);
  const [more, setMore] = useState(false);
  const main = useRef<HTMLElement>(null);
  const path = useRouterState({ select: (state) => state.location.pathname });
  useLive();

  // Session ended by the server: sign in, then return to this address. Drafts stay in local storage.
  const { data: current } = useQuery(sessionQuery);
  useEffect(() => {
    if (current !== null) return;
    const back = globalThis.location.pathname + globalThis.location.search;
    navigate({ to: "/sign-in", search: { back: back === "/" ? undefined : back }, replace: true });
  }, [current, navigate]);

  const all = sectionsFor(session);
  const foot = all.length > 5 ? all.slice(0, 4) : all;
  const rest = all.filter((place) => !foot.includes(place));

  useHotkeys(
    [
      ["mod+K", () => setPalette(true)],
      ["shift+?", () => setShortcuts(true)],
      ["?", () => setShortcuts(true)],
      ["c", () => navigate({ to: "/tickets/new" })],
      [
        "/",
        () => {
          const field = main.current?.querySelector<HTMLInputElement>('input[type="search"]');
          if (field) field.focus();
          else setPalette(true);
        },
      ],
    ],
    ["INPUT", "TEXTAREA", "SELECT"],
  );
  // The palette opens from inside a field, too.
  useHotkeys([["mod+K", () => setPalette(true)]], []);

  // A new page is announced to screen readers and starts the tab order at its content.
  const first = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the address counts
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    if (!main.current?.contains(document.activeElement)) main.current?.focus({ preventScroll: true });
  }, [path]);

  return (
    <div className="shell">
      <a className="skip" href="#main">
        Skip to content
      </a>
      <nav className="rail" aria-label="Main">
        <Link to="/" className="brand" aria-label="Mat, overview">
          <img src="/mat.svg" alt="" />
          <span>Mat</span>
        </Link>
        {all.map((place) => (
          <SectionLink key={place} place={place} />
        ))}
      </nav>
      <section className="bar" aria-label="Top bar">
        <SchoolSwitcher />
        <LiveStatus />
        <div className="bar-gap" />
        {!isOnlyStaff(session) && (
          <button type="button" className="bar-button" onClick={() => setPalette(true)}>
            <Icon name="search" size={18} />
            <span className="hide">Search everything</span>
            <span className="wide-only muted" aria-hidden="true">
              Search
            </span>
            <span className="wide-only small muted" aria-hidden="true">
              Ctrl K
            </span>
          </button>
        )}
        <Account onShortcuts={() => setShortcuts(true)} />
      </section>
      <main className="main" id="main" ref={main} tabIndex={-1}>
        <Outlet />
      </main>
      <nav className="foot" aria-label="Main">
        {foot.map((place) => (
          <SectionLink key={place} place={place} />
        ))}
        {isOnlyStaff(session) && (
          <Link to="/tickets/new" className="place">
            <Icon name="plus" />
            <span>Report</span>
          </Link>
        )}
        {rest.length > 0 && (
          <button
            type="button"
            className="place"
            data-on={rest.some((place) => path.startsWith(sections[place].to))}
            onClick={() => setMore(true)}
          >
            <Icon name="more" />
            <span>More</span>
          </button>
        )}
      </nav>
      <Modal opened={more} onClose={() => setMore(false)} title="More" closeButtonProps={{ "aria-label": "Close" }}>
        <nav className="more-sheet" aria-label="More places">
          {rest.map((place) => (
            <SectionLink key={place} place={place} onClick={() => setMore(false)} />
          ))}
        </nav>
      </Modal>
      <Suspense>
        {palette && <Palette onClose={() => setPalette(false)} onShortcuts={() => setShortcuts(true)} />}
        {shortcuts && <Shortcuts onClose={() => setShortcuts(false)} />}
      </Suspense>
    </div>
  );
}
