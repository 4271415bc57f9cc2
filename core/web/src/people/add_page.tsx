/** Getting to know somebody: by exact username, by their link, or by handing on one's own. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { CONTACTS } from "../chat/chat";
import type { Person } from "../chat/shapes";
import { say } from "../i18n/texts";
import { Button } from "../kit/basics";
import { Field } from "../kit/inputs";
import { Sheet } from "../kit/surfaces";
import { explain } from "../room/complaints";
import { asFailure } from "../wire/failure";
import { attempt } from "../host/attempt";
import { Frame, Shown, useLoaded } from "../host/frame";
import type { Host } from "../host/host";
import { go } from "../host/route";
import { linkTo, ShareBox } from "../host/share_box";
import { Face } from "./face";
import { useLoadedPeople } from "./people";
import { Stand } from "./stand";

const TYPED_CHARS_MAX = 300;
const LINK = /#\/(c|g)\/([^/?\s]+)\s*$/;
/** Codes are also read out and typed. */
const CODE = /^[0-9a-z]{12,64}$/i;

export function AddPage({ host }: { host: Host }): JSX.Element {
  return (
    <Frame host={host} tab="chats" up="#/people" title={say("contact-add")}>
      <Finder host={host} />
      <MyCode host={host} />
    </Frame>
  );
}

function Finder({ host }: { host: Host }): JSX.Element {
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState("");
  const [found, setFound] = useState<{ person: Person; by: object } | null>(null);
  const find = async (): Promise<void> => {
    const words = typed.trim();
    const link = LINK.exec(words);
    if (link) return go(`#/${link[1]}/${link[2]}`);
    const username = words.toLowerCase().replace(/^@/, "");
    setBusy(true);
    setTrouble("");
    setFound(null);
    try {
      setFound(await findBy(host, username));
    } catch (error) {
      setTrouble(explain(asFailure(error)));
    }
    setBusy(false);
  };
  return (
    <form
      class="finder"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (typed.trim() && !busy) void find();
      }}
    >
      <Field name="username" label={say("contact-who")} hint={say("contact-who-hint")} error={trouble} ltr max={TYPED_CHARS_MAX} testId="find-username" onInput={setTyped} />
      <Button type="submit" look="primary" wide busy={busy} disabled={!typed.trim()} testId="find">
        {say("contact-find")}
      </Button>
      {found ? (
        <div class="card person-card" data-testid="person">
          <Face person={found.person} />
          <Stand host={host} person={found.person} by={found.by} changed={() => void find()} />
        </div>
      ) : null}
    </form>
  );
}

async function findBy(host: Host, typed: string): Promise<{ person: Person; by: object }> {
  const seek = async (by: object): Promise<{ person: Person; by: object }> => ({
    person: (await host.account.call<{ person: Person }>(`${CONTACTS}/FindPerson`, by)).person,
    by,
  });
  if (!CODE.test(typed)) return seek({ username: typed });
  try {
    return await seek({ username: typed.slice(0, 32) });
  } catch (error) {
    if (asFailure(error).reason !== "PERSON_NOT_FOUND") throw error;
    return seek({ code: typed });
  }
}

/** Whoever photographs it sees who it is, and can ask. */
function MyCode({ host }: { host: Host }): JSX.Element {
  const [renewing, setRenewing] = useState(false);
  const code = useLoaded(async () => (await host.account.call<{ code: string }>(`${CONTACTS}/GetMyCode`)).code);
  const renew = async (): Promise<void> => {
    setRenewing(false);
    await attempt(host, () => host.account.call(`${CONTACTS}/RenewMyCode`), say("contact-renewed"));
    code.reload();
  };
  return (
    <section class="group">
      <h2 class="group-title">{say("contact-my-code")}</h2>
      <div class="card">
        <Shown of={code} failedTitle={say("contact-my-code-failed")}>
          {(mine) => (
            <ShareBox host={host} link={linkTo("c", mine)} label={say("contact-my-code-label", { name: host.account.user.value?.display_name ?? "" })}>
              <p class="share-hint">{say("contact-my-link-hint")}</p>
              <Button look="link" icon="refresh" testId="renew-code" onPress={() => setRenewing(true)}>
                {say("contact-renew")}
              </Button>
            </ShareBox>
          )}
        </Shown>
      </div>
      {renewing ? (
        <Sheet
          title={say("contact-renew-title")}
          onClose={() => setRenewing(false)}
          testId="renew"
          actions={
            <>
              <Button look="danger" wide testId="renew-yes" onPress={() => void renew()}>
                {say("contact-renew")}
              </Button>
              <Button wide onPress={() => setRenewing(false)}>
                {say("cancel")}
              </Button>
            </>
          }
        >
          <p>{say("contact-renew-text")}</p>
        </Sheet>
      ) : null}
    </section>
  );
}

/** Where a QR code or a link leads. */
export function CodePage({ host, code }: { host: Host; code: string }): JSX.Element {
  const by = { code };
  const found = useLoadedPeople(host, async () => (await host.account.call<{ person: Person }>(`${CONTACTS}/FindPerson`, by)).person);
  return (
    <Frame host={host} tab="chats" up="#/people" title={say("contact-add")}>
      <Shown of={found} failedTitle={say("contact-not-found")}>
        {(person) => (
          <div class="card person-card" data-testid="person">
            <Face person={person} />
            <Stand host={host} person={person} by={by} changed={found.reload} />
          </div>
        )}
      </Shown>
    </Frame>
  );
}
