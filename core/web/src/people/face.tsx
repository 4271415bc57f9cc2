/** A person at the head of a page: face, name, and what they are called elsewhere. */
import type { ComponentChildren, JSX } from "preact";
import type { Person } from "../chat/shapes";
import { tameLine } from "../chat/text";
import { say } from "../i18n/texts";
import { Avatar } from "../kit/basics";
import { nameOf } from "./people";

export function Face({ person, children }: { person: Person; children?: ComponentChildren }): JSX.Element {
  const name = nameOf(person);
  return (
    <div class="face">
      <Avatar name={name} size="l" />
      <p class="face-name" data-testid="person-name">
        <bdi>{name}</bdi>
      </p>
      {person.alias && person.display_name ? <p class="face-more">{say("person-calls-self", { name: tameLine(person.display_name) })}</p> : null}
      {person.username ? (
        <bdi class="face-more" dir="ltr">
          @{person.username}
        </bdi>
      ) : null}
      {children}
    </div>
  );
}
