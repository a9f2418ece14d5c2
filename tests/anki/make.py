"""Makes collection.apkg with Anki itself: `pip install anki`, then `python make.py FOLDER`, and move FOLDER/collection.apkg here.

Thirteen notes of six kinds in four decks, with answers of up to three years, one suspended card, a picture and a sound. What Anki knows of the cards is printed.
The collection for programs of before 2.1.50, which says only that one should update, is left out.
"""

import os
import random
import sys
import time
import zipfile

from anki.collection import Collection, ExportAnkiPackageOptions

DAY = 86400
folder = os.path.abspath(sys.argv[1])
os.makedirs(folder, exist_ok=True)
col = Collection(os.path.join(folder, "collection.anki2"))
draw = random.Random(1)

decks = [col.decks.id(name) for name in ["ML::Attention", "ML::Optimisation", "检测::非极大值抑制", "ML"]]
kind = col.models.new("Three")
for name in ["Term", "Meaning", "Formula"]:
    col.models.add_field(kind, col.models.new_field(name))
for name, question, answer in [
    ("Meaning", "<div class=a>{{Term}}?</div>", "{{FrontSide}}<hr id=answer>{{Meaning}}"),
    ("Term", "What means <i>{{Meaning}}</i>?", '{{FrontSide}}\n\n<hr id="answer">\n\n{{Term}}'),
    ("Formula", "{{#Formula}}Formula of {{Term}}{{/Formula}}", "{{FrontSide}}<hr id=answer>{{Formula}}{{^Meaning}}none{{/Meaning}}"),
]:
    template = col.models.new_template(name)
    template["qfmt"], template["afmt"] = question, answer
    col.models.add_template(kind, template)
col.models.add(kind)

for name, head in [("iou.png", b"\x89PNG\r\n\x1a\n"), ("说明.mp3", b"ID3")]:
    with open(os.path.join(col.media.dir(), name), "wb") as file:
        file.write(head + b"0" * 40)

BASIC, REVERSED, OPTIONAL, TYPED = "Basic", "Basic (and reversed card)", "Basic (optional reversed card)", "Basic (type in the answer)"
NOTES = [
    (BASIC, ["What does <b>attention</b> divide by?<br>Say why.", 'By \\(\\sqrt{d_k}\\): variance &lt; big.<img src="iou.png">']),
    (BASIC, ["<div>Costs $5 and $6</div><div>a_b_c * d * e # x</div>", "<table><tr><th>op</th><th>cost</th></tr><tr><td>QK</td><td>n<sup>2</sup>d | x</td></tr></table>"]),
    (BASIC, ['<pre><code class="language-python">def f(x):\n    return x &lt; 3\n</code></pre>', "<ol><li>one</li><li>two<ul><li>inner</li></ul></li></ol>[sound:说明.mp3]"]),
    (BASIC, ["Adam? [$]m_t = \\beta_1 m + (1-\\beta_1) g[/$]", "[$$]\\frac{m}{\\sqrt{v}}[/$$] and [latex]$x^2$[/latex]"]),
    (REVERSED, ["NMS", "非极大值抑制"]),
    (REVERSED, ["IoU", "Intersection over union"]),
    (OPTIONAL, ["GELU", "x·Φ(x)", ""]),
    (OPTIONAL, ["SiLU", "x·σ(x)", "y"]),
    (TYPED, ["Abbreviation of batch normalisation?", "BN"]),
    ("Cloze", ["The {{c1::variance::a moment}} of q·k is {{c2::\\(d_k\\)}} if {{c1::mean}} is 0.", "From <i>Vaswani</i> et al."]),
    ("Cloze", ["Code: <code>{{c1::x.softmax(-1)}}</code> nested {{c2::outer {{c3::inner}} end}}", ""]),
    ("Three", ["Softmax", "a distribution", "\\(e^{x_i}/\\sum_j e^{x_j}\\)"]),
    ("Three", ["ReLU", "max(0,x)", ""]),
]
kinds = {found.name: found.id for found in col.models.all_names_and_ids()}
for at, (name, fields) in enumerate(NOTES):
    note = col.new_note(col.models.get(kinds[name]))
    note.fields[: len(fields)] = fields
    note.tags = ["ml::nlp", "基础"] if at % 3 == 0 else []
    col.add_note(note, decks[at % len(decks)])

now, used, rows, states = int(time.time()), set(), [], []
for (card,) in col.db.execute("select id from cards order by id"):
    if draw.random() < 0.15:
        continue
    at = now - draw.randint(300, 1095) * DAY
    interval, answers, lapses, stage = 0, 0, 0, 0
    while at < now:
        ease = draw.choices([1, 2, 3, 4], [12, 10, 70, 8])[0]
        learns = ease == 1 or answers == 0 and ease != 4
        lapses += ease == 1 and stage == 1
        following = -600 if learns else max(1, int(max(interval, 1) * {2: 1.2, 3: 2.5, 4: 3.2}[ease]))
        name = at * 1000 + draw.randint(0, 999)
        while name in used:
            name += 1
        used.add(name)
        rows.append((name, card, -1, ease, following, interval, 2500, draw.randint(1500, 20000), stage))
        answers, last = answers + 1, at
        if learns:
            stage, interval = 2 if interval > 0 else 0, max(1, interval // 2) if interval > 0 else -600
            at += 700
        else:
            stage, interval = 1, following
            at += following * DAY + draw.randint(-3000, 30000)
    interval = max(interval, 1)
    queue = -1 if draw.random() < 0.1 else 2
    states.append((2, queue, (last - col.crt) // DAY + interval, interval, 2500, answers, lapses, card))
col.db.executemany("insert into revlog values (?,?,?,?,?,?,?,?,?)", rows)
col.db.executemany("update cards set type=?, queue=?, due=?, ivl=?, factor=?, reps=?, lapses=? where id=?", states)

print(f"{len(rows)} answers, collection of {time.strftime('%Y-%m-%d', time.gmtime(col.crt))}")
for state in col.db.all("select nid, ord, queue, date(? + due * 86400, 'unixepoch'), reps, lapses from cards where type = 2", col.crt):
    print(*state)
options = ExportAnkiPackageOptions(with_scheduling=True, with_deck_configs=True, with_media=True, legacy=False)
whole = os.path.join(folder, "whole.apkg")
col.export_anki_package(out_path=whole, options=options, limit=None)
with zipfile.ZipFile(whole) as made, zipfile.ZipFile(os.path.join(folder, "collection.apkg"), "w", zipfile.ZIP_DEFLATED) as out:
    for name in made.namelist():
        if name != "collection.anki2":
            out.writestr(name, made.read(name))
