//! Which of several links or values stays: the order that an answer asks for (`keep … last by …`).

use crate::mcd::Owner;

use super::answers::Choice;
use super::matching;
use super::values::Maker;
use super::world::Row;

impl Maker<'_> {
    /// `ORDER BY` of a choice: by a field, or by the value itself.
    pub(super) fn order(
        &self,
        at: &Row,
        value: &str,
        keep: Option<(Choice, Option<&str>)>,
        owner: Option<Owner>,
    ) -> String {
        let Some((choice, by)) = keep else { return String::new() };
        let word = if choice == Choice::Last { "DESC" } else { "ASC" };
        let by = self.chosen_by(at, owner.unwrap_or(at.owner), by).unwrap_or_else(|| value.to_owned());
        format!(" ORDER BY ({by} IS NULL), {by} {word}, {} {word}", self.world.key(at))
    }

    /// The order of a choice among whole links; `last` settles what the choice leaves equal.
    pub(super) fn ranked(&self, at: &Row, (choice, by): (Choice, Option<&str>), last: &[String]) -> String {
        let word = if choice == Choice::Last { "DESC" } else { "ASC" };
        let by = self
            .chosen_by(at, at.owner, by)
            .into_iter()
            .flat_map(|by| [format!("({by} IS NULL)"), format!("{by} {word}")]);
        by.chain(last.iter().map(|key| format!("{key} {word}"))).collect::<Vec<_>>().join(", ")
    }

    /// The value by which an answer chooses.
    fn chosen_by(&self, at: &Row, owner: Owner, by: Option<&str>) -> Option<String> {
        let field = matching::field_named(self.world.old.mcd, owner, by?)?;
        Some(self.value_at(at, field, None)?.0)
    }
}
