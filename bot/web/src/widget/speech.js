// The browser's own voice and ear, on request only. Neither is loaded or asked for before its button is pressed.

const Recognition = globalThis.SpeechRecognition ?? globalThis.webkitSpeechRecognition;

export const canSpeak = "speechSynthesis" in globalThis;
export const canListen = Boolean(Recognition);

let stopSpeaking = null;

/** Reads a text aloud in a language; `ended()` is called when it is done or stopped. Pressed again, it stops. */
export function readAloud(text, tag, ended) {
  const another = stopSpeaking?.owner !== ended;
  stopSpeaking?.();
  if (!another) return;
  const utterance = new SpeechSynthesisUtterance(text);
  utterance.lang = tag;
  const stop = () => {
    if (stopSpeaking === stop) stopSpeaking = null;
    utterance.onend = utterance.onerror = null;
    speechSynthesis.cancel();
    ended();
  };
  stop.owner = ended;
  stopSpeaking = stop;
  utterance.onend = utterance.onerror = stop;
  speechSynthesis.speak(utterance);
}

/** Listens once; `heard(text)` is called as the words come, `ended()` at the end. The result stops it. */
export function listen(tag, heard, ended) {
  const recognition = new Recognition();
  recognition.lang = tag;
  recognition.interimResults = true;
  recognition.onresult = ({ results }) => heard([...results].map(([best]) => best.transcript).join(""));
  recognition.onend = ended;
  recognition.start();
  return () => recognition.abort();
}
