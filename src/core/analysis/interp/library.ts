/**
 * What well-known functions and methods give back. Tables only; a name that is not here is unknown. Only names whose
 * result has one type in every library that uses them stand under `anyReceiver`.
 */
import type { Module } from "../ir/ir.ts";
import { plainText } from "./message-text.ts";
import {
  someBoolean,
  someNumber,
  someText,
  undefinedValue,
  unknownValue,
  valueOf,
  type Value,
} from "./value.ts";

const array = valueOf({ kind: "opaque", json: "array" });
const texts = valueOf({ kind: "opaque", json: "array", texts: true });
const object = valueOf({ kind: "opaque", json: "object" });
export const arrayOrNull = valueOf(
  { kind: "opaque", json: "array" },
  { kind: "null" },
);

/** Whether there is one is not known, nor whether the list is what it is taken for. */
const textOrNothing = valueOf({ kind: "text" }, { kind: "unknown" });
const itemOrNothing = valueOf({ kind: "unknown" }, { kind: "undefined" });

type Results = Readonly<Record<string, Value>>;

const results = (names: string, value: Value): Results =>
  Object.fromEntries(names.split(" ").map((name) => [name, value]));

const made = (name: string, makers: string): Results =>
  results(makers, valueOf({ kind: "external", name }));

interface Library {
  /** By dotted path. */
  readonly functions: Results;
  readonly text: Results;
  readonly number: Results;
  readonly list: Results;
  /** Of a list of which no more is known than that texts are in it. */
  readonly texts: Results;
  readonly anyReceiver: Results;
  /** Of what is not known, given a function of this program: who asks it about each item is a collection. */
  readonly asking: Results;
}

const javascript: Library = {
  functions: {
    ...results(
      "Number.isInteger Number.isFinite Number.isNaN isNaN isFinite Object.is Object.hasOwn crypto.timingSafeEqual bcrypt.compareSync bcryptjs.compareSync otplib.authenticator.check otplib.authenticator.verify otplib.totp.check otplib.totp.verify speakeasy.totp.verify speakeasy.hotp.verify fs.existsSync RegExp().test Set().has Map().has WeakMap().has Set().delete Map().delete",
      someBoolean,
    ),
    ...results(
      "Math.random Math.floor Math.ceil Math.round Math.abs Math.max Math.min Math.pow Math.trunc Number.parseInt Number.parseFloat Date.now Date.parse crypto.randomInt Date().getTime Date().valueOf Date().getFullYear Date().getMonth Date().getDate Date().getDay Date().getHours Date().getMinutes performance.now",
      someNumber,
    ),
    ...results(
      "JSON.stringify String.fromCharCode path.join path.resolve encodeURIComponent decodeURIComponent",
      someText,
    ),
    ...results(
      "crypto.randomUUID uuid.v4 nanoid.nanoid jsonwebtoken.sign bcrypt.hashSync bcryptjs.hashSync btoa Date().toISOString Date().toString Date().toJSON Date().toDateString Date().toUTCString Date().toLocaleString Date().toLocaleDateString Date().toLocaleTimeString Intl.DateTimeFormat().format Intl.NumberFormat().format crypto.randomBytes().toString crypto.createHash().update().digest crypto.createHmac().update().digest plainURL().toString plainURL().toJSON URLSearchParams().toString",
      plainText,
    ),
    ...results(
      "Object.keys Object.values Object.entries Array.from Array.of crypto.getHashes crypto-secure-random-digit.randomDigits",
      array,
    ),
    ...results(
      "bcrypt.compare bcryptjs.compare argon2.verify",
      valueOf({ kind: "promise", value: someBoolean }),
    ),
    ...results(
      "bcrypt.hash bcryptjs.hash argon2.hash",
      valueOf({ kind: "promise", value: plainText }),
    ),
    ...results(
      "jose.jwtVerify jose.jwtDecrypt jose.compactVerify",
      valueOf({ kind: "promise", value: object }),
    ),
    // A buffer is written as an object.
    ...results(
      "Object.fromEntries Buffer.from Buffer.alloc Buffer.concat jsonwebtoken.verify jose.decodeJwt jose.decodeProtectedHeader",
      object,
    ),
    ...results("RegExp().exec", arrayOrNull),
    ...results("setTimeout setInterval", unknownValue),
    ...results(
      "console.log console.info console.warn console.error console.debug",
      undefinedValue,
    ),
  },
  text: {
    ...results("startsWith endsWith includes", someBoolean),
    ...results(
      "indexOf lastIndexOf search charCodeAt localeCompare length",
      someNumber,
    ),
    ...results(
      "charAt concat normalize padEnd padStart repeat replace replaceAll slice substr substring toLowerCase toLocaleLowerCase toString toUpperCase toLocaleUpperCase trim trimEnd trimStart valueOf",
      someText,
    ),
    ...results("split", texts),
    ...results("matchAll", array),
    ...results("match", arrayOrNull),
  },
  number: results(
    "toString toFixed toPrecision toExponential toLocaleString",
    plainText,
  ),
  list: {
    ...results("includes some every", someBoolean),
    ...results("indexOf lastIndexOf findIndex length push unshift", someNumber),
    ...results("join", someText),
    ...results("forEach", undefinedValue),
    ...results(
      "filter map flatMap slice concat sort reverse flat splice toSorted keys entries values fill",
      array,
    ),
  },
  texts: {
    ...results("slice filter reverse toReversed sort toSorted splice", texts),
    ...results("pop shift at", textOrNothing),
    ...results(
      "find findLast",
      valueOf({ kind: "text" }, { kind: "undefined" }),
    ),
  },
  anyReceiver: {
    ...results("toLowerCase toUpperCase trim padStart toISOString", someText),
    ...results("startsWith endsWith includes", someBoolean),
    ...results("indexOf lastIndexOf localeCompare", someNumber),
    ...results("split", texts),
  },
  asking: {
    ...results("map flatMap filter", array),
    ...results("some every", someBoolean),
    ...results("findIndex findLastIndex", someNumber),
    ...results("find findLast", itemOrNothing),
  },
};

