import type { components } from "./schema";

export type Candidate = components["schemas"]["Candidate"];
type Body = components["schemas"]["Problem"] & {
  candidates?: Candidate[];
  mine?: Record<string, unknown>;
  theirs?: components["schemas"]["Record"];
  original?: components["schemas"]["Record"] | null;
};

/** An answer of the server that is not a success: what happened, what is safe, what to do (RFC 9457). */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly body: Body;

  constructor(body: Body) {
    super(body.detail || body.title);
    this.body = body;
  }

  get status() {
    return this.body.status;
  }

  get code() {
    return this.body.code;
  }

  /** The complaint about each field, by its name. */
  get byField(): Record<string, string> {
    const found: Record<string, string> = {};
    if (this.body.field) found[this.body.field] = this.message;
    for (const error of this.body.errors ?? []) {
      if (error.field) found[error.field] ??= error.detail;
    }
    return found;
  }
}

/** Status 0 stands for no answer at all. */
export const unreachable = (detail: string) => new Problem({ title: detail, detail, status: 0, code: "unreachable" });

export const isProblem = (error: unknown, code?: string): error is Problem =>
  error instanceof Problem && (code === undefined || error.code === code);
