/** The way to one's contacts, with how many wait for an answer. */
import type { JSX } from "preact";
import { number } from "../i18n/format";
import { say } from "../i18n/texts";
import { Icon } from "../kit/basics";
import { listPeople, useLoadedPeople } from "../people/people";
import type { Host } from "./host";

export function PeopleLink({ host }: { host: Host }): JSX.Element {
  const asks = useLoadedPeople(host, () => listPeople(host.account.call, "ASKS"));
  const count = asks.value?.length ?? 0;
  const label = count > 0 ? say("contact-requests-count", { count }) : say("contacts-title");
  return (
    <a class="icon-button head-link" href="#/people" aria-label={label} title={label} data-testid="to-people">
      <Icon name="people" />
      {count > 0 ? (
        <span class="count tab-count" aria-hidden="true" data-testid="asks-count">
          {number(count)}
        </span>
      ) : null}
    </a>
  );
}
