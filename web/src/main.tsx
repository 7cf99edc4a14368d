import "./design/styles";
import { i18n } from "@lingui/core";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { messages } from "./locales/en.po";

i18n.loadAndActivate({ locale: "en", messages });

const root = document.getElementById("root");
if (root) createRoot(root).render(<App />);
