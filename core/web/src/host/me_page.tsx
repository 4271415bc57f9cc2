/** The user's own page: who they are here, how Majlis looks, security, and the way out. */
import type { JSX } from "preact";
import { lang } from "../i18n/prefs";
import { say } from "../i18n/texts";
import { Avatar, Button, Icon, Said } from "../kit/basics";
import { Group, Row } from "../kit/surfaces";
import { Frame } from "./frame";
import type { Host } from "./host";
import { CalendarSetting, DigitsSetting, LanguageSetting, ThemeSetting } from "./look";

export function MePage({ host }: { host: Host }): JSX.Element {
  const { account } = host;
  const user = account.user.value;
  const remember = (next: string): void => {
    // The choice holds on this device even where the account cannot be told now.
    account.call("identity.v1.IdentityService/UpdateMe", { lang: next }).then(
      () => (account.user.value = user ? { ...user, lang: next } : null),
      () => undefined,
    );
  };
  return (
    <Frame host={host} tab="me" title={say("me-title")}>
      <div class="person">
        <Avatar name={user?.display_name ?? ""} size="l" />
        <div class="person-words">
          <p class="person-name" data-testid="my-name">
            <Said>{user?.display_name}</Said>
          </p>
          <bdi class="person-username" dir="ltr">
            @{user?.username}
          </bdi>
        </div>
      </div>
      <Group title={say("settings-look")}>
        <Row title={say("settings-language")} trailing={<LanguageSetting onChange={remember} />} />
        <Row title={say("settings-theme")} trailing={<ThemeSetting />} />
        {lang.value === "ar" ? <Row title={say("settings-digits")} trailing={<DigitsSetting />} /> : null}
        <Row title={say("settings-calendar")} trailing={<CalendarSetting />} />
      </Group>
      <Group title={say("me-people")}>
        <Row lead={<Icon name="people" />} title={say("contacts-title")} subtitle={say("contacts-row")} href="#/people" testId="to-people" />
        <Row lead={<Icon name="bell" />} title={say("notices-title")} subtitle={say("notices-row")} href="#/me/notices" testId="to-notices" />
        <Row lead={<Icon name="eye" />} title={say("reach-title")} subtitle={say("reach-row")} href="#/me/reach" testId="to-reach" />
      </Group>
      <Group title={say("me-security")}>
        <Row
          lead={<Icon name="device" />}
          title={say("devices-title")}
          subtitle={say("devices-row")}
          href="#/me/devices"
          testId="to-devices"
        />
        <Row
          lead={<Icon name="shield" />}
          title={say("privacy-title")}
          subtitle={say("privacy-row")}
          href="#/me/privacy"
          testId="to-privacy"
        />
      </Group>
      <Button icon="logout" wide testId="log-out" onPress={() => void account.logOut()}>
        {say("log-out")}
      </Button>
    </Frame>
  );
}
