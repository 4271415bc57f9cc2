/** Starts the developer's simulator. */
import { render } from "preact";
import { applyToPage } from "../i18n/prefs";
import { textsReady } from "../i18n/texts";
import { Simulator } from "../simulator/simulator";
import "../styles/simulator.css";

applyToPage();
await textsReady();
const root = document.getElementById("root");
if (root) render(<Simulator />, root);
