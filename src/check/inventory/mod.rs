//! Rules on the inventory, for what the model alone can tell (M54xx); files are judged by `merisier inventory` and `audit`.

mod a_field_is_read_once_on_a_source;
mod a_line_names_fields_of_sources;
mod every_property_comes_from_a_source;
mod every_source_field_has_its_place;
mod one_name_is_one_datum;

use super::Rule;

/// In the order of their codes.
pub(super) static RULES: &[&Rule] = &[
    &every_source_field_has_its_place::RULE,
    &every_property_comes_from_a_source::RULE,
    &a_field_is_read_once_on_a_source::RULE,
    &one_name_is_one_datum::RULE,
    &a_line_names_fields_of_sources::RULE,
];
