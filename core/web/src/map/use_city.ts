/** The city's map for a component: null while it is fetched, a failure where it cannot be had. */
import { useEffect, useState } from "preact/hooks";
import { asFailure, type Failure } from "../wire/failure";
import type { Call } from "../wire/rpc";
import { type CityMap, cityMap } from "./city";

export interface CityState {
  city: CityMap | null;
  failure: Failure | null;
  retry: () => void;
}

export function useCity(call: Call): CityState {
  const [city, setCity] = useState<CityMap | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const load = (): void => {
    setFailure(null);
    cityMap(call).then(setCity, (error: unknown) => setFailure(asFailure(error)));
  };
  useEffect(load, []);
  return { city, failure, retry: load };
}
