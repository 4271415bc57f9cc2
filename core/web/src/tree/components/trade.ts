/** One piece of script: whatever `tree/trade.tsx` fetches. */
export { Dropdown, Tabs } from "./choices";
export { DatePicker } from "./days";
export { Image, Picture } from "./pictures";
export { Rating, Stars } from "./ratings";
export { TimeSlots } from "./slots";
export { Stat, Summary } from "./sums";
export { Message } from "./talk";
export { Countdown, Tracker } from "./under_way";
