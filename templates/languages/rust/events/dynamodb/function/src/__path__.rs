//! A function for AWS Lambda that processes the changes of a `DynamoDB` table.

use std::num::NonZeroU64;

use lambda_runtime::{LambdaEvent, tracing};
use serde::{Deserialize, Serialize};
use serde_dynamo::{Item, from_item};
use serde_json::Value;

use crate::invalid_data::{InvalidData, decode};

/// The types of the crate `aws_lambda_events` would refuse all records if one of them were bad.
#[derive(Deserialize)]
struct Event {
    #[serde(rename = "Records")]
    records: Vec<Value>,
}

/// What every record has.
#[derive(Deserialize)]
struct Record {
    dynamodb: StreamRecord,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct StreamRecord {
    sequence_number: String,
}

/// A change of an item. The view type of the stream decides whether there is an old image.
#[derive(Deserialize)]
#[serde(tag = "eventName", content = "dynamodb")]
#[serde(rename_all = "UPPERCASE", rename_all_fields = "PascalCase")]
enum Change {
    Insert {
        new_image: Item,
    },
    Modify {
        new_image: Item,
        old_image: Option<Item>,
    },
    Remove {
        keys: Item,
    },
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Order {
    order_id: String,
    amount: NonZeroU64,
}

/// An order before a change: the amount may be new.
#[derive(Deserialize)]
struct OldOrder {
    amount: Option<NonZeroU64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Keys {
    order_id: String,
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

/// Processes one change: replace this with what your function does.
///
/// After an error, Lambda sends the record again. It may also send a record twice, so doing it
/// again must do no harm.
async fn process(change: Change) -> Result<(), serde_dynamo::Error> {
    match change {
        Change::Insert { new_image } => {
            let order: Order = from_item(new_image)?;
            tracing::info!("order {}: {} cents", order.order_id, order.amount);
        }
        Change::Modify {
            new_image,
            old_image,
        } => {
            let order: Order = from_item(new_image)?;
            let old: Option<OldOrder> = old_image.map(from_item).transpose()?;
            let was = old.and_then(|order| order.amount);
            tracing::info!(?was, "order {}: {} cents", order.order_id, order.amount);
        }
        Change::Remove { keys } => {
            let order: Keys = from_item(keys)?;
            tracing::info!("order {}: removed", order.order_id);
        }
    }
    Ok(())
}

/// Processes a batch of changes, and returns the sequence number of one that failed.
///
/// Lambda sends that record again, and all that follow it: going on after a failure would change
/// their order. If the handler itself returns an error, as it does for an event that is not from
/// `DynamoDB`, the whole batch is sent again.
pub async fn handler(event: LambdaEvent<Value>) -> Result<Response, InvalidData> {
    for (sequence_number, record) in records_in(event.payload)? {
        if let Err(error) = process_record(record).await {
            tracing::error!("record {sequence_number} failed: {error}");
            let item_identifier = sequence_number;
            return Ok(Response {
                batch_item_failures: vec![Failure { item_identifier }],
            });
        }
    }
    Ok(Response::default())
}

fn records_in(event: Value) -> Result<Vec<(String, Value)>, InvalidData> {
    let expected = "an event of DynamoDB: Records, each with a SequenceNumber";
    let Event { records } = decode(event, expected)?;
    let records = records.into_iter();
    records
        .map(|record| match Record::deserialize(&record) {
            Ok(Record { dynamodb }) if !dynamodb.sequence_number.is_empty() => {
                Ok((dynamodb.sequence_number, record))
            }
            Ok(_) => Err(InvalidData::new(expected, "one of them is empty")),
            Err(error) => Err(InvalidData::new(expected, error)),
        })
        .collect()
}

async fn process_record(record: Value) -> Result<(), InvalidData> {
    let expected = "a change of an order with orderId and amount";
    let change = decode(record, expected)?;
    let processed = process(change).await;
    processed.map_err(|error| InvalidData::new(expected, error))
}

#[cfg(test)]
mod tests;
