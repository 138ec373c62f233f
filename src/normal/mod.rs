//! The theory of dependencies: attribute sets, functional and multivalued dependencies, closures, covers, keys, normal forms,
//! decompositions and their proofs; then a conceptual draft from dependencies ([`draft`]).
//!
//! Knows no model, file or SQL: attributes are numbers, named by a [`Schema`] for those who speak to people. Everything here is
//! deterministic: the same dependencies in the same order give the same result. Invariant: what would take exponential time stops at
//! a stated limit and then says that it doesn't know, never "no".
//!
//! ```
//! use merisier::normal::{Fd, Schema, candidate_keys, synthesize};
//!
//! let schema = Schema::new(["number", "date", "customer", "name"]);
//! let set = |names: &[&str]| schema.set(names).unwrap_or_default();
//! let fds = [Fd::new(set(&["number"]), set(&["date", "customer"])), Fd::new(set(&["customer"]), set(&["name"]))];
//! assert_eq!(candidate_keys(&schema.all(), &fds).found, [set(&["number"])]);
//! assert_eq!(synthesize(&schema.all(), &fds).relations.len(), 2);
//! ```

mod analysis;
mod basis;
mod bcnf;
mod chase;
mod closure;
mod cover;
mod derivation;
pub mod draft;
mod fd;
mod forms;
mod keys;
mod preservation;
mod schema;
mod set;
mod synthesis;

pub use analysis::{Analysis, analyze};
pub use basis::{dependency_basis, is_superkey_with_mvds};
pub use bcnf::{Decomposition, bcnf_decomposition, bcnf_violation, fourth_form_decomposition};
pub use chase::is_lossless;
pub use closure::{Closure, closure};
pub use cover::{by_left, minimal_cover};
pub use derivation::{Derivation, Law, Step, chain, derive};
pub use fd::{Fd, Mvd};
pub use forms::{NormalForm, Primes, Violation, highest_form, is_fourth_form, primes, violations};
pub use keys::{Keys, a_key_within, candidate_keys};
pub use preservation::{are_preserved, lost};
pub use schema::{Schema, UnknownAttribute};
pub use set::{Attr, AttrSet};
pub use synthesis::{Relation, Synthesis, synthesize};
