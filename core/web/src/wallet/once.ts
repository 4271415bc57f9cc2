/** One request_id for one wish: kept while nobody knows what became of it, another one after an answer that is final. */
import { useRef } from "preact/hooks";
import { asFailure } from "../wire/failure";
import { newRequestId } from "../wire/ids";
import { isUnknown } from "./refusals";

export type Once = <Answer>(work: (requestId: string) => Promise<Answer>) => Promise<Answer>;

export function useOnce(): Once {
  const id = useRef(newRequestId());
  return async (work) => {
    try {
      const answer = await work(id.current);
      id.current = newRequestId();
      return answer;
    } catch (thrown) {
      if (!isUnknown(asFailure(thrown))) id.current = newRequestId();
      throw thrown;
    }
  };
}
