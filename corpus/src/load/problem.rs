//! What is wrong with a data file, and where.

use std::fmt;

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The data cannot be used.
    Error,
    /// The data can be used; someone should look.
    Warning,
}

/// One problem, shown as `file:row:column: reason`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file as it was named.
    pub file: String,
    /// The row, from 1.
    pub row: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// Error or warning.
    pub severity: Severity,
    /// What is wrong, with the value, the limit, and what to do.
    pub reason: String,
}

impl Problem {
    /// An error at a byte of a text.
    pub(super) fn at(file: &str, text: &str, byte: usize, reason: String) -> Self {
        let before = &text[..floor_char_boundary(text, byte)];
        let row = before.matches('\n').count() + 1;
        let line = before.rfind('\n').map_or(0, |newline| newline + 1);
        Self { file: file.to_owned(), row, column: before[line..].chars().count() + 1, severity: Severity::Error, reason }
    }

    /// The same problem as a warning.
    pub(super) fn into_warning(self) -> Self {
        Self { severity: Severity::Warning, ..self }
    }
}

fn floor_char_boundary(text: &str, byte: usize) -> usize {
    (0..=byte.min(text.len())).rev().find(|&b| text.is_char_boundary(b)).unwrap_or(0)
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, row, column, reason, .. } = self;
        let severity = if self.severity == Severity::Warning { "warning: " } else { "" };
        write!(f, "{file}:{row}:{column}: {severity}{reason}")
    }
}
