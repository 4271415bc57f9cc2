/** Starts the host app. */
import { render } from "preact";
import { HostApp, makeHost } from "../host/host";
import { applyToPage } from "../i18n/prefs";
import { textsReady } from "../i18n/texts";
import "../styles/host.css";

applyToPage();
await textsReady();
const root = document.getElementById("root");
if (root) render(<HostApp host={makeHost()} />, root);
