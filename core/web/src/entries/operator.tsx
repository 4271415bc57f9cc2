/** Starts the operators' page. */
import { render } from "preact";
import { applyToPage } from "../i18n/prefs";
import { textsReady } from "../i18n/texts";
import { makeDesk, OperatorApp } from "../operator/operator";
import "../styles/operator.css";

applyToPage();
await textsReady();
const root = document.getElementById("root");
if (root) render(<OperatorApp desk={makeDesk()} />, root);
