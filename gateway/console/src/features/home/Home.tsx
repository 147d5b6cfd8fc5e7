import { lazy, Suspense } from "react";
import { useSession } from "../../app/session";
import { Lines } from "../../ui/parts";
import { frontFor } from "../../ui/permissions";

const StaffHome = lazy(() => import("./StaffHome"));
const DeskHome = lazy(() => import("./DeskHome"));
const Pane = lazy(() => import("./Pane"));

/** The role decides what one sees first. */
export default function Home() {
  const front = frontFor(useSession());
  return (
    <Suspense
      fallback={
        <div className="page">
          <Lines />
        </div>
      }
    >
      {front === "staff" ? <StaffHome /> : front === "desk" ? <DeskHome /> : <Pane approvals={front === "lead"} />}
    </Suspense>
  );
}
