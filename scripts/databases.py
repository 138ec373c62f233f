"""Throw-away database servers for the scripts beside: a PostgreSQL and a MariaDB on free ports, everything in one temporary folder.

Nothing here is for production: durability is traded for speed. Each `with` ends what it started, by its own process.
"""
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time

USER = "merisier"


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def program(*names):
    places = os.environ["PATH"].split(":") + [str(path) for path in sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]
    for name in names:
        found = shutil.which(name, path=":".join(places + ["/usr/sbin"]))
        if found:
            return found
    raise SystemExit(f"{names[0]} isn't installed: run scripts/setup")


class Server:
    """A server of its own, as long as the `with` lasts."""

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix=f"merisier-{self.name}-")
        self.port = free_port()
        self.process = self.start()
        for _ in range(300):
            try:
                self.ask("select 1", self.system)
                return self
            except subprocess.CalledProcessError:
                time.sleep(0.1)
        raise SystemExit(f"{self.name} doesn't answer")

    def __exit__(self, *_):
        self.process.kill() if self.name == "mariadb" else self.process.send_signal(3)
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def ask(self, sql, database):
        """What the client writes; raises with what it refused."""
        return subprocess.run(
            self.client + [self.database_option + database], input=sql, text=True, capture_output=True, check=True, cwd="/"
        ).stdout

    def refused(self, sql, database):
        done = subprocess.run(self.client + [self.database_option + database], input=sql, text=True, capture_output=True, cwd="/")
        return None if done.returncode == 0 else done.stderr.strip()

    def url(self, database):
        return f"{self.scheme}://{USER}@127.0.0.1:{self.port}/{database}"


class Postgres(Server):
    name, scheme, system, database_option = "postgres", "postgres", "postgres", "--dbname="

    def __init__(self, *settings):
        self.settings = settings

    def start(self):
        account = []
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
            account = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]
        data = self.folder + "/data"
        initdb = [program("initdb"), "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        subprocess.run(account + initdb, check=True, stdout=subprocess.DEVNULL, cwd="/")
        settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off", "synchronous_commit=off", "full_page_writes=off"]
        options = [part for setting in settings + list(self.settings) for part in ("-c", setting)]
        self.client = [program("psql"), "--no-psqlrc", "--quiet", "--no-align", "--tuples-only", "--set=ON_ERROR_STOP=1"]
        self.client += ["--host=127.0.0.1", f"--port={self.port}", f"--username={USER}"]
        return subprocess.Popen(
            account + [program("postgres"), "-D", data, "-p", str(self.port), *options], cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )


class Mariadb(Server):
    name, scheme, system, database_option = "mariadb", "mysql", "mysql", "--database="

    def start(self):
        user = "root" if os.geteuid() == 0 else os.environ["USER"]
        install = [program("mariadb-install-db", "mysql_install_db"), "--no-defaults", f"--datadir={self.folder}/data", f"--user={user}"]
        install += ["--auth-root-authentication-method=normal", "--skip-test-db", "--skip-name-resolve"]
        subprocess.run(install, check=True, stdout=subprocess.DEVNULL, cwd="/")
        pathlib.Path(self.folder, "account.sql").write_text(
            f"CREATE USER {USER}@'%';\nGRANT ALL PRIVILEGES ON *.* TO {USER}@'%' WITH GRANT OPTION;\n"
        )
        self.client = [program("mariadb", "mysql"), "--no-defaults", "--protocol=tcp", "--host=127.0.0.1", f"--port={self.port}", f"--user={USER}"]
        self.client += ["--default-character-set=utf8mb4", "--batch", "--skip-column-names", "--binary-mode"]
        server = [program("mariadbd", "mysqld"), "--no-defaults", f"--datadir={self.folder}/data", f"--socket={self.folder}/socket"]
        server += [f"--pid-file={self.folder}/pid", f"--init-file={self.folder}/account.sql", f"--user={user}", "--bind-address=127.0.0.1"]
        server += [f"--port={self.port}", "--skip-name-resolve", "--character-set-server=utf8mb4", "--skip-log-bin"]
        server += ["--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=0", "--innodb-buffer-pool-size=128M"]
        return subprocess.Popen(server, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def for_client(engine, script):
    """A migration as its engine's client takes it: MariaDB's cuts at each `;` unless told otherwise."""
    if engine != "mariadb":
        return script
    statements = [part.strip().rstrip(";") for part in script.split(";\n\n")]
    return "DELIMITER //\n" + "".join(f"{statement} //\n" for statement in statements if statement)
