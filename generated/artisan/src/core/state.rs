//! What every request shares.

use minijinja::Environment;

use super::config::Config;
use super::db::Db;
use super::list::Counts;
use super::model::Model;

pub struct State {
    /// Built once, for as long as the program runs.
    pub model: &'static Model,
    pub db: Db,
    pub pages: Environment<'static>,
    pub counts: Counts,
    pub config: Config,
}
