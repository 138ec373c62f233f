//! The draft of small files, and its truth on generated sales.
