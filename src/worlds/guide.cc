#include "worlds/guide.h"

#include "kernel/text.h"
#include "worlds/embedded.h"

#include <fmt/format.h>

#include <array>

namespace recess::worlds {
namespace {

constexpr std::string_view kExampleBase = "http://localhost:8080";

struct Chapter {
  std::string_view title;
  std::string_view words;    // HTML; @BASE@ is the address
  std::string_view program;  // Python that goes on from the chapters before; empty: none
};

constexpr std::array kChapters{
    Chapter{
        "In the address bar",
        R"(<p>The ocean listens to addresses. Open <a href="@BASE@/join?name=fred">@BASE@/join?name=fred</a> with your
own name instead of <code>fred</code>. The answer is your <b>number</b>; from now on you are known by it.</p>
<p>Where are you? <code>@BASE@/location?id=0</code> says it (with your number). Look at the
<a href="@BASE@/map">map</a> while you play: there you are, and so is everybody else.</p>
<p>The ocean has no edge. Swim 900 metres east and you are back where you began; the same to the north. So it has the
shape of a ring, the kind one eats for breakfast.</p>)",
        ""},
    Chapter{"The same in Python",
            R"(<p>A program can ask faster than you can type. This one joins and asks where it is.
It needs the library <code>requests</code>: <code>pip install requests</code>.</p>)",
            R"(import time

import requests

BASE = "@BASE@"


def ask(route, **keys):
    return requests.get(f"{BASE}/{route}", params=keys, timeout=10).text


me = int(ask("join", name="fred"))
print("I am player", me)
print(ask("location", id=me))
)"},
    Chapter{
        "Where is that?",
        R"(<p><code>location</code> gives six things with commas between: how far east, how far north, how deep; then
three that are 0 or 1: did you swim around the ocean since you last asked, is there a message for you, is something in
sight.</p>)",
        R"(x, y, depth, wrapped, message, near = ask("location", id=me).split(",")
print("east", float(x), "north", float(y), "deep", float(depth))
)"},
    Chapter{"Move",
            R"(<p>Four keys, as in many games: <code>w</code> faster, <code>s</code> slower, <code>a</code> turns left,
<code>d</code> turns right. Ships keep going: nothing stops you but <code>stop</code>. Twenty-four times
<code>a</code> is once around.</p>)",
            R"(for press in range(5):
    ask("accel", id=me, ctrl="w")
for press in range(6):
    ask("accel", id=me, ctrl="a")
time.sleep(1)
print(ask("location", id=me))
print("speed east, speed north, heading:", ask("velocity", id=me))
)"},
    Chapter{
        "Look",
        R"(<p><code>look</code> tells what is near: groups of four, <code>kind,x,y,z,</code>. An empty answer means open
sea. This program makes a list of what it sees.</p>)",
        R"(def in_sight():
    parts = ask("look", id=me).split(",")
    things = []
    for i in range(0, len(parts) - 1, 4):
        things.append((parts[i], float(parts[i + 1]), float(parts[i + 2]), float(parts[i + 3])))
    return things


for kind, there_x, there_y, there_z in in_sight():
    print("a", kind, "at", there_x, there_y, "and", there_z, "deep")
)"},
    Chapter{"Dive",
            R"(<p><code>ping</code> listens for the sea floor and says how deep it is. <code>dive</code> with
<code>f</code> goes five metres down, with <code>r</code> five metres up. Under water you are slow, but treasures lie on
the tops of seamounts, under the sea. When one is near, <code>get</code> it.</p>)",
            R"(print("the floor is", float(ask("ping", id=me)), "metres down")
print(ask("dive", id=me, ctrl="f"))
print(ask("get", id=me, item="treasure"))
print(ask("dive", id=me, ctrl="r"))
print(ask("inventory", id=me))
)"},
    Chapter{"Again and again",
            R"(<p>Explorers measure along a line. This loop swims, listens, and keeps what it found in a list. Somewhere
there is a trench, fifty metres deep: who finds it first?</p>)",
            R"(track = []
