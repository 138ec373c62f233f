//! What becomes of one file, from what is known, what is on disk and what was generated. Touches no disk.
//!
//! This is the seam of the three-way merge: `Offer` is the one case where both sides changed, and where a merge of the
//! pristine, the edited and the new content will be tried first.

use super::manifest::{Entry, Hash};
use super::tree::Policy;

/// What becomes of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Decision {
    /// Write the new content.
    Write,
    /// The new content is there already.
    Same,
    /// It is the user's: leave it as it is, or gone.
    Leave,
    /// Edited by hand, and nothing new to say: keep the edit.
    KeepEdit,
    /// Edited by hand, and the generator has a new version: offer that one beside it.
    Offer,
    /// The new version was offered, and the user dealt with it: keep theirs, take the new one as its base.
    Settled,
}

/// Decides for a file whose new content hashes to `new`. `offer` is the hash of `file.new` on disk.
pub(super) fn decide(
    policy: Policy,
    new: &Hash,
    known: Option<&Entry>,
    disk: Option<&Hash>,
    offer: Option<&Hash>,
) -> Decision {
    match (disk, known) {
        (Some(disk), _) if disk == new => Decision::Same,
        (Some(_), _) | (None, Some(_)) if policy == Policy::CreatedOnce => Decision::Leave,
        (None, _) => Decision::Write,
        (Some(disk), Some(known)) if *disk == known.pristine => Decision::Write,
        (Some(_), Some(known)) if *new == known.pristine => Decision::KeepEdit,
        (Some(_), Some(known)) if known.offered.as_ref() == Some(new) && offer.is_none() => Decision::Settled,
        (Some(_), _) => Decision::Offer,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(text: &str) -> Hash {
        Hash::of(text.as_bytes())
    }

    fn known(pristine: &str, offered: Option<&str>) -> Entry {
        Entry { offered: offered.map(hash), ..Entry::new(hash(pristine), Policy::Generated) }
    }

    fn generated(new: &str, known: Option<&Entry>, disk: Option<&str>, offer: Option<&str>) -> Decision {
        decide(Policy::Generated, &hash(new), known, disk.map(hash).as_ref(), offer.map(hash).as_ref())
    }

    #[test]
    fn a_generated_file_follows_the_generator_until_it_is_edited() {
        let base = known("v1", None);
        assert_eq!(generated("v1", None, None, None), Decision::Write);
        assert_eq!(generated("v1", Some(&base), Some("v1"), None), Decision::Same);
        assert_eq!(generated("v2", Some(&base), Some("v1"), None), Decision::Write);
        assert_eq!(generated("v2", Some(&base), None, None), Decision::Write);
        assert_eq!(generated("v1", Some(&base), Some("mine"), None), Decision::KeepEdit);
        assert_eq!(generated("v2", Some(&base), Some("mine"), None), Decision::Offer);
        assert_eq!(generated("v2", None, Some("mine"), None), Decision::Offer);
    }

    #[test]
    fn an_offer_stands_until_its_file_is_gone() {
        let offered = known("v1", Some("v2"));
        assert_eq!(generated("v2", Some(&offered), Some("mine"), Some("v2")), Decision::Offer);
        assert_eq!(generated("v2", Some(&offered), Some("mine"), None), Decision::Settled);
        assert_eq!(generated("v3", Some(&offered), Some("mine"), None), Decision::Offer);
        assert_eq!(generated("v2", Some(&offered), Some("v2"), Some("v2")), Decision::Same);
    }

    #[test]
    fn a_file_created_once_is_left_alone_even_when_deleted() {
        let once = |known: Option<&Entry>, disk: Option<&str>| {
            decide(Policy::CreatedOnce, &hash("v1"), known, disk.map(hash).as_ref(), None)
        };
        let base = known("v0", None);
        assert_eq!(once(None, None), Decision::Write);
        assert_eq!(once(None, Some("mine")), Decision::Leave);
        assert_eq!(once(Some(&base), Some("mine")), Decision::Leave);
        assert_eq!(once(Some(&base), None), Decision::Leave);
    }
}
