// @ts-check
/** Where waiting and refused decisions survive a reload or a crash: IndexedDB, or memory where there is none. */

/** @typedef {import("./outbox.js").Stored} Stored */

const NAME = "claimdesk";
const STORE = "decision";

/** Open the browser's database. Its promises reject where the browser refuses to store. */
export function openDatabase(name = NAME) {
  /** @type {Promise<IDBDatabase>} */
  const opened = new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(STORE, { keyPath: "uuid" }).createIndex("annotator", "annotator");
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("another tab holds an older database"));
  });
  opened.catch(() => {}); // told to whoever asks for something; alone it would be an unhandled rejection

  /**
   * @template T
   * @param {IDBTransactionMode} mode
   * @param {"strict"|"relaxed"} durability
   * @param {(store: IDBObjectStore) => IDBRequest<T>|void} work
   * @returns {Promise<T|undefined>}
   */
  async function transaction(mode, durability, work) {
    const database = await opened;
    return new Promise((resolve, reject) => {
      const running = database.transaction(STORE, mode, { durability });
      const request = work(running.objectStore(STORE));
      running.oncomplete = () => resolve(request?.result);
      running.onerror = () => reject(running.error);
      running.onabort = () => reject(running.error);
    });
  }

  return {
    /** @param {Stored[]} records */
    async put(records) {
      await transaction("readwrite", "strict", (store) => {
        for (const record of records) store.put(record);
      });
    },
    /** @param {string[]} uuids */
    async remove(uuids) {
      // a record that comes back after a crash is sent again and recognised by its uuid, so this may be lazy
      await transaction("readwrite", "relaxed", (store) => {
        for (const uuid of uuids) store.delete(uuid);
      });
    },
    /** @param {string} annotator @returns {Promise<Stored[]>} */
    async all(annotator) {
      return (await transaction("readonly", "relaxed", (store) => store.index("annotator").getAll(annotator))) ?? [];
    },
  };
}
