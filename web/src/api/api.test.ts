import { describe, expect, test } from "vitest";
import { asProblem } from "./client";
import { parseEvents } from "./events";
import { isProblem, Problem } from "./problem";

describe("the stream of changes", () => {
  const change = 'event: change\ndata: {"entity":"contact","id":"1","operation":"update"}\n\n';

  test("is read whole, in pieces and with the other line ends", () => {
    expect(parseEvents(change).changes).toEqual([{ entity: "contact", id: "1", operation: "update" }]);
    const [first, second] = [change.slice(0, 30), change.slice(30)];
    const begun = parseEvents(first ?? "");
    expect(begun.changes).toEqual([]);
    expect(parseEvents(begun.rest + second).changes).toHaveLength(1);
    expect(parseEvents(change.replaceAll("\n", "\r\n")).changes).toHaveLength(1);
  });

  test("comments and other events are passed over", () => {
    expect(parseEvents(`: keep\n\nevent: hello\ndata: 1\n\n${change}`).changes).toHaveLength(1);
  });
});

describe("problems", () => {
  test("complaints are found by field", () => {
    const problem = new Problem({
      title: "Not stored",
      status: 422,
      code: "invalid",
      errors: [
        { field: "name", detail: "is needed" },
        { field: "name", detail: "second" },
        { field: "url", detail: "no address" },
      ],
    });
    expect(problem.byField).toEqual({ name: "is needed", url: "no address" });
    expect(problem.message).toBe("Not stored");
  });

  test("an answer without an explanation still has words", () => {
    const problem = asProblem("<html>", 502);
    expect(isProblem(problem, "unexplained")).toBe(true);
    expect(problem.message).toContain("502");
  });
});
