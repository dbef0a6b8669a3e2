// The caller's side of the browser phone. It knows no TwiML: the server says what is heard and until when
// something may be done; this plays, counts the time, and tells what was done.

const QUIET_LEVEL = 0.02;      // of full scale: below it, the microphone hears nobody speaking
const LISTEN_EVERY_MS = 100;
const RECORDED_HZ = 8000;      // what a telephone keeps
const TEXTS_EVERY_MS = 2000;
const CHARACTER_S = 0.2;       // what a typed message of one character lasts when there is no microphone

const $ = (id) => document.getElementById(id);
const WORDS = {
  ringing: "正在呼叫 Ringing", speaking: "请听 Listening", pausing: "请听 Listening", prompting: "请听，可按键 Press any time",
  listening: "请按键或说话 Your turn", recording: "正在录音，按 # 结束 Recording, # ends", connecting: "正在接通 Connecting",
  talking: "通话中 Connected", queued: "排队中 In the queue",
};
const ENDED = { hangup: "已结束 Ended", caller: "已挂断 You hung up", exhausted: "已结束 Ended", rejected: "被拒绝 Rejected" };

let call = null;               // {id, turn, opening, shown, items}
let origin = 0;                // performance.now() at second 0 of the line's clock
let timer = null;
let busy = false;
let waiting = [];              // acts done while the line was being asked
let sound = null;
let recorder = null;

// what the server is told ---------------------------------------------------------------------------

async function post(path, body) {
  const answer = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error((await answer.text()).trim() || answer.statusText);
  return answer.json();
}

function now() { return (performance.now() - origin) / 1000; }

async function tell(act) {
  if (!call) return;
  if (busy) { waiting.push(act); return; }
  busy = true;
  clearTimeout(timer);
  try {
    show(await post(`phone/calls/${call.id}/act`, { at: now(), ...act, turn: call.turn }));
  } catch (trouble) {
    if (call.opening) { note(String(trouble.message || trouble)); wait(); }
  } finally {
    busy = false;
  }
  if (waiting.length && call) tell(waiting.shift());
}

function wait() {
  clearTimeout(timer);
  const left = call.opening.until - now();
  timer = setTimeout(passed, Math.max(0, left) * 1000);
}

function passed() {
  if (recorder) {
    if (recorder.ending) return;
    const quietS = call.opening.until - call.opening.start;
    const left = recorder.lastVoice + quietS - now();
    if (recorder.heard && left > 0) { timer = setTimeout(passed, left * 1000); return; }
    endRecording("");
    return;
  }
  tell({ do: "nothing" });
}

// what the server says ------------------------------------------------------------------------------

function show(stretch) {
  const fresh = !call;
  if (fresh) call = { id: stretch.call, items: [] };
  call.turn = stretch.turn;
  call.opening = stretch.opening;
  stretch.heard.forEach((heard, place) => {
    if (place >= call.items.length) call.items.push(hear(heard));
    if (heard.cut && !call.items[place].classList.contains("cut")) {
      call.items[place].classList.add("cut");
      if (sound && sound.place === place) silence();
    }
    if (place === call.items.length - 1 && sound) sound.place = place;
  });
  for (const words of stretch.complaints.slice(call.complained || 0)) note(words);
  call.complained = stretch.complaints.length;
  if (stretch.ended !== null) { finish(stretch.ended); return; }
  const { start, doing, speech, queued } = stretch.opening;
  if (fresh || now() > start) origin = performance.now() - start * 1000;
  $("state").textContent = WORDS[queued ? "queued" : doing];
  $("transfer").hidden = !(doing === "connecting" || queued);
  $("words").disabled = $("speak").lastElementChild.disabled = !(speech || doing === "recording");
  if (doing === "recording" && !recorder) startRecording();
  if (doing !== "recording" && recorder) stopRecording();
  wait();
}

