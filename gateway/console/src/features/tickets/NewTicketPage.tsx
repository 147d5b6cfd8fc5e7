import { Button, Radio, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useEffect, useMemo, useRef } from "react";
import { assetQueries } from "../../api/assetApi";
import { fieldErrors } from "../../api/problem";
import type { Level } from "../../api/schemas";
import { ticketActions } from "../../api/ticketApi";
import { useScope, useSession } from "../../app/session";
import { useDraft } from "../../ui/draft";
import { done } from "../../ui/feedback";
import { Back, ErrorPanel, PageHead } from "../../ui/parts";
import { isDesk } from "../../ui/permissions";
import { AssetPicker, PersonPicker, SchoolSelect } from "../../ui/pickers";

const route = getRouteApi("/shell/tickets/new");

const empty = {
  title: "",
  description: "",
  schoolId: "",
  assetId: null as string | null,
  assetText: "",
  urgency: "medium" as Level,
  impact: "low" as Level,
  requesterId: null as string | null,
};

const urgencies: [Level, string, string][] = [
  ["high", "I cannot work or teach", "It is needed now and there is no way round it"],
  ["medium", "I can work, but it is hard", "There is a way round it for today"],
  ["low", "It can wait", "A wish, a question, something for later"],
];
const impacts: [Level, string][] = [
  ["low", "Just me"],
  ["medium", "A class or several people"],
  ["high", "The whole school"],
];

export default function NewTicket() {
  const session = useSession();
  const { schoolId } = useScope();
  const { asset } = route.useSearch();
  const navigate = useNavigate();
  const client = useQueryClient();
  const desk = isDesk(session);
  const [draft, setDraft, forget, found] = useDraft(`ticket.${session.person.id}`, empty);
  const own =
    session.person.schoolId && session.schools.some((s) => s.id === session.person.schoolId)
      ? session.person.schoolId
      : "";
  const school =
    draft.schoolId || schoolId || own || (session.schools.length === 1 ? (session.schools[0]?.id ?? "") : "");
  const set = (change: Partial<typeof empty>) => setDraft({ ...draft, ...change });

  // "Report a problem with this device" comes from the device's page.
  const given = useQuery({ ...assetQueries.asset(asset ?? ""), enabled: !!asset });
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the device is known
  useEffect(() => {
    if (given.data)
      set({
        assetId: given.data.id,
        assetText: `${given.data.tag} · ${given.data.name}`,
        schoolId: given.data.schoolId,
      });
  }, [given.data]);

  const text = JSON.stringify(draft);
  // The same report keeps its key over repeated tries, so that a lost answer never makes two tickets.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a changed report is another intention
  const key = useMemo(() => crypto.randomUUID(), [text]);
  const title = useRef<HTMLInputElement>(null);
  const send = useMutation({
    mutationFn: () =>
      ticketActions.open(
        {
          title: draft.title.trim(),
          description: draft.description.trim() || undefined,
          urgency: draft.urgency,
          impact: draft.impact,
          schoolId: school || undefined,
          assetId: draft.assetId ?? undefined,
          requesterId: desk ? (draft.requesterId ?? undefined) : undefined,
        },
        key,
      ),
    onSuccess: (ticket) => {
      forget();
      client.setQueryData(["ticket", "one", ticket.reference], ticket);
      client.invalidateQueries({ queryKey: ["ticket", "list"] });
      done(`Thank you. Your report is ${ticket.reference}.`);
      navigate({ to: "/tickets/$ticket", params: { ticket: ticket.reference } });
    },
    onError: () => title.current?.focus(),
  });
  const errors = fieldErrors(send.error);
  const card = { className: "choice-radio" };

  return (
    <div className="page narrow">
      <PageHead title="Report a problem" above={<Back to="/tickets">Tickets</Back>} />
      <form
        className="card form"
        onSubmit={(event) => {
          event.preventDefault();
          send.mutate();
        }}
      >
        {found && !send.error && (draft.title || draft.description) && (
          <p className="small muted" role="status">
            Draft from earlier.{" "}
            <Button size="compact-sm" variant="subtle" onClick={forget}>
              Start again
            </Button>
          </p>
        )}
        {send.error && <ErrorPanel error={send.error} />}
        <TextInput
          ref={title}
          label="What is wrong?"
          description="A few words, for example: the board in room 12 shows no picture"
          size="md"
          required
          withAsterisk={false}
          maxLength={200}
          value={draft.title}
          error={errors.title}
          onChange={(event) => set({ title: event.currentTarget.value })}
        />
        <Textarea
          label="Tell us more"
          description="What you did, what you saw, when it began. Leave it empty if the line above says it all."
          size="md"
          rows={4}
          value={draft.description}
          error={errors.description}
          onChange={(event) => set({ description: event.currentTarget.value })}
        />
        <SchoolSelect
          size="md"
          value={school}
          onChange={(id) => set({ schoolId: id })}
          required
          error={errors.schoolId}
        />
        <AssetPicker
          label="Which device?"
          size="md"
          description="If it is about one. The number is on the label."
          schoolId={school || undefined}
          value={draft.assetId}
          chosenLabel={draft.assetText || undefined}
          onChange={(id, label) => set({ assetId: id, assetText: label ?? "" })}
        />
        <Radio.Group
          label="How badly does it stop you?"
          size="md"
          value={draft.urgency}
          onChange={(value) => set({ urgency: value as Level })}
        >
          <div className="stack tight" style={{ marginTop: 6 }}>
            {urgencies.map(([value, name, hint]) => (
              <Radio key={value} value={value} label={name} description={hint} {...card} />
            ))}
          </div>
        </Radio.Group>
        <Radio.Group
          label="Who is affected?"
          size="md"
          value={draft.impact}
          onChange={(value) => set({ impact: value as Level })}
        >
          <div className="stack tight" style={{ marginTop: 6 }}>
            {impacts.map(([value, name]) => (
              <Radio key={value} value={value} label={name} {...card} />
            ))}
          </div>
        </Radio.Group>
        {desk && (
          <PersonPicker
            label="Reported by"
            description="Leave it empty if it is you."
            value={draft.requesterId}
            onChange={(id) => set({ requesterId: id })}
          />
        )}
        <div className="actions">
          <Button type="submit" size="md" loading={send.isPending}>
            Send report
          </Button>
          <span className="small muted">What you type is kept on this device until you send it.</span>
        </div>
      </form>
    </div>
  );
}
