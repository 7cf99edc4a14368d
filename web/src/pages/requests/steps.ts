import { useLingui } from "@lingui/react/macro";

interface StepWords {
  /** On the button. */
  action: string;
  /** What it does, said before it is done. */
  explanation: string;
  /** What is asked for; nothing where no text belongs to it. */
  note?: string;
  required?: boolean;
  dangerous?: boolean;
}

/** What may be done to a request, in words. */
export function useSteps(): Record<string, StepWords> {
  const { t } = useLingui();
  return {
    identify: {
      action: t`Say who it is`,
      explanation: t`Ties the request to a person on record. Nothing is sent by that.`,
    },
    ask_for_proof: {
      action: t`Ask for proof`,
      explanation: t`A code goes to the address that is on file, whatever address the request came from. The clock stands still until it is entered.`,
    },
    confirm_identity: {
      action: t`Confirm identity`,
      explanation: t`Where they showed you who they are. Ask for no more than that takes.`,
      note: t`What you saw (in words; keep no copy of a document)`,
      required: true,
    },
    ask_for_clarification: {
      action: t`Ask a question`,
      explanation: t`The person is asked in your words, and the clock stands still until they answer. Not for gaining time: only where you cannot go on without it.`,
      note: t`What is to be made clear`,
      required: true,
    },
    resume: {
      action: t`Let the clock go on`,
      explanation: t`The person answered, or you can go on without.`,
      note: t`Their answer, in short (may stay empty)`,
    },
    extend: {
      action: t`Extend the time`,
      explanation: t`Possible once, for requests that are complex or many. The person is told at once, with your reason.`,
      note: t`Why more time is needed`,
      required: true,
    },
    start: { action: t`Begin`, explanation: t`Shows colleagues that somebody works on it.` },
    assign: { action: t`Assign`, explanation: t`Only administrators see requests.` },
    send: {
      action: t`Write to the person`,
      explanation: t`Goes by email to the address on file, and stands in the story of the request.`,
      note: t`Message`,
      required: true,
    },
    note: {
      action: t`Add a note`,
      explanation: t`For colleagues; it is part of the evidence, and the person gets it in a copy of their data.`,
      note: t`Note`,
      required: true,
    },
    fulfil: {
      action: t`Fulfil it`,
      explanation: t`Does what was asked for, and tells the person.`,
      note: t`A word to the person (may stay empty)`,
    },
    close: {
      action: t`Answer and close`,
      explanation: t`The person reads your answer.`,
      note: t`Answer`,
      required: true,
    },
    escalate: {
      action: t`Note that it was taken further`,
      explanation: t`The complaint is with somebody else now. It stays open until they are done.`,
      note: t`With whom, and since when`,
    },
    deny: {
      action: t`Deny`,
      explanation: t`The person reads why, and where they may complain about it.`,
      note: t`Explanation for the person`,
      required: true,
      dangerous: true,
    },
    withdraw: {
      action: t`They took it back`,
      explanation: t`The request ends, and nothing is done.`,
      note: t`How they said so (may stay empty)`,
    },
  };
}
