/* The tablet's disk. What a visitor was told is recorded lies here before it was said. */

const NAME = "kiosk";
const TABLES = {
  queue: { keyPath: "seq", autoIncrement: true }, // what waits to be handed in, in the order of recording
  visits: { keyPath: "id" }, // today's ledger: for leaving by number, second thoughts and repeated taps
  numbers: { keyPath: ["day", "first"] }, // lent by the server; what was given is never given again
  facts: {}, // what is known of the server, by name
};
const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];
let opened;

/* A server on this very machine needs no network. */
export const isCut = () => !navigator.onLine && !LOOPBACK.includes(self.location.hostname);

function open() {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      for (const [name, shape] of Object.entries(TABLES)) asked.result.createObjectStore(name, shape);
      asked.transaction.objectStore("queue").createIndex("id", "item.id", { unique: true });
      asked.transaction.objectStore("visits").createIndex("number", ["day", "number"]);
      asked.transaction.objectStore("visits").createIndex("day", "day");
    };
    asked.onsuccess = () => {
      asked.result.onversionchange = () => asked.result.close();
      asked.result.onclose = () => (opened = undefined);
      resolve(asked.result);
    };
    asked.onerror = () => {
      opened = undefined;
      reject(asked.error);
    };
  });
  return opened;
}

/* The answer of one request; awaiting nothing else keeps its transaction open. */
export function ask(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/* All of `work` or nothing. Resolves when it is on the disk, not when the system has promised to write it. */
export async function write(work) {
  const transaction = (await open()).transaction(Object.keys(TABLES), "readwrite", { durability: "strict" });
  return finished(transaction, work);
}

export async function read(work) {
  return finished((await open()).transaction(Object.keys(TABLES), "readonly"), work);
}

async function finished(transaction, work) {
  const done = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
  });
  const tables = Object.fromEntries(Object.keys(TABLES).map((name) => [name, transaction.objectStore(name)]));
  try {
    const result = await work(tables);
    await done;
    return result;
  } catch (error) {
    done.catch(() => {}); // the reason is told once, by what is thrown here
    try {
      transaction.abort();
    } catch {
      // it has ended by itself
    }
    throw error;
  }
}

export const fact = (name) => read(({ facts }) => ask(facts.get(name)));
export const keep = (name, value) => write(({ facts }) => ask(facts.put(value, name)));

/* All that a page asks of the tablet, in one transaction: the server as last heard of, and how we stand. */
export function standing() {
  return read(async ({ facts, queue }) => {
    const [server, isClosed, isLost, count] = await Promise.all([
      ...["server", "isClosed", "isLost"].map((name) => ask(facts.get(name))),
      ask(queue.count()),
    ]);
    return { server, isClosed, isLost: isLost || isCut(), waiting: count };
  });
}

export const waiting = () => read(({ queue }) => ask(queue.count()));
export const visit = (id) => read(({ visits }) => ask(visits.get(id)));
export const oldest = (most) => read(({ queue }) => ask(queue.getAll(null, most)));

export function numbered(day, number) {
  return read(({ visits }) => ask(visits.index("number").get([day, number])));
}

export const visitsOf = (day) => read(({ visits }) => ask(visits.index("day").getAll(day)));
