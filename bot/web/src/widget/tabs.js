// The same conversation in several tabs of one browser. A new tab asks whether another one has a conversation and takes it
// over; from then on each tells the others what was said, as the server tells them what was answered.

/** A tab that does not answer within this time is not there. */
const ANSWER_WITHIN_MS = 150;

export class Tabs {
  #channel = null;
  #taken = null;

  /** Handlers: `state()` is what a new tab gets, `told(message)` is called with what another tab tells. */
  constructor(name, handlers) {
    if (!globalThis.BroadcastChannel) return;
    this.#channel = new BroadcastChannel(name);
    this.#channel.onmessage = ({ data }) => {
      if (data.who) {
        const state = handlers.state();
        if (state.token) this.#channel.postMessage({ state });
      } else if (data.state) this.#taken?.(data.state);
      else handlers.told(data);
    };
  }

  /** The conversation of another tab, or null. */
  async ask() {
    if (!this.#channel) return null;
    this.#channel.postMessage({ who: true });
    return new Promise((resolve) => {
      this.#taken = resolve;
      setTimeout(resolve, ANSWER_WITHIN_MS, null);
    });
  }

  tell(message) {
    this.#channel?.postMessage(message);
  }

  close() {
    this.#channel?.close();
    // A word that comes late finds nobody.
    this.#channel = null;
  }
}
