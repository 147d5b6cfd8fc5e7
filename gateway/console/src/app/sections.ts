import type { Session } from "../api/schemas";
import type { IconName } from "../ui/Icon";
import { isOnlyStaff, type Section } from "../ui/permissions";

export const sections: Record<Section, { to: string; text: string; icon: IconName }> = {
  overview: { to: "/", text: "Overview", icon: "overview" },
  tickets: { to: "/tickets", text: "Tickets", icon: "tickets" },
  alerts: { to: "/alerts", text: "Alerts", icon: "alerts" },
  assets: { to: "/assets", text: "Assets", icon: "assets" },
  partners: { to: "/partners", text: "Partners", icon: "partners" },
  schools: { to: "/schools", text: "Schools", icon: "schools" },
  people: { to: "/people", text: "People", icon: "people" },
  reports: { to: "/reports", text: "Reports", icon: "reports" },
  settings: { to: "/settings", text: "Settings", icon: "settings" },
};

export function sectionText(place: Section, session: Session) {
  if (!isOnlyStaff(session)) return sections[place].text;
  return place === "overview" ? "Home" : place === "tickets" ? "My tickets" : sections[place].text;
}
