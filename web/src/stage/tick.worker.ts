// A metronome. The timers of a page in the background are slowed down to one tick per second, those of a worker are not.
let timer: ReturnType<typeof setInterval> | undefined;

self.onmessage = ({ data }: MessageEvent<number>) => {
  clearInterval(timer);
  if (data > 0) timer = setInterval(() => self.postMessage(0), data);
};
