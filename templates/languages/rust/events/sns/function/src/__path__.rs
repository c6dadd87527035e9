//! A function for AWS Lambda that processes the messages of an SNS topic.

use std::num::NonZeroU64;

use lambda_runtime::{LambdaEvent, tracing};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::invalid_data::{InvalidData, decode};

/// The types of the crate `aws_lambda_events` would refuse a message because of fields that are
/// not used here.
#[derive(Deserialize)]
struct Event {
    #[serde(rename = "Records")]
    records: Vec<Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Order {
    order_id: String,
    amount: NonZeroU64,
}

/// The orders that were processed.
#[derive(Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Response {
    order_ids: Vec<String>,
}

/// Processes what a publisher has sent, and returns the id of the order: replace this with what
/// your function does.
///
/// After an error, Lambda tries the event twice more. SNS may also deliver a message twice, so
/// doing it again must do no harm.
async fn process(message: &str) -> Result<String, InvalidData> {
    let expected = "an order with orderId and amount";
    let order = serde_json::from_str(message).map_err(|error| InvalidData::new(expected, error))?;
    let order: Order = decode(order, expected)?;
    tracing::info!("order {}: {} cents", order.order_id, order.amount);
    Ok(order.order_id)
}

/// Processes the messages of an event, of which SNS sends one at a time.
///
/// Lambda passes the result on to a destination, if the function has one.
pub async fn handler(event: LambdaEvent<Value>) -> Result<Response, InvalidData> {
    let mut response = Response::default();
    for message in messages_in(event.payload)? {
        response.order_ids.push(process(&message).await?);
    }
    Ok(response)
}

fn messages_in(event: Value) -> Result<Vec<String>, InvalidData> {
    let Event { records } = decode(event, "an event of SNS: Records")?;
    let records = records.iter().enumerate();
    records
        .map(|(index, record)| match &record["Sns"]["Message"] {
            Value::String(message) => Ok(message.clone()),
            _ => Err(InvalidData::new(
                format!("Sns.Message in Records[{index}]"),
                "there is no text",
            )),
        })
        .collect()
}

#[cfg(test)]
mod tests;
