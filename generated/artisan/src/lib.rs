//! The application: entities and relations of the model, served by the core.

pub mod core;
pub mod custom;
pub mod entities;
pub mod relations;
pub mod site;

/// What the core serves.
pub static APP: core::entity::App = core::entity::App {
    site: &site::SITE,
    entities: entities::ALL,
    relations: relations::ALL,
    hooks: custom::hooks,
};
