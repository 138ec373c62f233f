"""Renders Cargo.toml.j2 for one engine, writing only what changed."""
import sys, pathlib, jinja2
engine, source, target = sys.argv[1:]
env = jinja2.Environment(trim_blocks=False, keep_trailing_newline=True)
text = env.from_string(pathlib.Path(source).read_text()).render(package="lemoine", database=engine)
path = pathlib.Path(target)
if not path.exists() or path.read_text() != text:
    path.write_text(text)
