/** The host's sheet to choose a place: by its name, from one's own, from where one stands, or by a pin on the map. */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { say } from "../i18n/texts";
import { Button, Icon, IconButton, Skeleton } from "../kit/basics";
import { Empty, Sheet } from "../kit/surfaces";
import { explain } from "../room/complaints";
import { asFailure } from "../wire/failure";
import type { Call } from "../wire/rpc";
import type { Point } from "./ground";
import { KeepPage } from "./keep_page";
import { PinPage } from "./pin_page";
import { Action, FoundLine, KeptLine } from "./place_rows";
import { devicePoint, type Found, type Kept, type Place, PlaceCalls, type Trouble } from "./places";

const PAUSE_MS = 220;
const QUERY_CHARS_MAX = 128;

export interface PlaceSheetProps {
  call: Call;
  label: string;
  value: Place | null;
  near: Point | null;
  kinds: string[];
  take: (place: Place) => void;
  onClose: () => void;
}

type Page = { at: "search" } | { at: "pin" } | { at: "keep"; place: Place };

export function PlaceSheet(props: PlaceSheetProps): JSX.Element {
  const [calls] = useState(() => new PlaceCalls(props.call));
  const [page, setPage] = useState<Page>({ at: "search" });
  const [said, setSaid] = useState("");
  const take = (place: Place): void => {
    props.take(place);
    props.onClose();
  };
  const toSearch = (words = ""): void => {
    setSaid(words);
    setPage({ at: "search" });
  };
  const title = page.at === "search" ? props.label : page.at === "pin" ? say("place-pin-title") : say("place-keep-title");
  return (
    <Sheet title={title} lead={page.at === "search" ? undefined : <IconButton icon="back" plain label={say("place-back")} testId="place-back" onPress={() => toSearch()} />} onClose={props.onClose} testId="place-sheet">
      <div class="place-page" key={page.at}>
        {page.at === "pin" ? <PinPage call={props.call} start={props.value?.point ?? props.near} take={take} /> : null}
        {page.at === "keep" ? <KeepPage place={page.place} calls={calls} done={() => toSearch(say("place-keep-done"))} /> : null}
        {page.at === "search" ? (
          <SearchPage {...props} calls={calls} said={said} take={take} pin={() => setPage({ at: "pin" })} keep={(place) => setPage({ at: "keep", place })} />
        ) : null}
      </div>
    </Sheet>
  );
}

interface SearchPageProps extends PlaceSheetProps {
  calls: PlaceCalls;
  said: string;
  take: (place: Place) => void;
  pin: () => void;
  keep: (place: Place) => void;
}

function SearchPage({ calls, near, kinds, said, take, pin, keep }: SearchPageProps): JSX.Element {
  const [query, setQuery] = useState("");
  const { found, trouble } = useFound(calls, query.trim(), near, kinds);
  const results = useRef<HTMLDivElement>(null);
  const heading = query.trim() ? "place-found" : near ? "place-near" : "place-middle";
  return (
    <div class="place-search" ref={results} onKeyDown={(event) => byArrow(event, results.current)}>
      <label class="place-box">
        <Icon name="search" />
        <input
          type="search"
          class="input"
          name="place-query"
          placeholder={say("place-search-hint")}
          aria-label={say("place-search")}
          maxLength={QUERY_CHARS_MAX}
          autoComplete="off"
          data-testid="place-query"
          onInput={(event) => setQuery(event.currentTarget.value)}
        />
      </label>
      <p class="only-heard" role="status">
        {query.trim() && found ? say("place-results", { count: found.length }) : said}
      </p>
      {query.trim() ? null : <Own calls={calls} said={said} take={take} pin={pin} />}
      {trouble ? (
        <p class="field-error" role="alert">
          {trouble}
        </p>
      ) : null}
      {found === null ? trouble ? null : <Skeleton rows={3} /> : null}
      {found?.length === 0 && query.trim() ? (
        <Empty icon="search" title={say("place-none")} text={say("place-none-text")} testId="place-none">
          <Button icon="pin" onPress={pin}>
            {say("place-on-map")}
          </Button>
        </Empty>
      ) : null}
      {found && found.length > 0 ? (
        <section class="group" aria-label={say(heading)}>
          <h3 class="group-title">{say(heading)}</h3>
          <ul class="rows" data-testid="place-found">
            {found.map((one, at) => (
              <FoundLine key={`${one.place.place_id}${one.place.point.lat_e7}${one.place.point.lng_e7}`} found={one} at={at} take={() => take(one.place)} keep={() => keep(one.place)} />
            ))}
          </ul>
        </section>
      ) : null}
    </div>
  );
}

