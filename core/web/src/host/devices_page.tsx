/** Every device signed in to the account, and the way to sign one out at once. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { time } from "../i18n/format";
import { say } from "../i18n/texts";
import { Badge, Button, Icon, Said } from "../kit/basics";
import { Empty, Row, Sheet } from "../kit/surfaces";
import { explain } from "../room/complaints";
import { asFailure } from "../wire/failure";
import type { Device } from "../wire/types";
import { Frame, Shown, useLoaded } from "./frame";
import type { Host } from "./host";

const SERVICE = "identity.v1.IdentityService";

export function DevicesPage({ host }: { host: Host }): JSX.Element {
  const devices = useLoaded(async () => {
    return (await host.account.call<{ devices?: Device[] }>(`${SERVICE}/ListDevices`)).devices ?? [];
  });
  const [leaving, setLeaving] = useState<Device | null>(null);
  const revoke = async (device: Device): Promise<void> => {
    setLeaving(null);
    try {
      await host.account.call(`${SERVICE}/RevokeDevice`, { device_id: device.device_id });
      host.toasts.show(say("device-revoked"), "good");
    } catch (error) {
      host.toasts.show(explain(asFailure(error)), "bad");
    }
    devices.reload();
  };
  return (
    <>
      <Frame host={host} tab="me" up="#/me" title={say("devices-title")} lead={say("devices-lead")}>
        <Shown of={devices} failedTitle={say("error-unavailable")}>
          {(list) =>
            list.length === 0 ? (
              <Empty icon="device" title={say("devices-empty")} />
            ) : (
              <ul class="rows" data-testid="devices">
                {list.map((device) => (
                  <DeviceRow key={device.device_id} device={device} leave={() => setLeaving(device)} />
                ))}
              </ul>
            )
          }
        </Shown>
      </Frame>
      {leaving ? (
        <Sheet
          testId="revoke-sheet"
          onClose={() => setLeaving(null)}
          title={say("device-revoke-title", { name: leaving.name || say("device-unnamed") })}
          actions={
            <>
              <Button look="danger" wide testId="revoke-yes" onPress={() => void revoke(leaving)}>
                {say("device-revoke")}
              </Button>
              <Button wide onPress={() => setLeaving(null)}>
                {say("cancel")}
              </Button>
            </>
          }
        >
          <p>{say("device-revoke-text")}</p>
        </Sheet>
      ) : null}
    </>
  );
}

function DeviceRow({ device, leave }: { device: Device; leave: () => void }): JSX.Element {
  const seen = Number(device.last_seen_at_ms ?? 0);
  return (
    <Row
      lead={<Icon name="device" />}
      title={<Said>{device.name || say("device-unnamed")}</Said>}
      subtitle={
        seen > 0
          ? say("device-seen", { when: time(seen, "relative") })
          : say("device-since", { when: time(Number(device.created_at_ms ?? 0), "short") })
      }
      trailing={
        device.current ? (
          <Badge tone="good">{say("device-current")}</Badge>
        ) : (
          <Button look="link" testId={`revoke-${device.device_id}`} onPress={leave}>
            {say("device-revoke")}
          </Button>
        )
      }
    />
  );
}