const python: Library = {
  functions: {
    ...results(
      "isinstance callable any all hmac.compare_digest secrets.compare_digest bcrypt.checkpw os.path.exists hasattr issubclass",
      someBoolean,
    ),
    ...results(
      "len sum ord round abs math.floor math.ceil math.trunc random.randint random.random random.randrange secrets.randbelow time.time time.time_ns time.perf_counter time.monotonic sys.stdout.write sys.stderr.write hash id SystemRandom().randint SystemRandom().randrange SystemRandom().random",
      someNumber,
    ),
    ...results(
      "repr chr json.dumps os.getcwd format input traceback.format_exc",
      someText,
    ),
    ...results(
      "list sorted random.choices random.sample sys.exc_info traceback.format_exception traceback.format_stack",
      array,
    ),
    ...results("jwt.decode jose.jwt.decode urllib.parse.parse_qs", object),
    ...results("getattr secrets.choice random.choice", unknownValue),
    // What json cannot write; named like the object a library makes.
    ...made(
      "datetime()",
      "datetime.datetime datetime.datetime.now datetime.datetime.utcnow datetime.datetime.today datetime.datetime.fromtimestamp datetime.datetime.strptime datetime.datetime.fromisoformat datetime().replace datetime().astimezone",
    ),
    ...made("date()", "datetime.date datetime.date.today datetime().date"),
    ...made("timedelta()", "datetime.timedelta"),
    ...made(
      "Decimal()",
      "decimal.Decimal Decimal().quantize Decimal().normalize Decimal().copy_abs",
    ),
    ...made("UUID()", "uuid.UUID uuid.uuid1 uuid.uuid4 uuid.uuid5"),
    ...made("SystemRandom()", "random.SystemRandom secrets.SystemRandom"),
    ...made(
      "set()",
      "set frozenset set().union set().intersection set().difference set().symmetric_difference set().copy",
    ),
    ...made(
      "bytes()",
      "bytes bytearray os.urandom secrets.token_bytes base64.b64encode base64.urlsafe_b64encode base64.b64decode base64.standard_b64decode base64.urlsafe_b64decode base64.decodebytes bcrypt.hashpw bcrypt.gensalt bytes().strip bytes().lstrip bytes().rstrip bytes().replace bytes().slice hashlib.sha1().digest hashlib.sha256().digest hashlib.sha512().digest hashlib.md5().digest hmac.new().digest",
    ),
    ...results(
      "secrets.token_hex secrets.token_urlsafe datetime().isoformat datetime().strftime date().isoformat date().strftime bytes().hex hashlib.sha1().hexdigest hashlib.sha256().hexdigest hashlib.sha512().hexdigest hashlib.md5().hexdigest hmac.new().hexdigest",
      plainText,
    ),
    ...results("bytes().decode", someText),
    ...results("datetime().timestamp timedelta().total_seconds", someNumber),
    // Read once, and no lists.
    ...made("map()", "map"),
    ...made("filter()", "filter"),
    ...made("re.compile()", "re.compile"),
    ...made("jinja2.Environment()", "jinja2.Environment"),
    ...made("requests.Session()", "requests.Session requests.session"),
    ...results(
      "re.findall re.split re.compile().findall re.compile().split",
      array,
    ),
    ...results(
      "re.match re.search re.fullmatch re.compile().match re.compile().search re.compile().fullmatch",
      valueOf({ kind: "opaque", json: "object" }, { kind: "null" }),
    ),
    ...made("logging.getLogger()", "logging.getLogger"),
    ...results(
      "debug info warning warn error critical exception log"
        .split(" ")
        .map((each) => `logging.${each} logging.getLogger().${each}`)
        .join(" "),
      valueOf({ kind: "null" }),
    ),
    ...results(
      "print time.sleep traceback.print_exc traceback.print_exception traceback.print_stack sys.stdout.flush sys.stderr.flush",
      valueOf({ kind: "null" }),
    ),
  },
  text: {
    ...results(
      "startswith endswith isdigit isalpha isalnum isnumeric isdecimal islower isupper isspace istitle isidentifier",
      someBoolean,
    ),
    ...results("count find index rfind rindex", someNumber),
    ...results(
      "slice capitalize casefold center format join ljust lower lstrip replace rjust rstrip strip swapcase title upper zfill removeprefix removesuffix",
      someText,
    ),
    ...results("split rsplit splitlines partition rpartition", texts),
    ...made("bytes()", "encode"),
  },
  number: {},
  list: {
    ...results("count index", someNumber),
    ...results(
      "append extend insert sort reverse clear remove",
      valueOf({ kind: "null" }),
    ),
    ...results("copy slice", array),
  },
  texts: {
    ...results("slice copy", texts),
    ...results("pop", someText),
  },
  anyReceiver: {
    ...results("lower upper strip lstrip rstrip isoformat strftime", someText),
    ...results("startswith endswith isdigit", someBoolean),
    ...results("slice", unknownValue),
  },
  asking: {},
};

const libraries: Readonly<Record<Module["language"], Library>> = {
  javascript,
  python,
};

const find = (table: Results, name: string): Value | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

export function functionResult(
  language: Module["language"],
  name: string,
): Value | undefined {
  return find(libraries[language].functions, name);
}

export function methodResult(
  language: Module["language"],
  receiver: "text" | "number" | "list" | "texts" | "any" | "asking",
  name: string,
): Value | undefined {
  const library = libraries[language];
  return find(
    receiver === "any" ? library.anyReceiver : library[receiver],
    name,
  );
}

/** Calls that look at what they are given and change nothing: a log line, a conversion to text. */
export function leavesArgumentsAlone(name: string): boolean {
  return (
    /^(?:console|JSON|Object(?!\.defineP)|Array|Math|Number|log|logger|logging|print|pprint|json|copy|structuredClone|util\.inspect|isinstance|len|type|repr)\b/iu.test(
      name,
    ) || onlookers.has(name.slice(name.lastIndexOf(".") + 1))
  );
}

const onlookers = new Set(
  "log info debug warn warning error trace exception critical inspect stringify dumps addContext inject_lambda_context captureException setUser".split(
    " ",
  ),
);
