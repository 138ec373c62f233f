//! One server for all tests of a file, on a real socket, filled with demonstration data; and a plain HTTP client.
//!
//! SQLite in a fresh file, or the empty database of `TEST_DATABASE_URL`.

#![allow(clippy::unwrap_used, reason = "a test stops where something is not as it should be")]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::OnceLock;

use app::core::cli::open;
use app::core::config::Config;
use app::core::demo;
use app::core::web::router;
use serde_json::Value;

pub struct Answer {
    pub status: u16,
    pub body: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }
}

/// Sends a request and reads the whole answer.
pub fn send(method: &str, path: &str, json: &str) -> Answer {
    let address = server();
    let mut stream = TcpStream::connect(address).unwrap();
    // HTTP 1.0: the answer ends with the connection.
    let request = format!(
        "{method} {path} HTTP/1.0\r\nHost: {address}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{json}",
        json.len()
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    Answer {
        status: head.split(' ').nth(1).unwrap().parse().unwrap(),
        body: body.to_owned(),
    }
}

pub fn get(path: &str) -> Answer {
    send("GET", path, "")
}

fn server() -> SocketAddr {
    static SERVER: OnceLock<SocketAddr> = OnceLock::new();
    *SERVER.get_or_init(|| {
        let (sender, receiver) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async {
                let state = open(&app::APP, config()).await.unwrap();
                demo::fill(&state.db, state.model, None).await.unwrap();
                let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
                sender.send(listener.local_addr().unwrap()).unwrap();
                axum::serve(listener, router(state)).await.unwrap();
            });
        });
        receiver.recv().unwrap()
    })
}

fn config() -> Config {
    let folder = std::env::temp_dir().join(format!("app-test-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = format!("sqlite://{}", folder.join("data.db").display());
    Config {
        port: 0,
        database_url: std::env::var("TEST_DATABASE_URL").unwrap_or(file),
        files: folder.join("files"),
        allowed_hosts: Vec::new(),
    }
}
