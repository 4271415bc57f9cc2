/** The developer's simulator: two phones, two people, one app, and every frame that passes. */
import { effect, signal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { LanguageSetting, ThemeSetting } from "../host/look";
import { say } from "../i18n/texts";
import { Button, LogoMark } from "../kit/basics";
import { Field } from "../kit/inputs";
import { Notice } from "../kit/surfaces";
import { explain } from "../room/complaints";
import { Room } from "../room/room";
import { Stage } from "../room/stage";
import { asFailure, Failure } from "../wire/failure";
import { Link } from "../wire/link";
import { caller } from "../wire/rpc";
import { FrameLog, LogView } from "./log";

interface About {
  app_id: string;
  users: { user_id: string; name: string; token: string }[];
}

class Phone {
  readonly link: Link;
  readonly room: Room;
  readonly #past: string[] = [];
  readonly canGoBack = signal(false);

  constructor(
    readonly who: string,
    readonly name: string,
    token: string,
    appId: string,
    log: FrameLog,
  ) {
    this.link = new Link({
      url: () => `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws?user=${encodeURIComponent(who)}`,
      token: async () => token,
      onBye: () => undefined,
      onFrame: (direction, frame) => log.add(who, direction, frame),
    });
    const call = caller({ token: () => token, renew: async () => false });
    this.room = new Room({ appId, link: this.link, call });
    effect(() => {
      const path = this.room.session.path.value;
      if (path && this.#past.at(-1) !== path) this.#past.push(path);
      this.canGoBack.value = path !== "" && path !== "/";
    });
    this.link.start();
  }

  open(path: string): void {
    this.room.enter(path);
  }

  back(): void {
    this.#past.pop();
    this.room.enter(this.#past.pop() ?? "/");
  }
}

const phones = signal<Phone[]>([]);
const failure = signal<Failure | null>(null);
const path = signal("/");
const log = new FrameLog();

/** Asks the development server which app it runs, and opens it for both people. */
async function start(): Promise<void> {
  failure.value = null;
  try {
    const response = await fetch("/simulator.json");
    const about = (await response.json()) as About;
    document.title = `${about.app_id} · Majlis`;
    phones.value = about.users.map((user) => new Phone(user.user_id, user.name, user.token, about.app_id, log));
    for (const phone of phones.value) phone.open(path.value);
  } catch (error) {
    failure.value = error instanceof TypeError ? Failure.offline() : asFailure(error);
  }
}

export function Simulator(): JSX.Element {
  useEffect(() => void start(), []);
  return (
    <div class="sim">
      <Toolbar />
      {failure.value ? (
        <Notice
          tone="bad"
          action={
            <Button icon="refresh" onPress={() => void start()}>
              {say("retry")}
            </Button>
          }
        >
          {explain(failure.value)}
        </Notice>
      ) : null}
      <main class="sim-desk">
        {phones.value.map((phone) => (
          <PhoneView key={phone.who} phone={phone} />
        ))}
        <LogView log={log} />
      </main>
    </div>
  );
}

function Toolbar(): JSX.Element {
  const open = (): void => {
    for (const phone of phones.value) phone.open(path.value.startsWith("/") ? path.value : `/${path.value}`);
  };
  return (
    <header class="sim-bar">
      <LogoMark size="s" />
      <h1 class="sim-title">{say("sim-title")}</h1>
      <form
        class="sim-path"
        onSubmit={(event) => {
          event.preventDefault();
          open();
        }}
      >
        <Field name="path" label={say("sim-path")} value="/" ltr testId="sim-path" onInput={(text) => (path.value = text)} />
        <Button type="submit">{say("sim-open")}</Button>
      </form>
      <LanguageSetting />
      <ThemeSetting />
    </header>
  );
}

function PhoneView({ phone }: { phone: Phone }): JSX.Element {
  return (
    <figure class="phone" data-testid={`phone-${phone.who}`}>
      <figcaption>
        <bdi>{phone.name}</bdi>
        <bdi class="code" dir="ltr">
          {phone.room.session.lastLatencyMs.value} ms
        </bdi>
      </figcaption>
      <div class="phone-screen">
        <Stage
          room={phone.room}
          offline={phone.link.offline.value}
          canGoBack={phone.canGoBack.value}
          onBack={() => phone.back()}
          onClose={() => phone.open("/")}
          onReconnect={() => phone.link.retryNow()}
        />
      </div>
    </figure>
  );
}
