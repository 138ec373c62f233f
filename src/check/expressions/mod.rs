//! Rules on expressions and on what fields say of their values (M4020 and up; typing is the resolver's, M4001 to M4019).

mod a_default_satisfies_its_field;
mod a_key_fits_its_index;
mod a_least_value_is_at_most_the_greatest;
mod a_message_says_something;
mod a_pattern_fits_its_length;
mod a_required_field_can_be_filled;
mod a_rule_over_rows_says_so;
mod a_rule_says_something;
mod a_sequence_never_repeats;
mod a_title_names_a_record;
mod computed_fields_end;
mod facts;
pub(super) mod formats;
mod modifiers_say_something;
mod rules_agree;
mod solver;

use super::Rule;

/// In the order of their codes.
pub(super) static RULES: &[&Rule] = &[
    &a_least_value_is_at_most_the_greatest::RULE,
    &a_default_satisfies_its_field::RULE,
    &a_rule_says_something::RULE,
    &rules_agree::RULE,
    &computed_fields_end::RULE,
    &a_rule_over_rows_says_so::RULE,
    &a_sequence_never_repeats::RULE,
    &modifiers_say_something::RULE,
    &a_title_names_a_record::RULE,
    &a_pattern_fits_its_length::RULE,
    &a_required_field_can_be_filled::RULE,
    &a_message_says_something::RULE,
    &a_key_fits_its_index::RULE,
];
