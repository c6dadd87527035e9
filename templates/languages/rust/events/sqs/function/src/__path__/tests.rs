use lambda_runtime::{Context, LambdaEvent};
use serde_json::{Value, json};

use super::handler;
use crate::invalid_data::InvalidData;

const QUEUE: &str = "arn:aws:sqs:eu-central-1:123456789012:orders";
const ORDER: &str = r#"{"orderId": "A-1001", "amount": 4990}"#;
const POISON: &str = r#"{"orderId": "A-1001"}"#;

fn message(id: &str, body: impl Into<Value>) -> Value {
    json!({"messageId": id, "body": body.into(), "eventSourceARN": QUEUE})
}

fn of_group(group: &str, mut message: Value) -> Value {
    message["attributes"] = json!({"MessageGroupId": group});
    message
}

fn of_fifo_queue(mut message: Value) -> Value {
    message["eventSourceARN"] = format!("{QUEUE}.fifo").into();
    message
}

async fn failed(messages: Value) -> Result<Vec<String>, InvalidData> {
    let event = json!({"Records": messages});
    let response = handler(LambdaEvent::new(event, Context::default())).await?;
    let failures = response.batch_item_failures.into_iter();
    Ok(failures.map(|failure| failure.item_identifier).collect())
}

#[tokio::test]
async fn every_message_succeeds() {
    let messages = json!([message("1", ORDER), message("2", ORDER)]);
    assert_eq!(failed(messages).await.unwrap(), [""; 0]);
}

#[tokio::test]
async fn only_the_message_that_fails_is_delivered_again() {
    let messages = json!([
        message("1", ORDER),
        message("2", POISON),
        message("3", ORDER)
    ]);
    assert_eq!(failed(messages).await.unwrap(), ["2"]);
}

#[tokio::test]
async fn a_message_without_an_order_fails() {
    let bodies = [
        json!(null),
        json!(17),
        json!("order"),
        json!("null"),
        json!(r#"["A-1001", 1]"#),
        json!(r#"{"orderId": "A-1001", "amount": 0}"#),
        json!(r#"{"orderId": "A-1001", "amount": "1"}"#),
    ];
    for body in bodies {
        let messages = json!([message("1", body), message("2", ORDER)]);
        assert_eq!(failed(messages).await.unwrap(), ["1"]);
    }
}

#[tokio::test]
async fn a_failure_stops_its_group_in_a_fifo_queue() {
    let messages = [
        of_group("a", message("1", POISON)),
        of_group("b", message("2", ORDER)),
        of_group("a", message("3", ORDER)),
    ];
    let messages = messages.map(of_fifo_queue);
    assert_eq!(failed(json!(messages)).await.unwrap(), ["1", "3"]);
}

#[tokio::test]
async fn groups_of_a_standard_queue_have_no_order() {
    let messages = [
        of_group("a", message("1", POISON)),
        of_group("a", message("2", ORDER)),
    ];
    assert_eq!(failed(json!(messages)).await.unwrap(), ["1"]);
}

#[tokio::test]
async fn an_event_that_is_not_from_sqs_is_an_error() {
    let strange = [
        json!(null),
        json!([null]),
        json!([{"body": ORDER, "eventSourceARN": QUEUE}]),
        json!([message("", ORDER)]),
        json!([of_fifo_queue(message("1", ORDER))]),
    ];
    for messages in strange {
        let error = failed(messages).await.unwrap_err().to_string();
        assert!(error.contains("of SQS"), "{error}");
    }
}
