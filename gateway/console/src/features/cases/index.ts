// What other features show of cases.
export { AlertCase } from "./AlertCase";
export { CaseStatusBadge, DutyBadge, schoolsOf, timeLeft } from "./caseBadges";
