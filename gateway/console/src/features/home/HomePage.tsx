import { lazy, Suspense } from "react";
import { useSession } from "../../app/session";
import { Lines } from "../../ui/parts";
import { landingFor } from "../../ui/permissions";

const StaffHome = lazy(() => import("./StaffHome"));
const DeskHome = lazy(() => import("./DeskHome"));
const Overview = lazy(() => import("./Overview"));

/** The role decides what one sees first. */
export default function Home() {
  const landing = landingFor(useSession());
  return (
    <Suspense
      fallback={
        <div className="page">
          <Lines />
        </div>
      }
    >
      {landing === "staff" ? (
        <StaffHome />
      ) : landing === "desk" ? (
        <DeskHome />
      ) : (
        <Overview approvals={landing === "lead"} />
      )}
    </Suspense>
  );
}
