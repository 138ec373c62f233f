//! What every request shares.

use super::config::Config;
use super::counts::Counts;
use super::db::Db;
use super::model::Model;
use super::pages::Pages;

pub struct State {
    /// Built once, for as long as the program runs.
    pub model: &'static Model,
    pub db: Db,
    pub pages: Pages,
    pub counts: Counts,
    pub config: Config,
}
