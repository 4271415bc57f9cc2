/** What apps and the city are called, asked once each. */
import { signal } from "@preact/signals";
import { pick } from "../i18n/texts";
import type { Call } from "../wire/rpc";
import type { App } from "../wire/types";

export class AppNames {
  readonly #call: Call;
  readonly #known = signal<ReadonlyMap<string, App>>(new Map());
  readonly #asked = new Set<string>();

  constructor(call: Call) {
    this.#call = call;
  }

  app(appId: string): App | undefined {
    if (!this.#asked.has(appId)) void this.#ask(appId);
    return this.#known.value.get(appId);
  }

  of(appId: string): string {
    const app = this.app(appId);
    return pick(app?.name_ar, app?.name_en) || appId;
  }

  async #ask(appId: string): Promise<void> {
    this.#asked.add(appId);
    try {
      const { app } = await this.#call<{ app: App }>("apps.v1.AppsService/GetApp", { app_id: appId });
      this.#known.value = new Map(this.#known.peek()).set(appId, app);
    } catch {
      this.#asked.delete(appId); // Its id stands there until somebody looks again.
    }
  }
}

export class CityName {
  readonly name = signal("");

  constructor(call: Call) {
    call<{ name_ar?: string; name_en?: string }>("places.v1.PlacesService/GetCity").then(
      (city) => (this.name.value = pick(city.name_ar, city.name_en)),
      () => undefined,
    );
  }
}
