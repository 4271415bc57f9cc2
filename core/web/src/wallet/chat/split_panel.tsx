/** Sharing a bill with people of the group: the same for everybody, as said for each, or by what each had. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { useChat } from "../../chat/context";
import type { View } from "../../chat/state";
import { say } from "../../i18n/texts";
import { Button, Skeleton } from "../../kit/basics";
import { Choice, Field, Segments } from "../../kit/inputs";
import { Notice, Sheet } from "../../kit/surfaces";
import { asFailure } from "../../wire/failure";
import { parseAmount } from "../digits";
import { useOnce } from "../once";
import { complaintOf } from "../refusals";
import { shown } from "../sum";
import { ChatMoney, type SplitMode } from "./calls";
import { Amount, type Mate, useMates, usePurse } from "./form";
import { type Bill, checkBill, type Had } from "./split";

const TITLE_CHARS_MAX = 64;
const ITEMS_MAX = 100;
const MODES = { equal: "SPLIT_MODE_EQUAL", person: "SPLIT_MODE_BY_PERSON", item: "SPLIT_MODE_BY_ITEM" } as const satisfies Record<string, SplitMode>;
type Mode = keyof typeof MODES;

export function SplitPanel({ view, onClose }: { view: View; onClose: () => void }): JSX.Element {
  const { post } = useChat();
  const purse = usePurse();
  const { mates, failure } = useMates(view, true);
  const [title, setTitle] = useState("");
  const [total, setTotal] = useState<bigint | null>(null);
  const [mode, setMode] = useState<Mode>("equal");
  const [left, setLeft] = useState<string[]>([]);
  const [said, setSaid] = useState<Record<string, string>>({});
  const [items, setItems] = useState<Had[]>([{ title: "", typed: "", who: [] }]);
  const [trouble, setTrouble] = useState("");
  const [busy, setBusy] = useState(false);
  const once = useOnce();
  const who = (mates ?? []).filter((mate) => !left.includes(mate.id)).map((mate) => mate.id);
  const bill: Bill | null = checkBill({ mode: MODES[mode], currency: purse.currency, total, who, said, items });
  const send = async (): Promise<void> => {
    if (!bill) return;
    const asked = { conversation_id: view.id, title: title.trim(), ...bill };
    setBusy(true);
    setTrouble("");
    try {
      await once((request_id) => new ChatMoney(post).splitBill({ request_id, ...asked }));
      onClose();
    } catch (error) {
      setTrouble(complaintOf(asFailure(error), purse.currency));
      setBusy(false);
    }
  };
  return (
    <Sheet
      title={say("money-split-title")}
      testId="split-form"
      onClose={onClose}
      actions={
        <Button look="primary" wide busy={busy} disabled={!bill || !title.trim()} testId="split-send" onPress={() => void send()}>
          {say("money-split-send")}
        </Button>
      }
    >
      {trouble ? <Notice tone="bad">{trouble}</Notice> : null}
      <Field name="title" label={say("money-split-what")} max={TITLE_CHARS_MAX} testId="split-title" onInput={setTitle} />
      {mode === "item" ? null : <Amount purse={purse} label={say("money-split-total")} onAmount={setTotal} />}
      <div class="money-how">
        <Segments
          label={say("money-split-how")}
          value={mode}
          options={(["equal", "person", "item"] as const).map((id) => ({ id, text: say(`money-split-${id}`) }))}
          onChange={setMode}
        />
      </div>
      {failure ? <Notice tone="bad">{complaintOf(failure)}</Notice> : mates ? (
        mode === "item" ? (
          <Items mates={mates} items={items} onChange={setItems} />
        ) : (
          <>
            <Choice name="who" multi display="list" label={say("money-split-who")} testId="split-who" options={mates.map((mate) => ({ id: mate.id, text: <bdi>{mate.name}</bdi> }))} chosen={who} onChange={(ids) => setLeft(mates.map((mate) => mate.id).filter((id) => !ids.includes(id)))} />
            {mode === "person" ? mates.filter((mate) => who.includes(mate.id)).map((mate) => (
              <Field key={mate.id} name={mate.id} kind="number" label={say("money-split-part-of", { name: mate.name })} testId={`split-part-${mate.id}`} onInput={(typed) => setSaid((before) => ({ ...before, [mate.id]: typed }))} />
            )) : null}
          </>
        )
      ) : (
        <Skeleton rows={3} />
      )}
      <p class="share-hint" role="status" data-testid="split-hint">
        {hintOf(mode, purse.currency, total, who, said, bill)}
      </p>
    </Sheet>
  );
}

function hintOf(mode: Mode, currency: string, total: bigint | null, who: string[], said: Record<string, string>, bill: Bill | null): string {
  if (mode === "equal" && bill && total) return say("money-split-each", { count: who.length, amount: shown(currency, total / BigInt(who.length)) });
  if (mode === "person" && total) {
    const sum = who.reduce((all, id) => all + (parseAmount(said[id] ?? "", currency) ?? 0n), 0n);
    if (sum !== total) return say(sum < total ? "money-split-missing" : "money-split-over", { amount: shown(currency, sum < total ? total - sum : sum - total) });
  }
  if (mode === "item" && bill) return say("money-split-sum", { amount: shown(currency, bill.total.amount_minor) });
  return say("money-split-hint");
}

interface ItemsProps {
  mates: Mate[];
  items: Had[];
  onChange: (items: Had[]) => void;
}

function Items({ mates, items, onChange }: ItemsProps): JSX.Element {
  const change = (place: number, part: Partial<Had>): void => onChange(items.map((item, at) => (at === place ? { ...item, ...part } : item)));
  return (
    <>
      {items.map((item, place) => (
        <fieldset class="split-item" key={place}>
          <legend class="for-ears">{say("money-split-item-number", { number: place + 1 })}</legend>
          <div class="split-item-line">
            <Field name={`item-${place}`} label={say("money-split-item-what")} max={TITLE_CHARS_MAX} testId={`item-title-${place}`} onInput={(text) => change(place, { title: text })} />
            <Field name={`item-amount-${place}`} kind="number" label={say("amount")} testId={`item-amount-${place}`} onInput={(typed) => change(place, { typed })} />
          </div>
          <Choice name={`item-who-${place}`} multi display="chips" label={say("money-split-item-who")} testId={`item-who-${place}`} options={mates.map((mate) => ({ id: mate.id, text: <bdi>{mate.name}</bdi> }))} chosen={item.who} onChange={(who) => change(place, { who })} />
        </fieldset>
      ))}
      <Button icon="plus" disabled={items.length >= ITEMS_MAX} testId="item-more" onPress={() => onChange([...items, { title: "", typed: "", who: [] }])}>
        {say("money-split-item-more")}
      </Button>
    </>
  );
}
