// What other features show of cases.
export { AlertCase } from "./AlertCase";
export { CaseStatusBadge, ObligationBadge, schoolsOf, timeLeft } from "./caseBadges";
