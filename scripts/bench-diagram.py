"""Lays graphs out with several engines and prints what is seen. Called by scripts/bench-diagram with the program's path."""
import json, math, os, shutil, subprocess, sys, tempfile, time

MERISIER = sys.argv[1]
FOLDER = "tests/cases/layout"


def merisier(graph, keep=None):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "graph.json")
        json.dump(graph, open(path, "w"))
        command = [MERISIER, "debug", "layout", path]
        if keep:
            kept = os.path.join(folder, "kept.json")
            json.dump(keep, open(kept, "w"))
            command += ["--keep", kept]
        return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def oriented(graph):
    """Each leg along the functional dependency (max-1 leg, relation, max-n leg): else a layered engine sees a strip of two layers."""
    turned = lambda e: {**e, "s": e["t"], "t": e["s"]} if e.get("rev") else e
    return {**graph, "edges": [turned(e) for e in graph["edges"]]}


def graphviz(engine):
    def lay(graph):
        graph = oriented(graph)
        lines = ["graph g {", "splines=ortho; overlap=false; nodesep=0.55; ranksep=0.55; node [shape=box fixedsize=true label=\"\"];"]
        for node in graph["nodes"]:
            lines.append(f'"{node["id"]}" [width={node["w"] / 72} height={node["h"] / 72}];')
        lines += [f'"{e["s"]}" -- "{e["t"]}" [id="{e["id"]}"];' for e in graph["edges"]] + ["}"]
        out = json.loads(subprocess.run([engine, "-Tjson"], input="\n".join(lines), check=True, capture_output=True, text=True, timeout=300).stdout)
        size = {n["id"]: (n["w"], n["h"]) for n in graph["nodes"]}
        nodes = {}
        for found in out.get("objects", []):
            x, y = map(float, found["pos"].split(","))
            w, h = size[found["name"]]
            nodes[found["name"]] = {"x": x - w / 2, "y": -y - h / 2, "w": w, "h": h}
        points = lambda pos: [[float(v) * s for v, s in zip(p.split(","), (1, -1))] for p in pos.replace("e,", "").replace("s,", "").split()]
        return {"nodes": nodes, "edges": [{"id": e["id"], "points": points(e["pos"])} for e in out.get("edges", [])]}
    return lay


ELK_PROGRAM = """
const ELK = require(process.env.ELK + '/node_modules/elkjs');
const graph = JSON.parse(require('fs').readFileSync(0));
new ELK().layout({ id: 'root', layoutOptions: { 'elk.algorithm': 'layered', 'elk.edgeRouting': 'ORTHOGONAL', 'elk.spacing.nodeNode': '40' },
  children: graph.nodes.map(n => ({ id: n.id, width: n.w, height: n.h })),
  edges: graph.edges.map(e => ({ id: e.id, sources: [e.s], targets: [e.t] })) }).then(out => console.log(JSON.stringify({
  nodes: Object.fromEntries(out.children.map(n => [n.id, { x: n.x, y: n.y, w: n.width, h: n.height }])),
  edges: out.edges.map(e => ({ id: e.id, points: e.sections.flatMap(s => [s.startPoint, ...(s.bendPoints || []), s.endPoint]).map(p => [p.x, p.y]) })) })));
"""


def elk(graph):
    graph = oriented(graph)
    return json.loads(subprocess.run(["node", "-e", ELK_PROGRAM], input=json.dumps(graph), check=True, capture_output=True, text=True).stdout)


