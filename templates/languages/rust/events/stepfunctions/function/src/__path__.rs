//! A function for AWS Lambda that runs a task of a Step Functions state machine.

use std::num::NonZeroU64;

use lambda_runtime::{Diagnostic, LambdaEvent, tracing};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::invalid_data::{InvalidData, decode};

/// The input of the task: what to charge for an order.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Payment {
    order_id: String,
    /// In cents.
    amount: NonZeroU64,
    card: String,
}

/// What became of the order.
#[derive(Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Response {
    order_id: String,
    status: &'static str,
}

#[derive(Debug, PartialEq, thiserror::Error)]
pub enum Error {
    /// The bank refuses the card, and would again. The state machine catches this error.
    #[error("the card of order {0} was declined")]
    CardDeclined(String),
    /// The state machine tries again, later each time.
    #[error("the payment provider gets too many requests")]
    ProviderBusy,
    #[error(transparent)]
    InvalidData(#[from] InvalidData),
}

/// What the state machine gets: it knows errors by these types.
impl From<Error> for Diagnostic {
    fn from(error: Error) -> Self {
        let error_type = match error {
            Error::CardDeclined(_) => "CardDeclined",
            Error::ProviderBusy => "ProviderBusy",
            Error::InvalidData(error) => return error.into(),
        };
        Self {
            error_type: error_type.into(),
            error_message: error.to_string(),
        }
    }
}

/// Charges a card: replace this with a request to your payment provider.
///
/// The same order may come again, so send its id as the idempotency key, with which the provider
/// charges the card only once.
async fn charge(payment: &Payment) -> Result<(), Error> {
    let Payment {
        order_id,
        amount,
        card,
    } = payment;
    match card.as_str() {
        // Two cards that are there to test errors.
        "test-declined" => Err(Error::CardDeclined(order_id.clone())),
        "test-busy" => Err(Error::ProviderBusy),
        _ => {
            tracing::info!("order {order_id} charged: {amount} cents");
            Ok(())
        }
    }
}

/// Runs a task of a state machine. The event is the input of the task.
pub async fn handler(event: LambdaEvent<Value>) -> Result<Response, Error> {
    let expected = "an order with orderId, amount in cents, and card";
    let payment: Payment = decode(event.payload, expected)?;
    charge(&payment).await?;
    Ok(Response {
        order_id: payment.order_id,
        status: "charged",
    })
}

#[cfg(test)]
mod tests;
