/** How long a film plays, as the browser finds; 0 where it cannot say. */

const WITHIN_MS = 3_000;

export function videoLength(file: Blob): Promise<number> {
  return new Promise((resolve) => {
    const url = URL.createObjectURL(file);
    const video = document.createElement("video");
    const done = (): void => {
      URL.revokeObjectURL(url);
      resolve(Number.isFinite(video.duration) ? Math.round(video.duration * 1000) : 0);
    };
    video.preload = "metadata";
    video.onloadedmetadata = video.onerror = done;
    setTimeout(done, WITHIN_MS);
    video.src = url;
  });
}
