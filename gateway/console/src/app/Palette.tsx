import { Modal, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useId, useMemo, useRef, useState } from "react";
import { api, body } from "../api/client";
import type { Asset, Page, Partner, Person, Session, Ticket } from "../api/schemas";
import { label } from "../ui/format";
import { isDesk, isManager, isOnlyStaff, sectionsFor } from "../ui/permissions";
import { sections, sectionText } from "./sections";
import { useScope, useSession } from "./session";

interface Option {
  id: string;
  group: string;
  text: string;
  hint?: string;
  run: () => void;
}

interface Found {
  tickets: Ticket[];
  assets: Asset[];
  people: Person[];
  partners: Partner[];
}

/** Each part for itself: one service that is away leaves the others' answers. */
async function searchAll(text: string, session: Session, signal: AbortSignal): Promise<Found> {
  const search = { params: { query: { q: text, limit: 5 } }, signal };
  const ask = async <T,>(allowed: boolean, call: () => Promise<{ data?: Page<T> }>): Promise<T[]> => {
    if (!allowed) return [];
    try {
      return (await body(call())).items;
    } catch {
      return [];
    }
  };
  const reader = !isOnlyStaff(session);
  const [tickets, assets, people, partners] = await Promise.all([
    ask(true, () => api.GET("/api/tickets", search)),
    ask(reader, () => api.GET("/api/assets", search)),
    ask(isDesk(session), () => api.GET("/api/trust/people", search)),
    ask(isDesk(session), () => api.GET("/api/partners", search)),
  ]);
  return { tickets, assets, people, partners };
}

export default function Palette({ onClose, onShortcuts }: { onClose: () => void; onShortcuts: () => void }) {
  const session = useSession();
  const { choose } = useScope();
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const [asked] = useDebouncedValue(text.trim(), 150);
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const ids = useId();
  const found = useQuery({
    queryKey: ["palette", asked],
    queryFn: ({ signal }) => searchAll(asked, session, signal),
    enabled: asked.length > 1,
    placeholderData: keepPreviousData,
  });

  const options = useMemo(() => {
    const out: Option[] = [];
    const go = (to: string) => () => navigate({ to: to as never });
    const words = text.trim().toLowerCase();
    const fits = (name: string) => words.split(/\s+/).every((word) => name.toLowerCase().includes(word));
    const actions: [string, () => void][] = [
      ["Report a problem", go("/tickets/new")],
      ...(isDesk(session)
        ? ([
            ["Cases", go("/alerts/cases")],
            ["Vulnerabilities", go("/alerts/vulnerabilities")],
            ["Readiness", go("/alerts/readiness")],
            ["Playbooks", go("/alerts/playbooks")],
            ["Skills", go("/people/skills")],
            ["Areas of expertise", go("/partners/areas")],
            ["Budgets for partners", go("/partners/budgets")],
            ["Add an asset", go("/assets/new")],
            ["Import assets", go("/assets/import")],
          ] as [string, () => void][])
        : []),
      ...(isManager(session)
        ? ([
            ["Add a person", go("/people/new")],
            ["Alert sources", go("/alerts/sources")],
            ["Alert rules", go("/alerts/rules")],
          ] as [string, () => void][])
        : []),
      ["Keyboard shortcuts", onShortcuts],
    ];
    if (asked.length > 1 && found.data) {
      for (const t of found.data.tickets)
        out.push({
          id: t.id,
          group: "Tickets",
          text: t.title,
          hint: `${t.reference} · ${label(t.status)}`,
          run: go(`/tickets/${t.reference}`),
        });
      for (const a of found.data.assets)
        out.push({
          id: a.id,
          group: "Assets",
          text: a.name,
          hint: `${a.tag} · ${label(a.kind)}`,
          run: go(`/assets/${a.tag}`),
        });
      for (const p of found.data.people)
        out.push({ id: p.id, group: "People", text: p.name, hint: p.email, run: go(`/people/${p.id}`) });
      for (const p of found.data.partners)
        out.push({ id: p.id, group: "Partners", text: p.name, hint: label(p.status), run: go(`/partners/${p.id}`) });
    }
    if (words)
      for (const s of session.schools.filter((school) => fits(`${school.name} ${school.urn}`)).slice(0, 5))
        out.push({
          id: s.id,
          group: "Schools",
          text: s.name,
          hint: "Show only this school",
          run: () => choose(String(s.urn)),
        });
    for (const [name, run] of actions.filter(([name]) => !words || fits(name)))
      out.push({ id: name, group: "Actions", text: name, run });
    for (const place of sectionsFor(session)) {
      const name = sectionText(place, session);
      if (!words || fits(name)) out.push({ id: place, group: "Go to", text: name, run: go(sections[place].to) });
    }
    return out;
  }, [text, asked, found.data, session, navigate, choose, onShortcuts]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another question starts at the top
  useEffect(() => setAt(0), [text, found.data]);
  useEffect(() => {
    list.current?.querySelector(`[id="${ids}-${at}"]`)?.scrollIntoView({ block: "nearest" });
  }, [at, ids]);

  const choice = Math.min(at, options.length - 1);
  const run = (option: Option | undefined) => {
    if (!option) return;
    onClose();
    option.run();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title="Search everything"
      yOffset="8vh"
      closeButtonProps={{ "aria-label": "Close" }}
      transitionProps={{ duration: 0 }}
    >
      <TextInput
        label="Ticket, device, person, school, partner or action"
        data-autofocus
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        role="combobox"
        aria-expanded="true"
        aria-controls={`${ids}-list`}
        aria-activedescendant={options.length ? `${ids}-${choice}` : undefined}
        onKeyDown={(event) => {
          if (event.key === "ArrowDown") setAt(Math.min(options.length - 1, choice + 1));
          else if (event.key === "ArrowUp") setAt(Math.max(0, choice - 1));
          else if (event.key === "Enter") run(options[choice]);
          else return;
          event.preventDefault();
        }}
      />
      <div
        role="listbox"
        id={`${ids}-list`}
        aria-label="Found"
        ref={list}
        style={{ maxHeight: "52vh", overflowY: "auto", marginTop: 12 }}
        tabIndex={-1}
      >
        {options.map((option, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above handles the keys
          // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus
          <div
            key={`${option.group}${option.id}`}
            id={`${ids}-${i}`}
            role="option"
            aria-selected={i === choice}
            className="palette-option"
            onClick={() => run(option)}
            onMouseMove={() => i !== choice && setAt(i)}
          >
            <span>{option.text}</span>
            <span className="small muted">{option.hint ?? option.group}</span>
          </div>
        ))}
      </div>
      {options.length === 0 && <p className="muted">{found.isFetching ? "Looking…" : "Nothing found."}</p>}
    </Modal>
  );
}
