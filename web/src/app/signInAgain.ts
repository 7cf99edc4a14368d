/** The session is over: to the sign-in page, and from there back to where the person was. */
export function askForSignIn() {
  const { pathname, search } = window.location;
  if (!pathname.startsWith("/w/")) return;
  window.location.assign(`/signin?next=${encodeURIComponent(pathname + search)}`);
}
