//! A function for AWS Lambda that handles changes of the objects in an S3 bucket.

use lambda_runtime::{LambdaEvent, tracing};
use percent_encoding::percent_decode_str;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::invalid_data::{InvalidData, decode};

/// The types of the crate `aws_lambda_events` would take records without a bucket or a key, too.
#[derive(Deserialize)]
struct Event {
    #[serde(rename = "Records")]
    records: Vec<Value>,
}

/// The fields of a record that are used here.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Record {
    event_name: String,
    s3: S3,
}

#[derive(Deserialize)]
struct S3 {
    bucket: Bucket,
    object: Object,
}

#[derive(Deserialize)]
struct Bucket {
    name: String,
}

#[derive(Deserialize)]
struct Object {
    key: String,
}

/// A change of an object: `ObjectCreated:Put`, `ObjectRemoved:Delete`, or another.
struct Change {
    name: String,
    bucket: String,
    key: String,
}

/// The keys of the objects that were created, and of those that were removed.
#[derive(Debug, Default, PartialEq, Serialize)]
pub struct Response {
    created: Vec<String>,
    removed: Vec<String>,
}

/// Processes one change: replace this with what your function does.
///
/// After an error, Lambda tries the whole event twice more. S3 may also send an event twice, so
/// processing it again must do no harm.
async fn process(change: &Change) -> Result<(), InvalidData> {
    tracing::info!("{}: {} in {}", change.name, change.key, change.bucket);
    Ok(())
}

/// Processes the changes of an event, and returns the keys that were changed.
///
/// Lambda passes the result on to a destination, if the function has one.
pub async fn handler(event: LambdaEvent<Value>) -> Result<Response, InvalidData> {
    let mut response = Response::default();
    for change in changes_in(event.payload)? {
        process(&change).await?;
        if change.name.starts_with("ObjectCreated:") {
            response.created.push(change.key);
        } else if change.name.starts_with("ObjectRemoved:") {
            response.removed.push(change.key);
        }
    }
    Ok(response)
}

fn changes_in(event: Value) -> Result<Vec<Change>, InvalidData> {
    let Event { records } = decode(event, "an event of S3: Records")?;
    let records = records.into_iter().enumerate();
    records
        .map(|(index, record)| change_in(record, index))
        .collect()
}

fn change_in(record: Value, index: usize) -> Result<Change, InvalidData> {
    let expected = format!("eventName, bucket and key in Records[{index}]");
    let Record { event_name, s3 } = decode(record, &expected)?;
    let Object { key } = s3.object;
    if [&event_name, &s3.bucket.name, &key]
        .iter()
        .any(|text| text.is_empty())
    {
        return Err(InvalidData::new(expected, "one of them is empty"));
    }
    let decoded = decode_key(&key);
    let expected = format!("an encoded key in Records[{index}]");
    Ok(Change {
        name: event_name,
        bucket: s3.bucket.name,
        key: decoded.ok_or_else(|| InvalidData::new(expected, key))?,
    })
}

/// Decodes a key, which S3 encodes as forms do: + is a blank, and %2B is +.
fn decode_key(key: &str) -> Option<String> {
    let mut escapes = key.split('%').skip(1).map(|escape| escape.get(..2));
    let is_hex = |digits: &str| digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    if !escapes.all(|digits| digits.is_some_and(is_hex)) {
        return None;
    }
    let key = key.replace('+', " ");
    let decoded = percent_decode_str(&key).decode_utf8();
    decoded.ok().map(Into::into)
}

#[cfg(test)]
mod tests;
