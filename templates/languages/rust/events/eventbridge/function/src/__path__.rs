//! A function for AWS Lambda that handles the events of an `EventBridge` bus.

use std::num::NonZeroU64;

use lambda_runtime::{LambdaEvent, tracing};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::invalid_data::{InvalidData, decode};

/// The fields of an event that are used here.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Event {
    detail_type: String,
    detail: Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OrderPlaced {
    order_id: String,
    amount: NonZeroU64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OrderCancelled {
    order_id: String,
    reason: String,
}

/// What became of an order.
#[derive(Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Order {
    order_id: String,
    status: &'static str,
}

/// Handles an order that was placed: replace this with what your function does.
///
/// After an error, Lambda tries the event twice more. `EventBridge` may also send an event twice,
/// so handling it again must do no harm.
async fn order_placed(order: OrderPlaced) -> Result<Order, InvalidData> {
    tracing::info!("order {}: {} cents", order.order_id, order.amount);
    Ok(Order {
        order_id: order.order_id,
        status: "placed",
    })
}

/// Handles an order that was cancelled.
async fn order_cancelled(order: OrderCancelled) -> Result<Order, InvalidData> {
    tracing::info!("order {}: cancelled, {}", order.order_id, order.reason);
    Ok(Order {
        order_id: order.order_id,
        status: "cancelled",
    })
}

/// Routes an event by its detail-type, and returns what became of the order.
///
/// Lambda passes the result on to a destination, if the function has one.
pub async fn handler(event: LambdaEvent<Value>) -> Result<Option<Order>, InvalidData> {
    let expected = "an event of EventBridge: detail-type and detail";
    let event: Event = decode(event.payload, expected)?;
    let detail = Value::Object(event.detail);
    match event.detail_type.as_str() {
        "OrderPlaced" => {
            let order = decode(detail, "an order with orderId and amount")?;
            order_placed(order).await.map(Some)
        }
        "OrderCancelled" => {
            let order = decode(detail, "an order with orderId and reason")?;
            order_cancelled(order).await.map(Some)
        }
        // A rule may match more than the function knows. Trying it again would not help.
        other => {
            tracing::warn!("ignored an event with the detail-type {other}");
            Ok(None)
        }
    }
}

#[cfg(test)]
mod tests;
