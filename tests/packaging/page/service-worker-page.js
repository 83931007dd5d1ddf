// The page that starts the service worker and takes its answer.

globalThis.result = (async () => {
  await navigator.serviceWorker.register("service-worker.js", { type: "module" });
  const { active } = await navigator.serviceWorker.ready;
  return new Promise((resolve, reject) => {
    navigator.serviceWorker.onmessage = ({ data: { result, failure } }) =>
      failure ? reject(new Error(failure)) : resolve(result);
    navigator.serviceWorker.startMessages();
    active.postMessage("run");
  });
})();
