import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import type { RequestKind, RequestState } from "~/api/requests";
import type { ClockState } from "./clock";

/** What the parts of a request are called. */
export function useRequestWords() {
  const { t } = useLingui();
  const kinds: Record<RequestKind, string> = {
    access: t`A copy of their data`,
    portability: t`Their data, to take elsewhere`,
    rectification: t`A correction`,
    erasure: t`Erasure of their data`,
    restriction: t`Their data kept but not used`,
    objection: t`An objection to a use`,
    withdrawal: t`Taking back an agreement`,
    complaint: t`A complaint`,
    question: t`A question`,
  };
  const states: Record<RequestState, string> = {
    open: t`New`,
    in_progress: t`In progress`,
    fulfilled: t`Fulfilled`,
    revoked: t`Taken back by the person`,
    expired: t`Ran out: nobody proved who asked`,
    denied: t`Denied`,
  };
  const denials: Record<string, string> = {
    suspected_fraud: t`Suspected fraud`,
    insuf_verification: t`Their identity could not be proven`,
    no_match: t`Nobody was found`,
    claim_not_covered: t`The right does not cover it`,
    outside_jurisdiction: t`The law does not apply to them`,
    too_many_requests: t`Too many requests`,
    other: t`Another reason`,
  };
  const sources: Record<string, string> = {
    form: t`by the public form`,
    operator: t`passed on by the operator`,
    email: t`by email`,
    phone: t`by phone`,
    letter: t`by letter`,
    in_person: t`in person`,
  };
  const awaited: Record<string, string> = {
    identity: t`proof of identity is awaited`,
    clarification: t`an answer of the person is awaited`,
  };
  const events: Record<string, string> = {
    received: t`Received`,
    acknowledged: t`The person was told that it arrived`,
    passed_on: t`Passed on to who answers for the data`,
    identified: t`Found on record`,
    proof_asked: t`Proof of identity asked for`,
    proof_failed: t`A wrong code was entered`,
    identity_confirmed: t`Identity confirmed`,
    clarification_asked: t`A question was sent to the person`,
    resumed: t`The clock went on`,
    extended: t`The time was extended, and the person told`,
    started: t`Begun`,
    assigned: t`Assigned`,
    sent: t`Written to the person`,
    noted: t`Note`,
    carried_out: t`Carried out`,
    not_carried_out: t`Could not be carried out`,
    routed: t`Taken further`,
    overdue: t`Became overdue`,
    fulfilled: t`Fulfilled`,
    denied: t`Denied`,
    revoked: t`Taken back by the person`,
    expired: t`Ran out`,
  };
  const clock = (state: ClockState): string => {
    switch (state.kind) {
      case "over":
        return t`Answered`;
      case "paused":
        return t`Paused: ${awaited[state.why] ?? state.why}`;
      case "overdue":
        return plural(state.days, { one: "Overdue by # day", other: "Overdue by # days" });
      case "today":
        return t`Due today`;
      case "running":
        return plural(state.days, { one: "Due in # day", other: "Due in # days" });
    }
  };
  return { kinds, states, denials, sources, awaited, events, clock };
}
