// Asks the visitors of your site which cookies may be set, and keeps the answer.
//   <script src="https://YOUR-PROBITY/consent.js" data-workspace="SLUG" defer></script>
//   <script type="text/plain" data-cookies="analytics" src="..."></script>   runs once analytics were accepted
//   <button data-cookie-choice>Cookies</button>                              opens the question again
// Pages may also listen for "probity-consent" on document: event.detail.accepted is a list of kinds.
(() => {
  const own = document.currentScript;
  const address = `${new URL(own.src).origin}/consent/${encodeURIComponent(own.dataset.workspace ?? "")}`;
  const memory = "probity-consent";
  const aYear = 365 * 24 * 60 * 60 * 1000; // how long a choice holds
  const element = (name, text, properties = {}) => Object.assign(document.createElement(name), { textContent: text ?? "" }, properties);

  const remembered = (list) => {
    try {
      const kept = JSON.parse(localStorage.getItem(memory) ?? "null");
      const inForce = kept?.at > Date.now() - aYear;
      return inForce && kept.list === list && Array.isArray(kept.accepted) ? kept : null;
    } catch {
      return null;
    }
  };

  const release = (accepted) => {
    for (const waiting of document.querySelectorAll('script[type="text/plain"][data-cookies]')) {
      if (!accepted.includes(waiting.dataset.cookies)) continue;
      const running = element("script", waiting.textContent);
      for (const { name, value } of waiting.attributes) if (name !== "type" && name !== "data-cookies") running.setAttribute(name, value);
      waiting.replaceWith(running);
    }
    document.dispatchEvent(new CustomEvent("probity-consent", { detail: { accepted } }));
  };

  const keep = async (list, accepted) => {
    const answer = await fetch(address, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ list, accepted }), credentials: "omit" });
    if (!answer.ok) throw new Error(`the choice was not kept: ${answer.status}`);
    const { id } = await answer.json();
    try {
      localStorage.setItem(memory, JSON.stringify({ list, accepted, receipt: id, at: Date.now() }));
    } catch {
      // Without storage the question comes again on the next page.
    }
    release(accepted);
  };

  const style = `:host{all:initial} section{position:fixed;inset:auto 1rem 1rem;max-width:42rem;margin:auto;padding:1rem 1.25rem;z-index:2147483647;
    font:16px/1.5 system-ui,sans-serif;background:#fff;color:#1f2933;border:1px solid #5b6773;border-radius:.5rem;max-height:80vh;overflow:auto}
    button{font:inherit;font-weight:600;min-height:2.75rem;padding:.4rem 1rem;margin:.25rem .5rem .25rem 0;border-radius:.4rem;border:1px solid #0b5cad;background:#0b5cad;color:#fff;cursor:pointer}
    button:focus-visible,input:focus-visible,a:focus-visible,summary:focus-visible{outline:3px solid #0b5cad;outline-offset:2px} label{display:block;margin:.5rem 0} p{margin:.25rem 0 .75rem} a{color:#0b5cad} small{color:#5b6773}
    @media (prefers-color-scheme:dark){section{background:#14181c;color:#e4e9ed}a{color:#8cc2f5}small{color:#a3afba}button{background:#8cc2f5;border-color:#8cc2f5;color:#14181c}}`;

  const ask = ({ list, kinds, policy, opted_out }) => {
    document.getElementById("probity-consent")?.remove();
    const host = element("div", "", { id: "probity-consent" });
    const inside = host.attachShadow({ mode: "open" });
    const section = element("section");
    section.setAttribute("aria-label", "Cookies");
    const ticks = kinds.map(({ kind, label, explanation, cookies }) => {
      const line = element("label");
      const tick = element("input", "", { type: "checkbox", value: kind, checked: remembered(list)?.accepted.includes(kind) ?? false });
      const names = cookies.map(({ name, purpose, keep: kept }) => `${name} (${purpose} ${kept})`).join("; ");
      line.append(tick, ` ${label}: ${explanation} `, element("small", names));
      return { tick, line };
    });
    const details = element("details");
    details.append(element("summary", "Look and choose"), ...ticks.map(({ line }) => line));
    const answer = (text, accepted) => {
      const button = element("button", text, { type: "button" });
      button.addEventListener("click", () => keep(list, accepted()).then(() => host.remove(), (fault) => console.error(fault)));
      return button;
    };
    const every = kinds.map(({ kind }) => kind).filter((kind) => !(opted_out && kind === "marketing"));
    const more = element("p", "May this site set cookies that it could do without? Nothing of the kind is set until you say so. ");
    more.append(element("a", "Privacy policy", { href: new URL(policy, own.src).href }));
    details.append(answer("Save what is ticked", () => ticks.filter(({ tick }) => tick.checked).map(({ tick }) => tick.value)));
    section.append(more, answer("Only what is needed", () => []), answer("Accept all", () => every), details);
    inside.append(element("style", style), section);
    document.body.append(host);
  };

  const start = async () => {
    const answer = await fetch(address, { credentials: "omit" });
    if (!answer.ok) return;
    const shown = await answer.json();
    if (!shown.kinds.length) return release([]);
    for (const opener of document.querySelectorAll("[data-cookie-choice]")) opener.addEventListener("click", () => ask(shown));
    const kept = remembered(shown.list);
    // What the browser says today goes before what was chosen before.
    kept ? release(kept.accepted.filter((kind) => !(shown.opted_out && kind === "marketing"))) : ask(shown);
  };
  start().catch((fault) => console.error(fault));
})();
