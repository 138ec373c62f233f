//! Has cargo build the crate again when a file of `templates/` appears or goes; changed files are seen by themselves.

fn main() {
    println!("cargo:rerun-if-changed=templates");
}
