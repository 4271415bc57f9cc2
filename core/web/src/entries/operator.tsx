/** Starts the operators' page. */
import { render } from "preact";
import { applyToPage } from "../i18n/prefs";
import { addTexts, textsReady } from "../i18n/texts";
import { makeDesk, OperatorApp } from "../operator/operator";
import "../styles/operator.css";

const words = { ar: () => import("../texts/operator.ar.ftl"), en: () => import("../texts/operator.en.ftl") };

applyToPage();
await Promise.all([textsReady(), addTexts(words).catch(() => undefined)]);
const root = document.getElementById("root");
if (root) render(<OperatorApp desk={makeDesk()} />, root);
