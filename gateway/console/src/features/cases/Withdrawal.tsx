import { Button, Modal, TextInput } from "@mantine/core";
import { useState } from "react";
import type { Withdrawn } from "../../api/schemas";
import { When } from "../../ui/Badges";

/** That an entry was withdrawn, by whom and why; or the button for it. The entry itself stays in the list. */
export function Withdrawal({
  item,
  what,
  mayAct,
  onWithdraw,
}: {
  item: Withdrawn;
  /** The entry in a few words, for the button's name and the dialog. */
  what: string;
  mayAct: boolean;
  onWithdraw: (why: string) => void;
}) {
  const [asking, setAsking] = useState(false);
  const [why, setWhy] = useState("");
  if (item.withdrawnAt)
    return (
      <div className="small muted">
        Withdrawn by {item.withdrawnBy} · <When at={item.withdrawnAt} /> · {item.withdrawnWhy}
      </div>
    );
  if (!mayAct) return null;
  return (
    <>
      <Button size="compact-xs" variant="subtle" onClick={() => setAsking(true)} aria-label={`Withdraw: ${what}`}>
        Withdraw
      </Button>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title="Withdraw from the case"
        closeButtonProps={{ "aria-label": "Close" }}
      >
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault();
            setAsking(false);
            onWithdraw(why);
          }}
        >
          <p style={{ overflowWrap: "anywhere" }}>{what}</p>
          <p className="small muted">It stays in the list, struck out, with your name and the reason.</p>
          <TextInput
            label="Why was it wrong?"
            value={why}
            required
            withAsterisk={false}
            minLength={3}
            maxLength={1000}
            data-autofocus
            onChange={(e) => setWhy(e.currentTarget.value)}
          />
          <div>
            <Button type="submit">Withdraw</Button>
          </div>
        </form>
      </Modal>
    </>
  );
}
