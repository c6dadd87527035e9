use lambda_runtime::{Context, LambdaEvent};
use serde_json::{Value, json};

use super::handler;
use crate::invalid_data::InvalidData;

fn image(amount: &str) -> Value {
    json!({"orderId": {"S": "A-1001"}, "amount": {"N": amount}, "tags": {"SS": ["gift"]}})
}

fn record(number: &str, name: &str, mut images: Value) -> Value {
    images["SequenceNumber"] = number.into();
    json!({"eventName": name, "dynamodb": images})
}

fn insert(number: &str, amount: &str) -> Value {
    record(number, "INSERT", json!({"NewImage": image(amount)}))
}

async fn failed(records: Value) -> Result<Vec<String>, InvalidData> {
    let event = json!({"Records": records});
    let response = handler(LambdaEvent::new(event, Context::default())).await?;
    let failures = response.batch_item_failures.into_iter();
    Ok(failures.map(|failure| failure.item_identifier).collect())
}

#[tokio::test]
async fn every_change_succeeds() {
    let images = json!({"NewImage": image("5990"), "OldImage": image("4990")});
    let only_new = json!({"NewImage": image("5990")});
    let records = json!([
        insert("1", "9007199254740993"),
        record("2", "MODIFY", images),
        record("3", "MODIFY", only_new),
        record("4", "REMOVE", json!({"Keys": {"orderId": {"S": "A-1001"}}})),
    ]);
    assert_eq!(failed(records).await.unwrap(), [""; 0]);
    assert_eq!(failed(json!([])).await.unwrap(), [""; 0]);
}

#[tokio::test]
async fn the_first_change_that_fails_ends_the_batch() {
    let records = json!([insert("1", "1"), insert("2", "much"), insert("3", "much")]);
    assert_eq!(failed(records).await.unwrap(), ["2"]);
}

#[tokio::test]
async fn a_change_that_is_not_of_an_order_fails() {
    let strange = [
        insert("1", "0"),
        insert("1", "-1"),
        insert("1", "1.5"),
        record("1", "INSERT", json!({})),
        record("1", "INSERT", json!({"NewImage": {}})),
        record("1", "TRUNCATE", json!({"NewImage": image("1")})),
        record("1", "REMOVE", json!({"Keys": {"orderId": {"N": "1"}}})),
        record(
            "1",
            "MODIFY",
            json!({"NewImage": image("1"), "OldImage": image("much")}),
        ),
    ];
    for record in strange {
        assert_eq!(failed(json!([record])).await.unwrap(), ["1"]);
    }
}

#[tokio::test]
async fn an_event_that_is_not_from_dynamodb_is_an_error() {
    for records in [
        json!(null),
        json!([null]),
        json!([{}]),
        json!([insert("", "1")]),
    ] {
        let error = failed(records).await.unwrap_err().to_string();
        assert!(
            error.starts_with("expected an event of DynamoDB"),
            "{error}"
        );
    }
}
