//! The application as a running program: started with demo data, waited for, stopped.

use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, TcpListener};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use super::super::terminal::{Failure, Terminal};
use super::Ready;
use super::signals::Signals;
use crate::diag::Text;
use crate::say;

/// A running application.
pub(super) struct Server {
    child: Child,
    /// Where it answers.
    pub(super) address: String,
}

/// The port asked for, or the usual one if it is free, or any that is.
pub(super) fn choose_port(asked: Option<u16>) -> Result<u16, Failure> {
    let bound = |port: u16| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).and_then(|listener| listener.local_addr());
    let free = match asked {
        Some(port) => bound(port),
        None => bound(8080).or_else(|_| bound(0)),
    };
    free.map(|address| address.port()).map_err(|error| {
        let port = asked.unwrap_or(0);
        Failure::new(say!(fr "le port {port} n'est pas libre : {error}", en "port {port} isn't free: {error}"))
            .help(say!(fr "choisissez-en un autre, ou aucun", en "choose another, or none"))
    })
}

impl Server {
    /// Starts the program in the application's folder, fills an empty database, and waits until it answers.
    pub(super) fn start(
        Ready { program, app, records, .. }: &Ready,
        port: u16,
        signals: &Signals,
        terminal: Terminal,
    ) -> Result<Self, Failure> {
        let mut command = Command::new(program);
        match records {
            Some(records) => command.args(["serve", "--import"]).arg(records),
            None => command.args(["serve", "--seed"]),
        };
        let mut child = command
            .env("PORT", port.to_string())
            .current_dir(app)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| Failure::io(program, &error))?;
        signals.adopt(&child);
        let said = listen(&mut child, terminal);
        match wait_for_address(&mut child, &said, signals) {
            Some(address) => Ok(Server { child, address }),
            None => {
                signals.end(&mut child);
                Err(Failure::new(say!(fr "l'application n'a pas démarré", en "the application didn't start")).help(say!(
                    fr "sa raison est au-dessus ; pour recommencer avec une base vide, supprimez celle de {0}",
                    en "its reason is above; to begin again with an empty database, remove the one in {0}", app.display()
                )))
            }
        }
    }

    /// Whether it still runs.
    pub(super) fn is_running(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Stops it in good order.
    pub(super) fn stop(mut self, signals: &Signals) {
        signals.end(&mut self.child);
    }
}

/// Passes on what the program says; its address, which we say ourselves, goes to the receiver.
fn listen(child: &mut Child, terminal: Terminal) -> Receiver<String> {
    let (sender, receiver) = channel();
    let Some(stdout) = child.stdout.take() else { return receiver };
    thread::spawn(move || {
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            match address_in(&line) {
                Some(address) if sender.send(address.to_owned()).is_ok() => {}
                _ => terminal.talk(&Text::same(line)),
            }
        }
    });
    receiver
}

fn address_in(line: &str) -> Option<&str> {
    let start = line.find("http://")?;
    line.get(start..)?.split_whitespace().next()
}

fn wait_for_address(child: &mut Child, said: &Receiver<String>, signals: &Signals) -> Option<String> {
    loop {
        match said.recv_timeout(Duration::from_millis(100)) {
            Ok(address) => return Some(address),
            Err(RecvTimeoutError::Disconnected) => return None,
            Err(RecvTimeoutError::Timeout) if signals.stopped() || !matches!(child.try_wait(), Ok(None)) => {
                return None;
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
}
