// Starts the page.

import { render } from "preact";
import { App } from "./app/app.tsx";
import { startTheme } from "./app/theme.tsx";
import "@picocss/pico/css/pico.min.css";
import "./style/tokens.css";
import "./style/base.css";
import "./style/frame.css";
import "./style/parts.css";
import "./style/draft.css";
import "./style/flow.css";
import "./style/results.css";

startTheme();
const root = document.getElementById("app");
if (root) render(<App />, root);
