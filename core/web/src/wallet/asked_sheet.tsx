/** The host's own sheet for what a mini-app asks its user to approve: an order or a mandate, as the wallet knows it. */
import type { JSX } from "preact";
import { AppIcon } from "../kit/basics";
import type { Room } from "../room/room";
import type { Asked } from "../wire/frames";
import { MandateSheet } from "./mandate_sheet";
import { OrderSheet } from "./order_sheet";

export function AskedSheet({ room, asked }: { room: Room; asked: Asked }): JSX.Element | null {
  const close = (): void => {
    room.asked.value = null;
  };
  const shared = {
    call: room.call,
    appId: room.appId,
    appName: room.name.value,
    face: <AppIcon svg={room.app.value?.icon_svg} name={room.name.value} />,
    toasts: room.toasts,
    onClose: close,
  };
  if (asked.pay) return <OrderSheet {...shared} orderId={asked.pay.order_id} />;
  if (asked.mandate) return <MandateSheet {...shared} mandateId={asked.mandate.mandate_id} />;
  return null;
}
