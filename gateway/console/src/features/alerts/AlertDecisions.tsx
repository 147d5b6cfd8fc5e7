import { Button, Modal, TextInput } from "@mantine/core";
import { useState } from "react";
import { alertActions } from "../../api/alertApi";
import type { Alert } from "../../api/schemas";
import { AssetPicker, SchoolSelect } from "../../ui/pickers";

/** Marks an alert as a false positive, or reopens it; both record a reason. */
export function Dismiss({
  alert,
  onDecide,
}: {
  alert: Alert;
  onDecide: (run: () => Promise<Alert>, said: string) => void;
}) {
  const [asking, setAsking] = useState(false);
  const [why, setWhy] = useState("");
  const over = alert.status === "resolved";
  return (
    <>
      <Button size="sm" variant="default" onClick={() => setAsking(true)}>
        {over ? "Reopen alert" : "False positive"}
      </Button>
      {asking && (
        <Modal
          opened
          onClose={() => setAsking(false)}
          title={over ? "Reopen" : "Mark as false positive"}
          closeButtonProps={{ "aria-label": "Close" }}
        >
          <form
            className="form"
            onSubmit={(event) => {
              event.preventDefault();
              setAsking(false);
              if (over) onDecide(() => alertActions.reopen(alert.id, why.trim()), "Reopened.");
              else onDecide(() => alertActions.falsePositive(alert.id, why.trim()), "Marked as a false positive.");
            }}
          >
            <TextInput
              label="Why?"
              required
              minLength={3}
              value={why}
              onChange={(e) => setWhy(e.currentTarget.value)}
            />
            <div className="actions">
              <Button type="submit">Save</Button>
            </div>
          </form>
        </Modal>
      )}
    </>
  );
}

/** Which school it concerns, and which device there. */
export function AssignToSchool({
  alert,
  onClose,
  onChoose,
}: {
  alert: Alert;
  onClose: () => void;
  onChoose: (schoolId: string, assetId?: string) => void;
}) {
  const [schoolId, setSchoolId] = useState(alert.schoolId ?? "");
  const [assetId, setAssetId] = useState<string | null>(null);
  return (
    <Modal opened onClose={onClose} title="Assign to a school" closeButtonProps={{ "aria-label": "Close" }}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (schoolId) onChoose(schoolId, assetId ?? undefined);
        }}
      >
        {!alert.ticketId && !alert.schoolId && (
          <p className="small muted">A ticket needs a school. Choose it here, then open the ticket.</p>
        )}
        <SchoolSelect value={schoolId} onChange={setSchoolId} required />
        <AssetPicker
          label="Device, if it is known"
          schoolId={schoolId || undefined}
          value={assetId}
          onChange={(id) => setAssetId(id)}
        />
        <div className="actions">
          <Button type="submit" disabled={!schoolId}>
            Save
          </Button>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Modal>
  );
}