function hear(heard) {
  const nameless = heard.url.includes("/recording/") ? "♪ 您的录音 Your recording" : "♪";
  const item = line(heard.text || nameless, heard.kind === "beep" ? "note" : "");
  if (heard.language) item.lang = heard.language;
  if (heard.kind === "play" && heard.url) {
    silence();
    const audio = new Audio(heard.url);
    sound = { audio, place: call.items.length };
    audio.play().catch(() => note("浏览器没有放出声音 The browser played no sound"));
  }
  if (heard.kind === "beep") beep();
  return item;
}

function silence() {
  if (sound) sound.audio.pause();
  sound = null;
}

function beep() {
  const context = new AudioContext();
  const tone = context.createOscillator();
  tone.frequency.value = 1000;
  tone.connect(context.destination);
  tone.start();
  tone.stop(context.currentTime + 0.2);
  tone.onended = () => context.close();
}

function line(text, kind) {
  const item = document.createElement("li");
  item.textContent = text;
  if (kind) item.className = kind;
  $("heard").append(item);
  item.scrollIntoView({ block: "nearest" });
  return item;
}

function note(text) { line(text, "note"); }

function finish(ended) {
  clearTimeout(timer);
  if (recorder) stopRecording();
  if (ended === "caller") silence();
  $("state").textContent = ENDED[ended] || ended;
  note($("state").textContent);
  call = null;
  waiting = [];
  ready(true);
}

// the microphone ------------------------------------------------------------------------------------

let microphone = null;

