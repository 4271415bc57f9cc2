/** Contacts to choose from, several at once. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Person } from "../chat/shapes";
import { say } from "../i18n/texts";
import { Avatar } from "../kit/basics";
import { Field } from "../kit/inputs";
import { Empty } from "../kit/surfaces";
import { fold } from "../host/fold";
import { nameOf } from "../people/people";

const SEARCH_FROM = 8;

export interface PickPeopleProps {
  people: Person[];
  picked: string[];
  onChange: (picked: string[]) => void;
}

export function PickPeople({ people, picked, onChange }: PickPeopleProps): JSX.Element {
  const [query, setQuery] = useState("");
  const wanted = fold(query);
  const found = people.filter((one) => fold(`${nameOf(one)} ${one.username ?? ""}`).includes(wanted));
  const toggle = (id: string): void => onChange(picked.includes(id) ? picked.filter((one) => one !== id) : [...picked, id]);
  if (people.length === 0) return <Empty icon="people" title={say("group-add-nobody")} text={say("group-add-nobody-text")} />;
  return (
    <>
      {people.length >= SEARCH_FROM ? <Field name="search" kind="search" label={say("contacts-search")} onInput={setQuery} /> : null}
      <ul class="rows">
        {found.map((person) => (
          <li key={person.user_id} class="row">
            <label class="row-face">
              <Avatar name={nameOf(person)} size="s" />
              <span class="row-words">
                <bdi class="one-line">{nameOf(person)}</bdi>
              </span>
              <input type="checkbox" class="tick-box" checked={picked.includes(person.user_id)} data-testid={`pick-${person.username}`} onChange={() => toggle(person.user_id)} />
            </label>
          </li>
        ))}
      </ul>
    </>
  );
}
