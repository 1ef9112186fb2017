/**
 * What a line says of whom a trigger ran for. Handlers log their event as JSON, as JSON in JSON, as an object dump of Node
 * or Python, or a few of its members by name; all of these are read the same way. Invariants: linear in the line; a value
 * is taken only from beside its own name; the first mention counts.
 */
export interface Subject {
  /** The trigger source, e.g. DefineAuthChallenge_Authentication. */
  readonly source?: string;
  readonly userName?: string;
  readonly sub?: string;
  readonly clientId?: string;
  readonly poolId?: string;
  /** Of a challenge trigger: the client has answered nothing yet. */
  readonly firstRound?: boolean;
}

const members = {
  source: reader("triggerSource", "[A-Za-z]+_[A-Za-z]+"),
  userName: reader("userName", undefined),
  sub: reader("sub", "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
  clientId: reader("clientId", "[a-z0-9]{16,128}"),
  poolId: reader("userPoolId", "[a-z0-9-]+_[A-Za-z0-9]+"),
};

const session = /\bsession\\{0,7}["']?\s{0,8}:\s{0,8}\[([^\]]{0,8000})/;

/** What one line says; members of which it says nothing are absent. */
export function readSubject(text: string): Subject {
  const subject: { -readonly [K in keyof Subject]: Subject[K] } = {};
  for (const [name, read] of Object.entries(members)) {
    const value = read(text);
    if (value !== undefined) subject[name as keyof typeof members] = value;
  }
  const rounds = session.exec(text)?.[1];
  if (rounds !== undefined) {
    const names = rounds.match(/\bchallengeName\b/g)?.length ?? 0;
    // Where SRP comes first, the first call already holds that step.
    subject.firstRound =
      names === 0 || (names === 1 && /\bSRP_A\b/.test(rounds));
  }
  return subject;
}

/** `more` fills what `subject` does not say. */
export function mergeSubjects(subject: Subject, more: Subject): Subject {
  return { ...more, ...subject };
}

/** `"name":"value"`, `\"name\":\"value\"`, `name: 'value'`, `name=value`. */
function reader(
  name: string,
  form: string | undefined,
): (text: string) => string | undefined {
  const key = `(?<![\\w-])${name}\\\\{0,7}["']?\\s{0,8}[:=]\\s{0,8}`;
  const quoted = new RegExp(
    `${key}(\\\\{0,7}["'])(${form ?? "(?:(?!\\1)[^\\n]){1,128}?"})\\1`,
  );
  const bare = new RegExp(
    `${key}(?!(?:null|None|undefined)\\b)(${form ?? "[^\\s\"'\\\\,;(){}\\[\\]]{1,128}"})(?![\\w-])`,
  );
  return (text) =>
    text.includes(name)
      ? (quoted.exec(text)?.[2] ?? bare.exec(text)?.[1])
      : undefined;
}