async function openMicrophone() {
  if (microphone || !navigator.mediaDevices) return;
  try {
    microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch {
    $("microphone").textContent = "没有麦克风：录音时请打字。No microphone: type while it records.";
    $("microphone").hidden = false;
  }
}

function startRecording() {
  const from = call.opening.start;
  recorder = { from, lastVoice: from, heard: false, pieces: [] };
  if (!microphone) return;
  const taking = recorder;
  taking.media = new MediaRecorder(microphone);
  taking.media.ondataavailable = (piece) => taking.pieces.push(piece.data);
  taking.media.start();
  taking.context = new AudioContext();
  const meter = taking.context.createAnalyser();
  taking.context.createMediaStreamSource(microphone).connect(meter);
  const samples = new Float32Array(meter.fftSize);
  taking.listening = setInterval(() => {
    meter.getFloatTimeDomainData(samples);
    const level = Math.sqrt(samples.reduce((sum, one) => sum + one * one, 0) / samples.length);
    if (level > QUIET_LEVEL) { taking.lastVoice = now(); taking.heard = true; }
  }, LISTEN_EVERY_MS);
}

function stopRecording() {
  clearInterval(recorder.listening);
  if (recorder.media && recorder.media.state !== "inactive") recorder.media.stop();
  recorder = null;
}

async function endRecording(key) {
  const taken = recorder, id = call.id;
  if (taken.ending) return;
  taken.ending = true;
  clearTimeout(timer);
  const seconds = (key ? now() : taken.lastVoice) - taken.from;
  if (taken.media) {
    const stopped = new Promise((done) => { taken.media.onstop = done; });
    taken.media.stop();
    await stopped;
    taken.context.close();
    await upload(id, taken.pieces).catch((trouble) => note(String(trouble.message || trouble)));
  }
  if (taken.heard && seconds > 0) await tell({ do: "message", at: taken.from, seconds });
  await tell(key ? { do: "keys", keys: key } : { do: "nothing" });
}

async function upload(id, pieces) {
  const context = new AudioContext();
  const whole = await context.decodeAudioData(await new Blob(pieces).arrayBuffer());
  context.close();
  const length = Math.max(1, Math.ceil(whole.duration * RECORDED_HZ));
  const offline = new OfflineAudioContext(1, length, RECORDED_HZ);
  const source = offline.createBufferSource();
  source.buffer = whole;
  source.connect(offline.destination);
  source.start();
  const samples = (await offline.startRendering()).getChannelData(0);
  const answer = await fetch(`phone/calls/${id}/recording`, { method: "PUT", headers: { "Content-Type": "audio/wav" }, body: wav(samples) });
  if (!answer.ok) throw new Error((await answer.text()).trim());
}

function wav(samples) {
  const file = new DataView(new ArrayBuffer(44 + samples.length * 2));
  const text = (at, words) => [...words].forEach((c, i) => file.setUint8(at + i, c.charCodeAt(0)));
  text(0, "RIFF"); file.setUint32(4, 36 + samples.length * 2, true); text(8, "WAVEfmt ");
  file.setUint32(16, 16, true); file.setUint16(20, 1, true); file.setUint16(22, 1, true);
  file.setUint32(24, RECORDED_HZ, true); file.setUint32(28, RECORDED_HZ * 2, true);
  file.setUint16(32, 2, true); file.setUint16(34, 16, true);
  text(36, "data"); file.setUint32(40, samples.length * 2, true);
  samples.forEach((one, i) => file.setInt16(44 + i * 2, Math.max(-1, Math.min(1, one)) * 0x7fff, true));
  return file.buffer;
}

// what the caller does ------------------------------------------------------------------------------

function press(key) {
  if (!call) return;
  line(key, "mine");
  const button = document.querySelector(`[data-key="${key}"]`);
  button.classList.add("down");
  setTimeout(() => button.classList.remove("down"), 150);
  if (recorder) { endRecording(key); return; }
  tell({ do: "keys", keys: key });
}

function say(words) {
  line(words, "mine");
  if (recorder) {
    tell({ do: "message", seconds: words.length * CHARACTER_S });
    return;
  }
  tell({ do: "say", words });
}

async function dial() {
  const who = $("who").value.trim() || "anonymous";
  $("heard").replaceChildren();
  ready(false);
  $("state").textContent = WORDS.ringing;
  await openMicrophone();
  try {
    show(await post("phone/calls", { from: who }));
  } catch (trouble) {
    $("state").textContent = "10086";
    note(String(trouble.message || trouble));
    ready(true);
  }
}

function ready(idle) {
  $("dial").disabled = !idle;
  $("hang_up").disabled = idle;
  $("who").disabled = !idle;
  for (const button of $("keys").children) button.disabled = idle;
  if (idle) { $("words").disabled = $("speak").lastElementChild.disabled = true; $("transfer").hidden = true; }
}

$("dial").addEventListener("click", dial);
$("hang_up").addEventListener("click", () => tell({ do: "hang_up" }));
$("keys").addEventListener("click", (event) => { if (event.target.dataset.key) press(event.target.dataset.key); });
$("transfer").addEventListener("click", (event) => {
  if (event.target.dataset.to) tell({ do: "transfer", to: event.target.dataset.to });
});
$("speak").addEventListener("submit", (event) => {
  event.preventDefault();
  const words = $("words").value.trim();
  $("words").value = "";
  if (words) say(words);
});
document.addEventListener("keydown", (event) => {
  if (event.target.tagName === "INPUT" || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (call && /^[0-9*#]$/.test(event.key)) { event.preventDefault(); press(event.key); }
});
$("who").addEventListener("input", describe);

// around the call -----------------------------------------------------------------------------------

let known = {};

function describe() { $("about").textContent = known[$("who").value.trim()] || ""; texts(); }

async function texts() {
  const number = $("who").value.trim();
  const answer = await fetch(`phone/texts?number=${encodeURIComponent(number)}`).catch(() => null);
  if (!answer || !answer.ok) return;
  const items = (await answer.json()).map((words) => {
    const item = document.createElement("li");
    item.textContent = words;
    return item;
  });
  if (items.length !== $("texts").children.length) $("texts").replaceChildren(...items.reverse());
}

async function start() {
  const answer = await fetch("phone/numbers").catch(() => null);
  const numbers = answer && answer.ok ? await answer.json() : [];
  known = Object.fromEntries(numbers.map((one) => [one.number, one.about]));
  for (const { number, about } of numbers) {
    const option = document.createElement("option");
    option.value = number;
    option.label = `${number} ${about}`;
    $("numbers").append(option);
  }
  describe();
  setInterval(() => {
    if (call) $("clock").textContent = `${Math.floor(now() / 60)}:${String(Math.floor(now() % 60)).padStart(2, "0")}`;
  }, 500);
  setInterval(texts, TEXTS_EVERY_MS);
}

start();
