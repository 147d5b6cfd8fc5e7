import { Link } from "@tanstack/react-router";
import { useSession } from "../../app/session";
import { isAdmin } from "../../ui/permissions";

export function SettingsNav() {
  const session = useSession();
  return (
    <nav className="row" aria-label="Settings" style={{ marginBottom: 16 }}>
      <Link to="/settings" className="place" activeOptions={{ exact: true, includeSearch: false }}>
        Response targets
      </Link>
      <Link to="/settings/escalation" className="place">
        Escalation
      </Link>
      {isAdmin(session) && (
        <>
          <Link to="/settings/tokens" className="place">
            API tokens
          </Link>
          <Link to="/settings/audit" className="place">
            Audit log
          </Link>
        </>
      )}
    </nav>
  );
}
