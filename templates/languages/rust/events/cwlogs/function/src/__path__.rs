//! A function for AWS Lambda that processes log events of `CloudWatch` Logs.

use std::io::Read;

use base64::{Engine, prelude::BASE64_STANDARD};
use flate2::read::GzDecoder;
use lambda_runtime::{Error, LambdaEvent, tracing};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::invalid_data::{InvalidData, decode};

/// What is in the data of an event. The types of the crate `aws_lambda_events` would take log
/// events without an id or a message, too.
#[derive(Deserialize)]
#[serde(tag = "messageType", rename_all_fields = "camelCase")]
enum Batch {
    /// `CloudWatch` Logs looks whether the function can be reached.
    #[serde(rename = "CONTROL_MESSAGE")]
    Control,
    #[serde(rename = "DATA_MESSAGE")]
    Data {
        log_group: String,
        log_events: Vec<Value>,
    },
}

#[derive(Deserialize)]
struct LogEvent {
    id: String,
    /// In milliseconds since 1970.
    timestamp: i64,
    message: String,
}

/// The log events that were processed.
#[derive(Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Response {
    log_event_ids: Vec<String>,
}

/// Processes one log event: replace this with what your function does.
///
/// After an error, Lambda tries the whole event twice more. `CloudWatch` Logs may also send a log
/// event twice, so processing it again must do no harm.
async fn process(log_event: &LogEvent, log_group: &str) -> Result<(), InvalidData> {
    let LogEvent {
        timestamp, message, ..
    } = log_event;
    tracing::info!("{log_group}: {timestamp} {message}");
    Ok(())
}

/// Processes the log events that a subscription filter sends.
///
/// Lambda passes the result on to a destination, if the function has one.
pub async fn handler(event: LambdaEvent<Value>) -> Result<Response, InvalidData> {
    let mut response = Response::default();
    match batch_in(&event.payload)? {
        Batch::Control => tracing::info!("ignored: CONTROL_MESSAGE"),
        Batch::Data {
            log_group,
            log_events,
        } => {
            for log_event in log_events_in(log_events)? {
                process(&log_event, &log_group).await?;
                response.log_event_ids.push(log_event.id);
            }
        }
    }
    Ok(response)
}

fn batch_in(event: &Value) -> Result<Batch, InvalidData> {
    let expected = "an event of CloudWatch Logs: awslogs.data";
    let data = event["awslogs"]["data"].as_str();
    let data = data.ok_or_else(|| InvalidData::new(expected, "there is no text"))?;
    let expected = "awslogs.data to be JSON, in gzip, in Base64";
    let batch = decode_data(data).map_err(|error| InvalidData::new(expected, error))?;
    decode(batch, "a DATA_MESSAGE with logGroup and logEvents")
}

fn decode_data(data: &str) -> Result<Value, Error> {
    let compressed = BASE64_STANDARD.decode(data)?;
    let mut text = String::new();
    GzDecoder::new(compressed.as_slice()).read_to_string(&mut text)?;
    Ok(serde_json::from_str(&text)?)
}

fn log_events_in(log_events: Vec<Value>) -> Result<Vec<LogEvent>, InvalidData> {
    let log_events = log_events.into_iter().enumerate();
    log_events
        .map(|(index, log_event)| {
            let expected = format!("id, timestamp and message in logEvents[{index}]");
            let log_event: LogEvent = decode(log_event, &expected)?;
            match log_event.id.as_str() {
                "" => Err(InvalidData::new(expected, "the id is empty")),
                _ => Ok(log_event),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests;
