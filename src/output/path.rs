//! Which paths a tree may hold: plain relative ones that mean the same on every system and stay under the root.

/// Where Merisier remembers what it wrote.
pub(super) const MANIFEST: &str = ".merisier/manifest.json";

/// The texts as they were generated.
pub(super) const PRISTINE: &str = ".merisier/pristine.gz";
/// Where new contents wait until all are there.
pub(super) const NEXT: &str = ".merisier/next";
/// What is to be put in its place.
pub(super) const JOURNAL: &str = ".merisier/journal.json";

/// Whether `path` may be written: relative, `/` between its parts, no part that climbs, is empty or has a special meaning.
pub(super) fn is_safe(path: &str) -> bool {
    ![MANIFEST, PRISTINE, JOURNAL].contains(&path) && !path.starts_with(NEXT) && path.split('/').all(is_safe_part)
}

fn is_safe_part(part: &str) -> bool {
    !matches!(part, "" | "." | "..") && !part.contains(|c: char| matches!(c, '\\' | ':') || c.is_control())
}

#[cfg(test)]
mod tests {
    use super::is_safe;

    #[test]
    fn only_paths_under_the_root_are_safe() {
        for path in ["a", "src/main.rs", ".env.example", "a..b/c", "été/œuvre.rs"] {
            assert!(is_safe(path), "{path}");
        }
        let unsafe_paths = [
            "",
            "/etc/passwd",
            "../a",
            "a/../../b",
            "a//b",
            "a/",
            "./a",
            "C:/a",
            "a\\..\\b",
            "a\0b",
            ".merisier/manifest.json",
        ];
        for path in unsafe_paths {
            assert!(!is_safe(path), "{path:?}");
        }
    }
}
