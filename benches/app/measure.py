"""Servers as processes: started, asked over HTTP, and measured (CPU time and memory). Knows no application.

CPU is the user and system time of the server's processes (their CPU-time clocks, in nanoseconds): unlike wall time it hardly
depends on who else uses the machine. A measure is the median over batches of requests.
"""

import http.client
import os
import re
import statistics
import subprocess
import time
from pathlib import Path
from urllib.parse import urlencode


class Server:
    """A running server: its processes, and a client that keeps cookies as a browser does."""

    def __init__(self, command, port, ready, env=None, cwd=None, log=None):
        self.port = port
        self.cookies = {}
        self.connection = None
        begun = time.perf_counter()
        self.process = subprocess.Popen(
            command, env={**os.environ, **(env or {})}, cwd=cwd, stdout=log or subprocess.DEVNULL, stderr=subprocess.STDOUT
        )
        self.wait(ready, begun + 60)
        self.start_wall = time.perf_counter() - begun
        self.start_cpu = self.cpu()

    def wait(self, path, until):
        """Asks until the first answer."""
        while True:
            try:
                self.get(path)
                return
            except (OSError, http.client.HTTPException):
                self.connection = None
                if self.process.poll() is not None or time.perf_counter() > until:
                    raise SystemExit(f"{self.process.args}: no answer on port {self.port}")
                time.sleep(0.001)

    def pids(self):
        found = [self.process.pid]
        for pid in found:
            for task in Path(f"/proc/{pid}/task").glob("*/children"):
                found += [int(child) for child in task.read_text().split()]
        return found

    def cpu(self):
        """Seconds of CPU used so far, by all its processes and threads."""
        # The clock of a process, as clock_getcpuclockid(3) makes its number.
        return sum(time.clock_gettime((~pid << 3) | 2) for pid in self.pids())

    def memory(self, name):
        """A line of smaps_rollup (Rss, Pss), in MB, summed over its processes."""
        texts = (Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in self.pids())
        return sum(int(re.search(rf"^{name}:\s+(\d+)", text, re.M)[1]) for text in texts) / 1024

    def forget_peak(self):
        for pid in self.pids():
            Path(f"/proc/{pid}/clear_refs").write_text("5")

    def peak(self):
        """The most memory resident since `forget_peak`, in MB, summed over its processes."""
        texts = (Path(f"/proc/{pid}/status").read_text() for pid in self.pids())
        return sum(int(re.search(r"VmHWM:\s+(\d+)", text)[1]) for text in texts) / 1024

    def request(self, method, path, form=None, headers=None):
        """Sends a request; gives status, headers and body."""
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), **(headers or {})}
        body = None
        if form is not None:
            body = urlencode(form)
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, sent)
        response = self.connection.getresponse()
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies[name] = value
        text = response.read()
        if response.headers.get("Connection", "").lower() == "close":
            self.connection.close()
            self.connection = None
        return response.status, response.headers, text

    def get(self, path):
        return self.request("GET", path)

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def per_request(server, actions, expect, batches=5):
    """Milliseconds of CPU a request: the median over batches of the actions' mean. Each must be answered by the status expected.

    The first two only warm the server up; none is done twice.
    """
    means = []
    for action in actions[:2]:
        action()
    actions = actions[2:]
    size = len(actions) // batches
    for first in range(0, size * batches, size):
        begun = server.cpu()
        for action in actions[first : first + size]:
            status, _, body = action()
            if status != expect:
                raise SystemExit(f"answered {status}, expected {expect}: {body[:600]}")
        means.append((server.cpu() - begun) / size * 1000)
    return statistics.median(means)


def cpu_of(command, **options):
    """Runs a command to its end; gives the CPU seconds of all its processes."""
    before = os.times()
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options)
    after = os.times()
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))} failed:\n{done.stdout[-3000:]}")
    return (after.children_user - before.children_user) + (after.children_system - before.children_system), done.stdout
