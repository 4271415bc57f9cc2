/** Starts the operators' page. */
import { render } from "preact";
import { applyToPage } from "../i18n/prefs";
import { makeDesk, OperatorApp } from "../operator/operator";
import "../styles/operator.css";

applyToPage();
const root = document.getElementById("root");
if (root) render(<OperatorApp desk={makeDesk()} />, root);
