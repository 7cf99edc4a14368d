import { asProblem, identityHeaders } from "./client";

/** Saves an answer as a file; fetched rather than linked, because a link cannot name the workspace. */
export async function download(path: string, name: string) {
  const response = await fetch(path, { headers: identityHeaders() });
  if (!response.ok) throw asProblem(await response.json().catch(() => null), response.status);
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