for press in range(8):
    ask("accel", id=me, ctrl="w")
for step in range(10):
    x, y, depth, wrapped, message, near = ask("location", id=me).split(",")
    track.append((float(x), float(y), float(ask("ping", id=me))))
    if near == "1":
        print("something is near:", in_sight())
    time.sleep(0.2)
print(ask("stop", id=me))
deepest = max(track, key=lambda place: place[2])
print("deepest:", deepest)
)"},
    Chapter{
        "Draw a chart",
        R"(<p>With <code>matplotlib</code> (<code>pip install matplotlib</code>) the list becomes a picture: your way
from above, coloured by depth. Put many ways together and you have a chart of the ocean floor.</p>)",
        R"(import matplotlib.pyplot as plt

east = [place[0] for place in track]
north = [place[1] for place in track]
deep = [place[2] for place in track]
plt.scatter(east, north, c=deep, cmap="viridis_r")
plt.colorbar(label="depth in metres")
plt.xlabel("east")
plt.ylabel("north")
plt.savefig("chart.png")
)"},
    Chapter{"Talk",
            R"(<p><code>who</code> lists the players, <code>sendchat</code> writes to one of them, and
<code>popchat</code> takes the message out of your own letter box; 0 means that there is none. A box holds one
message.</p>)",
            R"(print(ask("who"))
print(ask("sendchat", id=me, name="fred", message="note to myself: turn left at the seamount"))
print(ask("popchat", id=me))
)"},
    Chapter{
        "Keep your ship to yourself",
        R"(<p>Anybody who knows your number can steer your ship, until you claim it. Claim it when you join for the first
time: add <code>claim=1</code> and keep the token that comes in the header <code>X-Recess-Token</code>. From then on only
who sends the token steers.</p>)",
        R"(reply = requests.get(f"{BASE}/join", params={"name": "captain", "claim": "1"}, timeout=10)
token = reply.headers.get("X-Recess-Token")
if token:
    captain = int(reply.text)
    print(ask("accel", id=captain, ctrl="w"))
    print(ask("accel", id=captain, ctrl="w", token=token))
)"},
    Chapter{"Many at once",
            R"(<p><code>batch</code> does up to 32 things at one moment and answers with a line for each.</p>)",
            R"(print(ask("batch", id=me, do="w,w,a,location,ping"))
print(ask("scores"))
)"},
};

std::string with_base(std::string_view text, std::string_view marker, std::string_view base) {
  std::string out;
  for (std::size_t at = 0;;) {
    const std::size_t found = text.find(marker, at);
    out += text.substr(at, found - at);
    if (found == std::string_view::npos) return out;
    out += base;
    at = found + marker.size();
  }
}

}  // namespace

std::string guide_body(std::string_view base) {
  const std::string safe = html_escape(base);
  std::string out = "<h1>Into the ocean</h1>\n";
  for (const Chapter& chapter : kChapters) {
    out += fmt::format("<h2>{}</h2>\n{}\n", chapter.title, with_base(chapter.words, "@BASE@", safe));
    if (chapter.program.empty()) continue;
    out += fmt::format("<pre><code class=\"python\">{}</code></pre>\n",
                       html_escape(with_base(chapter.program, "@BASE@", base)));
  }
  out += fmt::format(
      "<h2>What else there is</h2>\n<p>All routes: <a href=\"{0}/mocean?client=browser\">{0}/mocean</a>. A whole first "
      "program to copy: <a href=\"{0}/mocean/client.py\">client.py</a>. Who leads: <a "
      "href=\"{0}/scores\">scores</a>.</p>\n",
      safe);
  return out;
}

std::string client_program(std::string_view base) { return with_base(embedded::kClientPy, kExampleBase, base); }

}  // namespace recess::worlds
