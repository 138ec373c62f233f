//! The program's commands: serve, seed, migrate, reindex.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use tokio::net::TcpListener;

use super::config::Config;
use super::counts::Counts;
use super::db::{self, Db, DbError};
use super::demo;
use super::entity::App;
use super::import;
use super::migrate;
use super::model::Model;
use super::pages::Pages;
use super::state::State;
use super::web;

const HELP: &str = "\
Usage: app [COMMAND]

Commands:
  serve              Bring the database up to date and serve the application (the default)
      --seed         Fill an empty database with demonstration data first
      --import FOLDER  Import files into an empty database first
  import FOLDER      Import files into an empty database: a .jsonl file an entity, see core/import/
  seed [--rows N]    Fill an empty database with demonstration data, N records for the largest entities
  migrate            Bring the database up to date
  reindex            Write the search texts anew, after data came from elsewhere
  --help             This text

Settings, from the environment or a file `.env`:
  PORT               Port to listen on, 8080 unless said; 0 takes a free one
  DATABASE_URL       Where the data is
  FILES              Folder where attached files are kept, data/files unless said
  ALLOWED_HOSTS      Host names accepted besides localhost, separated by commas
  RUST_LOG           error, warn, info or debug; info unless said
";

/// Runs the command of the command line.
pub fn run(app: &App) -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if args.iter().any(|arg| arg == "--help" || arg == "-h" || arg == "help") {
        println!("{HELP}");
        return ExitCode::SUCCESS;
    }
    let level = std::env::var("RUST_LOG")
        .ok()
        .and_then(|level| level.parse().ok())
        .unwrap_or(tracing::Level::INFO);
    tracing_subscriber::fmt()
        .with_max_level(level)
        .with_target(false)
        .init();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .worker_threads(workers())
        .build();
    let result = match runtime {
        Ok(runtime) => runtime.block_on(command(app, &args)),
        Err(error) => Err(error.to_string()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

/// Some threads are left for requests when all that the database can block are.
fn workers() -> usize {
    db::BLOCKING + std::thread::available_parallelism().map_or(2, |count| count.get().clamp(2, 8))
}

async fn command(app: &App, args: &[String]) -> Result<(), String> {
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let config = Config::read()?;
    match words.as_slice() {
        [] | ["serve"] => serve(open(app, config).await?).await,
        ["serve", "--seed"] => {
            let state = open(app, config).await?;
            seed(&state, None).await?;
            serve(state).await
        }
        ["serve", "--import", folder] => {
            let state = open(app, config).await?;
            import::folder(&state.db, state.model, Path::new(folder)).await?;
            serve(state).await
        }
        ["import", folder] => {
            let state = open(app, config).await?;
            import::folder(&state.db, state.model, Path::new(folder)).await
        }
        ["seed"] => {
            let state = open(app, config).await?;
            seed(&state, None).await
        }
        ["seed", "--rows", rows] => {
            let rows = rows
                .parse()
                .map_err(|_| format!("--rows {rows}: expected a number"))?;
            let state = open(app, config).await?;
            seed(&state, Some(rows)).await
        }
        ["migrate"] => open(app, config).await.map(|_| ()),
        ["reindex"] => {
            let state = open(app, config).await?;
            let count = migrate::reindex(&state.db, state.model)
                .await
                .map_err(|error| format!("{error:?}"))?;
            println!("{count}");
            Ok(())
        }
        other => Err(format!("unknown command `{}`\n\n{HELP}", other.join(" "))),
    }
}

/// Everything the application needs, with its database up to date.
pub async fn open(app: &App, config: Config) -> Result<Arc<State>, String> {
    // For as long as the program runs: requests borrow it without counting.
    let model: &'static Model = Box::leak(Box::new(Model::build(app)?));
    let url = shown(&config.database_url);
    let db = Db::connect(&config.database_url)
        .await
        .map_err(|error| format!("{url}: {error:?}"))?;
    let ran = migrate::run(&db, model).await.map_err(|error| match error {
        DbError::Other(text) => format!("{url}: {text}"),
        other => format!("{url}: {other:?}"),
    })?;
    if ran > 0 {
        println!(
            "{}",
            model
                .locale
                .say("cli.migrated", &[("count", &ran.to_string()), ("url", &url)])
        );
    }
    let pages = Pages::new(model).map_err(|error| format!("templates: {error:#}"))?;
    Ok(Arc::new(State {
        model,
        db,
        pages,
        counts: Counts::default(),
        config,
    }))
}

/// A database's address without its password.
fn shown(url: &str) -> String {
    match (url.split_once("://"), url.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, place))) => format!("{scheme}://…@{place}"),
        _ => url.to_owned(),
    }
}

async fn seed(state: &State, rows: Option<u64>) -> Result<(), String> {
    demo::fill(&state.db, state.model, rows).await
}

async fn serve(state: Arc<State>) -> Result<(), String> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, state.config.port));
    let listener = TcpListener::bind(address)
        .await
        .map_err(|error| format!("{address}: {error}"))?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    println!(
        "{}",
        state
            .model
            .locale
            .say("cli.listening", &[("url", &format!("http://{address}"))])
    );
    axum::serve(listener, web::router(state))
        .with_graceful_shutdown(stopped())
        .await
        .map_err(|error| error.to_string())
}

/// Waits for Ctrl-C or the service manager's stop.
async fn stopped() {
    #[cfg(unix)]
    {
        let terminated = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate());
        if let Ok(mut terminated) = terminated {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
