//! The application's settings: environment first, then a file `.env` beside it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::{db, files};

#[derive(Clone, Debug)]
pub struct Config {
    pub port: u16,
    pub database_url: String,
    /// Where attached files are kept.
    pub files: PathBuf,
    /// Host names accepted besides this machine's own, for a proxy in front.
    pub allowed_hosts: Vec<String>,
}

impl Config {
    /// Reads the settings; the message of an error names the setting to mend.
    pub fn read() -> Result<Config, String> {
        let file = std::fs::read_to_string(".env")
            .map(|text| parse(&text))
            .unwrap_or_default();
        let get = |name: &str| {
            std::env::var(name)
                .ok()
                .or_else(|| file.get(name).cloned())
                .filter(|value| !value.is_empty())
        };
        let port = match get("PORT") {
            Some(port) => port
                .parse()
                .map_err(|_| format!("PORT={port}: expected a number from 0 to 65535"))?,
            None => 8080,
        };
        Ok(Config {
            port,
            database_url: get("DATABASE_URL").unwrap_or_else(|| db::DEFAULT_URL.to_owned()),
            files: get("FILES").map_or_else(files::default_folder, PathBuf::from),
            allowed_hosts: get("ALLOWED_HOSTS")
                .map(|hosts| hosts.split(',').map(|host| host.trim().to_owned()).collect())
                .unwrap_or_default(),
        })
    }
}

/// Lines `NAME=value`, with `#` comments and optional quotes.
fn parse(text: &str) -> BTreeMap<String, String> {
    let lines = text.lines().map(str::trim).filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| line.split_once('='))
        .map(|(name, value)| (name.trim().to_owned(), value.trim().trim_matches(['"', '\'']).to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_file_has_comments_and_quotes() {
        let read = super::parse("# c\nPORT=9000\nDATABASE_URL=\"sqlite://x?a=b\"\n");
        assert_eq!(read.get("PORT").map(String::as_str), Some("9000"));
        assert_eq!(read.get("DATABASE_URL").map(String::as_str), Some("sqlite://x?a=b"));
    }
}