/** The newest answer only, a little after the last letter. */
function useFound(calls: PlaceCalls, query: string, near: Point | null, kinds: string[]): { found: Found[] | null; trouble: string } {
  const [found, setFound] = useState<Found[] | null>(null);
  const [trouble, setTrouble] = useState("");
  useEffect(() => {
    let gone = false;
    const ask = (): void => {
      calls.find(query, near, kinds).then(
        (places) => gone || (setFound(places), setTrouble("")),
        (error: unknown) => gone || (setFound(null), setTrouble(explain(asFailure(error)))),
      );
    };
    const timer = setTimeout(ask, query ? PAUSE_MS : 0);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [query]);
  return { found, trouble };
}

/** Where one stands, a pin, and what one keeps. */
function Own({ calls, said, take, pin }: { calls: PlaceCalls; said: string; take: (place: Place) => void; pin: () => void }): JSX.Element {
  const [kept, setKept] = useState<Kept[]>([]);
  const [looking, setLooking] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const load = (): void => void calls.kept().then(setKept, () => setKept([]));
  useEffect(load, [said]);
  const here = async (): Promise<void> => {
    setLooking(true);
    setTrouble(null);
    try {
      take(await calls.at(await devicePoint()));
    } catch (why) {
      const failure = typeof why === "string" ? (why as Trouble) : asFailure(why).reason === "POINT_OUTSIDE_CITY" ? "outside" : "failed";
      setTrouble(failure);
      setLooking(false);
    }
  };
  const forget = async (one: Kept): Promise<void> => {
    await calls.forget(one.name).catch(() => undefined);
    load();
  };
  return (
    <>
      <ul class="rows">
        <Action icon="place" title={say("place-my-position")} more={say("place-my-position-hint")} testId="place-here" busy={looking} onPress={() => looking || void here()} />
        <Action icon="pin" title={say("place-on-map")} more={say("place-on-map-hint")} testId="place-pin" onPress={pin} />
      </ul>
      {trouble ? (
        <p class="field-error" role="alert" data-testid="place-trouble">
          {say(`place-here-${trouble}`)}
        </p>
      ) : null}
      {kept.length > 0 ? (
        <section class="group" aria-label={say("place-kept")}>
          <h3 class="group-title">{say("place-kept")}</h3>
          <ul class="rows" data-testid="place-kept">
            {kept.map((one, at) => (
              <KeptLine key={one.name} kept={one} at={at} take={() => take(one.place)} forget={() => void forget(one)} />
            ))}
          </ul>
        </section>
      ) : null}
    </>
  );
}

/** Arrows go from the box into the rows and among them. */
function byArrow(event: KeyboardEvent, within: HTMLElement | null): void {
  if ((event.key !== "ArrowDown" && event.key !== "ArrowUp") || !within) return;
  const stops = [...within.querySelectorAll<HTMLElement>("input[type=search], button.row-face")];
  const at = stops.indexOf(document.activeElement as HTMLElement);
  const next = stops[at + (event.key === "ArrowDown" ? 1 : -1)];
  if (at < 0 || !next) return;
  event.preventDefault();
  next.focus();
}
