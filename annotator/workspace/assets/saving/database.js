// @ts-check
/**
 * Where waiting and refused decisions survive a reload or a crash: IndexedDB, or memory where there is none.
 */

/** @typedef {import("./outbox.js").Stored} Stored */

const NAME = "claimdesk";
const STORE = "decision";
/** What still waits after this long (ms) is forced to the disk, against a power cut. */
const FORCE = 150;

/**
 * @template T
 * @typedef {(store: IDBObjectStore) => IDBRequest<T>|void} Request
 */
/**
 * @typedef {<T>(mode: IDBTransactionMode, durability: "strict"|"relaxed",
 *   work: Request<T>) => Promise<T|undefined>} Work
 */

/** @param {string} name @returns {Promise<IDBDatabase>} */
function connect(name) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(STORE, { keyPath: "uuid" }).createIndex("annotator", "annotator");
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("another tab holds an older database"));
  });
}

/**
 * @template T
 * @param {IDBDatabase} database
 * @param {IDBTransactionMode} mode
 * @param {"strict"|"relaxed"} durability
 * @param {Request<T>} work
 * @returns {Promise<T|undefined>}
 */
function run(database, mode, durability, work) {
  return new Promise((resolve, reject) => {
    const running = database.transaction(STORE, mode, { durability });
    const request = work(running.objectStore(STORE));
    // not left to the end of the task: a tab that is closed in between would lose it
    if (mode === "readwrite") running.commit();
    running.oncomplete = () => resolve(request?.result);
    running.onerror = () => reject(running.error);
    running.onabort = () => reject(running.error);
  });
}

/** Open the browser's database. Its promises reject where the browser refuses to store. */
export function openDatabase(name = NAME) {
  const opened = connect(name);
  opened.catch(() => {}); // reported by each request; alone it would be an unhandled rejection

  /** @type {Work} */
  const transaction = async (mode, durability, work) => run(await opened, mode, durability, work);

  /** @type {Stored|null} */
  let last = null;
  /** @type {any} */
  let timer = null;

  // Each key that waits for the disk would hold up those behind it: a tab closed after a burst of 17 lost
  // 9. So writes are handed over at once (they survive the browser's end), and a forced write carries all.
  function force() {
    timer = null;
    const record = last;
    if (record) transaction("readwrite", "strict", (store) => store.put(record)).catch(() => {});
  }

  return {
    /** @param {Stored[]} records */
    async put(records) {
      last = records.at(-1) ?? last;
      timer ??= setTimeout(force, FORCE);
      await transaction("readwrite", "relaxed", (store) => {
        for (const record of records) store.put(record);
      });
    },
    /** @param {string[]} uuids */
    async remove(uuids) {
      if (last && uuids.includes(last.uuid)) last = null;
      await transaction("readwrite", "relaxed", (store) => {
        for (const uuid of uuids) store.delete(uuid);
      });
    },
    /** @param {string} annotator @returns {Promise<Stored[]>} */
    async all(annotator) {
      return (
        (await transaction("readonly", "relaxed", (store) => store.index("annotator").getAll(annotator))) ??
        []
      );
    },
  };
}
