/** Links that let people into a group or channel: made, shown as a QR code, ended. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Confirm } from "../chat/message_sheets";
import type { View } from "../chat/state";
import { tameLine } from "../chat/text";
import { attempt } from "../host/attempt";
import { Frame, Shown, useLoaded } from "../host/frame";
import type { Host } from "../host/host";
import { linkTo, ShareBox } from "../host/share_box";
import { nowMs, time } from "../i18n/format";
import { say } from "../i18n/texts";
import { Button, Icon } from "../kit/basics";
import { Choice, Switch } from "../kit/inputs";
import { Empty, Group, Row, Sheet } from "../kit/surfaces";
import { aboutHref, ask, change, type Invite, leads } from "./group_calls";

const DAY_S = 86_400;
const LIVES: Record<string, number> = { day: DAY_S, week: 7 * DAY_S, month: 30 * DAY_S, always: 0 };
const USES: Record<string, number> = { any: 0, once: 1, ten: 10, hundred: 100 };

export function LinksPage({ host, conversationId }: { host: Host; conversationId: string }): JSX.Element {
  const view = host.chat.value?.state.value.views.get(conversationId);
  return (
    <Frame host={host} tab="chats" up={aboutHref(conversationId)} title={say("group-links")} lead={view ? <bdi>{tameLine(view.title)}</bdi> : undefined}>
      {view && leads(view) ? <Links key={view.id} host={host} view={view} /> : view ? <Empty icon="lock" title={say("error-role-missing")} /> : null}
    </Frame>
  );
}

function Links({ host, view }: { host: Host; view: View }): JSX.Element {
  const [making, setMaking] = useState(false);
  const [open, setOpen] = useState<Invite | null>(null);
  const [ending, setEnding] = useState<Invite | null>(null);
  const invites = useLoaded(async () => (await ask<{ invites?: Invite[] }>(host.account.call, "ListInvites", { conversation_id: view.id })).invites ?? []);
  const end = async (invite: Invite): Promise<void> => {
    setEnding(null);
    await attempt(host, () => ask(host.account.call, "RevokeInvite", { conversation_id: view.id, token: invite.token }), say("link-ended"));
    invites.reload();
  };
  return (
    <>
      <Shown of={invites} failedTitle={say("error-unavailable")}>
        {(list) =>
          list.length === 0 ? (
            <Empty icon="share" title={say("links-empty")} text={say("links-empty-text")} testId="links-empty" />
          ) : (
            <Group title={say("links-working")}>
              {list.map((invite) => (
                <Row key={invite.token} lead={<Icon name="share" />} title={<bdi class="code one-line" dir="ltr">{invite.token}</bdi>} subtitle={termsOf(invite)} testId="link" onPress={() => setOpen(invite)} />
              ))}
            </Group>
          )
        }
      </Shown>
      <Button look="primary" icon="plus" wide testId="link-new" onPress={() => setMaking(true)}>
        {say("link-new")}
      </Button>
      {making ? (
        <NewLink
          host={host}
          view={view}
          onClose={() => setMaking(false)}
          onMade={(invite) => {
            setMaking(false);
            invites.reload();
            setOpen(invite);
          }}
        />
      ) : null}
      {open ? (
        <Sheet title={say("link-title")} onClose={() => setOpen(null)} testId="link-sheet">
          <ShareBox host={host} link={linkTo("g", open.token)} label={say("link-label", { title: tameLine(view.title) })}>
            <p class="share-hint">{termsOf(open)}</p>
            <Button
              look="link"
              icon="trash"
              testId="link-end"
              onPress={() => {
                setEnding(open);
                setOpen(null);
              }}
            >
              {say("link-end")}
            </Button>
          </ShareBox>
        </Sheet>
      ) : null}
      {ending ? <Confirm title={say("link-end-title")} text={say("link-end-text")} yes={say("link-end")} onClose={() => setEnding(null)} onYes={() => void end(ending)} /> : null}
    </>
  );
}

/** Until when, for how many, and whether somebody looks first: one line. */
function termsOf(invite: Invite): string {
  const until = Number(invite.expires_at_ms ?? 0);
  const parts = [until > 0 ? (until > nowMs.value ? say("link-until", { when: time(until, "short") }) : say("link-over")) : say("link-no-end")];
  const [uses, most] = [invite.uses ?? 0, invite.uses_max ?? 0];
  parts.push(most > 0 ? say("link-uses-of", { uses, most }) : say("link-uses", { count: uses }));
  if (invite.needs_approval) parts.push(say("link-approved"));
  return parts.join(" · ");
}

interface NewLinkProps {
  host: Host;
  view: View;
  onMade: (invite: Invite) => void;
  onClose: () => void;
}

function NewLink({ host, view, onMade, onClose }: NewLinkProps): JSX.Element {
  const [lives, setLives] = useState("week");
  const [uses, setUses] = useState("any");
  const [approval, setApproval] = useState(view.invitesNeedApproval);
  const [busy, setBusy] = useState(false);
  const make = async (): Promise<void> => {
    setBusy(true);
    const request = { conversation_id: view.id, lives_s: LIVES[lives], uses_max: USES[uses], needs_approval: approval };
    const answer = await attempt(host, () => change<{ invite: Invite }>(host.account.call, "CreateInvite", request));
    setBusy(false);
    if (answer) onMade(answer.invite);
  };
  return (
    <Sheet
      title={say("link-new")}
      onClose={onClose}
      testId="link-new-sheet"
      actions={
        <Button look="primary" wide busy={busy} testId="link-make" onPress={() => void make()}>
          {say("link-make")}
        </Button>
      }
    >
      <Choice label={say("link-lives")} name="lives" display="chips" options={Object.keys(LIVES).map((id) => ({ id, text: say(`link-lives-${id}`) }))} chosen={[lives]} onChange={([next]) => setLives(next ?? "week")} />
      <Choice label={say("link-uses-max")} name="uses" display="chips" options={Object.keys(USES).map((id) => ({ id, text: say(`link-uses-${id}`) }))} chosen={[uses]} onChange={([next]) => setUses(next ?? "any")} />
      <div class="rows">
        <div class="row switch-row">
          <Switch
            label={
              <span class="row-words">
                <span class="row-title">{say("link-approval")}</span>
                <span class="row-subtitle">{say("link-approval-hint")}</span>
              </span>
            }
            value={approval || view.invitesNeedApproval}
            disabled={view.invitesNeedApproval}
            testId="link-approval"
            onChange={setApproval}
          />
        </div>
      </div>
    </Sheet>
  );
}
