//! Decodes JSON, and says what was expected of it.

use std::fmt::Display;

use lambda_runtime::Diagnostic;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// An event, or something in it, is not what was expected.
#[derive(Debug, PartialEq, thiserror::Error)]
#[error("expected {expected}: {problem}")]
pub struct InvalidData {
    expected: String,
    problem: String,
}

impl InvalidData {
    /// Keeps only the beginning of the problem, which may have all of the data in it.
    pub fn new(expected: impl Into<String>, problem: impl Display) -> Self {
        Self {
            expected: expected.into(),
            problem: problem.to_string().chars().take(200).collect(),
        }
    }
}

/// The caller of the function gets the type of the error and its message.
impl From<InvalidData> for Diagnostic {
    fn from(error: InvalidData) -> Self {
        Self {
            error_type: "InvalidData".into(),
            error_message: error.to_string(),
        }
    }
}

/// Decodes an object. Serde alone would take an array for a struct, too.
pub fn decode<T: DeserializeOwned>(value: Value, expected: &str) -> Result<T, InvalidData> {
    if !value.is_object() {
        return Err(InvalidData::new(expected, "it is no object"));
    }
    serde_json::from_value(value).map_err(|error| InvalidData::new(expected, error))
}
