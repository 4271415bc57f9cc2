/** Starts the component gallery. */
import { render } from "preact";
import { forcedDir, Gallery, makeRoom, readParams } from "../gallery/gallery";
import { applyToPage } from "../i18n/prefs";
import "../styles/host.css";

readParams();
applyToPage();
if (forcedDir) document.documentElement.dir = forcedDir;
const root = document.getElementById("root");
if (root) render(<Gallery room={makeRoom()} />, root);
