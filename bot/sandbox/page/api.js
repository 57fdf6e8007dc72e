// Talking to the sandbox: one POST per question, one stream of events.

export class Refused extends Error {}

export async function ask(path, values = {}) {
  const answer = await fetch(`/control/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(values),
  });
  const body = await answer.json();
  if (!body.ok) throw new Refused(body.error);
  return body.result;
}

// `heard` is called with each event, `back` each time the stream stands (again), `lost` when it breaks.
export function listen({ heard, back, lost }) {
  const stream = new EventSource("/events");
  stream.addEventListener("open", back);
  stream.addEventListener("message", (event) => heard(JSON.parse(event.data)));
  stream.addEventListener("error", lost);
}
