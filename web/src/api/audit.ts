// The audit log: its head, its signed checkpoints, and whether it is whole.
import { queryOptions } from "@tanstack/react-query";
import { call } from "./call";

export interface Checkpoint {
  size: number;
  root: string;
  at: string;
}

export interface Audit {
  origin: string;
  key: string;
  size: number;
  root: string;
  checkpoints: Checkpoint[];
  problems: string[];
  next_checkpoint: string | null;
  leaves_the_machine: boolean;
  outside_problem: string | null;
}

export interface Verification {
  ok: boolean;
  size: number;
  root: string;
  problem: string | null;
  checkpoints: number;
  proved: number;
}

export const auditQuery = (slug: string) =>
  queryOptions({ queryKey: ["privacy", slug, "audit"], queryFn: () => call<Audit>("GET", "/audit") });

/** Recomputes the whole log; with a checkpoint that somebody kept, also against that. */
export const verifyAudit = (checkpoint?: string) =>
  call<Verification>("POST", "/audit/verify", { body: checkpoint ? { checkpoint } : {} });

export const makeCheckpoint = () =>
  call<{ checkpoint: Checkpoint; note: string; outside_problem: string | null }>("POST", "/audit/checkpoint", {
    body: {},
  });

export const checkpointPath = (size: number) => `/api/v1/audit/checkpoints/${size}`;
