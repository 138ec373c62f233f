//! Rules on the structure of the conceptual model (M3xxx).

mod a_cardinality_has_a_least_and_a_greatest;
mod a_field_is_not_a_foreign_key_in_disguise;
mod a_field_is_not_named_like_a_foreign_key;
mod a_field_is_not_named_like_a_leg;
mod a_first_record_can_be_entered;
mod a_mandatory_cycle_can_start;
mod a_parent_states_its_subtypes;
mod a_property_belongs_to_one_owner;
mod a_relation_has_two_legs;
mod a_relation_is_not_derivable;
mod a_relation_is_stated_once;
mod a_wide_relation_has_no_single_leg;
mod an_identifier_can_be_compared;
mod constraints_can_hold;
mod constraints_share_their_pivot;
mod every_entity_has_an_identifier;
mod every_entity_has_properties;
mod every_entity_is_related;
mod legs_agree_on_deletion;
mod names_differ_once_transliterated;
mod one_to_one_entities_are_two;
mod relative_identification_is_sound;
mod subtypes_have_one_root;
mod two_legs_on_one_entity_have_roles;
mod users_have_an_email;
mod what_must_be_there_is_not_detached;

use super::Rule;

/// In the order of their codes.
pub(super) static RULES: &[&Rule] = &[
    &names_differ_once_transliterated::RULE,
    &a_field_is_not_named_like_a_foreign_key::RULE,
    &a_field_is_not_named_like_a_leg::RULE,
    &every_entity_has_an_identifier::RULE,
    &a_property_belongs_to_one_owner::RULE,
    &a_field_is_not_a_foreign_key_in_disguise::RULE,
    &every_entity_is_related::RULE,
    &every_entity_has_properties::RULE,
    &users_have_an_email::RULE,
    &an_identifier_can_be_compared::RULE,
    &a_relation_has_two_legs::RULE,
    &two_legs_on_one_entity_have_roles::RULE,
    &a_cardinality_has_a_least_and_a_greatest::RULE,
    &relative_identification_is_sound::RULE,
    &a_wide_relation_has_no_single_leg::RULE,
    &one_to_one_entities_are_two::RULE,
    &a_mandatory_cycle_can_start::RULE,
    &a_relation_is_stated_once::RULE,
    &a_relation_is_not_derivable::RULE,
    &what_must_be_there_is_not_detached::RULE,
    &legs_agree_on_deletion::RULE,
    &a_first_record_can_be_entered::RULE,
    &subtypes_have_one_root::RULE,
    &a_parent_states_its_subtypes::RULE,
    &constraints_share_their_pivot::RULE,
    &constraints_can_hold::RULE,
];
