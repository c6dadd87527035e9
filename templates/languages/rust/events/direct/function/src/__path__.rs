//! A function for AWS Lambda.

use std::time::SystemTime;

use lambda_runtime::{LambdaEvent, tracing};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::invalid_data::{InvalidData, decode};

#[derive(Deserialize)]
struct Request {
    name: String,
}

#[derive(Debug, PartialEq, Serialize)]
pub struct Response {
    message: String,
}

/// Returns a greeting for the name in the event.
///
/// The response is encoded as JSON. An error is reported to the caller, and the function goes on
/// with the next event.
pub async fn handler(event: LambdaEvent<Value>) -> Result<Response, InvalidData> {
    let (event, context) = event.into_parts();
    let request: Request = decode(event, r#"an event with a name, such as {"name": "Ada"}"#)?;
    let left = context.deadline().duration_since(SystemTime::now());
    tracing::info!("greeting, {} ms left", left.unwrap_or_default().as_millis());
    Ok(Response {
        message: format!("Hello, {}!", request.name),
    })
}

#[cfg(test)]
mod tests;
