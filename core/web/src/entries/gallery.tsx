/** Starts the component gallery. */
import { render } from "preact";
import { isChatStory, makeChatStory } from "../gallery/chat_stories";
import { forcedDir, Gallery, makeRoom, readParams } from "../gallery/gallery";
import { applyToPage } from "../i18n/prefs";
import { textsReady } from "../i18n/texts";
import "../styles/host.css";

readParams();
applyToPage();
await textsReady();
if (forcedDir) document.documentElement.dir = forcedDir;
const root = document.getElementById("root");
const params = new URLSearchParams(location.search);
const story = params.get("story") ?? "";
if (root && isChatStory(story)) {
  const Story = makeChatStory(story, Number(params.get("at") ?? 0));
  render(<Story />, root);
} else if (root) render(<Gallery room={makeRoom()} />, root);