def figures(graph, layout):
    areas = {i: (n["x"], n["y"], n["x"] + n["w"], n["y"] + n["h"]) for i, n in layout["nodes"].items()}
    ends = {e["id"]: {e["s"], e["t"]} for e in graph["edges"]}
    lines = [(e["id"], list(zip(e["points"], e["points"][1:]))) for e in layout["edges"]]
    crossings = shared = through = 0
    for at, (a, first) in enumerate(lines):
        for node, (l, t, r, b) in areas.items():
            inside = lambda p, q: max(p[0], q[0]) > l + 1 and min(p[0], q[0]) < r - 1 and max(p[1], q[1]) > t + 1 and min(p[1], q[1]) < b - 1
            through += node not in ends[a] and any(inside(p, q) for p, q in first)
        for b_id, second in lines[at + 1:]:
            homes = [areas[n] for n in ends[a] & ends[b_id]]
            seen = []
            for p, q in first:
                for c, d in second:
                    den = (q[0] - p[0]) * (d[1] - c[1]) - (q[1] - p[1]) * (d[0] - c[0])
                    if abs(den) < 1e-9:
                        flat = p[1] == q[1]
                        if flat == (c[1] == d[1]) and abs(p[flat] - c[flat]) < 1:
                            axis = 0 if flat else 1
                            common = min(max(p[axis], q[axis]), max(c[axis], d[axis])) - max(min(p[axis], q[axis]), min(c[axis], d[axis]))
                            shared += max(0, common) if common > 1 else 0
                        continue
                    t = ((c[0] - p[0]) * (d[1] - c[1]) - (c[1] - p[1]) * (d[0] - c[0])) / den
                    u = ((c[0] - p[0]) * (q[1] - p[1]) - (c[1] - p[1]) * (q[0] - p[0])) / den
                    if not (0 <= t <= 1 and 0 <= u <= 1):
                        continue
                    x, y = p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])
                    if any(l - 3 <= x <= r + 3 and t_ - 3 <= y <= b_ + 3 for l, t_, r, b_ in homes):
                        continue
                    if all(abs(x - sx) + abs(y - sy) > 4 for sx, sy in seen):
                        seen.append((x, y))
            crossings += len(seen)
    points = [p for e in layout["edges"] for p in e["points"]]
    xs = [a[0] for a in areas.values()] + [a[2] for a in areas.values()] + [p[0] for p in points]
    ys = [a[1] for a in areas.values()] + [a[3] for a in areas.values()] + [p[1] for p in points]
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    covered = sum((r - l) * (b - t) for l, t, r, b in areas.values())
    bends = sum(max(0, len(e["points"]) - 2) for e in layout["edges"])
    return crossings, through, round(shared), bends / max(1, len(lines)), width * height / 1e6, covered / (width * height), width / height


def displacement(graph, layout, lay):
    hub = max((n["id"] for n in graph["nodes"]), key=lambda i: sum(i in (e["s"], e["t"]) for e in graph["edges"]))
    more = json.loads(json.dumps(graph))
    more["nodes"].append({"id": "one more", "w": 120, "h": 90, "kind": "entity"})
    more["edges"].append({"id": "one more", "s": hub, "t": "one more"})
    after = lay(more)
    moves = [(after["nodes"][i]["x"] - n["x"], after["nodes"][i]["y"] - n["y"]) for i, n in layout["nodes"].items()]
    middle = [sorted(m[axis] for m in moves)[len(moves) // 2] for axis in (0, 1)]
    return sum(math.hypot(m[0] - middle[0], m[1] - middle[1]) for m in moves) / max(1, len(moves))


def attempt(lay, graph):
    """What an engine gives, or how it fails: Graphviz's orthogonal lines abort on some graphs."""
    try:
        return lay(graph)
    except subprocess.CalledProcessError as error:
        return f"fails ({error.returncode})"
    except subprocess.TimeoutExpired:
        return "has not ended"


def main():
    engines = [("merisier", merisier)]
    engines += [(f"{name} ortho", graphviz(name)) for name in ("dot", "neato") if shutil.which(name)]
    if os.environ.get("ELK"):
        engines.append(("ELK layered", elk))
    print("| graph | engine | crossings | through | shared px | bends a leg | area Mpx | density | ratio | s | moved px |")
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    for name in sys.argv[2:] or ("small_mcd", "medium_mcd", "sakila_mld", "adventureworks_mld", "espocrm_mcd"):
        graph = json.load(open(f"{FOLDER}/{name}.json"))
        for engine, lay in engines:
            start = time.time()
            layout = attempt(lay, graph)
            if isinstance(layout, str):
                print(f"| {name} | {engine} | {layout} after {time.time() - start:.0f} s | | | | | | | | |", flush=True)
                continue
            took = time.time() - start
            again = (lambda more: merisier(more, layout)) if lay is merisier else lay
            crossings, through, shared, bends, area, density, ratio = figures(graph, layout)
            moved = attempt(lambda more: f"{displacement(more, layout, again):.0f}", graph)
            print(f"| {name} | {engine} | {crossings} | {through} | {shared} | {bends:.2f} | {area:.2f} | {density:.3f} | {ratio:.2f} | {took:.2f} | {moved} |", flush=True)


main()
