import { Kbd, Modal } from "@mantine/core";

const sheet: [string, [string[], string][]][] = [
  [
    "Everywhere",
    [
      [["Ctrl", "K"], "Search everything, go anywhere"],
      [["/"], "Search this page"],
      [["c"], "Report a problem"],
      [["?"], "Show these shortcuts"],
    ],
  ],
  [
    "In a list",
    [
      [["j"], "Next row"],
      [["k"], "Previous row"],
      [["Enter"], "Open the row"],
    ],
  ],
  [
    "In the list of alerts",
    [
      [["x"], "Select the row"],
      [["a"], "Acknowledge the selected alerts"],
      [["m"], "Merge the selected alerts into a case"],
      [["s"], "Silence similar alerts"],
      [["e"], "Escalate the selected alerts to a partner"],
    ],
  ],
  [
    "On a ticket",
    [
      [["r"], "Write a reply"],
      [["n"], "Write an internal note"],
      [["a"], "Assign to me"],
      [["e"], "Escalate to a partner"],
      [["d"], "Resolve (done)"],
      [["Ctrl", "Enter"], "Send what is written"],
    ],
  ],
];

export default function Shortcuts({ onClose }: { onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title="Keyboard shortcuts" closeButtonProps={{ "aria-label": "Close" }}>
      <div className="stack">
        {sheet.map(([title, rows]) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl className="facts" style={{ marginTop: 8 }}>
              {rows.map(([keys, text]) => (
                <div key={text} style={{ display: "contents" }}>
                  <dt>
                    {keys.map((key, i) => (
                      <span key={key}>
                        {i > 0 && " + "}
                        <Kbd>{key}</Kbd>
                      </span>
                    ))}
                  </dt>
                  <dd>{text}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
