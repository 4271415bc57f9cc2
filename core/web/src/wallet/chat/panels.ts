/** The panels of money behind the composer's plus: one piece of script with the cards. */
export { AskPanel } from "./ask_panel";
export { PacketPanel } from "./packet_panel";
export { PayPanel } from "./pay_panel";
export { SplitPanel } from "./split_panel";
