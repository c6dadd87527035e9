//! A function for AWS Lambda that processes the records of a Kinesis stream.

use base64::{Engine, prelude::BASE64_STANDARD};
use lambda_runtime::{LambdaEvent, tracing};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::invalid_data::{InvalidData, decode};

#[derive(Deserialize)]
struct Event {
    #[serde(rename = "Records")]
    records: Vec<Record>,
}

#[derive(Deserialize)]
struct Record {
    kinesis: KinesisRecord,
}

/// The fields of a record that are used here. Its data may be anything: the types of the crate
/// `aws_lambda_events` would refuse all records if the data of one of them were not in Base64.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct KinesisRecord {
    sequence_number: String,
    #[serde(default)]
    data: Value,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Click {
    page: String,
    duration_ms: i64,
}

#[derive(Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Response {
    batch_item_failures: Vec<Failure>,
}

/// A record that Lambda sends again, with all that follow it.
#[derive(Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Failure {
    item_identifier: String,
}

/// Processes the data of a record: replace this with what your function does.
///
/// After an error, Lambda sends the record again. It may also send a record twice, so doing it
/// again must do no harm.
async fn process(data: &[u8]) -> Result<(), InvalidData> {
    let expected = "a click with page and durationMs";
    let data = serde_json::from_slice(data).map_err(|error| InvalidData::new(expected, error))?;
    let click: Click = decode(data, expected)?;
    tracing::info!("page {}: {} ms", click.page, click.duration_ms);
    Ok(())
}

/// Processes a batch of records, and returns the sequence number of one that failed.
///
/// Lambda sends that record again, and all that follow it: going on after a failure would change
/// their order. If the handler itself returns an error, as it does for an event that is not from
/// Kinesis, the whole batch is sent again.
pub async fn handler(event: LambdaEvent<Value>) -> Result<Response, InvalidData> {
    for record in records_in(event.payload)? {
        if let Err(error) = process_record(&record).await {
            tracing::error!("record {} failed: {error}", record.sequence_number);
            let item_identifier = record.sequence_number;
            return Ok(Response {
                batch_item_failures: vec![Failure { item_identifier }],
            });
        }
    }
    Ok(Response::default())
}

fn records_in(event: Value) -> Result<Vec<KinesisRecord>, InvalidData> {
    let expected = "an event of Kinesis: Records, each with a sequenceNumber";
    let Event { records } = decode(event, expected)?;
    let records = records.into_iter().map(|record| record.kinesis);
    records
        .map(|record| match record.sequence_number.as_str() {
            "" => Err(InvalidData::new(expected, "one of them is empty")),
            _ => Ok(record),
        })
        .collect()
}

async fn process_record(record: &KinesisRecord) -> Result<(), InvalidData> {
    let expected = "data in Base64";
    let data = record.data.as_str();
    let data = data.ok_or_else(|| InvalidData::new(expected, "it is no text"))?;
    let data = BASE64_STANDARD.decode(data);
    process(&data.map_err(|error| InvalidData::new(expected, error))?).await
}

#[cfg(test)]
mod tests;
