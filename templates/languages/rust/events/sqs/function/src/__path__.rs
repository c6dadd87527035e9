//! A function for AWS Lambda that processes the messages of an SQS queue.

use std::{collections::HashSet, num::NonZeroU64};

use lambda_runtime::{LambdaEvent, tracing};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::invalid_data::{InvalidData, decode};

#[derive(Deserialize)]
struct Event {
    #[serde(rename = "Records")]
    messages: Vec<Message>,
}

/// The fields of a message that are used here. Its body may be anything: the types of the crate
/// `aws_lambda_events` would refuse all messages if one of them had no text as its body.
#[derive(Deserialize)]
struct Message {
    #[serde(rename = "messageId")]
    id: String,
    #[serde(rename = "eventSourceARN")]
    queue: String,
    #[serde(default)]
    attributes: Value,
    #[serde(default)]
    body: Value,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Order {
    order_id: String,
    amount: NonZeroU64,
}

#[derive(Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Response {
    batch_item_failures: Vec<Failure>,
}

/// A message that SQS delivers again.
#[derive(Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Failure {
    item_identifier: String,
}

/// Processes one message: replace this with what your function does.
///
/// After an error, SQS delivers the message again. SQS may also deliver a message twice, so doing
/// it again must do no harm.
async fn process(message: &Message) -> Result<(), InvalidData> {
    let order = order_in(message)?;
    tracing::info!("order {}: {} cents", order.order_id, order.amount);
    Ok(())
}

fn order_in(message: &Message) -> Result<Order, InvalidData> {
    let expected = "an order with orderId and amount";
    let body = message.body.as_str().unwrap_or_default();
    let body = serde_json::from_str(body).map_err(|error| InvalidData::new(expected, error))?;
    decode(body, expected)
}

/// Processes a batch of messages, and returns the ids of those that failed.
///
/// SQS delivers the failed messages again, and deletes the others. If the handler itself returns
/// an error, as it does for an event that is not from SQS, the whole batch is delivered again.
pub async fn handler(event: LambdaEvent<Value>) -> Result<Response, InvalidData> {
    let mut response = Response::default();
    let mut stopped_groups = HashSet::new();
    // One message after another, which keeps those of a FIFO queue in order. If the messages of a
    // standard queue mostly wait for other services, process several at a time.
    for (group, message) in messages_in(event.payload)? {
        // After a failure, the later messages of the group fail without being processed. Otherwise
        // they would overtake the failed one, which SQS delivers again.
        if !stopped_groups.contains(&group) {
            let Err(error) = process(&message).await else {
                continue;
            };
            tracing::error!("message {} failed: {error}", message.id);
            stopped_groups.insert(group);
        }
        response.batch_item_failures.push(Failure {
            item_identifier: message.id,
        });
    }
    Ok(response)
}

/// Returns all messages with their groups. Without an id or a group, nothing can be said about a
/// message: all come again.
fn messages_in(event: Value) -> Result<Vec<(String, Message)>, InvalidData> {
    let Event { messages } = decode(event, "an event of SQS: Records, each with a messageId")?;
    messages
        .into_iter()
        .map(|message| Ok((group_of(&message)?, message)))
        .collect()
}

/// Returns what keeps messages in order: their group, in a FIFO queue.
///
/// In a standard queue each message stands for itself, even if it has a `MessageGroupId` (fair
/// queues).
fn group_of(message: &Message) -> Result<String, InvalidData> {
    let group = if message.queue.strip_suffix(".fifo").is_some() {
        message.attributes["MessageGroupId"].as_str()
    } else {
        Some(message.id.as_str())
    };
    match group {
        Some(group) if !message.id.is_empty() => Ok(group.to_owned()),
        _ => Err(InvalidData::new(
            "a message of SQS with a messageId, and in a FIFO queue a MessageGroupId",
            "one of them is missing",
        )),
    }
}

#[cfg(test)]
mod tests;
